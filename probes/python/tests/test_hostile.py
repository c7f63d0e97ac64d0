"""The application is as it would be without the probe, in surroundings that the probe does not like."""

import subprocess
import sys
import unittest

from application import Outcome, folder, install, interpreters, run

BASE = """
import asyncio, gc, os, signal, sys, threading, time
def probe():
    import calcmon_probe.hooks as hooks
    return hooks.probe
def computes(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until: pass
async def stalls():
    await asyncio.sleep(0.15); time.sleep(0.15); await asyncio.sleep(0.05)
"""


class HostileTests(unittest.TestCase):
    def assert_ran(self, body: str, *options: str, errors_of_probe: int = 0, **how: object) -> Outcome:
        outcome = run(BASE + body + "\nprint('done')\n", *options, **how)  # type: ignore[arg-type]
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "done\n", ""))
        self.assertLessEqual(max((message["errors"] for message in outcome.of("snapshot")), default=0), errors_of_probe)
        return outcome

    # Descriptors.

    def test_low_descriptors_are_the_programs(self) -> None:
        self.assert_ran(
            """
async def main():
    before = os.open("/dev/null", os.O_RDONLY); os.close(before)
    await asyncio.sleep(0.3)
    after = os.open("/dev/null", os.O_RDONLY); os.close(after)
    assert before == after, (before, after)
    ours = [int(name) for name in os.listdir("/proc/self/fd") if int(name) >= 200]
    assert len(ours) >= 5, ours
    assert not any(os.get_inheritable(number) for number in ours), ours
asyncio.run(main())
"""
        )

    def test_a_program_may_close_all_descriptors_and_have_others_in_their_place(self) -> None:
        outcome = self.assert_ran(
            """
async def main():
    await asyncio.sleep(0.15)
    numbers = [int(name) for name in os.listdir("/proc/self/fd") if int(name) >= 200]
    reader, writer = os.pipe()
    os.write(writer, b"x" * 1000)
    for number in numbers:
        if os.path.exists(f"/proc/self/fd/{number}"): os.dup2(reader, number)
    time.sleep(0.2)
    await asyncio.sleep(0.5)
    time.sleep(0.2)
    await asyncio.sleep(0.1)
    for number in numbers:
        if os.path.exists(f"/proc/self/fd/{number}"): os.fstat(number)
    assert len(os.read(reader, 2000)) == 1000, "the probe read what is the program's"
asyncio.run(main())
"""
        )
        self.assertEqual(len(outcome.connections), 2)

    def test_no_descriptor_is_left(self) -> None:
        self.assert_ran(
            """
async def main():
    await asyncio.sleep(0.15); time.sleep(0.12); await asyncio.sleep(0)
def program():
    probe()._sender._path = "/none"
    asyncio.run(main())
def files(): return len(os.listdir("/proc/self/fd"))
asyncio.run(main())
program(); before = files()
for _ in range(5): program()
assert files() <= before + 1, (before, files())
"""
        )

    def test_no_descriptor_is_to_be_had(self) -> None:
        self.assert_ran(
            """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
loop = asyncio.new_event_loop()
held = []
try:
    while True: held.append(os.open("/dev/null", os.O_RDONLY))
except OSError: pass
loop.run_until_complete(stalls())
for number in held: os.close(number)
loop.run_until_complete(stalls())
""",
            errors_of_probe=2,
        )

    # Threads and signals.

    def test_no_thread_can_be_started(self) -> None:
        outcome = self.assert_ran(
            """
import resource, calcmon_probe.process_probe
os.setuid(65533) if os.getuid() == 0 else None
resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
try: threading.Thread(target=print).start()
except RuntimeError: pass
else: raise SystemExit("a thread was started all the same")
loop = asyncio.new_event_loop()
loop.run_until_complete(stalls())
assert probe()._watcher is None
""",
            errors_of_probe=1,
            variables={"CALCMON_SOCKET": "/none"},
        )
        self.assertEqual(outcome.messages, [])

    def test_the_stacks_of_threads_may_be_small(self) -> None:
        outcome = self.assert_ran("threading.stack_size(65536)\nasyncio.run(stalls())\nassert threading.stack_size() == 65536")
        self.assertIn("stalls", " ".join(stall["frame"] or "" for stall in outcome.of("stall")))

    def test_its_thread_takes_no_signal_that_the_program_waits_for(self) -> None:
        self.assert_ran(
            """
async def main():
    await asyncio.sleep(0.15)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    os.kill(os.getpid(), signal.SIGTERM)
    assert signal.sigtimedwait({signal.SIGTERM}, 1)
asyncio.run(main())
"""
        )

    def test_what_a_signal_handler_raises_reaches_the_program(self) -> None:
        self.assert_ran(
            """
class Late(Exception): pass
def handler(*_): raise Late
signal.signal(signal.SIGALRM, handler)
async def main():
    await asyncio.sleep(0.15)
    known = probe()
    def tick(now): signal.raise_signal(signal.SIGALRM)
    known.tick = tick
    loop = asyncio.get_running_loop()
    caught = []
    loop.set_exception_handler(lambda loop, context: caught.append(context["exception"]))
    await asyncio.sleep(0.25)
    assert caught and all(isinstance(error, Late) for error in caught), caught
    assert known.errors == 0
asyncio.run(main())
"""
        )

    def test_an_interrupt_ends_the_program_as_ever(self) -> None:
        outcome = run(BASE + "signal.signal(signal.SIGINT, signal.default_int_handler)\nasync def main():\n    await asyncio.sleep(0.15)\n    signal.raise_signal(signal.SIGINT)\n    await asyncio.sleep(1)\nasyncio.run(main())")
        self.assertEqual(outcome.status, -2)
        self.assertIn("KeyboardInterrupt", outcome.errors)
        self.assertNotIn("calcmon", outcome.errors)

    def test_a_program_of_one_thread_forks_as_one(self) -> None:
        self.assert_ran(
            """
async def main():
    await asyncio.sleep(0.15)
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            os._exit(0 if len(os.listdir("/proc/self/task")) == 1 else 1)
        assert len(os.listdir("/proc/self/task")) == 1, "the probe's thread is there"
        assert os.waitpid(pid, 0)[1] == 0
        await asyncio.sleep(0.3)
        assert len(os.listdir("/proc/self/task")) == 2, "it has not come back"
asyncio.run(main())
""",
            "-W", "error",
        )  # fmt: skip

    def test_a_loop_may_move_to_another_thread(self) -> None:
        outcome = self.assert_ran(
            """
loop = asyncio.new_event_loop()
async def computing():
    await asyncio.sleep(0.15); computes(0.2); await asyncio.sleep(0)
loop.run_until_complete(asyncio.sleep(0.01))
thread = threading.Thread(target=lambda: loop.run_until_complete(computing()))
thread.start(); thread.join()
"""
        )
        stall = outcome.of("stall")[0]
        self.assertGreater(stall["on_cpu_ns"], 150_000_000)
        self.assertIn("comput", " ".join(stall["stack"]))

    def test_loops_in_many_threads(self) -> None:
        outcome = self.assert_ran(
            """
threads = [threading.Thread(target=lambda: asyncio.run(stalls())) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
        )
        self.assertEqual(len(outcome.connections), 1)
        self.assertEqual(len({message["seq"] for message in outcome.of("snapshot")}), len(outcome.of("snapshot")))
        self.assertGreaterEqual(len(outcome.of("stall")), 6)

    # Finalizers, and code that runs in the middle of the probe's.

    def test_finalizers_may_use_it(self) -> None:
        self.assert_ran(
            """
import calcmon_probe
class Has:
    def __del__(self):
        with calcmon_probe.timed("last"): pass
        calcmon_probe.watch(asyncio.Queue(), "gone")
        async def nothing(): pass
        loop = asyncio.new_event_loop()
        coroutine = nothing()
        try: loop.run_until_complete(coroutine)
        except RuntimeError: coroutine.close()
        finally: loop.close()
def garbage():
    has = Has(); has.itself = has
gc.set_threshold(5, 2, 2)
for _ in range(50): garbage()
async def main():
    for _ in range(100):
        garbage()
        await asyncio.sleep(0.003)
asyncio.run(main())
"""
        )

    def test_a_child_counts_from_nothing(self) -> None:
        outcome = self.assert_ran(
            """
import calcmon_probe
async def main(seconds):
    with calcmon_probe.timed("db"): await asyncio.sleep(seconds)
    await asyncio.sleep(0.3)
for _ in range(3): asyncio.run(main(0.05))
with calcmon_probe.timed("outer"):
    pid = os.fork()
    if pid == 0:
        asyncio.run(main(0))
        os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
"""
        )
        counts = [{step["step"]: step["count"] for step in messages[-1 if messages[-1]["type"] != "bye" else -2]["timed"]} for messages in outcome.connections]
        self.assertEqual(counts, [{"db": 3, "outer": 1}, {"db": 1}])

    # Loops.

    def test_loops_that_are_never_closed_are_let_go(self) -> None:
        self.assert_ran(
            """
import weakref, warnings
warnings.simplefilter("ignore")
sys.unraisablehook = lambda _: None  # newer interpreters may end a loop's socket before the loop
seen = []
def make():
    loop = asyncio.new_event_loop()
    loop.run_until_complete(asyncio.sleep(0))
    seen.append(weakref.ref(loop))
for _ in range(60): make()
asyncio.set_event_loop(None)
gc.collect()
assert sum(loop() is not None for loop in seen) <= 1, sum(loop() is not None for loop in seen)
asyncio.run(stalls())
assert len(probe()._loops) <= 2
"""
        )

    def test_a_loop_may_run_in_the_middle_of_another(self) -> None:
        outcome = self.assert_ran(
            """
from asyncio import events
inner = asyncio.new_event_loop()
async def main():
    await asyncio.sleep(0.15)
    outer = events._get_running_loop()
    def nested():
        events._set_running_loop(None)
        inner.run_until_complete(asyncio.sleep(0.02))
        events._set_running_loop(outer)
    outer.call_soon(nested)
    await asyncio.sleep(1.4)
    known = {each.loop(): each for each in probe()._loops.values()}
    assert known[outer].is_running and not known[inner].is_running
    events._set_running_loop(inner)
    events._set_running_loop(outer)
    assert known[outer].is_running and not known[inner].is_running
asyncio.run(main())
"""
        )
        self.assertEqual(outcome.of("standing"), [])

    def test_that_no_loop_runs_any_more_is_told(self) -> None:
        outcome = self.assert_ran(
            """
loop = asyncio.new_event_loop()
for _ in range(200): loop.run_until_complete(asyncio.sleep(0.002))
time.sleep(1.5)
"""
        )
        snapshots = [message for message in outcome.of("snapshot")]
        told = [message["seq"] for message in snapshots if not any(each["running"] for each in message["loops"])]
        self.assertLessEqual(len(told), 3, "one at the end of the loop, one at the end of the program")
        self.assertGreater(snapshots[-1]["at_ns"] - snapshots[-2]["at_ns"], 900_000_000)
        self.assertFalse(snapshots[-2]["loops"][0]["running"])

    def test_a_loop_whose_time_stands_still_does_not_stand(self) -> None:
        outcome = self.assert_ran(
            """
async def main():
    await asyncio.sleep(0.05)
    loop = asyncio.get_running_loop()
    frozen, real = loop.time(), loop.time
    loop.time = lambda: frozen
    until = time.monotonic() + 1.5
    def again():
        if time.monotonic() < until: loop._selector.select(0.01); loop.call_soon(again)
        else: loop.time = real; done.set_result(None)
    done = loop.create_future()
    again()
    await done
asyncio.run(main())
"""
        )
        self.assertEqual(outcome.of("standing"), [])

    def test_a_loop_that_does_not_ask_its_selector_is_watched_by_its_tick(self) -> None:
        outcome = self.assert_ran(
            """
class Other(asyncio.SelectorEventLoop):
    def _run_once(self):
        selector = self._selector
        self._selector = type("Asks", (), {"select": lambda _, timeout=None: type(selector).select(selector, timeout),
            "get_map": selector.get_map, "unregister": selector.unregister, "register": selector.register, "close": selector.close,
            "get_key": selector.get_key, "modify": selector.modify})()
        try: super()._run_once()
        finally: self._selector = selector
loop = Other()
loop.run_until_complete(asyncio.sleep(0.5))
loop.run_until_complete(stalls())
loop.close()
"""
        )
        self.assertEqual(outcome.of("standing"), [])
        self.assertEqual([stall["frame"].rpartition(":")[2] for stall in outcome.of("stall") if stall["frame"]], ["stalls"])

    def test_a_clock_that_a_library_stops_is_not_the_probes(self) -> None:
        outcome = self.assert_ran(
            """
from types import ModuleType
real = time.monotonic_ns
async def main():
    await asyncio.sleep(0.15)
    for module in list(sys.modules.values()):
        if isinstance(module, ModuleType) and module.__name__ != "__main__":
            for name, value in list(vars(module).items()):
                if value is real: setattr(module, name, lambda: 1)
    await asyncio.sleep(0.3)
asyncio.run(main())
"""
        )
        self.assertTrue(all(message["at_ns"] > 1_000_000 for message in outcome.of("snapshot")))
        self.assertEqual([stall for stall in outcome.of("stall") if stall["frame"]], [])

    # Interpreters and their options.

    def test_options_of_the_interpreter(self) -> None:
        for options, variables in [
            (("-O",), {}),
            (("-OO",), {}),
            (("-W", "error"), {}),
            (("-X", "dev"), {}),
            ((), {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "error", "PYTHONTRACEMALLOC": "5"}),
            ((), {"PYTHONASYNCIODEBUG": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}),
        ]:
            with self.subTest(options=options, variables=variables):
                outcome = self.assert_ran("asyncio.run(stalls(), debug=False)", *options, variables=variables)
                self.assertEqual([stall["frame"].rpartition(":")[2] for stall in outcome.of("stall") if stall["frame"]], ["stalls"])

    def test_import_times_are_told_as_ever(self) -> None:
        outcome = run(BASE + "asyncio.run(stalls())\nprint('done')", "-X", "importtime")
        self.assertEqual((outcome.status, outcome.output), (0, "done\n"))
        self.assertTrue(all(line.startswith("import time:") for line in outcome.errors.splitlines()))

    def test_programs_that_trace(self) -> None:
        self.assert_ran(
            """
lines = []
def trace(frame, event, argument):
    lines.append(frame.f_lineno)
    return trace
sys.settrace(trace); threading.settrace(trace)
asyncio.run(stalls())
sys.settrace(None)
assert lines
"""
        )

    def test_standard_error_may_be_closed(self) -> None:
        self.assert_ran("sys.stderr.close(); os.close(2); sys.stderr = None\nprobe_ = probe\nasyncio.run(stalls())\n", variables={"CALCMON_PROBE_DEBUG": "1"})

    def test_a_loop_at_the_end_of_the_interpreter(self) -> None:
        self.assert_ran("import atexit\natexit.register(lambda: asyncio.run(stalls()))\nasyncio.run(stalls())\natexit.register(lambda: asyncio.run(stalls()))")

    def test_a_thread_that_still_runs_a_loop_at_the_end(self) -> None:
        self.assert_ran(
            """
async def forever():
    while True: await asyncio.sleep(0.001)
threading.Thread(target=lambda: asyncio.run(forever()), daemon=True).start()
time.sleep(0.3)
"""
        )

    def test_other_interpreters_of_the_process_are_left_alone(self) -> None:
        self.assert_ran(
            """
try: import _interpreters as interpreters
except ImportError: import _xxsubinterpreters as interpreters
other = interpreters.create()
interpreters.run_string(other, "import asyncio; asyncio.run(asyncio.sleep(0.1)); import calcmon_probe.hooks as hooks; assert hooks.probe is None")
interpreters.destroy(other)
asyncio.run(stalls())
print("done", flush=True)
os._exit(0)  # some versions fail at their end after this, without the probe as well
"""
        )

    def test_interpreters_that_are_not_known_are_left_alone(self) -> None:
        outcome = run(BASE + "sys.implementation.name = 'another'\nasyncio.run(stalls())\nassert probe() is None\nprint('done')")
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "done\n", ""))

    def test_another_tool_waits_for_asyncio_as_well(self) -> None:
        for place_of_finder in ("0", "1"):
            self.assert_another_waits(place_of_finder)

    def assert_another_waits(self, place_of_finder: str) -> None:
        with folder() as place:
            (place / "sitecustomize.py").write_text(
                "import sys\n"
                "from importlib.machinery import PathFinder\n"
                "seen = []\n"
                "class Finder:\n"
                "    def find_spec(self, name, path=None, target=None):\n"
                "        if name == 'asyncio.base_events':\n"
                "            seen.append(name)\n"
                "            return PathFinder.find_spec(name, path)\n"
                "sys.meta_path.insert(PLACE, Finder())\n".replace("PLACE", place_of_finder)
            )
            outcome = run(
                "import importlib.util, sys\n"
                "assert importlib.util.find_spec('asyncio.queues')\n" + BASE + "asyncio.run(stalls())\n"
                "import sitecustomize; print(len(sitecustomize.seen), asyncio.base_events.__spec__.loader.__class__.__name__)",
                path=str(place),
            )
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "1 SourceFileLoader\n", ""))
        self.assertTrue(outcome.of("hello"))

    def test_children_of_all_versions_run(self) -> None:
        with folder() as place:
            boot = install(place)
            for interpreter in interpreters():
                with self.subTest(interpreter):
                    done = subprocess.run(
                        [interpreter, "-c", "import sys; sys.stdout.write('done')"],
                        env={"PYTHONPATH": str(boot), "PYTHONWARNINGS": "error", "CALCMON_SOCKET": "/none"},
                        capture_output=True,
                        text=True,
                    )
                    self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "done", ""))

    def test_proc_is_not_to_be_read(self) -> None:
        outcome = self.assert_ran(
            """
import posix
opens, lists = posix.open, posix.listdir
def refuses(path, *rest):
    if str(path).startswith("/proc"): raise PermissionError(path)
    return (opens if rest else lists)(path, *rest)
posix.open = posix.listdir = refuses
asyncio.run(stalls())
"""
        )
        stall = outcome.of("stall")[0]
        self.assertEqual((stall["runqueue_ns"], stall["timeslices"], stall["looks"], stall["holder"]), (None, None, 0, None))
        self.assertIn("stalls", stall["frame"])
        self.assertEqual((outcome.last["memory_bytes"], outcome.last["threads"]), (None, None))

    def test_the_kernel_gives_no_timer(self) -> None:
        for forbids in (
            "import calcmon_probe.alarm as alarm; alarm.ctypes = None",
            "import ctypes\nclass Refuses:\n    def __getattr__(self, name):\n        def function(*_): return -1\n        return function\n"
            "ctypes.PyDLL = lambda _: Refuses()",
        ):
            with self.subTest(forbids):
                outcome = self.assert_ran(forbids + "\nasyncio.run(stalls())\nassert probe()._watcher is None", errors_of_probe=1)
                self.assertEqual((len(outcome.of("stall")), outcome.of("stall")[0]["looks"]), (1, 0))

    def test_a_debugger(self) -> None:
        outcome = run(BASE + "asyncio.run(stalls())\nprint('done')", "-m", "pdb", "-c", "b asyncio.run", "-c", "c", "-c", "c", "-c", "q")
        self.assertIn("done", outcome.output)
        self.assertIn("stalls", " ".join(stall["frame"] or "" for stall in outcome.of("stall")))

    # What the application gives it.

    def test_objects_that_are_not_as_they_should_be(self) -> None:
        self.assert_ran(
            """
import calcmon_probe
class Slotted:
    __slots__ = ()
    def qsize(self): return 1
class Odd:
    __hash__ = None
    maxsize = float("inf")
    def qsize(self): raise NotImplementedError
class Huge:
    maxsize = 10**30
    def qsize(self): return -5
    def __eq__(self, other): raise ValueError
huge = Huge(); odd = Odd()
for _ in range(30):
    for thing in (None, 5, Slotted(), odd, huge): calcmon_probe.watch(thing, "odd \\u00e4 name" * 20)
    calcmon_probe.watch(huge, None)
    with calcmon_probe.timed(None): pass
async def main():
    for _ in range(30):
        for thing in (None, 5, Slotted(), odd, huge): calcmon_probe.watch(thing, "again")
    await asyncio.sleep(0.3)
    loop = asyncio.get_running_loop()
    loop._default_executor = object()
    threading.current_thread().name = "\\u00e4" * 500
    await asyncio.sleep(0.3)
    loop._default_executor = None
asyncio.run(main())
assert probe() is not None
""",
            variables={"CALCMON_APP": "my \u00e4pp /x"},
        )

    def test_names_of_applications_are_such_as_calcmon_takes(self) -> None:
        for name, expected in {"my app!": "my-app", "-": "python", "x" * 100: "x" * 64}.items():
            with self.subTest(name):
                outcome = self.assert_ran("asyncio.run(stalls())", variables={"CALCMON_APP": name})
                self.assertEqual(outcome.of("hello")[0]["app"], expected)

    def test_a_socket_that_is_none(self) -> None:
        with folder() as place:
            (place / "file").write_text("")
            for path in (str(place), str(place / "file"), "x" * 200, "relative", "/proc/self/mem"):
                with self.subTest(path):
                    self.assert_ran("asyncio.run(stalls())", variables={"CALCMON_SOCKET": path})


if __name__ == "__main__":
    sys.exit(unittest.main())
