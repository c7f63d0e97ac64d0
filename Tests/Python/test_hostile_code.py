import os
import resource
import signal
import unittest

from support import CallingChild, UserFolder

# What blocks the loop in "sync" does so in "async" too.
STRATEGIES = ["threads", "async", "hybrid"]


class HostileCodeTests(unittest.TestCase):
    """Code of the user's own that does what it should not: the run has an outcome, and no other stands in its messages."""

    def folder(self, **modules):
        folder = UserFolder(**modules)
        self.addCleanup(folder.cleanup)
        return folder

    def endings(self, text, strategies=STRATEGIES, variables=None, prelude="", **order):
        """How it ends by each strategy, with the child."""
        folder = self.folder(shop=text)
        return {strategy: CallingChild(folder.order(strategy=strategy, **order), variables, prelude) for strategy in strategies}

    def assert_all_well(self, children, items=4):
        for strategy, child in children.items():
            self.assertEqual((child.status, child.ending), (0, (items, 0)), (strategy, child.messages[-1:], child.errors))

    def test_what_it_prints_is_no_message(self):
        text = """
import os, sys, subprocess
print("imported")
def work(n):
    print("x" * 300_000)
    sys.stdout.flush()
    os.write(1, b'{"v":1,"type":"failed","message":"mine"}\\n')
    subprocess.run(["echo", "child"])
    print("no line feed", end="")
"""
        children = self.endings(text)
        self.assert_all_well(children)
        for child in children.values():
            self.assertGreater(len(child.errors), 4 * 300_000)

    def test_standard_streams_may_be_closed(self):
        self.assert_all_well(self.endings("import sys, os\nsys.stdout.close()\ndef work(n): os.closerange(0, 3)\n", ["async"]))

    def test_a_copy_that_it_forks_does_not_go_on_with_items(self):
        for body in ("os.fork() or time.sleep(0.3)", "if not os.fork(): raise ValueError", "if not os.fork(): sys.exit()"):
            with self.subTest(body):
                self.assert_all_well(self.endings(f"import os, sys, time\ndef work(n):\n    {body}\n"))
        self.assert_all_well(self.endings("import os\nos.fork()\ndef work(n): pass\n", ["async"]))
        fetch = "import os\nasync def fetch(n): os.fork()\n"
        io = {"kind": "call", "call": "shop:fetch"}
        self.assert_all_well(self.endings(fetch, ["threads", "async"], call=None, io=io))

    def test_the_policy_of_event_loops_does_not_matter(self):
        text = """
import asyncio, warnings
warnings.simplefilter("ignore")
class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self): raise RuntimeError("no loop")
    def get_event_loop(self): raise RuntimeError("no loop")
asyncio.set_event_loop_policy(Policy())
async def fetch(n): await asyncio.sleep(0)
def work(n): pass
"""
        self.assert_all_well(self.endings(text, io={"kind": "call", "call": "shop:fetch"}))

    def test_descriptors_that_it_closes_when_it_is_imported_are_not_the_messages(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        if hard <= 4096:
            print("closed descriptors: was not tried, because few are allowed here")
            return
        self.assert_all_well(self.endings("import os\nos.closerange(3, 1024)\ndef work(n): pass\n", workers="fork"))

    def test_descriptors_that_it_closes_in_the_middle_end_the_run_or_the_worker(self):
        for text in ("os.closerange(3, 1024)", "os.closerange(3, 70000)", "os.closerange(0, 70000)"):
            for strategy, child in self.endings(f"import os\ndef work(n): {text}\n", items=20).items():
                with self.subTest(text, strategy=strategy):
                    last = child.messages[-1]
                    self.assertNotIn("\n", str(child.ending))
                    if last["type"] == "result":
                        self.assertEqual(strategy, "hybrid")
                        self.assertIn("batch lost", last["first_error"])

    def test_memory_without_end_is_an_error_of_items(self):
        text = """
def work(n):
    found = []
    while True: found.append(bytearray(1 << 24))
"""
        limit = f"import resource\nresource.setrlimit(resource.RLIMIT_AS, ({3 << 29}, {3 << 29}))\n"
        for strategy, child in self.endings(text, ["async", "threads", "hybrid"], prelude=limit, items=2).items():
            self.assertEqual(child.ending, (0, 2), strategy)
            self.assertIn("MemoryError", child.messages[-1]["first_error"])

    def test_an_end_of_the_process_in_the_middle(self):
        for body, status in (("os._exit(7)", 7), ("os.kill(os.getpid(), signal.SIGSEGV)", -signal.SIGSEGV)):
            children = self.endings(f"import os, signal\ndef work(n): {body}\n")
            for strategy in ("threads", "async"):
                self.assertEqual(children[strategy].status, status)
                self.assertNotIn("result", [message["type"] for message in children[strategy].messages])
            hybrid = children["hybrid"]
            self.assertEqual((hybrid.status, hybrid.ending), (0, (0, 4)))
            self.assertIn("batch lost", hybrid.messages[-1]["first_error"])

    def test_a_worker_that_ends_once_is_replaced_whichever_its_kind(self):
        text = """
import os
def work(n):
    if n == 5 and not os.path.exists("FLAG"):
        open("FLAG", "w").close()
        os._exit(1)
"""
        for kind in ("fork", "spawn", "forkserver"):
            folder = self.folder()
            with open(f"{folder.name}/shop.py", "w") as file:
                file.write(text.replace("FLAG", f"{folder.name}/flag"))
            child = CallingChild(folder.order(strategy="hybrid", workers=kind, processes=1, chunk=1, items=30, concurrency=1))
            self.assertEqual(child.ending, (29, 1), (kind, child.errors))

    def test_threads_that_it_starts_and_leaves_behind_do_not_keep_the_run(self):
        text = """
import threading, time
def forever():
    while True: time.sleep(0.01)
threading.Thread(target=forever).start()
def work(n): pass
"""
        for workers in (None, "fork", "spawn", "forkserver"):
            self.assert_all_well(self.endings(text, ["hybrid"], workers=workers))
        self.assert_all_well(self.endings(text, ["async"]))

    def test_it_may_change_the_folder_and_handle_signals(self):
        text = """
import os, signal
os.chdir("/")
for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGALRM, signal.SIGPIPE, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
def work(n):
    signal.signal
    os.chdir("/tmp")
"""
        self.assert_all_well(self.endings(text, ["threads", "async"]))
        for workers in ("fork", "spawn", "forkserver"):
            self.assert_all_well(self.endings(text, ["hybrid"], workers=workers))

    def test_what_it_replaces_in_the_library_is_not_what_the_runtime_uses(self):
        text = """
import json, os, pickle, time
def refuse(*arguments, **more): raise RuntimeError("replaced")
for name in ("time", "sleep", "thread_time_ns", "monotonic_ns", "thread_time"): setattr(time, name, refuse)
for name in ("dumps", "dump"): setattr(json, name, refuse)
os.write = os._exit = refuse
def work(n): pass
"""
        self.assert_all_well(self.endings(text, ["threads", "async"]))

    def test_modules_of_its_own_with_names_of_others_stand_in_nobodys_way(self):
        names = ["calls", "queue", "json", "multiprocessing", "ctypes", "traceback", "pickle", "site", "zipfile", "socket", "struct"]
        raising = {name: "raise RuntimeError('mine')" for name in names}
        folder = self.folder(**raising, pool="def work(n): pass\n")
        for variables in (None, {"PYTHONPATH": folder.name}):
            for workers in ("fork", "spawn", "forkserver") if variables is None else ("fork",):
                for strategy in STRATEGIES if workers == "fork" else ["hybrid"]:
                    child = CallingChild(folder.order("pool:work", strategy=strategy, workers=workers), variables)
                    self.assertEqual(child.ending, (4, 0), (workers, strategy, child.errors))
        child = CallingChild(folder.order("queue:work"))
        self.assertIn("that is a module of Python's own library, and one of yours needs another name", child.ending)

    def test_what_pythonpath_names_is_found(self):
        folder = self.folder(goods="price = 5")
        text = "import goods, subprocess, sys\ndef work(n): assert goods.price == 5\n"
        for workers in ("fork", "spawn", "forkserver"):
            self.assert_all_well(self.endings(text, ["hybrid"], {"PYTHONPATH": folder.name}, workers=workers))

    def test_it_is_ended_first_if_memory_is_short_and_leaves_no_core(self):
        text = """
import resource
def work(n):
    assert open("/proc/self/oom_score_adj").read() == "1000\\n"
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
"""
        self.assert_all_well(self.endings(text, ["async", "hybrid"]))

    def test_arguments_and_results_that_cannot_be_sent_fail_their_items(self):
        text = """
import threading
def locks(): return [threading.Lock(), 1]
def work(n): pass
def returns(n): return threading.Lock()
"""
        for order in ({"items_from": "shop:locks", "chunk": 1}, {"call": "shop:returns"}):
            for kind in ("fork", "spawn"):
                child = self.endings(text, ["hybrid"], workers=kind, **order)["hybrid"]
                self.assertEqual(child.status, 0)
                self.assertGreater(child.ending[1], 0)
                self.assertRegex(child.messages[-1]["first_error"], r"cannot be sent to a worker and back: TypeError: cannot pickle '_thread.lock'")
        self.assert_all_well(self.endings(text, ["threads", "async"], call="shop:returns"))

    def test_a_coroutine_that_cancels_itself_fails(self):
        text = "import asyncio\nasync def fetch(n):\n    raise asyncio.CancelledError('mine')\n"
        for strategy, child in self.endings(text, call=None, io={"kind": "call", "call": "shop:fetch"}).items():
            self.assertEqual(child.ending, (0, 4), strategy)

    def test_nothing_of_it_is_left(self):
        before = set(os.listdir("/dev/shm")) if os.path.isdir("/dev/shm") else set()
        for workers in ("spawn", "forkserver"):
            (child,) = self.endings("def work(n): pass\n", ["hybrid"], workers=workers).values()
            self.assertEqual(child.errors, "")
        after = set(os.listdir("/dev/shm")) if os.path.isdir("/dev/shm") else set()
        self.assertEqual({name for name in after - before if name.startswith("sem.mp")}, set())
