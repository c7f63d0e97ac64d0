import asyncio
import time
import unittest

import support
from calcmon_runtime.run import Run


class Computing:
    """A strategy whose items hold the loop, and that remembers in which turn of it each did."""

    def __init__(self):
        self.turn = 0
        self.turns = []

    def count_turns(self):
        self.turn += 1
        asyncio.get_running_loop().call_soon(self.count_turns)

    async def execute(self, _item):
        end = time.perf_counter() + 0.003
        while time.perf_counter() < end:
            pass
        self.turns.append(self.turn)
        return "ok"


class TurnTests(unittest.IsolatedAsyncioTestCase):
    async def test_the_loop_turns_between_items_that_follow_each_other(self):
        strategy = Computing()
        strategy.count_turns()
        run = Run(support.work(strategy="async", items=60, concurrency=2, interval_ns=1e6), strategy)
        await run.execute()
        self.assertEqual(run.measurements.outcomes["ok"], 60)
        turns = sorted(set(strategy.turns))
        at_once = sum(later - turn < 2 for turn, later in zip(turns, turns[1:]))
        self.assertLessEqual(at_once, 1)  # when the last item arrives, nothing is waited for any more
