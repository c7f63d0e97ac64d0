import asyncio
import contextlib
import unittest
from unittest import mock

from support import CPU, work

from calcmon_runtime.run import Run
from calcmon_runtime.strategies import STRATEGIES


def measured(of_work):
    """Executes work, and returns the run and the CPU time of its steps."""

    async def execute():
        with contextlib.closing(STRATEGIES[of_work.strategy](of_work)) as strategy:
            run = Run(of_work, strategy)
            await run.execute()
            return run, strategy.cpu_account.spent_ns

    return asyncio.run(execute())


def counts(run):
    """How many items ended in which way, and how many attempts were not the first."""
    ended = run.measurements.outcomes
    return ended["ok"], ended["failed"], ended["timeout"], run.measurements.retries


class StrategyTests(unittest.TestCase):
    def each(self, **changes):
        """A run by each strategy, with the strategy's name and the CPU time of its steps."""
        return [(strategy, *measured(work(strategy=strategy, **changes))) for strategy in STRATEGIES]

    def test_every_item_ends_well_with_both_of_its_steps(self):
        for strategy, run, spent_ns in self.each(items=5, io={"kind": "timer", "ns": 1000}, cpu=CPU):
            self.assertEqual(counts(run), (5, 0, 0, 0), strategy)
            self.assertGreater(spent_ns, 0, strategy)
            self.assertGreater(run.measurements.io_wait_seconds(), 0, strategy)

    def test_items_without_steps_end_well(self):
        for strategy, run, spent_ns in self.each(items=3):
            self.assertEqual((counts(run), spent_ns), ((3, 0, 0, 0), 0), strategy)

    def test_an_item_that_fails_every_time_is_tried_as_often_as_it_may_be(self):
        for strategy, run, _ in self.each(items=3, attempts=4, fail=1, cpu=CPU):
            self.assertEqual(counts(run), (0, 3, 0, 9), strategy)

    def test_an_item_that_hangs_ends_at_its_timeout(self):
        for strategy, run, _ in self.each(items=2, attempts=2, hang=1, timeout_ns=1_000_000, cpu=CPU):
            self.assertEqual(counts(run), (0, 0, 2, 2), strategy)

    def test_the_last_attempt_says_how_an_item_ended(self):
        for strategy, run, _ in self.each(items=80, concurrency=80, attempts=3, fail=0.5):
            ok, failed, timeout, retries = counts(run)
            self.assertEqual((ok + failed, timeout), (80, 0), strategy)
            self.assertTrue(0 < failed < 80 and retries > failed, strategy)

    def test_chance_falls_alike_in_every_strategy(self):
        changes = {"items": 40, "concurrency": 40, "attempts": 3, "fail": 0.4, "cpu": CPU}
        self.assertEqual(len({counts(run) for _, run, _ in self.each(**changes)}), 1)

    def test_io_that_takes_too_long_is_a_timeout(self):
        for strategy, run, _ in self.each(items=1, io={"kind": "timer", "ns": 20_000_000}, timeout_ns=1_000_000):
            self.assertEqual(counts(run), (0, 0, 1, 0), strategy)

    def test_an_item_with_a_wrong_result_fails(self):
        with mock.patch("calcmon_runtime.cpu_step.KERNELS") as kernels:
            kernels.__getitem__.return_value.make_check.return_value = lambda _seed, _result: False
            for strategy, run, _ in self.each(items=2, cpu=CPU):
                self.assertEqual(counts(run), (0, 2, 0, 0), strategy)


class ArrivalTests(unittest.TestCase):
    def test_an_item_that_finds_the_queue_full_is_dropped(self):
        run, _ = measured(work(items=5, concurrency=1, queue_limit=2))
        self.assertEqual((counts(run), run.dropped, run.queue_peak), ((2, 0, 0, 0), 3, 2))

    def test_without_a_limit_all_wait(self):
        run, _ = measured(work(items=5, concurrency=1))
        self.assertEqual((counts(run), run.dropped, run.queue_peak), ((5, 0, 0, 0), 0, 5))

    def test_items_of_an_interval_do_not_arrive_before_it(self):
        run, _ = measured(work(items=3, interval_ns=2_000_000))
        self.assertEqual((counts(run), run.dropped), ((3, 0, 0, 0), 0))

    def test_a_run_without_items_is_idle(self):
        run, _ = measured(work(items=0, idle_ns=1000))
        self.assertEqual(counts(run), (0, 0, 0, 0))
