"""A program with the probe inside does what it does without it, whatever happens to calcmon."""

import unittest

from application import run

STALLS = """
import asyncio, time
async def main():
    for _ in range(3):
        await asyncio.sleep(0.05)
        time.sleep(0.12)
asyncio.run(main())
print("done")
"""


class HarmlessTests(unittest.TestCase):
    def assert_ran(self, source: str, **how: object) -> None:
        outcome = run(source, **how)  # type: ignore[arg-type]
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "done\n", ""))

    def test_without_calcmon(self) -> None:
        self.assert_ran(STALLS, listening=False)

    def test_calcmon_goes_away_and_comes_back(self) -> None:
        self.assert_ran(
            """
            import asyncio, os, signal, socket, time
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            async def main():
                path = os.environ["CALCMON_SOCKET"] + "2"
                os.environ["CALCMON_SOCKET"] = path
            asyncio.run(main())
            async def serve():
                listener = socket.socket(socket.AF_UNIX); listener.bind(path); listener.listen()
                listener.setblocking(False)
                import calcmon_probe.hooks as hooks
                hooks.probe._sender._path = path
                for _ in range(2):
                    hooks.probe._sender._next_try = 0
                    await asyncio.sleep(0.15)
                    time.sleep(0.12)
                    peer, _address = listener.accept()
                    peer.close()
                    time.sleep(0.12)
                    await asyncio.sleep(0.15)
            path = os.environ["CALCMON_SOCKET"]
            asyncio.run(serve())
            print("done")
            """
        )

    def test_calcmon_does_not_read(self) -> None:
        self.assert_ran(
            """
            import asyncio, os, socket, time
            path = os.environ["CALCMON_SOCKET"] = os.environ["CALCMON_SOCKET"] + "2"
            listener = socket.socket(socket.AF_UNIX); listener.bind(path); listener.listen(0)
            async def main():
                import calcmon_probe.hooks as hooks
                for number in range(2000):
                    hooks.probe._sender.send("stall", {"filler": "x" * 2000})
                await asyncio.sleep(0.05)
                assert hooks.probe._sender.dropped > 0
                assert hooks.probe.errors == 0
            asyncio.run(main())
            print("done")
            """
        )

    def test_the_program_closes_all_descriptors(self) -> None:
        self.assert_ran(
            """
            import asyncio, os, tempfile
            async def main():
                import calcmon_probe.hooks as hooks
                await asyncio.sleep(0.15)
                number = hooks.probe._sender._connection._descriptor.number
                with tempfile.TemporaryFile() as file:
                    os.dup2(file.fileno(), number)
                    hooks.probe._next_snapshot = 0
                    await asyncio.sleep(0.25)
                    assert os.fstat(number).st_size == 0, "the probe wrote into the program's file"
                    assert os.path.samestat(os.fstat(number), os.fstat(file.fileno())), "the probe closed it"
            asyncio.run(main())
            print("done")
            """
        )

    def test_after_too_many_errors_it_takes_itself_out(self) -> None:
        self.assert_ran(
            """
            import asyncio, time
            async def main():
                import calcmon_probe.hooks as hooks
                probe = hooks.probe
                loop = asyncio.get_running_loop()
                def fails(*_): raise ValueError("on purpose")
                probe.tick = fails
                for known in probe._loops.values(): known._tick_ns = 1_000_000
                await asyncio.sleep(0.5)
                assert probe.errors > 20, probe.errors
                assert "select" not in vars(loop._selector)
                count = probe.errors
                await asyncio.sleep(0.1)
                assert probe.errors == count
            asyncio.run(main())
            print("done")
            """
        )

    def test_a_loop_that_does_not_live_in_real_time_is_left_alone(self) -> None:
        self.assert_ran(
            """
            import asyncio
            class Virtual(asyncio.SelectorEventLoop):
                now = 0.0
                def time(self): return self.now
            loop = Virtual()
            async def main():
                import calcmon_probe.hooks as hooks
                assert not hooks.probe or not hooks.probe._loops
            loop.run_until_complete(main())
            print("done")
            """
        )

    def test_a_loop_that_runs_again_and_again_does_not_stall_between(self) -> None:
        outcome = run(
            """
            import asyncio, time
            loop = asyncio.new_event_loop()
            async def nothing(): pass
            for _ in range(3):
                loop.run_until_complete(nothing())
                time.sleep(0.15)
            print("done")
            """
        )
        self.assertEqual((outcome.output, outcome.errors, outcome.of("stall")), ("done\n", "", []))

    def test_a_child_of_a_fork_has_a_connection_and_counters_of_its_own(self) -> None:
        outcome = run(
            """
            import asyncio, multiprocessing, time
            async def stalls():
                await asyncio.sleep(0.15); time.sleep(0.15); await asyncio.sleep(0.15)
            def child(): asyncio.run(stalls())
            if __name__ == "__main__":
                asyncio.run(stalls())
                for how in ("fork", "spawn", "forkserver"):
                    process = multiprocessing.get_context(how).Process(target=child)
                    process.start()
                    process.join()
                print("done")
            """
        )
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "done\n", ""))
        self.assertEqual(len(outcome.connections), 4)
        self.assertEqual(len({message["pid"] for message in outcome.of("hello")}), 4)
        self.assertEqual([sum("stalls" in (m.get("frame") or "") for m in messages if m["type"] == "stall") for messages in outcome.connections], [1] * 4)

    def test_exceptions_and_exit_statuses_are_the_programs_own(self) -> None:
        outcome = run("import asyncio\nasync def main(): raise ValueError('mine')\nasyncio.run(main())")
        self.assertEqual(outcome.status, 1)
        self.assertIn("ValueError: mine", outcome.errors)
        self.assertNotIn("calcmon", outcome.errors)
        outcome = run("import asyncio, os, signal\nasync def main(): os.kill(os.getpid(), signal.SIGTERM)\nasyncio.run(main())")
        self.assertEqual(outcome.status, -15)

    def test_a_library_that_replaces_threads_is_passed_by(self) -> None:
        self.assert_ran(
            """
            import sys, types, _thread
            monkey = types.ModuleType("gevent.monkey")
            starts = _thread.start_new_thread
            monkey.get_original = lambda module, name: starts if name == "start_new_thread" else getattr(__import__(module), name)
            sys.modules["gevent.monkey"] = monkey
            def refuses(*_): raise RuntimeError("replaced")
            _thread.start_new_thread = refuses
            import asyncio, time
            async def main():
                await asyncio.sleep(0.15); time.sleep(0.15)
                import calcmon_probe.hooks as hooks
                assert hooks.probe.errors == 0
            asyncio.run(main())
            print("done")
            """
        )


if __name__ == "__main__":
    unittest.main()
