import unittest

from support import work

from calcmon_runtime.item import Item
from calcmon_runtime.measurements import Measurements
from calcmon_runtime.step_error import StepError


def item(number, **changes):
    return Item(number, work(**changes), Measurements())


def fate(number, attempt=1, **changes):
    """Whether an attempt fails, hangs or does neither."""
    try:
        return "hangs" if item(number, **changes).hangs(attempt) else "runs"
    except StepError:
        return "fails"


class ItemTests(unittest.TestCase):
    def test_without_chances_every_attempt_runs(self):
        self.assertEqual({fate(number) for number in range(100)}, {"runs"})

    def test_the_chances_are_kept_and_are_the_same_in_every_run(self):
        fates = [fate(number, fail=0.2, hang=0.05, timeout_ns=1) for number in range(10_000)]
        self.assertAlmostEqual(fates.count("fails") / len(fates), 0.2, delta=0.02)
        self.assertAlmostEqual(fates.count("hangs") / len(fates), 0.05, delta=0.01)
        self.assertEqual(fates, [fate(number, fail=0.2, hang=0.05, timeout_ns=1) for number in range(10_000)])

    def test_each_attempt_has_a_chance_of_its_own(self):
        firsts = [fate(number, 1, fail=0.5) for number in range(100)]
        self.assertNotEqual(firsts, [fate(number, 2, fail=0.5) for number in range(100)])

    def test_the_pause_before_an_attempt_doubles_and_is_half_chance(self):
        one = item(7, backoff_ns=1_000_000_000)
        for attempt in range(2, 6):
            longest = 2 ** (attempt - 2)
            self.assertGreaterEqual(one.backoff_seconds(attempt), longest / 2)
            self.assertLess(one.backoff_seconds(attempt), longest)
        self.assertNotEqual(one.backoff_seconds(2), item(8, backoff_ns=1_000_000_000).backoff_seconds(2))


class MeasurementTests(unittest.TestCase):
    def test_the_loop_waits_while_items_are_in_flight_and_none_computes(self):
        measurements = Measurements()
        with measurements.flight:
            first = measurements.io_wait_seconds()
            with measurements.computing:
                before = measurements.io_wait_seconds()
                self.assertEqual(measurements.io_wait_seconds(), before)
            self.assertGreater(measurements.io_wait_seconds(), first)
        after = measurements.io_wait_seconds()
        self.assertEqual(measurements.io_wait_seconds(), after)
