"""The four strategies by which items are executed."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic_ns
from typing import Any

from .async_io import ASYNC_IO
from .blocking_io import BLOCKING_IO
from .cpu_account import CpuAccount
from .cpu_step import CpuStep
from .giving_way import give_way
from .item import Item
from .order import OrderError, Work


def make_cpu_step(work: Work) -> Any:
    """The CPU step that an order names."""
    if work.cpu.call:
        from .call_step import CallStep  # takes a while to import, and others do not need it

        return CallStep(work)
    return CpuStep(work.cpu)


class Strategy:
    """Executes items; what it needs for that is made once and serves warm-up and run."""

    def __init__(self, work: Work, io_kinds: dict[str, Callable[[Work], Any]]) -> None:
        self._cpu = work.cpu and make_cpu_step(work)
        self._io = work.io and io_kinds[work.io.kind](work)
        self.cpu_account = self._cpu.account if self._cpu else CpuAccount()

    def forget(self) -> None:
        """Begins to account anew: what came before was the warm-up."""
        self.cpu_account.forget()

    def worker_costs(self) -> dict[str, Any]:
        """What workers cost beside what they compute, as the result tells it."""
        return {}

    def worker_cpu_seconds(self) -> float:
        """The CPU time that worker processes have used so far."""
        return 0

    async def execute(self, item: Item) -> str:
        """How the item ended: "ok", "failed" or "timeout"."""
        raise NotImplementedError

    def close(self) -> None:
        """Ends threads and processes; connections end with this process."""


class Sync(Strategy):
    """Everything on the loop, blocking it."""

    def __init__(self, work: Work) -> None:
        super().__init__(work, BLOCKING_IO)

    async def execute(self, item: Item) -> str:
        return self._execute_blocking(item)

    def _execute_blocking(self, item: Item) -> str:
        for attempt in range(1, item.work.attempts + 1):
            if attempt > 1:
                item.measurements.count_retry()
                time.sleep(item.backoff_seconds(attempt))
            try:
                self._attempt(item, attempt)
            except TimeoutError:
                outcome = "timeout"
            except OrderError:
                raise
            except Exception as error:
                item.measurements.note_failure(error)
                outcome = "failed"
            else:
                return "ok"
        return outcome

    def _attempt(self, item: Item, attempt: int) -> None:
        given, timeout_ns, begun = None, item.work.timeout_ns, monotonic_ns()
        if item.hangs(attempt):
            time.sleep(timeout_ns * 1e-9)
            raise TimeoutError
        if self._io:
            with item.measurements.io_step():
                given = self._io(item.number)
            if timeout_ns is not None and monotonic_ns() - begun > timeout_ns:
                raise TimeoutError
        if self._cpu:
            subject = self._cpu.subject(item.number, given)
            with item.measurements.computing:
                result = self._cpu.compute(subject)
            self._cpu.verify(subject, result)


class Threads(Sync):
    """Everything in threads of a pool, blocking them."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._executor = ThreadPoolExecutor(
            work.threads, initializer=give_way if work.gives_way else None
        )

    async def execute(self, item: Item) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._execute_blocking, item)

    def close(self) -> None:
        self._executor.shutdown()


class Async(Strategy):
    """I/O awaited, CPU steps on the loop."""

    def __init__(self, work: Work) -> None:
        super().__init__(work, ASYNC_IO)

    async def execute(self, item: Item) -> str:
        for attempt in range(1, item.work.attempts + 1):
            if attempt > 1:
                item.measurements.count_retry()
                await asyncio.sleep(item.backoff_seconds(attempt))
            try:
                if item.work.timeout_ns is None:
                    await self._attempt(item, attempt)
                else:
                    async with asyncio.timeout(item.work.timeout_ns * 1e-9):
                        await self._attempt(item, attempt)
            except TimeoutError:
                outcome = "timeout"
            except OrderError:
                raise
            except Exception as error:
                item.measurements.note_failure(error)
                outcome = "failed"
            else:
                return "ok"
        return outcome

    async def _attempt(self, item: Item, attempt: int) -> None:
        given = None
        if item.hangs(attempt):
            await asyncio.get_running_loop().create_future()
        if self._io:
            with item.measurements.io_step():
                given = await self._io(item.number)
        if self._cpu:
            subject = self._cpu.subject(item.number, given)
            with item.measurements.computing:
                result = await self._compute(subject)
            self._cpu.verify(subject, result)

    async def _compute(self, subject: Any) -> Any:
        return self._cpu.compute(subject)


class Hybrid(Async):
    """I/O awaited, CPU steps in worker processes."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        from .pool import BatchPool  # takes a while to import, and other strategies do not need it

        self._pool = self._cpu and BatchPool(self._cpu, work)

    def forget(self) -> None:
        super().forget()
        if self._pool:
            self._pool.forget()

    def worker_costs(self) -> dict[str, Any]:
        return self._pool.costs() if self._pool else {}

    def worker_cpu_seconds(self) -> float:
        return self._pool.worker_cpu_seconds() if self._pool else 0

    async def _compute(self, subject: Any) -> Any:
        return await self._pool.compute(subject)

    def close(self) -> None:
        if self._pool:
            self._pool.close()


STRATEGIES = {"sync": Sync, "threads": Threads, "async": Async, "hybrid": Hybrid}
