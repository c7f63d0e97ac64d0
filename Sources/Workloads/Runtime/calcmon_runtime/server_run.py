"""The part of a run that one of several servers does."""

import asyncio
from time import monotonic_ns

from .backlog import Backlog
from .order import Work
from .outcomes import SharedOutcomes
from .probe.messages import send
from .run import Run
from .strategies import Strategy


class ServerRun(Run):
    """Takes items from a backlog that several servers share, one at each turn of the loop, while there is room for it."""

    def __init__(
        self, work: Work, strategy: Strategy, start: int, backlog: Backlog, outcomes: SharedOutcomes
    ) -> None:
        super().__init__(work, strategy)
        self.start = start
        self.measurements.outcomes = outcomes
        self._backlog = backlog
        self._room = work.concurrency
        self._loop = asyncio.get_running_loop()
        self._no_more = self._loop.create_future()

    async def execute(self) -> None:
        """Executes items until no more will come; an order without any only lets the loop run idle."""
        if not self._work.items:
            await super().execute()
        else:
            async with asyncio.TaskGroup() as group:
                self._group = group
                self._listen()
                await self._no_more
        self.send_progress(monotonic_ns(), 0)

    def send_progress(self, now: int, worst_latency: int) -> None:
        """Tells the parent the state of this server."""
        send(
            "progress",
            elapsed=(now - self.start) * 1e-9,
            in_flight=self._work.concurrency - self._room,
            io_wait_seconds=self.measurements.io_wait_seconds(),
            computing_seconds=self.measurements.computing_seconds(),
            event_loop_latency_seconds=worst_latency * 1e-9,
        )

    def _listen(self) -> None:
        self._loop.add_reader(self._backlog.reading, self._take)

    def _take(self) -> None:
        try:
            number = self._backlog.take()
        except BlockingIOError:  # another server was faster
            return
        if number is None:
            self._loop.remove_reader(self._backlog.reading)
            self._no_more.set_result(None)
            return
        self._room -= 1
        if not self._room:
            self._loop.remove_reader(self._backlog.reading)
        self._group.create_task(self._execute_item(number))

    def _item_ended(self) -> None:
        self._room += 1
        if self._room == 1 and not self._no_more.done():
            self._listen()
