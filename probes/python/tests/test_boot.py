"""The probe comes into a program, and leaves it as it was otherwise."""

import subprocess
import sys
import unittest

from application import folder, install, interpreters, run

WAITS = """
    import asyncio
    async def main():
        await asyncio.sleep(0.05)
        print("done")
    asyncio.run(main())
"""


class BootTests(unittest.TestCase):
    def test_a_loop_is_seen(self) -> None:
        outcome = run(WAITS)
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "done\n", ""))
        self.assertEqual([message["type"] for message in outcome.messages][0], "hello")
        self.assertEqual(outcome.messages[-1]["type"], "bye")
        self.assertEqual(outcome.of("hello")[0]["app"], "tried")

    def test_a_server_that_ends_itself_by_the_signal_it_was_sent_says_farewell(self) -> None:
        # As uvicorn does: within its loop, after its shutdown.
        for setting, farewells in (("SIG_DFL", 1), ("SIG_IGN", 0)):
            with self.subTest(setting):
                outcome = run(
                    f"""
                    import asyncio, os, signal
                    async def main():
                        await asyncio.sleep(0.3)
                        signal.signal(signal.SIGTERM, signal.{setting})
                        signal.raise_signal(signal.SIGTERM)
                        await asyncio.sleep(0.3)
                        os.kill(os.getpid(), signal.SIGKILL)
                    asyncio.run(main())
                    """
                )
                self.assertEqual(outcome.status, -15 if farewells else -9)
                self.assertEqual(len(outcome.of("bye")), farewells)

    def test_the_version_of_the_application_is_told_if_something_tells_it(self) -> None:
        attributes = "deployment.environment=prod, service.version=2%2E1+b"
        for variables, version in [
            ({}, None),
            ({"CALCMON_APP_VERSION": "1.4", "OTEL_SERVICE_VERSION": "1.3", "OTEL_RESOURCE_ATTRIBUTES": attributes}, "1.4"),
            ({"OTEL_SERVICE_VERSION": "1.3", "OTEL_RESOURCE_ATTRIBUTES": attributes}, "1.3"),
            ({"OTEL_RESOURCE_ATTRIBUTES": attributes}, "2.1+b"),
            ({"OTEL_RESOURCE_ATTRIBUTES": "=,service.version,x=y="}, None),
            ({"CALCMON_APP_VERSION": " \n "}, None),
            ({"CALCMON_APP_VERSION": "a\tü" + "x" * 100}, "a??" + "x" * 61),
        ]:
            with self.subTest(variables):
                outcome = run(WAITS, variables=variables)
                self.assertEqual((outcome.status, outcome.errors), (0, ""))
                self.assertEqual(outcome.of("hello")[0].get("version"), version)

    def test_a_child_of_multiprocessing_says_farewell_once_however_it_was_started(self) -> None:
        for how in ("fork", "spawn", "forkserver"):
            with self.subTest(how):
                outcome = run(
                    f"""
                    import asyncio, multiprocessing
                    def child():
                        asyncio.run(asyncio.sleep(0.05))
                    if __name__ == "__main__":
                        process = multiprocessing.get_context("{how}").Process(target=child)
                        process.start()
                        process.join()
                        print(process.exitcode)
                    """
                )
                self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "0\n", ""))
                self.assertEqual([message["type"] for message in outcome.messages].count("bye"), 1)
                self.assertEqual(outcome.messages[-1]["type"], "bye")

    def test_a_program_without_a_loop_is_left_alone(self) -> None:
        outcome = run("import sys; print('calcmon_probe' in sys.modules, any('boot' in p for p in sys.path)); sys.exit(7)")
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (7, "False False\n", ""))
        self.assertEqual(outcome.messages, [])

    def test_another_sitecustomize_runs_as_if_this_one_was_not_there(self) -> None:
        for body, expected in {
            "print('other')": (0, "other\ndone\n"),
            "import sys; print(sys.modules['sitecustomize'].__file__ == __file__)": (0, "True\ndone\n"),
            "raise SystemExit(3)": (1, ""),
        }.items():
            with self.subTest(body), folder() as place:
                (place / "sitecustomize.py").write_text(body)
                outcome = run(WAITS, path=str(place))
                self.assertEqual((outcome.status, outcome.output), expected)

    def test_what_another_sitecustomize_raises_is_told_as_ever(self) -> None:
        with folder() as place:
            (place / "sitecustomize.py").write_text("import not_there")
            outcome = run(WAITS, path=str(place))
        self.assertEqual((outcome.status, outcome.output), (0, "done\n"))
        self.assertIn("No module named 'not_there'", outcome.errors)
        self.assertTrue(outcome.of("hello"))

    def test_it_can_be_turned_off(self) -> None:
        for options, variables in [((), {"CALCMON_WATCH": "0"}), (("-I",), {}), (("-E",), {}), (("-S",), {})]:
            with self.subTest(options=options, variables=variables):
                outcome = run(WAITS, *options, variables=variables)
                self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "done\n", ""))
                self.assertEqual(outcome.messages, [])

    def test_all_interpreters_start_with_it(self) -> None:
        with folder() as place:
            boot = install(place)
            for interpreter in interpreters():
                with self.subTest(interpreter):
                    done = subprocess.run(
                        [interpreter, "-c", "print('ran')"], env={"PYTHONPATH": str(boot)}, capture_output=True, text=True
                    )
                    self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "ran\n", ""))

    def test_newer_interpreters_are_watched(self) -> None:
        for interpreter in interpreters():
            version = subprocess.run(
                [interpreter, "-c", "import sys; print(sys.version_info >= (3, 10))"], capture_output=True, text=True
            ).stdout.strip()
            with self.subTest(interpreter):
                outcome = run("import asyncio, time\nasync def main(): time.sleep(0.15)\nasyncio.run(main())", interpreter=interpreter) \
                    if version == "True" else run("print()", interpreter=interpreter)
                self.assertEqual((outcome.status, outcome.errors), (0, ""))
                if version == "True":
                    self.assertEqual([stall["frame"] for stall in outcome.of("stall")][0].rpartition(":")[2], "main")
                    self.assertEqual(outcome.last["errors"], 0)

    def test_a_program_that_imports_it_need_not_install_it(self) -> None:
        outcome = run("import calcmon_probe; calcmon_probe.start(); print(calcmon_probe.__version__ > '')")
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "True\n", ""))

    def test_it_starts_late(self) -> None:
        outcome = run(
            """
            import asyncio, time, calcmon_probe
            async def main():
                calcmon_probe.start("late")
                await asyncio.sleep(0)
                time.sleep(0.15)
                await asyncio.sleep(0.01)
            asyncio.run(main())
            """,
            variables={"PYTHONPATH": ""},
        )
        self.assertNotEqual(outcome.status, 0)  # it is not to be found there
        with folder() as place:
            install(place)
            outcome = run(
                """
                import asyncio, time, calcmon_probe
                async def main():
                    calcmon_probe.start("late")
                    await asyncio.sleep(0)
                    time.sleep(0.15)
                    await asyncio.sleep(0.01)
                asyncio.run(main())
                """,
                variables={"PYTHONPATH": str(place / "lib")},
            )
        self.assertEqual((outcome.status, outcome.errors), (0, ""))
        self.assertEqual(outcome.of("hello")[0]["app"], "late")
        self.assertEqual([stall["frame"].rpartition(":")[2] for stall in outcome.of("stall")], ["main"])


if __name__ == "__main__":
    sys.exit(unittest.main())
