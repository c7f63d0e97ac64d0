import json
import unittest

from support import CallingChild, UserFolder

STRATEGIES = ["sync", "threads", "async", "hybrid"]


class CallTests(unittest.TestCase):
    """Functions of the user's own, called by children as calcmon starts them."""

    def each(self, folder, strategies=STRATEGIES, **order):
        return (CallingChild(folder.order(strategy=strategy, **order)) for strategy in strategies)

    def test_each_strategy_calls_the_function_once_for_each_item(self):
        folder = UserFolder(shop="import os\ndef work(n):\n    os.write(2, f'<{n}>'.encode())")
        self.addCleanup(folder.cleanup)
        for child in self.each(folder, items=6):
            self.assertEqual((child.status, child.ending), (0, (6, 0)))
            self.assertEqual(sorted(child.errors), sorted("".join(f"<{n}>" for n in range(6))))
            (duration,) = [each for each in child.of_type("histogram") if each["of"] == "cpu_step_duration"]
            self.assertEqual(sum(count for _, count in duration["buckets"]), 6)

    def test_what_io_returns_goes_to_the_computation(self):
        text = """
import asyncio
async def fetch(n):
    await asyncio.sleep(0.0001)
    return {"n": n}
def read(n):
    return {"n": n}
def work(found):
    assert found["n"] in (0, 1, 2, 3), found
"""
        folder = UserFolder(shop=text)
        self.addCleanup(folder.cleanup)
        for name in ("fetch", "read"):
            for child in self.each(folder, io={"kind": "call", "call": f"python:shop:{name}"}):
                self.assertEqual(child.ending, (4, 0), child.messages[-1])

    def test_coroutines_keep_their_loop_in_each_thread(self):
        text = """
import asyncio
loops = set()
async def fetch(n):
    loops.add(asyncio.get_running_loop())
    task = asyncio.current_task()
    assert task is not None and await asyncio.wait_for(asyncio.sleep(0, n), 1) == n
    assert len(loops) <= 2
"""
        folder = UserFolder(shop=text)
        self.addCleanup(folder.cleanup)
        for child in self.each(folder, call=None, items=20, io={"kind": "call", "call": "shop:fetch"}):
            self.assertEqual(child.ending, (20, 0), child.messages[-1])

    def test_an_item_takes_too_long_while_it_is_awaited(self):
        folder = UserFolder(shop="import asyncio\nasync def fetch(): await asyncio.sleep(9)\n")
        self.addCleanup(folder.cleanup)
        for child in self.each(folder, call=None, items=2, timeout_ns=10_000_000, io={"kind": "call", "call": "shop:fetch"}):
            result = child.messages[-1]
            self.assertEqual((result["items_timeout"], result["items_failed"]), (2, 0))

    def test_arguments_come_from_a_generator_without_end_or_begin_anew(self):
        text = """
import itertools
def endless():
    yield from itertools.count(100)
def two(): return ["a", "b"]
def work(n): assert n in ("a", "b") or n >= 100, n
"""
        folder = UserFolder(shop=text)
        self.addCleanup(folder.cleanup)
        for name in ("endless", "two"):
            for child in self.each(folder, items=5, items_from=f"shop:{name}"):
                self.assertEqual(child.ending, (5, 0), child.messages[-1])

    def test_arguments_come_from_a_file_of_json_lines(self):
        folder = UserFolder(shop="def work(x): assert x in ([1], {'a': 2}), x\n")
        self.addCleanup(folder.cleanup)
        path = f"{folder.name}/items.jsonl"
        with open(path, "w") as file:
            file.write('[1]\n\n{"a": 2}\n')
        code = {"path": [folder.name], "items_file": path}
        self.assertEqual(CallingChild(folder.order(code=code, items=5)).ending, (5, 0))
        with open(path, "w") as file:
            file.write("[1]\n[2\n")
        self.assertIn(f"{path}:2 is not JSON: ", CallingChild(folder.order(code=code)).ending)
        code["items_file"] = f"{folder.name}/none"
        self.assertIn("cannot be read from", CallingChild(folder.order(code=code)).ending)
        with open(path, "w") as file:
            file.write("\n")
        code["items_file"] = path
        self.assertIn("has no line of JSON", CallingChild(folder.order(code=code)).ending)

    def test_what_can_be_called_is_called(self):
        text = """
import functools
def nothing(): pass
def two(a, b): assert a == 7
partial = functools.partial(two, 7)
class Price:
    def __call__(self, n): assert isinstance(n, int)
    def method(self, n): assert isinstance(n, int)
    @classmethod
    def of_class(cls, n): pass
    @staticmethod
    def of_none(n): pass
price = Price()
class Thing:
    def __init__(self, n): self.n = n
def default(n=5): assert n != 5 or True
"""
        folder = UserFolder(shop=text)
        self.addCleanup(folder.cleanup)
        names = ["nothing", "partial", "price", "price.method", "Price.of_class", "Price.of_none", "Thing", "default"]
        for name in names:
            for child in self.each(folder, ["async", "hybrid"], call=f"shop:{name}"):
                self.assertEqual(child.ending, (4, 0), (name, child.messages[-1]))

    def test_exceptions_of_items_are_counted_and_the_first_is_told(self):
        text = """
def deeper(n):
    raise ValueError(f"no {n}")
def work(n):
    if n % 2: deeper(n)
"""
        folder = UserFolder(shop=text)
        self.addCleanup(folder.cleanup)
        for child in self.each(folder, items=6, processes=1):
            self.assertEqual(child.ending, (3, 3))
            lines = child.messages[-1]["first_error"].splitlines()
            self.assertEqual(lines[0], "Traceback (most recent call last):")
            self.assertRegex(lines[-1], "^ValueError: no [135]$")
            self.assertIn(f'  File "{folder.name}/shop.py", line 3, in deeper', lines)
            self.assertNotIn("calcmon", "".join(lines))

    def test_a_first_error_is_cut_and_can_always_be_told(self):
        text = """
class Odd(Exception):
    def __str__(self): raise RuntimeError
def long(n): raise ValueError("x" * 9000 + "end")
def surrogate(n): raise ValueError("a\\udc80b")
def odd(n): raise Odd
def recursive(n): recursive(n)
def timeout(n): raise TimeoutError("mine")
def interrupt(n): raise KeyboardInterrupt
"""
        folder = UserFolder(shop=text)
        self.addCleanup(folder.cleanup)
        for name, end in [
            ("long", "end"),
            ("surrogate", "ValueError: a?b"),
            ("odd", "Odd: <exception str() failed>"),
            ("recursive", "RecursionError: maximum recursion depth exceeded"),
            ("timeout", "TimeoutError: mine"),
            ("interrupt", "KeyboardInterrupt"),
        ]:
            for child in self.each(folder, call=f"shop:{name}"):
                self.assertEqual(child.ending, (0, 4))
                first = child.messages[-1]["first_error"]
                self.assertLessEqual(len(first), 2000)
                self.assertTrue(first.endswith(end), first[-200:])


class RefusalTests(unittest.TestCase):
    """What cannot be run ends with one line that says what to do."""

    TEXT = """
import sys, threading
x = 1.5
def work(n): pass
def price(n): pass
async def fetch(n): pass
def several(a, b): pass
def generator(n): yield n
async def asynchronous(n): yield n
def makes_generator(n): return (i for i in [n])
def makes_coroutine(n): return fetch(n)
def quits(n): sys.exit(3)
def empty(): return []
def broken(): raise ValueError("no items")
class Local:
    def make():
        def inner(n): pass
        return inner
local = Local.make()
lambda_ = lambda n: n
def __getattr__(name):
    if name == "strange": raise RuntimeError("odd")
    raise AttributeError(name)
"""

    def test_each_has_its_line(self):
        folder = UserFolder(
            shop=self.TEXT,
            plain="def price(n): pass",
            inner="import nowhere_at_all",
            syntax="def work(n:\n",
            fails="1 / 0",
            exits="import sys; sys.exit(4)",
        )
        self.addCleanup(folder.cleanup)
        cases = [
            ({"call": "nosuch.module:f"}, "there is no module 'nosuch'; --path (in the configuration path:) names the folder"),
            ({"call": "inner:f"}, "inner cannot be imported: ModuleNotFoundError: No module named 'nowhere_at_all' ("),
            ({"call": "syntax:work"}, "syntax cannot be imported: SyntaxError: "),
            ({"call": "fails:work"}, f"fails cannot be imported: ZeroDivisionError: division by zero ({folder.name}/fails.py:1)"),
            ({"call": "exits:work"}, "exits calls sys.exit(4) when it is imported"),
            ({"call": "plain:prise"}, "plain has no 'prise'; there is 'price'"),
            ({"call": "shop:strange"}, "shop has no 'strange': RuntimeError: odd"),
            ({"call": "shop:x"}, "shop:x is no function but of type float"),
            ({"call": "shop:fetch"}, "shop:fetch is a coroutine function, and a CPU step is a plain one; as I/O step (--io"),
            ({"call": "shop:several"}, "shop:several(a, b) cannot be called with one argument"),
            ({"call": "shop:generator"}, "shop:generator returns a generator: nothing is computed until that is iterated"),
            ({"call": "shop:makes_generator"}, "shop:makes_generator returns a generator: nothing is computed"),
            ({"call": "shop:makes_coroutine"}, "shop:makes_coroutine returns a coroutine: nothing is done until that is awaited"),
            ({"call": "shop:quits"}, "shop:quits called sys.exit(3), which ends a whole service"),
            ({"items_from": "shop:empty"}, "shop:empty gives no arguments for items: it is at its end at once"),
            ({"items_from": "shop:broken"}, f"shop:broken gives no arguments for items: ValueError: no items ({folder.name}/shop.py:14)"),
            ({"io": {"kind": "call", "call": "shop:asynchronous"}}, "shop:asynchronous returns a generator"),
            ({"io": {"kind": "call", "call": "shop:makes_coroutine"}}, "shop:makes_coroutine returns a coroutine"),
        ]
        for changes, line in cases:
            shows_when_called = changes.get("call") in ("shop:makes_generator", "shop:makes_coroutine", "shop:quits")
            for strategy in STRATEGIES if shows_when_called else ["async"]:
                with self.subTest(changes, strategy=strategy):
                    child = CallingChild(folder.order(strategy=strategy, **changes))
                    self.assertEqual(child.status, 1)
                    self.assertIn(line, child.ending)
                    self.assertNotIn("\n", child.ending)

    def test_what_cannot_be_sent_to_a_worker_is_refused_in_hybrid_alone(self):
        folder = UserFolder(shop=self.TEXT)
        self.addCleanup(folder.cleanup)
        for name in ("local", "lambda_"):
            self.assertEqual(CallingChild(folder.order(f"shop:{name}", strategy="threads")).ending, (4, 0))
            self.assertIn(
                f"shop:{name} cannot be sent to a worker process, as hybrid does: ",
                CallingChild(folder.order(f"shop:{name}", strategy="hybrid")).ending,
            )

    def test_orders_with_steps_that_there_are_not(self):
        folder = UserFolder(shop=self.TEXT)
        self.addCleanup(folder.cleanup)
        self.assertEqual(CallingChild(folder.order(workers="threads")).ending, "no kind of workers 'threads'")
        self.assertEqual(CallingChild(folder.order(io={"kind": "call"})).ending, "an I/O step of kind 'call' names a function")


class MeasuringTests(unittest.TestCase):
    """Orders that ask what steps take."""

    def measured(self, folder, budget_ns=20_000_000, **steps):
        order = {"budget_ns": budget_ns, "loop": "asyncio", "code": {"path": [folder.name]}, **steps}
        return CallingChild(json.dumps({"measure": order}).encode() + b"\n")

    def test_each_step_tells_what_it_takes(self):
        text = """
import asyncio, time
async def fetch(n):
    await asyncio.sleep(0.002)
    return b"x" * 1000
def work(found):
    assert len(found) == 1000
    end = time.thread_time() + 0.001
    while time.thread_time() < end: pass
    return "y" * 500
"""
        folder = UserFolder(shop=text)
        self.addCleanup(folder.cleanup)
        child = self.measured(folder, io={"kind": "call", "call": "shop:fetch"}, cpu={"call": "shop:work"})
        kinds = [(each["type"], each.get("of") or each.get("step")) for each in child.messages]
        self.assertEqual(
            kinds,
            [("hello", None), ("histogram", "io_step_duration"), ("measured", "io")]
            + [("histogram", "cpu_step_duration"), ("measured", "cpu")],
        )
        io, cpu = child.of_type("measured")
        self.assertEqual((io["failures"], cpu["failures"]), (0, 0), cpu)
        self.assertGreaterEqual(io["seconds"], 0.002)
        self.assertGreaterEqual(cpu["seconds"], 0.001)
        self.assertGreaterEqual(cpu["wall_seconds"], cpu["seconds"])
        self.assertTrue(1000 < cpu["transfer"]["argument_bytes"] < 1100)
        self.assertTrue(500 < cpu["transfer"]["result_bytes"] < 600)
        self.assertGreaterEqual(cpu["count"], 3)
        if cpu["lock_share"] is not None:
            self.assertTrue(0 <= cpu["lock_share"] <= 1)

    def test_failures_are_counted_and_the_first_is_told(self):
        folder = UserFolder(shop="def work(n):\n    raise ValueError('never')\n")
        self.addCleanup(folder.cleanup)
        for step in ({"cpu": {"call": "shop:work"}}, {"io": {"kind": "call", "call": "shop:work"}}):
            (found,) = self.measured(folder, budget_ns=0, **step).of_type("measured")
            self.assertEqual(found["failures"], found["count"])
            self.assertTrue(found["first_error"].endswith("ValueError: never"))

    def test_what_cannot_be_sent_has_no_cost_of_it(self):
        folder = UserFolder(shop="def work(n): return lambda: n\n")
        self.addCleanup(folder.cleanup)
        (found,) = self.measured(folder, budget_ns=0, cpu={"call": "shop:work"}).of_type("measured")
        self.assertEqual((found["failures"], found["transfer"]), (0, None))

    def test_what_cannot_be_run_cannot_be_measured(self):
        folder = UserFolder(shop="import sys\ndef work(n): yield n\ndef quits(n): sys.exit(1)\n")
        self.addCleanup(folder.cleanup)
        for name, line in [("work", "shop:work returns a generator"), ("quits", "shop:quits called sys.exit(1)")]:
            self.assertIn(line, self.measured(folder, cpu={"call": f"shop:{name}"}).ending)

    def test_steps_of_calcmons_own_can_be_measured_too(self):
        folder = UserFolder()
        self.addCleanup(folder.cleanup)
        child = self.measured(
            folder, io={"kind": "timer", "ns": 1_000_000}, cpu={"kernel": "integer", "operations": 1000}
        )
        self.assertEqual([each["step"] for each in child.of_type("measured")], ["io", "cpu"])

    def test_a_bad_order_is_refused(self):
        for order in (b'{"measure":{}}\n', b'{"measure":null}\n', b'{"measure":{"budget_ns":1,"loop":"asyncio","cpu":{"kernel":"x"}}}\n'):
            self.assertRegex(CallingChild(order).ending, "^(bad order: |no kernel 'x')")
