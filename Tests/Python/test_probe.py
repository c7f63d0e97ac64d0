import asyncio
import os
import posix
import sys
import threading
import time
import unittest
from time import monotonic_ns
from types import SimpleNamespace
from unittest import mock

import support

from calcmon_probe import sources, stacks, thread_files, thread_view
from calcmon_probe.thread_account import Reading, share_of_stall
from calcmon_probe.thread_view import Look, ThreadView
from calcmon_runtime import injections
from calcmon_runtime.probe import histogram, loop_probe
from calcmon_runtime.probe.loop_probe import LoopProbe
from calcmon_runtime.probe.sighting import Sighting
from calcmon_runtime.probe.turns import NEVER, Turns
from calcmon_runtime.probe.watcher import Watcher

MS = 1_000_000


class LatenessTests(unittest.IsolatedAsyncioTestCase):
    async def reports_of(self, stopped_after_ns, stall_limit_ns=10**15, late_limit_ns=None):
        """What a probe that ticks every 10 ms reports if its loop first turns when it is stopped."""
        start = monotonic_ns()
        with mock.patch.object(loop_probe, "send") as send:
            probe = LoopProbe(10 * MS, stall_limit_ns, start, lambda now, worst: None, late_limit_ns)
            probe.stop(start + stopped_after_ns)
        with mock.patch.object(histogram, "send", send):
            probe.latency.send("event_loop_latency")
        return start, send.call_args_list

    async def lateness_of(self, stopped_after_ns):
        _, reports = await self.reports_of(stopped_after_ns)
        return reports[-1].kwargs["buckets"]

    async def test_before_the_first_tick_is_due_nothing_is_late(self):
        self.assertEqual(await self.lateness_of(9 * MS), [])

    async def test_a_tick_that_is_met_when_it_is_due_is_not_late(self):
        self.assertEqual(await self.lateness_of(10 * MS), [(0, 1)])

    async def test_each_tick_that_a_stall_swallowed_counts_with_its_own_lateness(self):
        self.assertEqual(await self.lateness_of(31 * MS), [(1000, 1), (11_007, 1), (21_007, 1)])

    async def test_a_loop_that_did_not_turn_for_longer_than_the_limit_stalled_from_its_last_turn_on(self):
        start, (stall, _) = await self.reports_of(500 * MS, stall_limit_ns=100 * MS)
        self.assertEqual(stall.args, ("stall",))
        self.assertEqual((stall.kwargs["started_ns"], stall.kwargs["ended_ns"]), (start, start + 500 * MS))
        self.assertLessEqual(stall.kwargs["on_cpu_ns"], 500 * MS)

    async def test_one_that_did_not_turn_for_just_the_limit_did_not(self):
        _, reports = await self.reports_of(100 * MS, stall_limit_ns=100 * MS)
        self.assertEqual([report.args[0] for report in reports], ["histogram"])

    async def test_one_that_was_late_by_more_than_the_second_limit_is_told_without_being_a_stall(self):
        start, (late, _) = await self.reports_of(40 * MS, stall_limit_ns=100 * MS, late_limit_ns=30 * MS)
        self.assertEqual(late.args, ("late",))
        (interval,) = late.kwargs["intervals"]
        self.assertEqual((interval["started_ns"], interval["ended_ns"]), (start, start + 40 * MS))
        self.assertEqual((interval["looks"], interval["stack"]), (0, ()))

    async def test_a_stall_is_not_told_as_late_as_well(self):
        _, reports = await self.reports_of(500 * MS, stall_limit_ns=100 * MS, late_limit_ns=30 * MS)
        self.assertEqual([report.args[0] for report in reports], ["stall", "histogram"])

    async def test_one_that_was_late_by_just_the_second_limit_is_not_told(self):
        _, reports = await self.reports_of(30 * MS, stall_limit_ns=100 * MS, late_limit_ns=30 * MS)
        self.assertEqual([report.args[0] for report in reports], ["histogram"])

    async def test_what_was_late_is_told_before_the_progress_and_once(self):
        start = monotonic_ns()
        with mock.patch.object(loop_probe, "send") as send:
            probe = LoopProbe(10 * MS, 10**15, start, lambda now, worst: send("progress"), 30 * MS)
            for number in 1, 2, 3:
                with mock.patch.object(loop_probe, "monotonic_ns", return_value=start + 50 * number * MS):
                    probe._tick()
            probe.stop(start + 160 * MS)
        told = [(call.args[0], len(call.kwargs.get("intervals", ()))) for call in send.call_args_list]
        self.assertEqual(told, [("late", 2), ("progress", 0), ("late", 1)])

    async def test_progress_has_the_worst_lateness_since_the_progress_before(self):
        reports, done = [], asyncio.get_running_loop().create_future()

        def report(now, worst):
            reports.append(worst)
            if not done.done():
                done.set_result(now)

        start = monotonic_ns()
        probe = LoopProbe(MS, 10**15, start, report)
        ended = await done
        probe.stop(monotonic_ns())
        self.assertGreaterEqual(ended - start, 10 * MS)
        self.assertGreaterEqual(reports[0], 0)

    async def test_what_fails_in_the_search_for_causes_is_said_once_and_ticks_go_on(self):
        start = monotonic_ns()
        with mock.patch.object(loop_probe, "complain") as complain:
            with mock.patch.object(loop_probe, "share_of_stall", side_effect=OSError("gone")):
                probe = LoopProbe(10 * MS, 100 * MS, start, lambda now, worst: None)
                probe._meet(start + 500 * MS)
                probe.stop(start + 1000 * MS)
        self.assertEqual([call.args[0] for call in complain.call_args_list], ["search for stalls"])
        with mock.patch.object(histogram, "send") as send:
            probe.latency.send("event_loop_latency")
        self.assertEqual(sum(count for _, count in send.call_args.kwargs["buckets"]), 100)


class TurnTests(unittest.TestCase):
    def setUp(self):
        self.selector = SimpleNamespace(select=lambda timeout: [timeout])
        self.loop = SimpleNamespace(_selector=self.selector)

    def test_a_loop_that_is_not_in_its_selector_is_held_since_its_turn_began(self):
        self.assertEqual(Turns(self.loop, now=5, due=100).held_since(), 5)

    def test_after_the_selector_a_new_turn_begins(self):
        turns = Turns(self.loop, now=5, due=10**30)
        before = monotonic_ns()
        self.assertEqual(self.selector.select(7), [7])
        self.assertTrue(before <= turns.held_since() <= monotonic_ns())

    def test_a_turn_that_a_tick_waited_for_is_remembered_until_the_tick(self):
        turns = Turns(self.loop, now=5, due=100)
        self.selector.select(0)
        self.assertEqual(turns.held_since(), 5)
        turns.tick(now=200, due=300)
        self.assertEqual(turns.held_since(), 200)

    def test_without_a_selector_a_hold_begins_when_the_tick_is_due(self):
        turns = Turns(SimpleNamespace(), now=5, due=100)
        self.assertEqual(turns.held_since(), 100)

    def test_the_selector_is_given_back(self):
        class Selector:
            def select(self, timeout):
                return timeout

        loop = SimpleNamespace(_selector=Selector())
        turns = Turns(loop, now=5, due=100)
        self.assertIn("select", vars(loop._selector))
        turns.remove()
        self.assertEqual(vars(loop._selector), {})


class AccountTests(unittest.TestCase):
    def test_the_wait_for_a_core_is_the_second_field(self):
        reading = Reading(0, 0, b"100 200 3\n")
        self.assertEqual((reading.waited_ns, reading.timeslices), (200, 3))

    def test_the_wait_is_unknown_if_the_kernel_does_not_count(self):
        for text in [b"", b"0 0 0\n", b"5\n"]:
            self.assertIsNone(Reading(0, 0, text).waited_ns)

    def share(self, cpu_ns, wait_ns, started):
        """What is a stall's, that ends 100 after the snapshot before."""
        return share_of_stall(Reading(0, 0, b"1 0 1"), Reading(100, cpu_ns, b"1 %d 1" % wait_ns), started)[:2]

    def test_a_thread_that_computed_all_the_time_was_on_a_core_in_all_of_the_stall(self):
        self.assertEqual(self.share(cpu_ns=100, wait_ns=0, started=40), (60, 0))

    def test_time_before_the_stall_was_sleep_as_far_as_there_was_sleep(self):
        self.assertEqual(self.share(cpu_ns=30, wait_ns=20, started=40), (30, 20))
        self.assertEqual(self.share(cpu_ns=60, wait_ns=20, started=40), (40, 20))

    def test_no_share_is_longer_than_the_stall(self):
        self.assertEqual(self.share(cpu_ns=500, wait_ns=0, started=40), (60, 0))
        self.assertEqual(self.share(cpu_ns=0, wait_ns=500, started=40), (0, 60))

    def test_an_unknown_wait_stays_unknown(self):
        self.assertEqual(share_of_stall(Reading(0, 0, b""), Reading(100, 10, b"1 5 1"), 0), (10, None, None))


class ThreadViewTests(unittest.TestCase):
    def view(self, *states):
        """A look for each text of the file; none if there is no such file."""
        with mock.patch.object(thread_view, "open_own", return_value=None):
            view = ThreadView()
        with mock.patch.object(thread_view, "read_again", side_effect=states):
            return view.look(5)

    def test_a_kernel_that_does_not_tell_is_no_thread_that_is_awake(self):
        self.assertIsNone(self.view(b""))
        self.assertEqual(self.view(b"7 (a) S) R 1"), Look(5, False, None))
        self.assertEqual(self.view(b"7 (a) S 1", b"pipe_read"), Look(5, True, "pipe_read"))

    def test_without_the_file_the_stack_is_seen(self):
        with mock.patch.object(thread_view, "open_own", return_value=None):
            self.assertTrue(ThreadView().frame())

    def test_without_thread_self_the_thread_is_found_among_those_of_the_process(self):
        def refuse(path, flags, real=posix.open):
            if "thread-self" in path:
                raise FileNotFoundError(path)
            return real(path, flags)

        with mock.patch.object(posix, "open", refuse):
            file = thread_files.open_own("stat")
        self.assertEqual(int(thread_files.read_again(file).split()[0]), threading.get_native_id())
        file.close()
        self.assertEqual(thread_files.read_again(file), b"")


class SightingTests(unittest.TestCase):
    def test_a_look_that_saw_nothing_does_not_count(self):
        report = Sighting(looks=[None, Look(1, True, "futex"), None]).report(5)
        self.assertEqual((report["looks"], report["looks_asleep"]), (1, 1))

    def test_the_most_frequent_is_reported_and_what_came_after_the_end_is_not(self):
        looks = [Look(1, True, "futex"), Look(2, True, "pipe_read"), Look(3, True, "pipe_read"), Look(4, False, None)]
        late = [Look(9, True, "futex")] * 3
        captures = [(1, ("a",)), (2, ("b", "a")), (3, ("b", "a")), (4, ()), (9, ("late",)), (9, ("late",)), (9, ("late",))]
        sighting = Sighting(due=0, noticed=1, captures=captures, looks=looks + late)
        self.assertEqual(
            sighting.report(ended=5),
            {"looks": 4, "looks_asleep": 3, "looks_in_futex": 1, "noticed_ns": 1, "wait_channel": "pipe_read", "stack": ("b", "a")},
        )

    def test_what_was_not_seen_is_reported_as_such(self):
        nothing = {"looks": 0, "looks_asleep": 0, "looks_in_futex": 0, "noticed_ns": None, "wait_channel": None, "stack": ()}
        self.assertEqual(Sighting().report(ended=5), nothing)
        self.assertEqual(Sighting().noticed, NEVER)


class WatcherTests(unittest.TestCase):
    def setUp(self):
        self.watcher = Watcher(Turns(SimpleNamespace(), monotonic_ns(), NEVER), 10 * MS, 100 * MS)
        self.addCleanup(self.watcher.stop)

    def test_stacks_are_captured_in_few_stalls_so_that_a_loop_that_stalls_all_the_time_is_spared(self):
        now = monotonic_ns()
        self.assertEqual([self.watcher._take_token(now) for _ in range(21)], [True] * 20 + [False])
        self.assertFalse(self.watcher._take_token(now + 900 * MS))
        self.assertTrue(self.watcher._take_token(now + 1900 * MS))

    def test_what_was_seen_before_another_tick_is_not_reported(self):
        self.watcher._sighting = Sighting(due=7, noticed=8)
        self.assertEqual(self.watcher.sighting(7).noticed, 8)
        self.assertEqual(self.watcher.sighting(9), Sighting())


class StackTests(unittest.IsolatedAsyncioTestCase):
    async def test_a_stack_is_the_code_on_the_loop_innermost_first(self):
        def inner():
            return stacks.stack_from(sys._getframe()).frames

        stack = inner()
        self.assertRegex(stack[0], r"^test_probe\.py:\d+:(StackTests\..*\.)?inner$")
        self.assertRegex(stack[1], r"^test_probe\.py:\d+:(StackTests\.)?test_a_stack")
        self.assertFalse([each for each in stack if "base_events" in each or "runners" in each])

    def look_from(self, folder, function):
        """The stack as code of that name in that folder sees it."""
        code = compile(f"def {function}():\n    return look()", folder + "turns.py", "exec")
        names = {"look": lambda: stacks.stack_from(sys._getframe()).frames}
        exec(code, names)
        return names[function]()

    def test_the_probe_itself_is_no_part_of_it(self):
        folders = [str(support.RUNTIME / "calcmon_runtime/probe") + "/", str(support.PROBE / "calcmon_probe") + "/"]
        self.assertEqual(sorted(sources.own_folders), sorted(folders))
        for folder in folders:
            self.assertEqual([each for each in self.look_from(folder, "own") if each.startswith("turns.py")], [])

    def test_a_loop_in_its_selector_is_held_by_nothing(self):
        self.assertEqual(self.look_from(str(support.RUNTIME / "calcmon_runtime/probe") + "/", "noting_select"), ())
        self.assertNotEqual(self.look_from("/elsewhere/", "noting_select"), ())

    def test_strange_names_need_no_escape_in_json(self):
        code = SimpleNamespace(co_filename='/a/"ü"\n.py', co_qualname="f" * 200, co_name="f" * 200)
        described = stacks.describe(SimpleNamespace(f_code=code, f_lineno=3))
        self.assertRegex(described, r"^f{120}$")


class CauseTests(unittest.IsolatedAsyncioTestCase):
    async def stall_of(self, hold):
        """What is told of a loop that ticks every 10 ms and is held from one of its callbacks."""
        told = []
        with mock.patch.object(loop_probe, "send", lambda kind, **body: told.append((kind, body))):
            probe = LoopProbe(10 * MS, 100 * MS, monotonic_ns(), lambda now, worst: None)
            await asyncio.sleep(0.2)
            hold()
            await asyncio.sleep(0.1)
            probe.stop(monotonic_ns())
        return max((body for kind, body in told if kind == "stall"), key=lambda body: body["ended_ns"] - body["started_ns"])

    async def test_the_collector_is_told_from_the_code(self):
        stall = await self.stall_of(lambda: injections.hold_by_collecting(200 * MS))
        self.assertGreater(2 * stall["gc_ns"], stall["on_cpu_ns"])
        stall = await self.stall_of(lambda: injections.hold_by_computing(200 * MS))
        self.assertEqual(stall["gc_ns"], 0)

    async def test_the_thread_that_has_the_lock_is_told(self):
        def work():
            injections.have_lock(300 * MS)
            time.sleep(0.05)  # so that it is still there when the loop looks who it was

        thread = threading.Thread(target=work, name="lock-holder")
        stall = await self.stall_of(thread.start)
        thread.join()
        self.assertEqual(stall["holder"]["thread"], "lock-holder")
        self.assertIn("injections.py", stall["holder"]["frame"])
        self.assertLess(2 * stall["on_cpu_ns"], stall["ended_ns"] - stall["started_ns"])
