"""A run: items arrive, queue and execute."""

import asyncio
import math
from collections import deque
from time import monotonic_ns

from .item import Item
from .measurements import Measurements
from .order import Work
from .probe.messages import send
from .strategies import Strategy


class Run:
    """Lets items arrive, queue and execute, until the last has ended."""

    def __init__(self, work: Work, strategy: Strategy) -> None:
        self.measurements = Measurements()
        self.start = monotonic_ns()
        self.queue_peak = 0
        self.dropped = 0
        self._work = work
        self._strategy = strategy
        self._queue: deque[int] = deque()
        self._places = work.concurrency
        self._group: asyncio.TaskGroup | None = None
        self._is_dispatch_due = False

    async def execute(self) -> None:
        """Executes all items; without any it only lets the loop run idle."""
        if not self._work.items:
            await asyncio.sleep(self._work.idle_ns * 1e-9)
            return
        async with asyncio.TaskGroup() as group:
            self._group = group
            await self._arrive()

    def send_progress(self, now: int, worst_latency: int) -> None:
        """Reports the state of the run, from a callback of the loop."""
        send(
            "progress",
            elapsed=(now - self.start) * 1e-9,
            queue_depth=len(self._queue),
            in_flight=self._work.concurrency - self._places,
            done=self.measurements.outcomes.total() + self.dropped,
            io_wait_seconds=self.measurements.io_wait_seconds(),
            event_loop_latency_seconds=worst_latency * 1e-9,
        )

    async def _arrive(self) -> None:
        """Puts each item into the queue when it is due; a full queue drops it."""
        arrived, limit = 0, self._work.queue_limit or math.inf
        while True:
            now = monotonic_ns()
            while arrived < self._work.items and self._intended_start(arrived) <= now:
                if len(self._queue) >= limit:
                    self.dropped += 1
                else:
                    self._queue.append(arrived)
                arrived += 1
            self.queue_peak = max(self.queue_peak, len(self._queue))
            if arrived == self._work.items:
                self._dispatch()
                return
            self._dispatch_soon()
            await asyncio.sleep((self._intended_start(arrived) - now) * 1e-9)

    def _dispatch_soon(self) -> None:
        """Begins items when the loop turns next, as in a service in which a task waits for them.

        If they began at once, those that compute would follow each other without a turn between.
        """
        if self._queue and self._places and not self._is_dispatch_due:
            self._is_dispatch_due = True
            asyncio.get_running_loop().call_soon(self._dispatch)

    def _dispatch(self) -> None:
        """Begins items while there are any, and places for them."""
        self._is_dispatch_due = False
        while self._places and self._queue:
            self._places -= 1
            self._group.create_task(self._execute_item(self._queue.popleft()))

    async def _execute_item(self, number: int) -> None:
        intended = self._intended_start(number)
        self.measurements.queue_wait.record(monotonic_ns() - intended)
        with self.measurements.flight:
            item = Item(number, self._work, self.measurements)
            outcome = await self._strategy.execute(item)
        self.measurements.item_duration.record(monotonic_ns() - intended)
        self.measurements.outcomes[outcome] += 1
        self._item_ended()

    def _item_ended(self) -> None:
        self._places += 1
        self._dispatch_soon()

    def _intended_start(self, item: int) -> int:
        return self.start + self._work.intended_start(item)
