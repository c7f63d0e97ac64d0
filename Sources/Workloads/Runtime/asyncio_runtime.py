"""The asyncio runtime of calcmon: executes the items of one run and reports what it measured.

calcmon starts CPython as a child process, writes to its standard input this module, the module
that it imports, and one order (a line of JSON), and reads messages (a JSON object a line) from its
standard output: nothing is installed, and no file has to be found. Items run on an asyncio
event loop under one of four strategies; a probe measures how late that loop turns meanwhile, and
finds out what holds it. An order may ask for disturbances of the loop, to see what the probe says.

All durations are integers in nanoseconds of the monotonic clock, except where a name says seconds.
"""

import asyncio
import contextlib
import functools
import http.client
import itertools
import json
import math
import multiprocessing
import os
import platform
import re
import resource
import signal
import site
import struct
import sys
import threading
import time
import traceback
from array import array
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from time import monotonic_ns
from typing import Any, BinaryIO, NamedTuple

from loop_probe import Histogram, LoopProbe, send

MASK64 = 2**64 - 1


class OrderError(Exception):
    """The order is missing, or cannot be carried out as it stands."""


class StepError(Exception):
    """A step did not do what it should: a wrong answer, a wrong result, an injected failure."""


# --- Order and messages ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Io:
    """The I/O step of an item."""

    kind: str
    ns: int = 0
    port: int = 0


@dataclass(frozen=True)
class Cpu:
    """The CPU step of an item."""

    kernel: str
    operations: int


@dataclass(frozen=True)
class Injection:
    """A disturbance of the loop: at what time of the run, and how much of it."""

    kind: str
    at_ns: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class Work:
    """What to execute, and how."""

    strategy: str
    items: int
    warm_up: int
    concurrency: int
    threads: int
    processes: int
    chunk: int
    interval_ns: float
    idle_ns: int
    attempts: int
    backoff_ns: int
    fail: float
    hang: float
    loop: str
    tick_ns: int
    stall_limit_ns: int
    scratch: str
    injections: tuple[Injection, ...]
    queue_limit: int | None = None
    timeout_ns: int | None = None
    io: Io | None = None
    cpu: Cpu | None = None

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Work":
        """The work that an order describes."""
        io, cpu = fields.get("io"), fields.get("cpu")
        parts = {
            "io": io and Io(**io),
            "cpu": cpu and Cpu(**cpu),
            "injections": tuple(Injection(**each) for each in fields["injections"]),
        }
        work = cls(**{**fields, **parts})
        if work.strategy not in STRATEGIES:
            raise OrderError(f"no strategy {work.strategy!r}")
        if work.io and work.io.kind not in BLOCKING_IO:
            raise OrderError(f"no I/O step {work.io.kind!r}")
        if work.cpu and work.cpu.kernel not in KERNELS:
            raise OrderError(f"no kernel {work.cpu.kernel!r}")
        if min(work.attempts, work.concurrency, work.tick_ns, work.stall_limit_ns) < 1:
            raise OrderError("attempts, concurrency, tick_ns and stall_limit_ns must be above zero")
        for injection in work.injections:
            if injection.kind not in INJECTIONS:
                raise OrderError(f"no injection {injection.kind!r}")
            if min(injection.at_ns, injection.amount) < 0:
                raise OrderError("at_ns and amount of an injection must not be below zero")
        if work.hang > 0 and work.timeout_ns is None:
            raise OrderError("an item that hangs needs a timeout")
        return work

    def warm_up_work(self) -> "Work":
        """The same work for the warm-up items: all at once, and nothing fails on purpose."""
        return replace(
            self,
            items=self.warm_up,
            interval_ns=0,
            queue_limit=None,
            idle_ns=0,
            fail=0,
            hang=0,
            injections=(),
        )

    def intended_start(self, item: int) -> int:
        """When an item should start, counted from the start of the run."""
        return int(item * self.interval_ns)


def read_order() -> dict[str, Any]:
    """Reads the order; nothing is read from standard input after it."""
    line = sys.stdin.buffer.readline()
    with open(os.devnull, "rb") as null:
        os.dup2(null.fileno(), 0)
    try:
        order = json.loads(line)
    except ValueError:
        raise OrderError("no order on standard input") from None
    if not isinstance(order, dict) or not ("calibrate" in order or "work" in order):
        raise OrderError("an order names either kernels to calibrate or work")
    return order


def parse_work(order: dict[str, Any]) -> Work:
    """The work in an order; a field that is missing or of a wrong type makes it a bad order."""
    try:
        return Work.from_json(order["work"])
    except (TypeError, AttributeError, KeyError) as error:
        raise OrderError(f"bad order: {error}") from None


# --- CPU kernels ----------------------------------------------------------------------------------

MULTIPLIER, INCREMENT = 6364136223846793005, 1442695040888963407
STEP_COS, STEP_SIN = math.cos(0.1), math.sin(0.1)
TABLE_SIZE, TABLE_MULTIPLIER, TABLE_INCREMENT = 2**21, 1664525, 1013904223
FNV_OFFSET, FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3
HASHED_BYTES = bytes((k * 167 + 13) % 256 for k in range(4096))

Check = Callable[[int, int], bool]


class Kernel(NamedTuple):
    """A computation on 64-bit integers.

    `compute` takes a seed and a number of operations. `make_check` takes the number of operations
    and returns a function of seed and result that is much cheaper than to compute again.
    """

    compute: Callable[[int, int], int]
    make_check: Callable[[int], Check]


def affine_power(multiplier: int, increment: int, exponent: int, mask: int) -> tuple[int, int]:
    """The affine map x -> multiplier * x + increment, applied `exponent` times, as one such map."""
    power_multiplier, power_increment = 1, 0
    while exponent:
        if exponent & 1:
            power_multiplier = power_multiplier * multiplier & mask
            power_increment = (power_increment * multiplier + increment) & mask
        increment = (multiplier + 1) * increment & mask
        multiplier = multiplier * multiplier & mask
        exponent >>= 1
    return power_multiplier, power_increment


def compute_integer(seed: int, operations: int) -> int:
    """A linear congruential generator mod 2^64."""
    state = seed
    for _ in range(operations):
        state = (state * MULTIPLIER + INCREMENT) & MASK64
    return state


def check_integer(operations: int) -> Check:
    """Checks by the closed form of the generator."""
    multiplier, increment = affine_power(MULTIPLIER, INCREMENT, operations, MASK64)
    return lambda seed, result: result == (multiplier * seed + increment) & MASK64


def starting_angle(seed: int) -> float:
    """Where the rotation of an item starts."""
    return (seed % 1000) * 0.001


def compute_floating(seed: int, operations: int) -> int:
    """Turns a unit vector by 0.1 rad per operation; the result is the bits of its x."""
    angle = starting_angle(seed)
    x, y = math.cos(angle), math.sin(angle)
    for _ in range(operations):
        x, y = x * STEP_COS - y * STEP_SIN, x * STEP_SIN + y * STEP_COS
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def check_floating(operations: int) -> Check:
    """Checks by the angle that the rotations add up to."""

    def check(seed: int, result: int) -> bool:
        x = struct.unpack("<d", struct.pack("<Q", result))[0]
        return abs(x - math.cos(starting_angle(seed) + operations * 0.1)) < 1e-6

    return check


@functools.cache
def memory_table() -> array:
    """Says for each index which is next. It takes 8 MiB, so that reads of it miss the caches."""
    indices = range(TABLE_SIZE)
    return array("I", [(TABLE_MULTIPLIER * i + TABLE_INCREMENT) % TABLE_SIZE for i in indices])


def compute_memory(seed: int, operations: int) -> int:
    """Follows the table from index to index."""
    table = memory_table()
    index = seed % TABLE_SIZE
    for _ in range(operations):
        index = table[index]
    return index


def check_memory(operations: int) -> Check:
    """Checks by the closed form. Builds the table, so that workers forked later share it."""
    memory_table()
    mask = TABLE_SIZE - 1
    multiplier, increment = affine_power(TABLE_MULTIPLIER, TABLE_INCREMENT, operations, mask)
    return lambda seed, result: result == (multiplier * seed + increment) & mask


def compute_hashing(_seed: int, operations: int) -> int:
    """FNV-1a over a buffer that is read again and again."""
    state = FNV_OFFSET
    for byte in itertools.islice(itertools.cycle(HASHED_BYTES), operations):
        state = ((state ^ byte) * FNV_PRIME) & MASK64
    return state


def check_hashing(operations: int) -> Check:
    """Checks against a hash computed once: it does not depend on the seed."""
    expected = compute_hashing(0, operations)
    return lambda _seed, result: result == expected


KERNELS = {
    "integer": Kernel(compute_integer, check_integer),
    "floating": Kernel(compute_floating, check_floating),
    "memory": Kernel(compute_memory, check_memory),
    "hashing": Kernel(compute_hashing, check_hashing),
}


def compute_many(kernel: str, operations: int, seeds: list[int]) -> tuple[list[int], int]:
    """The results for some seeds, and the CPU time that they took."""
    compute = KERNELS[kernel].compute
    begun = time.thread_time_ns()
    results = [compute(seed, operations) for seed in seeds]
    return results, time.thread_time_ns() - begun


def operations_per_second(kernel: str) -> float:
    """The speed of a kernel here, from the median of many rounds, in CPU time.

    Being interrupted does not count, and the fastest moment of a core is not typical. No two
    rounds have the same seed: what the memory kernel has just read is in the caches.
    """
    KERNELS[kernel].make_check(0)
    seeds = itertools.count()

    def round_ns(operations: int) -> int:
        return compute_many(kernel, operations, [next(seeds)])[1]

    operations = 1000
    while round_ns(operations) < 1_400_000:
        operations *= 2
    rounds: list[int] = []
    while sum(rounds) < 300_000_000:
        rounds.append(round_ns(operations))
    return operations * 1e9 / sorted(rounds)[len(rounds) // 2]


class CpuStep:
    """The CPU step of the items; it adds up the CPU time that it takes."""

    def __init__(self, cpu: Cpu) -> None:
        self._check = KERNELS[cpu.kernel].make_check(cpu.operations)
        self._lock = threading.Lock()
        self.compute_many = functools.partial(compute_many, cpu.kernel, cpu.operations)
        self.spent_ns = 0

    def spend(self, ns: int) -> None:
        """Adds CPU time that was spent."""
        with self._lock:
            self.spent_ns += ns

    def compute(self, seed: int) -> int:
        """Computes in the calling thread."""
        (result,), spent_ns = self.compute_many([seed])
        self.spend(spent_ns)
        return result

    def verify(self, seed: int, result: int) -> None:
        """Raises if the result is wrong."""
        if not self._check(seed, result):
            raise StepError(f"wrong result {result} for seed {seed}")


# --- Worker processes -----------------------------------------------------------------------------


def start_worker(parent: int) -> None:
    """Makes a worker process die with its parent and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError):
        import ctypes

        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


class BatchPool:
    """Computes items in worker processes, in batches: one trip to a worker serves many items."""

    MAX_REPLACEMENTS = 5

    def __init__(self, cpu: CpuStep, processes: int, chunk: int) -> None:
        self._cpu = cpu
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
            initargs=(os.getpid(),),
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


# --- I/O steps ------------------------------------------------------------------------------------

BlockingStep = Callable[[int], None]
AsyncStep = Callable[[int], Awaitable[None]]


class IdleStack:
    """Idle connections: the one used last is used next. Threads may share a stack."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._idle: deque[Any] = deque()

    @contextlib.contextmanager
    def lease(self) -> Iterator[Any]:
        """Lends a connection; it is discarded unless the block ends well."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._make()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)


def check_answer(status: int, body: bytes) -> None:
    """Raises unless the HTTP server said what it always says."""
    if (status, body) != (200, b"ok\n"):
        raise StepError(f"wrong HTTP answer: {status} {body!r}")


def blocking_timer(work: Work) -> BlockingStep:
    """Waits."""
    return lambda _item: time.sleep(work.io.ns * 1e-9)


def blocking_http(work: Work) -> BlockingStep:
    """Asks a server that takes its time. http.client sets TCP_NODELAY."""
    timeout = work.timeout_ns and work.timeout_ns * 1e-9
    connections = IdleStack(
        lambda: http.client.HTTPConnection("127.0.0.1", work.io.port, timeout=timeout)
    )

    def step(_item: int) -> None:
        with connections.lease() as connection:
            connection.request("GET", f"/wait/{work.io.ns}", headers={"Host": "127.0.0.1"})
            response = connection.getresponse()
            check_answer(response.status, response.read())

    return step


def blocking_disk(work: Work) -> BlockingStep:
    """Writes a block through to the disk and reads it back, each time in a file that is idle."""
    numbers = itertools.count()

    def create() -> BinaryIO:
        path = os.path.join(work.scratch, f"block-{next(numbers)}")
        return open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)

    files = IdleStack(create)

    def step(item: int) -> None:
        block = item.to_bytes(8, "little") * 512
        with files.lease() as file:
            os.pwrite(file.fileno(), block, 0)
            os.fsync(file.fileno())
            if os.pread(file.fileno(), len(block), 0) != block:
                raise StepError("the block read is not the block written")

    return step


def blocking_sqlite(work: Work) -> BlockingStep:
    """Ten indexed reads and one write in a database."""
    import sqlite3  # some builds of CPython lack it, and other steps do not need it

    def connect() -> sqlite3.Connection:
        path = os.path.join(work.scratch, "steps.db")
        connection = sqlite3.connect(
            path, timeout=5, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    connections = IdleStack(connect)

    def step(item: int) -> None:
        with connections.lease() as connection:
            for j in range(10):
                key = (item * 7919 + j * 104729) % 10000
                rows = connection.execute("SELECT value FROM entries WHERE key = ?", (key,))
                if rows.fetchall() != [(f"value-{key}",)]:
                    raise StepError(f"wrong value of key {key}")
            connection.execute("UPDATE counters SET n = n + 1 WHERE id = ?", (item % 100,))

    return step


def async_timer(work: Work) -> AsyncStep:
    """Waits."""
    return lambda _item: asyncio.sleep(work.io.ns * 1e-9)


class AsyncHttpConnection:
    """A keep-alive connection, made at the first request. asyncio sets TCP_NODELAY."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        status = re.match(rb"HTTP/1\.1 (\d+)", head)
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if not (status and length):
            raise StepError(f"not an HTTP answer: {head!r}")
        return int(status[1]), await reader.readexactly(int(length[1]))

    def close(self) -> None:
        """Does not wait for the end of the connection."""
        if self._streams is not None:
            self._streams[1].close()


def async_http(work: Work) -> AsyncStep:
    """Asks a server that takes its time."""
    connections = IdleStack(lambda: AsyncHttpConnection(work.io.port))

    async def step(_item: int) -> None:
        with connections.lease() as connection:
            check_answer(*await connection.get(f"/wait/{work.io.ns}"))

    return step


def offloaded(make: Callable[[Work], BlockingStep], work: Work) -> AsyncStep:
    """A blocking step, done in the default executor of the loop."""
    blocking_step = make(work)

    async def step(item: int) -> None:
        await asyncio.get_running_loop().run_in_executor(None, blocking_step, item)

    return step


BLOCKING_IO = {
    "timer": blocking_timer,
    "http": blocking_http,
    "disk": blocking_disk,
    "sqlite": blocking_sqlite,
}
ASYNC_IO = {
    "timer": async_timer,
    "http": async_http,
    "disk": functools.partial(offloaded, blocking_disk),
    "sqlite": functools.partial(offloaded, blocking_sqlite),
}


# --- Measurements ---------------------------------------------------------------------------------


class Measurements:
    """What the items of a run leave behind. Items may run in several threads."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.item_duration = Histogram()
        self.io_step_duration = Histogram()
        self.queue_wait = Histogram()
        self.retries = 0
        self._lock = threading.Lock()
        self._in_flight = 0
        self._computing = 0
        self._waited_ns = 0
        self._changed_at = 0

    def count_retry(self) -> None:
        """An item begins an attempt that is not its first."""
        with self._lock:
            self.retries += 1

    @contextlib.contextmanager
    def counted(self, in_flight: int = 0, computing: int = 0) -> Iterator[None]:
        """Encloses the time in which an item is in flight, or in its CPU step."""
        self._change(in_flight, computing)
        try:
            yield
        finally:
            self._change(-in_flight, -computing)

    @contextlib.contextmanager
    def io_step(self) -> Iterator[None]:
        """Encloses the I/O step of an item."""
        begun = monotonic_ns()
        try:
            yield
        finally:
            with self._lock:
                self.io_step_duration.record(monotonic_ns() - begun)

    def io_wait_seconds(self) -> float:
        """The time so far in which items were in flight and none was in its CPU step."""
        self._change()
        return self._waited_ns * 1e-9

    def _change(self, in_flight: int = 0, computing: int = 0) -> None:
        with self._lock:
            now = monotonic_ns()
            if self._in_flight and not self._computing:
                self._waited_ns += now - self._changed_at
            self._changed_at = now
            self._in_flight += in_flight
            self._computing += computing


# --- Items and strategies -------------------------------------------------------------------------

GOLDEN_GAMMA = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a run, and what is decided about it by chance, the same in every run."""

    number: int
    work: Work
    measurements: Measurements

    def hangs(self, attempt: int) -> bool:
        """Whether an attempt is to hang; raises if it is to fail."""
        chance = self._uniform(attempt)
        if chance < self.work.fail:
            raise StepError("injected failure")
        return chance < self.work.fail + self.work.hang

    def backoff_seconds(self, attempt: int) -> float:
        """How long to wait before an attempt that is not the first."""
        jitter = 0.5 + 0.5 * self._uniform(1000 + attempt)
        return self.work.backoff_ns * 1e-9 * 2 ** (attempt - 2) * jitter

    def _uniform(self, n: int) -> float:
        """A number in [0, 1): the finalizer of splitmix64."""
        z = (self.number * GOLDEN_GAMMA + n) & MASK64
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK64
        z ^= z >> 31
        return (z >> 11) / 2**53


class Strategy:
    """Executes items; what it needs for that is made once and serves warm-up and run."""

    def __init__(self, work: Work, io_kinds: dict[str, Callable[[Work], Any]]) -> None:
        self._cpu = work.cpu and CpuStep(work.cpu)
        self._io = work.io and io_kinds[work.io.kind](work)

    @property
    def cpu_spent_ns(self) -> int:
        """The CPU time of all CPU steps so far."""
        return self._cpu.spent_ns if self._cpu else 0

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
            except Exception:
                outcome = "failed"
            else:
                return "ok"
        return outcome

    def _attempt(self, item: Item, attempt: int) -> None:
        timeout_ns, begun = item.work.timeout_ns, monotonic_ns()
        if item.hangs(attempt):
            time.sleep(timeout_ns * 1e-9)
            raise TimeoutError
        if self._io:
            with item.measurements.io_step():
                self._io(item.number)
            if timeout_ns is not None and monotonic_ns() - begun > timeout_ns:
                raise TimeoutError
        if self._cpu:
            with item.measurements.counted(computing=1):
                result = self._cpu.compute(item.number)
            self._cpu.verify(item.number, result)


class Threads(Sync):
    """Everything in threads of a pool, blocking them."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._executor = ThreadPoolExecutor(work.threads)

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
                async with self._time_limit(item.work):
                    await self._attempt(item, attempt)
            except TimeoutError:
                outcome = "timeout"
            except Exception:
                outcome = "failed"
            else:
                return "ok"
        return outcome

    @staticmethod
    def _time_limit(work: Work) -> contextlib.AbstractAsyncContextManager[Any]:
        if work.timeout_ns is None:
            return contextlib.nullcontext()
        return asyncio.timeout(work.timeout_ns * 1e-9)

    async def _attempt(self, item: Item, attempt: int) -> None:
        if item.hangs(attempt):
            await asyncio.get_running_loop().create_future()
        if self._io:
            with item.measurements.io_step():
                await self._io(item.number)
        if self._cpu:
            with item.measurements.counted(computing=1):
                result = await self._compute(item.number)
            self._cpu.verify(item.number, result)

    async def _compute(self, seed: int) -> int:
        return self._cpu.compute(seed)


class Hybrid(Async):
    """I/O awaited, CPU steps in worker processes."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._pool = self._cpu and BatchPool(self._cpu, work.processes, work.chunk)

    async def _compute(self, seed: int) -> int:
        return await self._pool.compute(seed)

    def close(self) -> None:
        if self._pool:
            self._pool.close()


STRATEGIES = {"sync": Sync, "threads": Threads, "async": Async, "hybrid": Hybrid}


# --- Injections -----------------------------------------------------------------------------------


def hold_by_computing(ns: int) -> None:
    """Computes until the calling thread has used that much CPU time, however long that takes."""
    end = time.thread_time_ns() + ns
    while time.thread_time_ns() < end:
        for _ in range(200):
            pass


def hold_by_sleeping(ns: int) -> None:
    """Sleeps without letting the loop turn."""
    time.sleep(ns * 1e-9)


def hold_by_syncing(file: BinaryIO, ns: int) -> None:
    """Writes a block through to the disk, again and again, until that much time has passed."""
    end, block = monotonic_ns() + ns, bytes(4096)
    while monotonic_ns() < end:
        os.pwrite(file.fileno(), block, 0)
        os.fsync(file.fileno())


INJECTIONS = {"compute", "sleep", "fsync", "leak"}


class Injector:
    """Disturbs the running loop, from callbacks, at the times that an order gives."""

    def __init__(self, work: Work, start: int) -> None:
        self._actions: dict[str, Callable[[int], None]] = {
            "compute": hold_by_computing,
            "sleep": hold_by_sleeping,
            "leak": self._leak,
        }
        self._done: list[tuple[str, int, int]] = []
        self._leaked: list[bytearray] = []
        self._files = contextlib.ExitStack()
        if any(injection.kind == "fsync" for injection in work.injections):
            import tempfile  # takes a while to import, and hardly any order needs it

            file = tempfile.NamedTemporaryFile(buffering=0, dir=work.scratch or None)
            self._actions["fsync"] = functools.partial(
                hold_by_syncing, self._files.enter_context(file)
            )
        loop = asyncio.get_running_loop()
        self._handles = [
            loop.call_later(
                (start + injection.at_ns - monotonic_ns()) * 1e-9, self._inject, injection
            )
            for injection in work.injections
        ]

    def stop(self) -> None:
        """Closes its files, and reports what it has done.

        An injection that is not due yet never happens. They are not reported one by one, because
        that would lengthen what they are to be compared with.
        """
        for handle in self._handles:
            handle.cancel()
        self._files.close()
        for kind, started, ended in self._done:
            send("injected", kind=kind, started_ns=started, ended_ns=ended)

    def _inject(self, injection: Injection) -> None:
        started = monotonic_ns()
        self._actions[injection.kind](injection.amount)
        if injection.kind != "leak":
            self._done.append((injection.kind, started, monotonic_ns()))

    def _leak(self, size: int) -> None:
        """Takes memory and keeps it. Every page of it is written to, else it would not be taken."""
        self._leaked.append(bytearray(b"\1") * size)


# --- The run --------------------------------------------------------------------------------------


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
        self._queue.task_done()
        self._places.release()

    def _intended_start(self, item: int) -> int:
        return self.start + self._work.intended_start(item)


def send_started() -> None:
    """Reports the CPU time that this process and its workers have used so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    workers = sum(
        time.clock_gettime((~worker.pid << 3) | 2) for worker in multiprocessing.active_children()
    )
    send(
        "started",
        cpu_user_seconds=usage.ru_utime + workers,
        cpu_system_seconds=usage.ru_stime,
    )


async def perform(work: Work, strategy: Strategy) -> Callable[[], None]:
    """Warms up, then executes and measures the work. Returns what sends the result."""
    await Run(work.warm_up_work(), strategy).execute()
    send_started()
    spent_before = strategy.cpu_spent_ns
    run = Run(work, strategy)
    injector = Injector(work, run.start)
    probe = LoopProbe(work.tick_ns, work.stall_limit_ns, run.start, run.send_progress)
    try:
        await run.execute()
    finally:
        ended = monotonic_ns()
        probe.stop(ended)
        injector.stop()
    measured = run.measurements
    probe.latency.send("event_loop_latency")
    measured.item_duration.send("item_duration")
    measured.io_step_duration.send("io_step_duration")
    measured.queue_wait.send("queue_wait")
    return functools.partial(
        send,
        "result",
        seconds=(ended - run.start) * 1e-9,
        items_ok=measured.outcomes["ok"],
        items_failed=measured.outcomes["failed"],
        items_timeout=measured.outcomes["timeout"],
        items_dropped=run.dropped,
        retries=measured.retries,
        queue_peak=run.queue_peak,
        io_wait_seconds=measured.io_wait_seconds(),
        cpu_step_seconds=(strategy.cpu_spent_ns - spent_before) * 1e-9,
    )


def choose_loop(name: str) -> tuple[Callable[[], asyncio.AbstractEventLoop], str]:
    """Makes loops of the kind asked for, and what to add to the version because of it."""
    if name == "uvloop":
        site.main()  # the option -S of the interpreter hides installed packages
        try:
            import uvloop
        except ImportError:
            print("uvloop is not installed: asyncio's own loop is used", file=sys.stderr)
        else:
            return uvloop.new_event_loop, f", uvloop {uvloop.__version__}"
    return asyncio.new_event_loop, ""


def send_hello(version_suffix: str = "") -> None:
    """Introduces this process."""
    version = f"CPython {platform.python_version()}{version_suffix}"
    send("hello", pid=os.getpid(), version=version)


def calibrate(kernels: list[str]) -> None:
    """Measures and reports how fast kernels are here."""
    if unknown := [kernel for kernel in kernels if kernel not in KERNELS]:
        raise OrderError(f"no kernel {unknown[0]!r}")
    send_hello()
    for kernel in kernels:
        send("calibrated", kernel=kernel, operations_per_second=operations_per_second(kernel))


def carry_out(work: Work) -> None:
    """Does the work. The result is sent when threads and processes have ended."""
    loop_factory, version_suffix = choose_loop(work.loop)
    send_hello(version_suffix)
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        with contextlib.closing(STRATEGIES[work.strategy](work)) as strategy:
            send_result = runner.run(perform(work, strategy))
    send_result()


def main() -> None:
    """Reads the order, carries it out, and reports if that cannot be done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        order = read_order()
        if "calibrate" in order:
            calibrate(order["calibrate"])
        else:
            carry_out(parse_work(order))
    except OrderError as error:
        send("failed", message=str(error))
        sys.exit(1)
    except Exception as error:
        traceback.print_exc()
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        send("failed", message=" ".join(f"{type(error).__name__}: {error}".split()))
        sys.exit(1)


if __name__ == "__main__":
    main()
