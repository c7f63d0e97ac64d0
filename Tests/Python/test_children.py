import tempfile
import unittest

from support import CPU, Child, order_line

MS = 1_000_000


class ChildTests(unittest.TestCase):
    """Children as calcmon starts them: the sources come on standard input."""

    def test_each_strategy_reports_its_run_from_hello_to_result(self):
        for strategy in ["sync", "threads", "async", "hybrid"]:
            with self.subTest(strategy):
                child = Child(order_line(strategy=strategy, items=6, warm_up=2, cpu=CPU, io={"kind": "timer", "ns": 1000}))
                self.assertEqual((child.status, child.errors), (0, ""))
                rest = [message for message in child.messages if message["type"] not in ("progress", "stall")]
                self.assertEqual(
                    [(message["type"], message.get("of")) for message in rest],
                    [("hello", None), ("started", None), ("histogram", "event_loop_latency"), ("histogram", "item_duration")]
                    + [("histogram", of) for of in ("io_step_duration", "cpu_step_duration", "queue_wait")]
                    + [("result", None)],
                )
                for histogram in rest[3:7]:
                    self.assertEqual(sum(count for _, count in histogram["buckets"]), 6, histogram["of"])
                result = rest[-1]
                self.assertEqual([result[f"items_{end}"] for end in ("ok", "failed", "timeout", "dropped")], [6, 0, 0, 0])
                self.assertGreater(result["cpu_step_seconds"], 0)

    def test_hello_says_which_python_it_is(self):
        hello = Child(order_line()).messages[0]
        self.assertRegex(hello["version"], r"^CPython 3\.\d+\.\d+")
        self.assertEqual(hello["v"], 1)

    def test_kernels_are_calibrated_in_the_order_asked_for(self):
        found = Child(b'{"calibrate":["hashing","integer"]}\n').of_type("calibrated")
        self.assertEqual([each["kernel"] for each in found], ["hashing", "integer"])
        self.assertTrue(all(each["operations_per_second"] > 10_000 for each in found))

    def test_disturbances_are_reported_with_their_times(self):
        kinds = ["compute", "sleep", "fsync", "leak"]
        injections = [{"kind": kind, "at_ns": 0, "amount": MS} for kind in kinds]
        with tempfile.TemporaryDirectory() as scratch:
            child = Child(order_line(items=0, idle_ns=100 * MS, injections=injections, scratch=scratch))
        done = {each["kind"]: each["ended_ns"] - each["started_ns"] for each in child.of_type("injected")}
        self.assertEqual(done.keys(), {"compute", "sleep", "fsync"})
        self.assertTrue(all(ns >= MS for ns in done.values()), done)

    def test_a_disturbance_that_is_not_due_never_happens(self):
        injections = [{"kind": "sleep", "at_ns": 10**15, "amount": 1}]
        child = Child(order_line(injections=injections))
        self.assertEqual((child.status, child.of_type("injected")), (0, []))

    def test_what_goes_wrong_is_said_in_one_line_and_traced_to_file_and_line(self):
        injections = [{"kind": "fsync", "at_ns": 0, "amount": 1}]
        child = Child(order_line(injections=injections, scratch="/nowhere"))
        self.assertEqual(child.status, 1)
        self.assertRegex(child.messages[-1]["message"], r"^FileNotFoundError: .* '/nowhere/")
        self.assertEqual(child.messages[-1]["type"], "failed")
        self.assertRegex(child.errors, r'File "calcmon_runtime/injections\.py", line \d+, in __init__\n +file = tempfile\.')
