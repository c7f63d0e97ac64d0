import asyncio
import contextlib
import multiprocessing
import os
import signal
import unittest
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from unittest import mock

from support import CPU, work

from calcmon_runtime.batch import Batch
from calcmon_runtime.cpu_step import CpuStep
from calcmon_runtime.order import Cpu
from calcmon_runtime.pool import BatchPool
from calcmon_runtime.step_error import StepError
from calcmon_runtime.strategies import Threads
from calcmon_runtime.workers import Workers

STEP = Cpu("integer", 100)


class ManualExecutor:
    """Has the batches that it is given done when a test says so."""

    def __init__(self):
        self.batches = []
        self.jobs = []
        self.is_broken = False

    def submit(self, _compute, seeds=()):
        if self.is_broken:
            raise BrokenProcessPool("broken")
        job = Future()
        if seeds:
            self.batches.append(seeds)
            self.jobs.append(job)
        else:  # the empty batches by which a pool waits for its workers
            job.set_result(Batch([], []))
        return job

    def finish(self, batch):
        self.jobs[batch].set_result(Batch([seed * 10 for seed in self.batches[batch]], [1000] * len(self.batches[batch])))

    def shutdown(self, **_how):
        pass


async def settle():
    """Lets all callbacks run that are due."""
    for _ in range(5):
        await asyncio.sleep(0)


class HandOverTests(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.executors = []
        self.enterContext(mock.patch.object(BatchPool, "_new_workers", self.new_workers))
        self.cpu = CpuStep(STEP)

    def new_workers(self):
        self.executors.append(ManualExecutor())
        return Workers(self.executors[-1], 1)

    def pool(self, processes, chunk):
        return BatchPool(self.cpu, work(processes=processes, chunk=chunk))

    async def begin(self, pool, seeds):
        tasks = [asyncio.create_task(pool.compute(seed)) for seed in seeds]
        await settle()
        return tasks

    async def test_what_comes_goes_at_once_to_workers_that_have_nothing_to_do_and_then_in_chunks(self):
        pool = self.pool(processes=2, chunk=4)
        await self.begin(pool, range(9))
        self.assertEqual(self.executors[0].batches, [[0], [1], [2, 3, 4, 5]])

    async def test_what_waits_is_shared_by_the_workers_when_one_becomes_idle(self):
        pool = self.pool(processes=2, chunk=100)
        await self.begin(pool, range(8))
        self.executors[0].finish(0)
        await settle()
        self.assertEqual(self.executors[0].batches, [[0], [1], [2, 3, 4]])

    async def test_each_gets_its_own_result_and_time_is_added_up(self):
        pool = self.pool(processes=1, chunk=3)
        tasks = await self.begin(pool, [5, 6, 7, 8])
        for batch in range(2):
            self.executors[0].finish(batch)
            await settle()
        self.assertEqual([await task for task in tasks], [50, 60, 70, 80])
        self.assertEqual(self.cpu.account.spent_ns, 4000)

    async def test_an_item_that_gave_up_is_not_sent(self):
        pool = self.pool(processes=1, chunk=3)
        tasks = await self.begin(pool, [0, 1, 2])
        tasks[1].cancel()
        await settle()
        self.executors[0].finish(0)
        await settle()
        self.assertEqual(self.executors[0].batches, [[0], [2]])

    async def test_a_batch_that_is_lost_fails_its_items_alone_and_the_workers_are_replaced(self):
        pool = self.pool(processes=1, chunk=2)
        lost, *others = await self.begin(pool, [0, 1, 2])
        self.executors[0].jobs[0].set_exception(BrokenProcessPool("a worker died"))
        await settle()
        with self.assertRaisesRegex(StepError, "batch lost: a worker died"):
            await lost
        self.assertEqual(len(self.executors), 2)
        self.executors[0].finish(1)
        await settle()
        self.assertEqual([await task for task in others], [10, 20])

    async def test_workers_that_die_again_and_again_are_given_up(self):
        pool = self.pool(processes=1, chunk=1)
        for attempt in range(BatchPool.MAX_REPLACEMENTS + 3):
            self.executors[-1].is_broken = True
            with self.subTest(attempt), self.assertRaisesRegex(StepError, "batch lost: broken"):
                await pool.compute(0)
        self.assertEqual(len(self.executors), 1 + BatchPool.MAX_REPLACEMENTS)


class WorkerTests(unittest.IsolatedAsyncioTestCase):
    async def test_workers_compute_what_this_process_would(self):
        cpu = CpuStep(STEP)
        others = set(multiprocessing.active_children())
        with contextlib.closing(BatchPool(cpu, work(processes=2, chunk=3))) as pool:
            workers = set(multiprocessing.active_children()) - others
            results = await asyncio.gather(*(pool.compute(seed) for seed in range(20)))
            self.assertGreater(pool.worker_cpu_seconds(), 0)
        self.assertEqual(results, [CpuStep(STEP).compute(seed) for seed in range(20)])
        self.assertGreater(cpu.account.spent_ns, 0)
        self.assertEqual(len(workers), 2)
        self.assertFalse([worker for worker in workers if os.path.exists(f"/proc/{worker.pid}")])

    async def test_a_worker_that_is_killed_is_replaced(self):
        with contextlib.closing(BatchPool(CpuStep(Cpu("integer", 10**9)), work(processes=1, chunk=1))) as pool:
            task = asyncio.create_task(pool.compute(1))
            await settle()
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
            with self.assertRaisesRegex(StepError, "batch lost"):
                await task
            pool._cpu.compute_many = CpuStep(STEP).compute_many
            self.assertEqual(await pool.compute(1), CpuStep(STEP).compute(1))

    async def test_workers_that_give_way_are_nice_in_a_session_of_their_own(self):
        own = os.nice(0)
        for gives_way in (False, True):
            with contextlib.closing(BatchPool(CpuStep(STEP), work(processes=1, chunk=1, gives_way=gives_way))) as pool, self.subTest(gives_way):
                worker = multiprocessing.active_children()[0].pid
                niceness = pool._workers.executor.submit(os.nice, 0).result()
                session = pool._workers.executor.submit(os.getsid, 0).result()
                self.assertEqual(niceness, min(19, max(0, own) + 10) if gives_way else own)
                self.assertEqual(session, worker if gives_way else os.getsid(0))

    async def test_threads_that_give_way_are_nice_and_the_loop_is_not(self):
        own = os.nice(0)
        for gives_way in (None, True):
            with contextlib.closing(Threads(work(strategy="threads", cpu=CPU, gives_way=gives_way))) as strategy:
                self.assertEqual(strategy._executor.submit(os.nice, 0).result(), min(19, max(0, own) + 10) if gives_way else own)
        self.assertEqual(os.nice(0), own)
