"""A run: items arrive, queue and execute."""

import asyncio
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
        self._queue: asyncio.Queue[int] = asyncio.Queue(work.queue_limit or 0)
        self._places = asyncio.Semaphore(work.concurrency)
        self._own_tasks = {asyncio.current_task()}

    async def execute(self) -> None:
        """Executes all items; without any it only lets the loop run idle."""
        if not self._work.items:
            await asyncio.sleep(self._work.idle_ns * 1e-9)
            return
        async with asyncio.TaskGroup() as group:
            dispatcher = group.create_task(self._dispatch(group))
            self._own_tasks.add(dispatcher)
            await self._arrive()
            await self._queue.join()
            dispatcher.cancel()

    def send_progress(self, now: int, worst_latency: int) -> None:
        """Reports the state of the run, from a callback of the loop."""
        send(
            "progress",
            elapsed=(now - self.start) * 1e-9,
            queue_depth=self._queue.qsize(),
            in_flight=len(asyncio.all_tasks() - self._own_tasks),
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
                try:
                    self._queue.put_nowait(arrived)
                except asyncio.QueueFull:
                    self.dropped += 1
                arrived += 1
            self.queue_peak = max(self.queue_peak, self._queue.qsize())
            if arrived == self._work.items:
                return
            await asyncio.sleep((self._intended_start(arrived) - now) * 1e-9)

    async def _dispatch(self, group: asyncio.TaskGroup) -> None:
        while True:
            await self._places.acquire()
            group.create_task(self._execute_item(await self._queue.get()))

    async def _execute_item(self, number: int) -> None:
        intended = self._intended_start(number)
        self.measurements.queue_wait.record(monotonic_ns() - intended)
        with self.measurements.counted(in_flight=1):
            item = Item(number, self._work, self.measurements)
            outcome = await self._strategy.execute(item)
        self.measurements.item_duration.record(monotonic_ns() - intended)
        self.measurements.outcomes[outcome] += 1
        self._item_ended()

    def _item_ended(self) -> None:
        self._queue.task_done()
        self._places.release()

    def _intended_start(self, item: int) -> int:
        return self.start + self._work.intended_start(item)
