"""The peers written in Python: each does with the standard library alone what calcmon does with its own means.

    python3 python_peers.py NAME '{"argument": value, ...}'

NAME is a function of PEERS. What it measured goes to standard output as calcmon's children report it: a JSON object a
line, the last with "type": "result". It imports nothing from its neighbours, which would count as its memory.
"""
import asyncio
import collections
import itertools
import json
import multiprocessing
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def say(kind, **body):
    print(json.dumps({"type": kind, **body}), flush=True)


def processes(count):
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork"))


# The guide's items

def burn(loops):
    x = 1
    for _ in range(loops):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF


def steps(loops, count):
    """The nanoseconds of CPU that so many CPU steps took."""
    before = time.thread_time_ns()
    for _ in range(count):
        burn(loops)
    return time.thread_time_ns() - before


def calibrate(cpu_seconds):
    """Loops that take so long, from the fastest of many rounds in 0.3 s."""
    loops, rounds = 10_000, []
    while sum(rounds) < 300_000_000:
        rounds.append(steps(loops, 1))
    say("result", loops=max(1, round(cpu_seconds * 1e9 * loops / min(rounds))))


class Batches:
    """Submits CPU steps to a process pool a chunk at a time; what does not fill one goes after 2 ms."""

    def __init__(self, pool, loops, chunk):
        self.pool, self.loops, self.chunk = pool, loops, chunk
        self.loop, self.spent, self.timer = asyncio.get_running_loop(), 0, None
        self.new_batch()

    def new_batch(self):
        self.waiting, self.done = 0, self.loop.create_future()

    async def step(self):
        """Returns when the step was done, and with it the others of its batch."""
        done = self.done
        self.waiting += 1
        if self.waiting == self.chunk:
            self.flush()
        elif self.timer is None:
            self.timer = self.loop.call_later(0.002, self.flush)
        await done

    def flush(self):
        if self.timer:
            self.timer.cancel()
            self.timer = None
        done = self.done
        job = self.loop.run_in_executor(self.pool, steps, self.loops, self.waiting)
        job.add_done_callback(lambda job: self.finish(job, done))
        self.new_batch()

    def finish(self, job, done):
        if job.exception():
            done.set_exception(job.exception())
        else:
            self.spent += job.result()
            done.set_result(None)


class Singly:
    """Submits CPU steps to a process pool one by one."""

    def __init__(self, pool, loops):
        self.pool, self.loops, self.spent = pool, loops, 0

    async def step(self):
        spent = await asyncio.get_running_loop().run_in_executor(self.pool, steps, self.loops, 1)
        self.spent += spent  # not before the await: others add to it meanwhile


def guide(items, io_seconds, loops, window, workers, chunk):
    """The items of the guide: each waits on the loop, then computes in a worker process."""
    async def execute(pool, items):
        batches = Batches(pool, loops, chunk) if chunk > 1 else Singly(pool, loops)
        numbers = iter(range(items))

        async def lane():
            for _ in numbers:
                await asyncio.sleep(io_seconds)
                await batches.step()

        began = time.monotonic()
        await asyncio.gather(*(lane() for _ in range(window)))
        return time.monotonic() - began, batches.spent * 1e-9

    with asyncio.Runner() as runner, processes(workers) as pool:
        runner.run(execute(pool, min(items // 10, window)))
        seconds, spent = runner.run(execute(pool, items))
    say("result", seconds=seconds, items_ok=items, cpu_step_seconds=spent)


# Items that do nothing

def nothing():
    pass


async def async_nothing():
    pass


def time_items(body, items):
    """Measures body(items), after a tenth as many items to warm up."""
    body(items // 10)
    began = time.monotonic()
    body(items)
    say("result", seconds=time.monotonic() - began, items_ok=items)


def submit(pool, items, window):
    """Keeps so many under way from the main thread, waiting for the oldest."""
    waiting = collections.deque()
    for _ in range(items):
        if len(waiting) == window:
            waiting.popleft().result()
        waiting.append(pool.submit(nothing))
    for each in waiting:
        each.result()


def process_pool(items, window):
    with processes(1) as pool:
        time_items(lambda count: submit(pool, count, window), items)


def thread_pool(items, window, threads):
    with ThreadPoolExecutor(threads) as pool:
        time_items(lambda count: submit(pool, count, window), items)


def run_in_executor(items, window):
    """So many tasks, each with one item under way."""
    async def execute(pool, count):
        loop, numbers = asyncio.get_running_loop(), iter(range(count))

        async def lane():
            for _ in numbers:
                await loop.run_in_executor(pool, nothing)

        await asyncio.gather(*(lane() for _ in range(window)))

    with asyncio.Runner() as runner, processes(1) as pool:
        time_items(lambda count: runner.run(execute(pool, count)), items)


def create_task(items):
    """A task an item, each awaited before the next."""
    async def execute(count):
        for _ in range(count):
            await asyncio.create_task(async_nothing())

    with asyncio.Runner() as runner:
        time_items(lambda count: runner.run(execute(count)), items)


def gather(items, window):
    """All tasks at once, held back by a semaphore."""
    async def execute(count):
        places = asyncio.Semaphore(window)

        async def item():
            async with places:
                await async_nothing()

        await asyncio.gather(*(item() for _ in range(count)))

    with asyncio.Runner() as runner:
        time_items(lambda count: runner.run(execute(count)), items)


# Calls of a function that does nothing, as asyncio's documentation has it

def empty(_number):
    pass


def empties(numbers):
    """What goes to a worker process in one piece."""
    return [empty(number) for number in numbers]


async def let_in(count, window, item):
    """A task an item, so many of them at once."""
    places = asyncio.Semaphore(window)

    async def one(number):
        await item(number)
        places.release()

    async with asyncio.TaskGroup() as group:
        for number in range(count):
            await places.acquire()
            group.create_task(one(number))


def call_on_loop(items, window):
    """Called by a task."""
    async def item(number):
        empty(number)

    with asyncio.Runner() as runner:
        time_items(lambda count: runner.run(let_in(count, window, item)), items)


def call_in_threads(items, window, threads):
    """By run_in_executor with a thread pool."""
    with asyncio.Runner() as runner, ThreadPoolExecutor(threads) as pool:
        async def item(number):
            await asyncio.get_running_loop().run_in_executor(pool, empty, number)

        time_items(lambda count: runner.run(let_in(count, window, item)), items)


def call_in_processes(items, window, workers, chunk):
    """By run_in_executor with a process pool: each piece when it is full, or as soon as a worker has nothing to do."""
    with asyncio.Runner() as runner, processes(workers) as pool:
        waiting, under_way = [], 0

        def submit():
            nonlocal under_way
            while len(waiting) >= chunk or (waiting and under_way < workers):
                piece = waiting[:chunk]
                del waiting[:chunk]
                under_way += 1
                numbers = [number for number, _ in piece]
                job = asyncio.get_running_loop().run_in_executor(pool, empties, numbers)
                job.add_done_callback(lambda job, piece=piece: finish(job, piece))

        def finish(job, piece):
            nonlocal under_way
            under_way -= 1
            for (_, done), result in zip(piece, job.result()):
                done.set_result(result)
            submit()

        async def item(number):
            done = asyncio.get_running_loop().create_future()
            waiting.append((number, done))
            submit()
            await done

        time_items(lambda count: runner.run(let_in(count, window, item)), items)


# A loop that only ticks

def ticker(seconds, interval):
    """A callback on a fixed grid; every tick that was swallowed counts too."""
    lateness = collections.Counter()

    async def execute():
        loop = asyncio.get_running_loop()
        began = time.monotonic()
        due = itertools.count(1)
        next_due = began + next(due) * interval

        def tick():
            nonlocal next_due
            now = time.monotonic()
            while next_due <= now:
                lateness[int((now - next_due) * 1e6)] += 1
                next_due = began + next(due) * interval
            loop.call_later(next_due - now, tick)

        loop.call_later(interval, tick)
        await asyncio.sleep(seconds)

    with asyncio.Runner() as runner:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        say("started", cpu_user_seconds=usage.ru_utime, cpu_system_seconds=usage.ru_stime)
        runner.run(execute())
    say("histogram", of="event_loop_latency", buckets=sorted(lateness.items()))
    say("result", seconds=seconds, items_ok=0)


PEERS = {each.__name__: each for each in (calibrate, guide, process_pool, thread_pool, run_in_executor, create_task,
                                          gather, call_on_loop, call_in_threads, call_in_processes, ticker)}

if __name__ == "__main__":
    PEERS[sys.argv[1]](**json.loads(sys.argv[2]))
