"""Worker processes for CPU steps."""

import asyncio
import contextlib
import functools
import math
import multiprocessing
import os
import signal
import time
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from .cpu_step import CpuStep
from .giving_way import give_way, leave_session
from .step_error import StepError


def start_worker(parent: int, gives_way: bool) -> None:
    """Makes a worker process die with its parent and leave Ctrl-C to it; and give way, if it should."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    dies_with_parent = False
    with contextlib.suppress(ImportError):
        import ctypes

        pr_set_pdeathsig = 1
        dies_with_parent = ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL) == 0
    if os.getppid() != parent:
        os._exit(1)
    if gives_way:
        give_way()
        if dies_with_parent:  # else it must stay in the process group, which is killed as a whole
            leave_session()


class BatchPool:
    """Computes items in worker processes, in batches: one trip to a worker serves many items."""

    MAX_REPLACEMENTS = 5

    def __init__(self, cpu: CpuStep, processes: int, chunk: int, gives_way: bool = False) -> None:
        self._cpu = cpu
        self._gives_way = gives_way
        self._processes = processes
        self._chunk = chunk
        self._waiting: OrderedDict[asyncio.Future[int], int] = OrderedDict()
        self._under_way = 0
        self._replacements = 0
        self._executor = self._new_executor()
        for started in [self._executor.submit(cpu.compute_many, []) for _ in range(processes)]:
            started.result()

    def _new_executor(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._processes,
            mp_context=multiprocessing.get_context("fork"),
            initializer=start_worker,
            initargs=(os.getpid(), self._gives_way),
        )

    async def compute(self, seed: int) -> int:
        """Has an item computed by a worker."""
        future = asyncio.get_running_loop().create_future()
        self._waiting[future] = seed
        self._submit_batches()
        try:
            return await future
        finally:
            self._waiting.pop(future, None)

    def worker_cpu_seconds(self) -> float:
        """The CPU time that the workers have used so far: the kernel has a clock of each."""
        workers = multiprocessing.active_children()
        return sum(time.clock_gettime((~worker.pid << 3) | 2) for worker in workers)

    def close(self) -> None:
        """Stops the workers."""
        self._executor.shutdown(cancel_futures=True)

    def _next_batch_size(self) -> int:
        """A full chunk goes at once; less only to workers that have nothing to do, who share it."""
        waiting = len(self._waiting)
        if waiting >= self._chunk:
            return self._chunk
        return math.ceil(waiting / self._processes) if self._under_way < self._processes else 0

    def _submit_batches(self) -> None:
        while size := self._next_batch_size():
            self._submit(dict(self._waiting.popitem(last=False) for _ in range(size)))

    def _submit(self, batch: dict[asyncio.Future[int], int]) -> None:
        loop = asyncio.get_running_loop()
        try:
            job = loop.run_in_executor(
                self._executor, self._cpu.compute_many, list(batch.values())
            )
        except BrokenProcessPool as error:
            job = loop.create_future()
            job.set_exception(error)
        self._under_way += 1
        job.add_done_callback(functools.partial(self._batch_ended, batch, self._executor))

    def _batch_ended(
        self,
        batch: dict[asyncio.Future[int], int],
        executor: ProcessPoolExecutor,
        job: asyncio.Future[tuple[list[int], int]],
    ) -> None:
        self._under_way -= 1
        waiting = [future for future in batch if not future.done()]
        if error := job.exception():
            if isinstance(error, BrokenProcessPool) and executor is self._executor:
                self._replace_executor()
            for future in waiting:
                future.set_exception(StepError(f"batch lost: {error}"))
        else:
            results, spent_ns = job.result()
            self._replacements = 0
            self._cpu.spend(spent_ns)
            for future, result in zip(batch, results):
                if not future.done():
                    future.set_result(result)
        self._submit_batches()

    def _replace_executor(self) -> None:
        """Gives up at some point: from then on the broken executor refuses every batch."""
        if self._replacements < self.MAX_REPLACEMENTS:
            self._replacements += 1
            self._executor.shutdown(wait=False)
            self._executor = self._new_executor()
