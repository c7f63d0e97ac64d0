import unittest

import support
from support import CPU, Child, order_line

from calcmon_runtime.backlog import Backlog
from calcmon_runtime.merging import merged_result
from calcmon_runtime.outcomes import SharedOutcomes
from calcmon_runtime.sharing import ServerCourse, SharedWait

MS = 1_000_000


def ends(result):
    """How many items ended in which way."""
    return [result[f"items_{end}"] for end in ("ok", "failed", "timeout", "dropped")]


class ServerTests(unittest.TestCase):
    """Several servers behind one stream of items, as calcmon starts them."""

    def test_each_strategy_reports_one_run_from_hello_to_result(self):
        for strategy in ["sync", "threads", "async", "hybrid"]:
            with self.subTest(strategy):
                child = Child(
                    order_line(strategy=strategy, items=60, warm_up=2, servers=3, cpu=CPU, io={"kind": "timer", "ns": 1000})
                )
                self.assertEqual((child.status, child.errors), (0, ""))
                types = [message["type"] for message in child.messages]
                once = [each for each in types if each not in ("progress", "stall", "late", "histogram")]
                self.assertEqual(once, ["hello", "started", "result"])
                histograms = {each["of"]: each["buckets"] for each in child.of_type("histogram")}
                self.assertEqual(types.count("histogram"), len(histograms))
                for name in ("item_duration", "io_step_duration", "queue_wait"):
                    self.assertEqual(sum(count for _, count in histograms[name]), 60, name)
                self.assertIn("event_loop_latency", histograms)
                result = child.of_type("result")[0]
                self.assertEqual(ends(result), [60, 0, 0, 0])
                self.assertEqual(result["queue_peak"], 60)
                self.assertGreater(result["cpu_step_seconds"], 0)
                self.assertGreater(result["loop_cpu_seconds"], 0)

    def test_items_that_wait_wait_in_all_servers_at_once(self):
        work = {"strategy": "async", "items": 60, "concurrency": 5, "io": {"kind": "timer", "ns": 50 * MS}}
        one = Child(order_line(**work)).of_type("result")[0]
        three = Child(order_line(**work, servers=3)).of_type("result")[0]
        self.assertGreater(one["seconds"], 12 * 0.05)
        # Four rounds in place of twelve.
        self.assertLess(three["seconds"], 0.6 * one["seconds"])
        self.assertGreater(three["io_wait_seconds"], 0.5 * three["seconds"])

    def test_a_batch_that_no_pipe_holds_is_done(self):
        child = Child(order_line(items=20_000, servers=2, concurrency=50))
        self.assertEqual(ends(child.of_type("result")[0]), [20_000, 0, 0, 0])

    def test_a_full_backlog_drops_items(self):
        child = Child(order_line(items=30, servers=2, concurrency=1, queue_limit=4, io={"kind": "timer", "ns": 100 * MS}))
        ok, failed, timeout, dropped = ends(child.of_type("result")[0])
        self.assertEqual((ok + dropped, failed, timeout), (30, 0, 0))
        self.assertGreater(dropped, 20)

    def test_an_idle_run_has_a_tick_in_each_server(self):
        child = Child(order_line(items=0, idle_ns=300 * MS, servers=2))
        (latency,) = [each for each in child.of_type("histogram") if each["of"] == "event_loop_latency"]
        self.assertGreater(sum(count for _, count in latency["buckets"]), 45)

    def test_progress_goes_forward_and_counts_all_servers(self):
        child = Child(order_line(items=100, interval_ns=10 * MS, servers=2, io={"kind": "timer", "ns": 5 * MS}))
        progress = child.of_type("progress")
        for key in ("elapsed", "done", "io_wait_seconds"):
            values = [each[key] for each in progress]
            self.assertEqual(values, sorted(values), key)
        self.assertGreater(progress[-1]["done"], 70)
        self.assertGreater(progress[-1]["io_wait_seconds"], 0.3)

    def test_stalls_say_in_which_server_they_were(self):
        injections = [{"kind": "sleep", "at_ns": 50 * MS, "amount": 200 * MS}]
        child = Child(order_line(items=0, idle_ns=500 * MS, servers=2, injections=injections))
        long = [each for each in child.of_type("stall") if each["ended_ns"] - each["started_ns"] > 180 * MS]
        self.assertEqual([each["server"] for each in long], [0])
        self.assertEqual(len(child.of_type("injected")), 1)

    def test_what_goes_wrong_in_a_server_ends_the_run_with_one_line(self):
        injections = [{"kind": "fsync", "at_ns": 0, "amount": 1}]
        child = Child(order_line(servers=2, injections=injections, scratch="/nowhere"))
        self.assertEqual(child.status, 1)
        self.assertRegex(child.messages[-1]["message"], r"^FileNotFoundError: .* '/nowhere/")
        self.assertEqual([each["type"] for each in child.messages].count("failed"), 1)

    def test_no_servers_are_no_order(self):
        child = Child(order_line(servers=0))
        self.assertEqual(child.messages[-1]["message"], "servers must be above zero")


class DyingServerTests(unittest.TestCase):
    """What becomes of the items of a server that dies: a kernel is put in its place that kills it."""

    def run_with(self, kernel, **changes):
        """A run whose integer kernel has this body, with `seed` and `operations`."""
        return Child(order_line(cpu=CPU, **changes), replace=("def compute_many(", f"{kernel}\n\n\ndef compute_many("))

    def dying(self, condition):
        return (
            "import os\n"
            "def dying(seed, operations):\n"
            f"    if {condition}: os._exit(7)\n"
            "    return compute_integer(seed, operations)\n"
            "KERNELS['integer'] = Kernel(dying, check_integer)"
        )

    def test_its_items_fail_and_another_takes_its_place(self):
        child = self.run_with(
            self.dying("seed == 20"), items=60, interval_ns=3 * MS, servers=2, strategy="sync", concurrency=1
        )
        self.assertEqual(child.status, 0, child.errors)
        result = child.of_type("result")[0]
        self.assertEqual(ends(result), [59, 1, 0, 0])
        self.assertRegex(child.errors, r"^server [01] ended with status 7 and is replaced\n$")

    def test_servers_that_keep_dying_are_given_up_and_the_rest_of_the_items_fails(self):
        child = self.run_with(self.dying("seed >= 20"), items=60, servers=2, strategy="sync", concurrency=1)
        self.assertEqual(child.status, 0, child.errors)
        result = child.of_type("result")[0]
        self.assertEqual(ends(result), [20, 40, 0, 0])
        # The other one may have ended an item after the first had died.
        self.assertIn(child.errors.count("and is replaced"), (5, 6))

    def test_servers_that_die_before_the_first_item_end_the_run(self):
        child = self.run_with(self.dying("True"), items=60, warm_up=1, servers=2, strategy="sync", concurrency=1)
        self.assertEqual(child.status, 1)
        self.assertIn("died before it could take an item", child.messages[-1]["message"])


class BacklogTests(unittest.TestCase):
    def test_items_come_out_in_their_order_and_then_an_end(self):
        backlog = Backlog()
        for number in range(3):
            backlog.put(number)
        self.assertFalse(backlog.pass_on())
        self.assertEqual(backlog.depth(), 3)
        backlog.end()
        self.assertEqual([backlog.take() for _ in range(4)], [0, 1, 2, None])

    def test_what_does_not_fit_into_the_pipe_waits_before_it(self):
        backlog = Backlog()
        for number in range(20_000):
            backlog.put(number)
        self.assertTrue(backlog.pass_on())
        self.assertEqual(backlog.depth(), 20_000)
        taken = [backlog.take() for _ in range(5000)]
        self.assertTrue(backlog.pass_on())
        while backlog.depth():
            taken.append(backlog.take())
            backlog.pass_on()
        self.assertEqual(taken, list(range(20_000)))

    def test_an_empty_one_says_so(self):
        self.assertRaises(BlockingIOError, Backlog().take)


class MergingTests(unittest.TestCase):
    RESULT = dict(seconds=1, items_ok=1, items_failed=0, items_timeout=0, retries=0, cpu_step_seconds=1, loop_cpu_seconds=2)

    def test_counts_are_added_up_and_of_loops_the_busiest_counts(self):
        other = {**self.RESULT, "seconds": 3, "loop_cpu_seconds": 0.5, "first_error": "ValueError: 3"}
        merged = merged_result([self.RESULT, other])
        self.assertEqual((merged["items_ok"], merged["cpu_step_seconds"]), (2, 2))
        self.assertEqual((merged["seconds"], merged["loop_cpu_seconds"]), (3, 2))
        self.assertEqual(merged["first_error"], "ValueError: 3")

    def test_what_an_item_costs_to_send_is_the_mean(self):
        costs = [{**self.RESULT, "transfer": {"argument_bytes": each}} for each in (100, 300)]
        self.assertEqual(merged_result(costs)["transfer"], {"argument_bytes": 200})

    def test_outcomes_are_counted_by_their_names(self):
        outcomes = SharedOutcomes()
        outcomes["ok"] += 2
        outcomes["timeout"] += 1
        self.assertEqual((outcomes["ok"], outcomes["failed"], outcomes["timeout"], outcomes.total()), (2, 0, 1, 3))


class SharedWaitTests(unittest.TestCase):
    def wait(self, *courses):
        """By now = 10, of servers that told these points."""
        shared = SharedWait()
        for points in courses:
            course = ServerCourse(0)
            shared.join(course)
            for point in points:
                course.add(*point)
        shared.advance(10)
        return shared.seconds

    def test_of_one_server_it_is_what_that_says(self):
        self.assertAlmostEqual(self.wait([(4, 1, 2), (10, 5, 3)]), 5)

    def test_a_server_that_computes_all_the_time_leaves_no_wait(self):
        self.assertAlmostEqual(self.wait([(10, 0, 10)], [(10, 10, 0)]), 0)

    def test_servers_that_wait_at_the_same_time_wait_once(self):
        self.assertAlmostEqual(self.wait([(10, 10, 0)], [(10, 10, 0)]), 10)

    def test_what_servers_do_in_a_time_is_taken_to_be_independent(self):
        # Each computes for half of the time and waits for the other half.
        self.assertAlmostEqual(self.wait([(10, 5, 5)], [(10, 5, 5)]), 2.5)

    def test_a_server_that_has_told_nothing_since_holds_the_sum_up(self):
        self.assertAlmostEqual(self.wait([(10, 10, 0)], [(4, 4, 0)]), 4)

    def test_a_server_that_has_ended_does_not(self):
        shared = SharedWait()
        courses = [ServerCourse(0), ServerCourse(0)]
        for course in courses:
            shared.join(course)
        courses[0].add(10, 10, 0)
        courses[1].add(4, 4, 0)
        shared.leave(courses[1])
        shared.advance(10)
        self.assertAlmostEqual(shared.seconds, 10)
