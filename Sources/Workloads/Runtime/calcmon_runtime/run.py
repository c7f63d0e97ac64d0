"""A run: items arrive, queue and execute."""

import asyncio
from collections import deque
from time import monotonic_ns

from .item import Item
from .measurements import Measurements
from .order import Work
from .probe.messages import send
from .strategies import Strategy


class Run:
    """Lets items arrive, queue and execute, until the last has ended.

    An item that finds room is not started by whoever makes the room, but by a callback of the next
    turn: until then others may arrive or end.
    """

    def __init__(self, work: Work, strategy: Strategy) -> None:
        self.measurements = Measurements()
        self.start = monotonic_ns()
        self.queue_peak = 0
        self.dropped = 0
        self._work = work
        self._strategy = strategy
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[int] = deque()
        self._room = work.concurrency
        self._is_starter_told = False
        self._all_ended: asyncio.Future[None] | None = None

    async def execute(self) -> None:
        """Executes all items; without any it only lets the loop run idle."""
        if not self._work.items:
            await asyncio.sleep(self._work.idle_ns * 1e-9)
            return
        async with asyncio.TaskGroup() as group:
            self._group = group
            await self._arrive()
            if self._waiting or self.in_flight():
                self._all_ended = self._loop.create_future()
                await self._all_ended

    def in_flight(self) -> int:
        """How many items have been started and have not ended."""
        return self._work.concurrency - self._room

    def send_progress(self, now: int, worst_latency: int) -> None:
        """Reports the state of the run, from a callback of the loop."""
        send(
            "progress",
            elapsed=(now - self.start) * 1e-9,
            queue_depth=len(self._waiting),
            in_flight=self.in_flight(),
            done=self.measurements.outcomes.total() + self.dropped,
            io_wait_seconds=self.measurements.io_wait_seconds(),
            event_loop_latency_seconds=worst_latency * 1e-9,
        )

    async def _arrive(self) -> None:
        """Puts each item into the queue when it is due; a full queue drops it."""
        arrived = 0
        while True:
            now = monotonic_ns()
            while arrived < self._work.items and self._intended_start(arrived) <= now:
                if self._work.queue_limit and len(self._waiting) >= self._work.queue_limit:
                    self.dropped += 1
                else:
                    self._waiting.append(arrived)
                arrived += 1
            self.queue_peak = max(self.queue_peak, len(self._waiting))
            self._tell_starter()
            if arrived == self._work.items:
                return
            await asyncio.sleep((self._intended_start(arrived) - now) * 1e-9)

    def _tell_starter(self) -> None:
        if self._waiting and self._room and not self._is_starter_told:
            self._is_starter_told = True
            self._loop.call_soon(self._start_items)

    def _start_items(self) -> None:
        self._is_starter_told = False
        while self._waiting and self._room:
            self._room -= 1
            self._group.create_task(self._execute_item(self._waiting.popleft()))

    async def _execute_item(self, number: int) -> None:
        intended = self._intended_start(number)
        self.measurements.queue_wait.record(monotonic_ns() - intended)
        with self.measurements.counted(in_flight=1):
            item = Item(number, self._work, self.measurements)
            outcome = await self._strategy.execute(item)
        self.measurements.item_duration.record(monotonic_ns() - intended)
        self.measurements.outcomes[outcome] += 1
        self._room += 1
        self._item_ended()

    def _item_ended(self) -> None:
        """There is room for another one."""
        if self._waiting:
            self._tell_starter()
        elif self._all_ended and not self.in_flight():
            self._all_ended.set_result(None)

    def _intended_start(self, item: int) -> int:
        return self.start + self._work.intended_start(item)
