"""Workers for CPU steps."""

import asyncio
import functools
import math
from collections import OrderedDict
from concurrent.futures import BrokenExecutor
from typing import Any, Protocol

from .batch import Batch
from .cpu_account import CpuAccount
from .order import OrderError, Work
from .step_error import StepError
from .transfer import TransferSum
from .user_errors import brief
from .workers import Workers, make_workers


class SentStep(Protocol):
    """A CPU step that workers do."""

    account: CpuAccount

    def compute_many(self, subjects: list[Any]) -> Batch:
        """Does it for some items."""
        ...

    def check_sendable(self) -> None:
        """Raises if it cannot be sent to a worker."""
        ...


class BatchPool:
    """Computes items in workers, in batches: one trip to a worker serves many items."""

    MAX_REPLACEMENTS = 5

    def __init__(self, cpu: SentStep, work: Work) -> None:
        cpu.check_sendable()
        self._cpu = cpu
        self._work = work
        self._processes = work.processes
        self._chunk = work.chunk
        self._waiting: OrderedDict[asyncio.Future[Any], Any] = OrderedDict()
        self._under_way = 0
        self._replacements = 0
        self._transfer = TransferSum()
        self._workers = self._new_workers()
        self._start_seconds = self._workers.start_all()

    def _new_workers(self) -> Workers:
        return make_workers(self._work)

    async def compute(self, subject: Any) -> Any:
        """Has an item computed by a worker."""
        future = asyncio.get_running_loop().create_future()
        self._waiting[future] = subject
        self._submit_batches()
        try:
            return await future
        finally:
            self._waiting.pop(future, None)

    def forget(self) -> None:
        """What came before was the warm-up."""
        self._transfer = TransferSum()

    def worker_cpu_seconds(self) -> float:
        """The CPU time that worker processes have used so far."""
        return self._workers.cpu_seconds()

    def costs(self) -> dict[str, Any]:
        """What workers cost beside what they compute, as the result tells it."""
        return {"worker_start_seconds": self._start_seconds, "transfer": self._transfer.mean()}

    def close(self) -> None:
        """Stops the workers, also those that still compute items that were given up."""
        self._workers.stop(at_once=self._under_way > 0)

    def _next_batch_size(self) -> int:
        """A full chunk goes at once; less only to workers that have nothing to do, who share it."""
        waiting = len(self._waiting)
        if waiting >= self._chunk:
            return self._chunk
        return math.ceil(waiting / self._processes) if self._under_way < self._processes else 0

    def _submit_batches(self) -> None:
        while size := self._next_batch_size():
            self._submit(dict(self._waiting.popitem(last=False) for _ in range(size)))

    def _submit(self, batch: dict[asyncio.Future[Any], Any]) -> None:
        loop = asyncio.get_running_loop()
        try:
            job = loop.run_in_executor(
                self._workers.executor, self._cpu.compute_many, list(batch.values())
            )
        except BrokenExecutor as error:
            job = loop.create_future()
            job.set_exception(error)
        self._under_way += 1
        job.add_done_callback(functools.partial(self._batch_ended, batch, self._workers))

    def _batch_ended(
        self, batch: dict[asyncio.Future[Any], Any], workers: Workers, job: asyncio.Future[Batch]
    ) -> None:
        self._under_way -= 1
        if error := job.exception():
            if isinstance(error, BrokenExecutor) and workers is self._workers:
                self._replace_workers()
            failure = self._failure(error)
            for future in batch:
                if not future.done():
                    future.set_exception(failure)
        else:
            self._replacements = 0
            self._take(batch, job.result())
        self._submit_batches()

    def _take(self, batch: dict[asyncio.Future[Any], Any], done: Batch) -> None:
        self._cpu.account.spend(done.times)
        if done.transfer:
            self._transfer.add(done.transfer)
        failures = done.failures or {}
        for place, (future, result) in enumerate(zip(batch, done.results)):
            if future.done():
                continue
            if place in failures:
                future.set_exception(StepError(failures[place]))
            else:
                future.set_result(result)

    @staticmethod
    def _failure(error: BaseException) -> Exception:
        if isinstance(error, BrokenExecutor):
            return StepError(f"batch lost: {error}")
        if isinstance(error, (OrderError, StepError)):
            return error
        return StepError(f"an item, or its result, cannot be sent to a worker and back: {brief(error)}")

    def _replace_workers(self) -> None:
        """Gives up at some point: from then on the broken executor refuses every batch."""
        if self._replacements < self.MAX_REPLACEMENTS:
            self._replacements += 1
            self._workers.executor.shutdown(wait=False)
            self._workers = self._new_workers()
