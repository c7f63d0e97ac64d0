"""The probe comes into a process that runs already, and leaves it as it was."""

import functools
import subprocess
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor

from application import Outcome, interpreters, run

PREFIX = """
import gc, json, os, signal, sys, threading, time
PLACE = os.environ.pop("PLACE")
# As calcmon has the interpreter run it.
SCRIPT = '''
def _calcmon():
    from _frozen_importlib_external import SourceFileLoader
    path = PLACE + "/lib/_calcmon_attach.py"
    names = {"__name__": "_calcmon_attach", "__file__": path}
    exec(compile(SourceFileLoader("_calcmon_attach", path).get_data(path), path, "exec"), names)
    names["main"](ORDER)
try: _calcmon()
except BaseException: pass
del _calcmon
'''
def ordered(do, app="shop", **more):
    result = PLACE + "/result"
    open(result, "w").close()
    order = {"do": do, "library": PLACE, "app": app, "socket": PLACE + "/s", "version": None, "result": result, **more}
    exec(compile(SCRIPT, PLACE + "/script.py", "exec"), {"PLACE": PLACE, "ORDER": order})
    with open(result) as file: return json.loads(file.read())
def attach(*arguments, **named): return ordered("attach", *arguments, **named)
def detach(): return ordered("detach")
def expect(state, answer):
    assert answer["state"] == state, answer
    return answer
def loaded(): return [name for name in sys.modules if "calcmon" in name]
def probe(): return sys.modules["calcmon_probe.hooks"].probe
def computes(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until: pass
"""
ASYNC = PREFIX + """
import asyncio
async def stalls():
    await asyncio.sleep(0.15); time.sleep(0.3); await asyncio.sleep(0.05)
"""
#: What of a process shows that a probe is in it.
TRACES = """
import ctypes  # it stays, and with it the one descriptor that libffi has
def files():
    found = {}
    for name in os.listdir("/proc/self/fd"):
        try: found[name] = os.readlink("/proc/self/fd/" + name).partition(":")[0]
        except OSError: pass  # it was that of the list
    return found

def traces():
    import asyncio, asyncio.events, asyncio.queues, atexit
    gc.collect()
    return {
        "modules": loaded(), "path": list(sys.path), "finders": list(sys.meta_path), "environment": dict(os.environ),
        "main": sorted(vars(sys.modules["__main__"])),
        "hooks": (asyncio.events._set_running_loop, asyncio._set_running_loop, asyncio.Queue.__init__, vars(asyncio.Queue)["__init__"]),
        "callbacks": list(gc.callbacks), "exits": atexit._ncallbacks() if sys.version_info >= (3, 14) else 0, "threads": sorted(os.listdir("/proc/self/task")),
        "files": files(), "signals": signal.pthread_sigmask(signal.SIG_BLOCK, []),
    }
def assert_none(before, after):
    assert before == after, {name: (before[name], after[name]) for name in before if before[name] != after[name]}
"""


@functools.cache
def newer() -> list[str]:
    """All interpreters that can be watched."""
    code = "import sys; print(sys.executable if sys.version_info >= (3, 10) else '')"
    told = [subprocess.run([path, "-c", code], capture_output=True, text=True).stdout.strip() for path in interpreters()]
    return sorted(set(filter(None, told)))


class AttachTests(unittest.TestCase):
    def assert_ran(self, source: str, output: str = "done\n", **how: object) -> Outcome:
        outcome = run(source + "\nprint('done')\n", injected=False, **how)  # type: ignore[arg-type]
        if (outcome.status, outcome.output, outcome.errors) != (0, output, ""):
            self.fail(f"{outcome.status} {outcome.output!r}\n{outcome.errors}")
        self.assertEqual(sum(message["errors"] for message in outcome.of("snapshot")), 0)
        return outcome

    def ran_everywhere(self, source: str, only: str = "", **how: object) -> list[tuple[str, Outcome]]:
        """Runs a program by all interpreters, two at a time, or by those that have something."""
        chosen = [each for each in newer() if not only or subprocess.run([each, "-c", only], capture_output=True).returncode == 0]
        with ThreadPoolExecutor(2) as pool:
            running = [(each, pool.submit(self.assert_ran, source, interpreter=each, **how)) for each in chosen]
        ran = []
        for interpreter, outcome in running:
            with self.subTest(interpreter):
                ran.append((interpreter, outcome.result()))
        return ran

    def assert_named(self, outcome: Outcome, function: str, count: int = 1) -> None:
        """So many stalls were told, with the function that held the loop. On a busy machine there are others, which no code is named for."""
        named = [stall["frame"].rpartition(":")[2].rpartition(".")[2] for stall in outcome.of("stall") if stall["frame"]]
        self.assertEqual(named, [function] * count)
        self.assertFalse(any(stall["startup"] for stall in outcome.of("stall")))

    # It comes.

    def test_into_a_loop_that_runs_in_the_middle_of_a_callback(self) -> None:
        source = ASYNC + """
async def main():
    await asyncio.sleep(0.05)
    asyncio.get_running_loop().call_soon(lambda: seen.append(attach()))
    await stalls()
seen = []
asyncio.run(main())
assert expect("attached", seen[0])["has_loop"] and seen[0]["python"] == sys.version.split()[0] and seen[0]["probe"]
"""
        for interpreter, outcome in self.ran_everywhere(source):
            with self.subTest(interpreter):
                self.assertEqual([message["app"] for message in outcome.of("hello")], ["shop"])
                self.assert_named(outcome, "stalls")
                self.assertEqual(outcome.messages[-1]["type"], "bye")

    def test_into_a_loop_that_waits_and_does_not_stand(self) -> None:
        source = ASYNC + """
seen = []
signal.signal(signal.SIGUSR1, lambda *_: seen.append(attach()))
async def main():
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=lambda: (time.sleep(0.1), os.kill(os.getpid(), signal.SIGUSR1), time.sleep(1.5), loop.call_soon_threadsafe(done.set_result, 0)))
    done = loop.create_future()
    thread.start()
    await done
    await stalls()
    thread.join()
asyncio.run(main())
assert expect("attached", seen[0])["has_loop"]
"""
        for interpreter, outcome in self.ran_everywhere(source):
            with self.subTest(interpreter):
                self.assert_named(outcome, "stalls")
                self.assertEqual(outcome.of("standing"), [])

    def test_by_the_interface_of_the_interpreter(self) -> None:
        source = ASYNC + """
async def main():
    result = PLACE + "/result"
    open(result, "w").close()
    order = {"do": "attach", "library": PLACE, "app": "shop", "socket": PLACE + "/s", "version": None, "result": result}
    with open(PLACE + "/script.py", "w") as file: file.write(SCRIPT.replace("PLACE +", repr(PLACE) + " +").replace("ORDER", repr(order)))
    before = set(globals())
    sys.remote_exec(os.getpid(), PLACE + "/script.py")
    while not os.stat(result).st_size: await asyncio.sleep(0.01)
    with open(result) as file: expect("attached", json.load(file))
    assert set(globals()) == before, set(globals()) - before
    await stalls()
asyncio.run(main())
"""
        outcomes = list(self.ran_everywhere(source, only="import sys; sys.remote_exec"))
        for _, outcome in outcomes:
            self.assert_named(outcome, "stalls")
        if not outcomes:
            print("\nattaching to Python 3.14 and newer was not tried: there is none; .ci/unstable-pythons brings them", file=sys.stderr)

    def test_a_loop_that_stands_at_the_moment_is_told(self) -> None:
        outcome = self.assert_ran(ASYNC + """
signal.signal(signal.SIGUSR1, lambda *_: expect("attached", attach()))
def waits():
    until = time.monotonic() + 2
    while time.monotonic() < until: time.sleep(0.01)
async def main():
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    await asyncio.sleep(0.05)
    waits()
    await asyncio.sleep(0.05)
asyncio.run(main())
""")
        self.assertEqual([told["frame"].rpartition(":")[2] for told in outcome.of("standing")], ["waits"])
        self.assert_named(outcome, "waits")

    def test_into_loops_of_other_threads(self) -> None:
        source = ASYNC + """
def own_loop():
    loop = asyncio.new_event_loop()
    loop.run_until_complete(stalls_later())
async def stalls_later():
    while not attached: await asyncio.sleep(0.02)
    await stalls()
attached = False
third = asyncio.new_event_loop()
def blocks(): time.sleep(0.3)
threads = [threading.Thread(target=own_loop), threading.Thread(target=lambda: asyncio.run(stalls_later())), threading.Thread(target=third.run_forever)]
for thread in threads: thread.start()
time.sleep(0.15)
assert expect("attached", attach())["has_loop"]
attached = True
third.call_soon_threadsafe(third.call_later, 0.2, blocks)
third.call_soon_threadsafe(third.call_later, 0.6, third.stop)
for thread in threads: thread.join()
"""
        for interpreter, outcome in self.ran_everywhere(source):
            with self.subTest(interpreter):
                self.assertEqual({stall["loop"] for stall in outcome.of("stall")}, {1, 2, 3})

    def test_before_a_loop_begins_with_asyncio_and_without(self) -> None:
        for early in ("import asyncio", "pass"):
            source = PREFIX + early + """
before = set(sys.modules)
assert not expect("attached", attach())["has_loop"]
os.rename(PLACE + "/lib", PLACE + "/gone")
assert "asyncio" in before or "asyncio" not in sys.modules
import asyncio
async def stalls():
    inbox = asyncio.Queue(); inbox.put_nowait(1)
    await asyncio.sleep(0.15); time.sleep(0.3); await asyncio.sleep(0.3)
asyncio.run(stalls())
os.rename(PLACE + "/gone", PLACE + "/lib")
expect("detached", detach())
assert loaded() == []
assert not any(hasattr(each, "calcmon") for each in (asyncio._set_running_loop, asyncio.events._set_running_loop, asyncio.Queue.__init__))
"""
            for interpreter, outcome in self.ran_everywhere(source):
                with self.subTest(interpreter):
                    self.assert_named(outcome, "stalls")
                    self.assertEqual([each["queue"] for each in outcome.of("snapshot")[-2]["queues"]], ["inbox"])

    def test_into_uvloop(self) -> None:
        source = ASYNC + """
import uvloop
async def main():
    await asyncio.sleep(0.05)
    assert expect("attached", attach())["has_loop"]
    await asyncio.sleep(0)
    await stalls()
uvloop.install()
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
time.sleep(1.5)
loop.run_until_complete(stalls())
thread = threading.Thread(target=lambda: asyncio.run(stalls())); thread.start(); thread.join()
before = uvloop.Loop.run_forever
expect("detached", detach())
assert uvloop.Loop.run_forever is not before and "run_forever" not in vars(uvloop.Loop)
loop.run_until_complete(stalls())
loop.close()
"""
        outcomes = list(self.ran_everywhere(source, only="import uvloop", variables={"PYTHONWARNINGS": "ignore"}))
        for _, outcome in outcomes:
            self.assert_named(outcome, "stalls", 3)
            self.assertEqual(outcome.of("standing"), [])
            self.assertEqual({each["kind"] for message in outcome.of("snapshot") for each in message["loops"]}, {"uvloop"})
        if not outcomes:
            print("\nattaching to uvloop was not tried: no interpreter has it", file=sys.stderr)

    def test_into_a_loop_of_uvloop_in_another_thread(self) -> None:
        source = ASYNC + """
import uvloop
attached = False
async def later():
    while not attached: await asyncio.sleep(0.02)
    await stalls()
uvloop.install()
thread = threading.Thread(target=lambda: asyncio.run(later())); thread.start()
time.sleep(0.15)
assert expect("attached", attach())["has_loop"]
attached = True
thread.join()
"""
        for interpreter, outcome in self.ran_everywhere(source, only="import uvloop", variables={"PYTHONWARNINGS": "ignore"}):
            with self.subTest(interpreter):
                self.assert_named(outcome, "stalls")

    def test_the_name_and_the_version_are_those_it_was_told(self) -> None:
        body = "\nasync def main(): expect('attached', attach(app='a b', version={}))\nasyncio.run(main())"
        for given, variables, version in [("'1.4'", {}, "1.4"), ("None", {"OTEL_SERVICE_VERSION": "1.3"}, "1.3"), ("None", {}, None)]:
            with self.subTest(given, variables=variables):
                hello = self.assert_ran(ASYNC + body.format(given), variables={"OTEL_SERVICE_NAME": "no", **variables}).of("hello")[0]
                self.assertEqual((hello["app"], hello.get("version")), ("a-b", version))

    def test_children_do_not_inherit_what_was_not_there(self) -> None:
        outcome = self.assert_ran(ASYNC + TRACES + """
import subprocess
async def main():
    before = dict(os.environ), list(sys.path)
    expect("attached", attach())
    assert before == (dict(os.environ), list(sys.path))
    assert not subprocess.run(["sh", "-c", "env | grep -i calcmon"], capture_output=True).stdout
asyncio.run(main())
assert not [name for folder, _, names in os.walk(PLACE) for name in names if name.endswith(".pyc")]
""")
        self.assertEqual(len(outcome.connections), 1)

    def test_a_forked_child_has_a_probe_of_its_own(self) -> None:
        outcome = self.assert_ran(ASYNC + """
async def main():
    expect("attached", attach())
    await asyncio.sleep(0.05)
asyncio.run(main())
pid = os.fork()
if pid == 0:
    asyncio.run(stalls())
    expect("detached", detach())
    assert loaded() == []
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
expect("detached", detach())
""")
        self.assertEqual(len({hello["pid"] for hello in outcome.of("hello")}), 2)
        self.assert_named(outcome, "stalls")

    def test_what_a_signal_handler_raises_meanwhile_reaches_the_program(self) -> None:
        for do in ("attach", "detach"):
            with self.subTest(do):
                self.assert_ran(ASYNC + f"""
class Late(Exception): pass
def late(*_): raise Late
signal.signal(signal.SIGALRM, late)
async def main():
    if "{do}" == "detach": expect("attached", attach())
    caught, answers = [], []
    try:
        result = PLACE + "/result"; open(result, "w").close()
        names = {{}}
        path = PLACE + "/lib/_calcmon_attach.py"
        with open(path) as file: exec(compile(file.read(), path, "exec"), names)
        inner = names["_answer"]
        def answer(order):
            os.kill(os.getpid(), signal.SIGALRM)
            inner(order)
        names["_answer"] = answer
        names["main"]({{"do": "{do}", "library": PLACE, "app": "shop", "socket": PLACE + "/s", "result": result}})
        with open(result) as file: answers.append(json.load(file))
        time.sleep(0.2)
    except Late: caught.append(1)
    assert answers and answers[0]["state"] == "{do}ed" and caught, (answers, caught)
asyncio.run(main())
""")

    # It does not come.

    def test_never_twice(self) -> None:
        outcome = self.assert_ran(ASYNC + """
async def main():
    expect("attached", attach())
    answer = expect("already", attach("other"))
    assert answer["reason"] == "it reports as 'shop'" and answer["has_loop"], answer
    import calcmon_probe
    calcmon_probe.start("third")
    calcmon_probe.watch(asyncio.Queue(), "inbox")
    await stalls()
asyncio.run(main())
""")
        self.assertEqual([hello["app"] for hello in outcome.of("hello")], ["shop"])

    def test_not_beside_another(self) -> None:
        for state, reason, before in [
            ("already", "the program has called calcmon_probe.start()", "calcmon_probe.start('own')"),
            ("refused", "imported a calcmon_probe of its own", "pass"),
            ("refused", "has been taken out", "calcmon_probe.start('own'); calcmon_probe.stop()"),
        ]:
            with self.subTest(before):
                self.assert_ran(ASYNC + f"""
sys.path.append(PLACE + "/lib")
import calcmon_probe
{before}
async def main():
    modules = set(sys.modules)
    answer = expect("{state}", attach())
    assert "{reason}" in answer["reason"], answer
    assert expect("refused", detach())["reason"]
    assert set(sys.modules) == modules, set(sys.modules) - modules
asyncio.run(main())
""", variables={"CALCMON_SOCKET": "/none"})

    def test_not_where_calcmon_exec_has_brought_one(self) -> None:
        outcome = run(ASYNC.replace("PLACE = os.environ.pop", "PLACE = os.path.dirname(os.environ['CALCMON_SOCKET']); os.environ.pop").replace('pop("PLACE")', 'get("NONE")') + """
assert expect("already", attach())["reason"] == "it was started by calcmon exec"
async def main():
    assert expect("already", attach())["reason"] == "it was started by calcmon exec"
    assert expect("refused", detach())["reason"] == "it was started by calcmon exec"
    await stalls()
asyncio.run(main())
print("done")
""")
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "done\n", ""))
        self.assertEqual(len(outcome.of("hello")), 1)

    def test_not_where_it_is_not_known(self) -> None:
        for before, reason in [
            ("sys.abiflags = 't'", "free-threaded"),
            ("sys.implementation.name = 'other'", "CPython"),
            ("os.environ['CALCMON_WATCH'] = '0'", "CALCMON_WATCH=0"),
            ("PLACE += '/none'", "the probe failed"),
            ("asyncio.queues.__spec__._initializing = True", "importing asyncio.queues"),
        ]:
            with self.subTest(before):
                outcome = self.assert_ran(ASYNC + TRACES + f"""
import traceback, warnings, calendar
async def main():
    place = PLACE
    result = PLACE + "/result"; open(result, "w").close()
    {before if before[0] != "P" else "place += '/none'"}
    before = traces()
    answer = expect("refused", ordered("attach", library=place))
    assert "{reason}" in answer["reason"], answer
    expect("not_attached", detach())
    assert_none(before, traces())
asyncio.run(main())
""")
                self.assertEqual(outcome.messages, [])

    # It leaves.

    def test_nothing_is_left(self) -> None:
        source = ASYNC + TRACES + """
async def main():
    loop = asyncio.get_running_loop()
    select = loop._selector.select
    before = traces()
    expect("not_attached", detach())
    expect("attached", attach())
    queue = asyncio.Queue(); queue.put_nowait(1)
    assert traces() != before
    await stalls()
    assert "select" in vars(loop._selector)
    expect("detached", detach())
    assert "select" not in vars(loop._selector) and loop._selector.select == select
    assert all(handle.cancelled() for handle in loop._scheduled), loop._scheduled
    assert_none(before, traces())
    expect("not_attached", detach())
    time.sleep(0.15)
asyncio.run(main())
"""
        for interpreter, outcome in self.ran_everywhere(source):
            with self.subTest(interpreter):
                self.assert_named(outcome, "stalls")
                last, farewell = outcome.messages[-2:]
                self.assertEqual((last["type"], farewell["type"]), ("snapshot", "bye"))
                self.assertGreaterEqual(last["stalls"], 1)
                self.assertGreaterEqual(last["running_ns"], 400_000_000)

    def test_again_and_again_without_growth(self) -> None:
        source = ASYNC + TRACES + """
import typing
ready = threading.Event()
async def other():
    ready.set()
    while not over: await asyncio.sleep(0.01)
over = False
thread = threading.Thread(target=lambda: asyncio.run(other()), daemon=True); thread.start(); ready.wait()
async def main():
    global over
    async def again(times):
        for _ in range(times):
            expect("attached", attach())
            await asyncio.sleep(0.002)
            expect("detached", detach())
        await asyncio.sleep(0.12)
        for forget in typing._cleanups: forget()  # else it keeps a few type variables, up to a limit
        gc.collect()
        return sys.getallocatedblocks()
    before, blocks = traces(), await again(20)
    grown = await again(80) - blocks
    assert_none(before, traces())
    assert grown < 2 * 80, grown  # a copy of the probe is some 20,000
    over = True
asyncio.run(main())
thread.join()
"""
        for interpreter in newer()[-1:]:
            with self.subTest(interpreter):
                outcome = self.assert_ran(source, interpreter=interpreter)
                self.assertEqual(len(outcome.of("bye")), 100)
                self.assertEqual(len({hello["instance"] for hello in outcome.of("hello")}), 100)

    def test_out_of_loops_of_other_threads(self) -> None:
        outcome = self.assert_ran(ASYNC + TRACES + """
loops, over = [], False
async def busy():
    loops.append(asyncio.get_running_loop())
    while not over: await asyncio.sleep(0.001)
threads = [threading.Thread(target=lambda: asyncio.run(busy()), daemon=True) for _ in range(4)]
for thread in threads: thread.start()
def main():
    time.sleep(0.3)
    before = traces()
    for _ in range(20):
        expect("attached", attach())
        time.sleep(0.02)
        expect("detached", detach())
        time.sleep(0.01)
    assert_none(before, traces())
    assert len(loops) == 4 and not any("select" in vars(loop._selector) for loop in loops)
main()
over = True
for thread in threads: thread.join()
""")
        self.assertEqual(len(outcome.of("bye")), 20)

    def test_what_others_have_wrapped_since_goes_on_and_holds_nothing(self) -> None:
        self.assert_ran(ASYNC + """
import functools, weakref
calls = []
def wrap(owner, name):
    inner = getattr(owner, name)
    @functools.wraps(inner)
    def outer(*arguments, **named):
        calls.append(name)
        return inner(*arguments, **named)
    setattr(owner, name, outer)
async def main():
    loop = asyncio.get_running_loop()
    expect("attached", attach())
    await asyncio.sleep(0.01)
    hooks = sys.modules["calcmon_probe.hooks"]
    held = [weakref.ref(each) for each in (probe(), *probe()._loops.values(), probe()._watcher, hooks.begin, hooks.made_queue, type(probe()))]
    del hooks
    for owner, name in [(asyncio.events, "_set_running_loop"), (asyncio.Queue, "__init__"), (loop._selector, "select")]: wrap(owner, name)
    expect("detached", detach())
    await asyncio.sleep(0.15)
    gc.collect()
    assert not [each() for each in held if each()], [gc.get_referrers(each()) for each in held if each()]
    asyncio.Queue()
    await stalls()
    expect("attached", attach())
    held = weakref.ref(probe())
    queue = asyncio.Queue()
    await stalls()
    assert len(sys.modules["calcmon_probe.hooks"].new_queues) + len(probe().queues.report()) == 1
    expect("detached", detach())
    await asyncio.sleep(0.15)
    gc.collect()
    assert held() is None
asyncio.run(main())
assert set(calls) == {"_set_running_loop", "__init__", "select"}
""")

    def test_in_the_middle_of_the_probe(self) -> None:
        self.assert_ran(ASYNC + TRACES + """
async def main():
    before = traces()
    for method in ("tick", "_watch", "_send_snapshot", "put_off_watcher"):
        expect("attached", attach())
        known = probe()
        usual = getattr(known, method)
        def leaves(*arguments):
            if loaded(): expect("detached", detach())
            return usual(*arguments)
        setattr(known, method, leaves)
        known._next_snapshot = 0
        for loop in known._loops.values(): loop._turns.next_call = 0
        until = time.monotonic() + 5
        while loaded() and time.monotonic() < until: await asyncio.sleep(0.01)
        assert not loaded(), method
        await asyncio.sleep(0.15)
        del known, usual, leaves, loop
    assert_none(before, traces())
    expect("attached", attach())
    known = probe()
    expect("detached", detach())
    known.begin(asyncio.get_running_loop())  # as a loop of another thread might at that moment
    known.tick(time.monotonic_ns())
    del known
    assert_none(before, traces())
asyncio.run(main())
""")

    def test_it_waits_for_what_others_are_at(self) -> None:
        locked = "lock.acquire(); threading.Timer(0.02, lock.release).start()"
        ends_late = "alarm = probe()._watcher._alarm; close = alarm.close; alarm.close = lambda: (time.sleep(0.1), close())"
        for busy in ("lock = probe()._telling; " + locked, "lock = probe()._sender._lock; " + locked, ends_late):
            with self.subTest(busy):
                outcome = self.assert_ran(ASYNC + f"""
async def main():
    expect("attached", attach())
    await asyncio.sleep(0.05)
    {busy}
    threads = threading.active_count() + 1
    assert len(os.listdir("/proc/self/task")) == threads
    expect("detached", detach())
    assert len(os.listdir("/proc/self/task")) < threads
asyncio.run(main())
""")
                self.assertEqual([message["type"] for message in outcome.messages[-2:]], ["snapshot", "bye"])

    def test_after_it_has_taken_itself_out_it_leaves_the_rest_and_another_may_come(self) -> None:
        outcome = self.assert_ran(ASYNC + TRACES + """
async def main():
    before = traces()
    for next in ("attach", "detach"):
        expect("attached", attach())
        await asyncio.sleep(0.05)
        known = probe()
        for _ in range(21): known.count(ValueError("on purpose"))
        assert probe() is None
        await asyncio.sleep(0.12)
        if next == "attach":
            expect("attached", attach())
            await stalls()
        expect("detached", detach())
        del known
    await asyncio.sleep(0.12)
    assert_none(before, traces())
asyncio.run(main())
""")
        self.assert_named(outcome, "stalls")

    def test_what_comes_and_fails_leaves_nothing(self) -> None:
        outcome = self.assert_ran(ASYNC + TRACES + """
async def main():
    before = traces()
    path = PLACE + "/lib/calcmon_probe/running_loops.py"
    with open(path, "a") as file: file.write("\\ndef join_all(): raise ValueError('on purpose')\\n")
    assert "on purpose" in expect("refused", attach())["reason"]
    assert_none(before, traces())
    await stalls()
asyncio.run(main())
""")
        self.assertEqual(outcome.messages, [])

    def test_before_asyncio_came(self) -> None:
        outcome = self.assert_ran(PREFIX + """
before = list(sys.meta_path)
expect("attached", attach())
assert sys.meta_path != before
expect("detached", detach())
assert sys.meta_path == before and not loaded() and "asyncio" not in sys.modules
import asyncio
asyncio.run(asyncio.sleep(0.01))
assert not hasattr(asyncio._set_running_loop, "calcmon")
""")
        self.assertEqual(outcome.messages, [])

    def test_a_detached_program_may_go_on_with_what_it_imported(self) -> None:
        self.assert_ran(ASYNC + """
async def main():
    expect("attached", attach())
    import calcmon_probe
    @calcmon_probe.timed("db")
    async def load(): await asyncio.sleep(0.01)
    await load()
    expect("detached", detach())
    await load()
    calcmon_probe.watch(asyncio.Queue(), "x")
    calcmon_probe.start()
    calcmon_probe.stop()
    assert loaded() == []
    await load()
asyncio.run(main())
""")

    def test_without_calcmon(self) -> None:
        for answer in ("gone", "full"):
            with self.subTest(answer):
                self.assert_ran(ASYNC + f"""
import socket
path = PLACE + "/none"
if "{answer}" == "full":
    listener = socket.socket(socket.AF_UNIX); listener.bind(path); listener.listen(0)
async def main():
    expect("attached", attach(socket=path))
    await stalls()
    expect("detached", detach())
asyncio.run(main())
""", listening=False)

    def test_what_cannot_be_answered_harms_nobody(self) -> None:
        self.assert_ran(ASYNC + """
async def main():
    names = {}
    path = PLACE + "/lib/_calcmon_attach.py"
    exec(compile(open(path).read(), path, "exec"), names)
    for order in ({}, {"do": "attach"}, {"do": "attach", "result": "/none/x"}, {"do": "what", "result": 5}, None): names["main"](order)
    assert loaded() == []
asyncio.run(main())
import warnings; warnings.simplefilter("ignore")
""", variables={"PYTHONWARNINGS": "ignore"})


if __name__ == "__main__":
    sys.exit(unittest.main())
