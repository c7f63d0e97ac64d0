"""What is told each second: tasks, queues, executor, I/O."""

import unittest

from application import run


class FigureTests(unittest.TestCase):
    def last_of(self, source: str) -> dict[str, object]:
        outcome = run(source)
        self.assertEqual((outcome.status, outcome.errors), (0, ""))
        busiest = [message for message in outcome.of("snapshot") if message["loops"]][-1]
        self.assertEqual(busiest["errors"], 0)
        return busiest

    def test_queues_are_named_by_where_they_were_made(self) -> None:
        last = self.last_of(
            """
            import asyncio, calcmon_probe
            class Own(asyncio.Queue):
                def __init__(self, size): super().__init__(size)
            class Bus:
                def __init__(self):
                    self.inbox = asyncio.Queue()
                    self.small: asyncio.Queue[int] = Own(3)
            async def main():
                bus = Bus()
                for _ in range(5): bus.inbox.put_nowait(1)
                bus.small.put_nowait(1)
                lines = [asyncio.PriorityQueue() for _ in range(4)]
                other = asyncio.LifoQueue(7)
                other.put_nowait(2)
                calcmon_probe.watch(other, "the last!")
                await asyncio.sleep(1.3)
            asyncio.run(main())
            """
        )
        queues = {queue["queue"].rpartition(".")[2]: queue for queue in last["queues"]}  # type: ignore[attr-defined]
        self.assertEqual({name: entry["depth"] for name, entry in queues.items()}, {"inbox": 5, "small": 1, "lines": 0, "the-last": 1})
        self.assertEqual((queues["lines"]["queues"], queues["small"]["capacity"], queues["the-last"]["capacity"]), (4, 3, 7))

    def test_tasks_and_the_executors_backlog(self) -> None:
        outcome = run(
            """
            import asyncio, concurrent.futures, time
            async def main():
                loop = asyncio.get_running_loop()
                loop.set_default_executor(concurrent.futures.ThreadPoolExecutor(2))
                waits = [loop.create_task(asyncio.sleep(1.5)) for _ in range(20)]
                work = [loop.run_in_executor(None, time.sleep, 0.7) for _ in range(6)]
                await asyncio.sleep(1.3)
            asyncio.run(main())
            """
        )
        self.assertEqual((outcome.status, outcome.errors), (0, ""))
        self.assertIn(21, [message["tasks"] for message in outcome.of("snapshot")])
        executors = [message["executor"] for message in outcome.of("snapshot") if message["executor"]]
        self.assertEqual({(entry["threads"], entry["limit"]) for entry in executors}, {(2, 2)})
        self.assertEqual(max(entry["backlog"] for entry in executors), 4)

    def test_steps_that_are_timed_are_io_wait_while_nothing_else_is_done(self) -> None:
        last = self.last_of(
            """
            import asyncio, time, calcmon_probe
            @calcmon_probe.timed("db")
            async def load(seconds):
                await asyncio.sleep(seconds)
            @calcmon_probe.timed("disk")
            def write(): time.sleep(0.05)
            async def main():
                await asyncio.gather(load(0.3), load(0.3), load(0.3))
                async with calcmon_probe.timed("cache"): await asyncio.sleep(0.1)
                with calcmon_probe.timed("db"):
                    until = time.monotonic() + 0.3
                    while time.monotonic() < until: pass
                write()
                try:
                    async with calcmon_probe.timed("fails"): raise KeyError
                except KeyError: pass
                await asyncio.sleep(1)
            asyncio.run(main())
            """
        )
        steps = {step["step"]: step for step in last["timed"]}  # type: ignore[attr-defined]
        self.assertEqual({name: step["count"] for name, step in steps.items()}, {"db": 4, "disk": 1, "cache": 1, "fails": 1})
        self.assertGreater(last["io_wait_ns"], 350_000_000)  # type: ignore[operator]
        self.assertLess(last["io_wait_ns"], 650_000_000)  # type: ignore[operator]

    def test_a_loop_whose_turns_cannot_be_seen_is_as_busy_as_its_thread(self) -> None:
        last = self.last_of(
            """
            import asyncio, selectors, time, calcmon_probe
            class Closed(selectors.EpollSelector):
                # As those of other loops: no one can listen to it.
                def __setattr__(self, name, value):
                    if name == "select": raise AttributeError(name)
                    super().__setattr__(name, value)
            async def main():
                for _ in range(5):
                    until = time.thread_time() + 0.06
                    while time.thread_time() < until: pass
                    async with calcmon_probe.timed("db"): await asyncio.sleep(0.1)
                    async with calcmon_probe.timed("busy"):
                        until = time.thread_time() + 0.02
                        while time.thread_time() < until: pass
                await asyncio.sleep(0.6)
            loop = asyncio.SelectorEventLoop(Closed())
            loop.run_until_complete(main())
            loop.close()
            """
        )
        self.assertEqual(last["turns"], 0)
        self.assertGreater(last["busy_ns"], 400_000_000)  # type: ignore[operator]
        self.assertLess(last["busy_ns"], last["running_ns"])  # type: ignore[operator]
        # Not the steps in which it computed.
        steps = sum(step["ns"] for step in last["timed"])  # type: ignore[attr-defined]
        self.assertGreater(last["io_wait_ns"], 450_000_000)  # type: ignore[operator]
        self.assertLess(last["io_wait_ns"], steps - 90_000_000)  # type: ignore[operator]

    def test_generators_are_timed_item_by_item(self) -> None:
        last = self.last_of(
            """
            import asyncio, inspect, calcmon_probe
            seen = []
            @calcmon_probe.timed("rows")
            async def rows():
                try:
                    for row in range(4):
                        await asyncio.sleep(0.01)
                        try: seen.append((yield row))
                        except KeyError: seen.append("thrown")
                finally: seen.append("closed")
            @calcmon_probe.timed("lines")
            def lines():
                got = yield 1
                got += yield 2
                return got
            @calcmon_probe.timed("one")
            def one(x: int) -> int:
                "Told."
                return x
            def outer(): seen.append((yield from lines()))
            async def main():
                assert inspect.isasyncgenfunction(rows) and inspect.isgeneratorfunction(lines) and one.__doc__ == "Told."
                async for row in rows():
                    await asyncio.sleep(0.1)
                stopped = rows()
                await stopped.asend(None)
                await stopped.athrow(KeyError)
                await stopped.aclose()
                assert seen == [None] * 4 + ["closed", "thrown", "closed"], seen
                given = outer()
                given.send(None); given.send(10)
                try: given.send(5)
                except StopIteration: pass
                assert seen[-1] == 15 and one(3) == 3
                await asyncio.sleep(0.5)
            asyncio.run(main())
            """
        )
        steps = {step["step"]: step for step in last["timed"]}  # type: ignore[attr-defined]
        self.assertEqual({name: step["count"] for name, step in steps.items()}, {"rows": 7, "lines": 3, "one": 1})
        self.assertLess(steps["rows"]["ns"], 300_000_000)

    def test_one_object_times_many_steps_at_once(self) -> None:
        last = self.last_of(
            """
            import asyncio, threading, time, calcmon_probe
            db = calcmon_probe.timed("db")
            async def one(seconds):
                async with db: await asyncio.sleep(seconds)
            async def main():
                await asyncio.gather(*(one(0.1 + 0.02 * n) for n in range(5)))
                def blocks():
                    for _ in range(2000):
                        with db: pass
                threads = [threading.Thread(target=blocks) for _ in range(4)]
                for thread in threads: thread.start()
                for thread in threads: thread.join()
                await asyncio.sleep(0.6)
            asyncio.run(main())
            """
        )
        (step,) = last["timed"]  # type: ignore[misc]
        self.assertEqual(step["count"], 8005)
        self.assertIn(step["ns"] // 100_000_000, range(6, 14))
        self.assertLess(last["io_wait_ns"], 500_000_000)  # type: ignore[operator]

    def test_what_is_not_timed_is_not_known(self) -> None:
        last = self.last_of("import asyncio\nasyncio.run(asyncio.sleep(0.15))")
        self.assertIsNone(last["io_wait_ns"])
        self.assertIsNone(last["executor"])
        self.assertEqual(last["queues"], [])

    def test_figures_of_the_process(self) -> None:
        last = self.last_of("import asyncio\nasyncio.run(asyncio.sleep(1.2))")
        for name in ("cpu_user_ns", "memory_bytes", "running_ns", "busy_ns", "threads"):
            self.assertGreater(last[name], 0, name)  # type: ignore[operator]
        self.assertLess(last["busy_ns"], last["running_ns"])  # type: ignore[operator]


if __name__ == "__main__":
    unittest.main()
