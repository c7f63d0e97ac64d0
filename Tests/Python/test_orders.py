import unittest

from support import CPU, FIELDS, Child, order_line, work

from calcmon_runtime.order import Injection, OrderError
from calcmon_runtime.order_reading import checked, parse_work


class OrderTests(unittest.TestCase):
    def test_what_may_be_left_out_is_none(self):
        found = parse_work({"work": FIELDS})
        self.assertEqual((found.io, found.cpu, found.queue_limit, found.timeout_ns), (None, None, None, None))

    def test_parts_become_values(self):
        injection = {"kind": "sleep", "at_ns": 1, "amount": 2}
        found = parse_work({"work": {**FIELDS, "cpu": CPU, "injections": [injection]}})
        self.assertEqual((found.cpu.kernel, found.cpu.operations), ("integer", 100))
        self.assertEqual(found.injections, (Injection("sleep", 1, 2),))

    def test_what_cannot_be_carried_out_is_refused(self):
        injection = {"kind": "sleep", "at_ns": 0, "amount": 0}
        above_zero = "attempts, concurrency, tick_ns and stall_limit_ns must be above zero"
        cases = [
            ({"strategy": "fibers"}, "no strategy 'fibers'"),
            ({"io": {"kind": "tape"}}, "no I/O step 'tape'"),
            ({"cpu": {"kernel": "quantum", "operations": 1}}, "no kernel 'quantum'"),
            ({"attempts": 0}, above_zero),
            ({"concurrency": 0}, above_zero),
            ({"tick_ns": 0}, above_zero),
            ({"stall_limit_ns": -1}, above_zero),
            ({"late_limit_ns": 0}, "late_limit_ns must be above zero"),
            ({"injections": [{**injection, "kind": "flood"}]}, "no injection 'flood'"),
            ({"injections": [{**injection, "at_ns": -1}]}, "must not be below zero"),
            ({"injections": [{**injection, "amount": -1}]}, "must not be below zero"),
            ({"hang": 0.1}, "an item that hangs needs a timeout"),
        ]
        for changes, reason in cases:
            with self.subTest(changes), self.assertRaisesRegex(OrderError, reason):
                parse_work({"work": {**FIELDS, **changes}})

    def test_a_field_that_is_missing_unknown_or_of_a_wrong_type_makes_a_bad_order(self):
        without = {name: value for name, value in FIELDS.items() if name != "chunk"}
        cases = [without, {**FIELDS, "colour": 1}, {**FIELDS, "attempts": "x"}, {**FIELDS, "injections": None}, None, []]
        for fields in cases:
            with self.subTest(fields), self.assertRaisesRegex(OrderError, "bad order: "):
                parse_work({"work": fields})

    def test_work_that_can_be_carried_out_is_given_back(self):
        possible = work(hang=0.5, timeout_ns=1)
        self.assertIs(checked(possible), possible)

    def test_warm_up_items_arrive_at_once_and_do_not_fail_on_purpose(self):
        injection = {"kind": "sleep", "at_ns": 0, "amount": 1}
        run = work(warm_up=3, interval_ns=9, queue_limit=1, fail=0.5, hang=0.5, timeout_ns=1, injections=[injection])
        warm_up = run.warm_up_work()
        self.assertEqual((warm_up.items, warm_up.interval_ns, warm_up.queue_limit), (3, 0, None))
        self.assertEqual((warm_up.fail, warm_up.hang, warm_up.injections), (0, 0, ()))
        self.assertEqual((run.items, run.fail), (4, 0.5))

    def test_items_start_an_interval_after_each_other(self):
        self.assertEqual([work(interval_ns=2.5).intended_start(item) for item in range(4)], [0, 2, 5, 7])


class BadInputTests(unittest.TestCase):
    def test_what_is_no_order_fails_with_its_reason_and_no_traceback(self):
        needed = "an order names either kernels to calibrate, steps to measure or work"
        cases = [
            (b"", "no order on standard input"),
            (b"x\n", "no order on standard input"),
            (b"[]\n", needed),
            (b"{}\n", needed),
            (b'{"work":null}\n', "bad order: 'NoneType' object has no attribute 'get'"),
            (b'{"calibrate":["integer","quantum"]}\n', "no kernel 'quantum'"),
            (order_line(strategy="fibers"), "no strategy 'fibers'"),
        ]
        for line, reason in cases:
            with self.subTest(line):
                child = Child(line)
                self.assertEqual(child.messages, [{"v": 1, "type": "failed", "message": reason}])
                self.assertEqual((child.status, child.errors), (1, ""))
