"""What steps take, found out by doing each of them alone for a moment."""

import asyncio
import itertools
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic_ns, thread_time_ns
from typing import Any

from .async_io import ASYNC_IO
from .event_loops import choose_loop
from .hello import send_hello
from .lock_share import lock_share
from .order import Measure, OrderError, Work
from .probe.histogram import Histogram
from .probe.messages import send
from .strategies import make_cpu_step
from .transfer import TransferSum
from .user_code import prepare
from .user_errors import told

LEAST, MOST = 3, 1000
# One that takes longer than that is done once.
PATIENCE_NS = 5_000_000_000
# One that takes longer is not done again to see when it has the lock.
LONG_NS = 2_000_000_000
MOST_TRANSFERS = 20


class StepFigures:
    """What is measured of one step."""

    def __init__(self, step: str, distribution: str) -> None:
        self._step = step
        self._distribution = distribution
        self._duration = Histogram()
        self._first_error: str | None = None
        self._failures = 0
        self._times: list[int] = []
        self._wall_ns = 0

    def record(self, ns: int, wall_ns: int, error: Exception | None) -> None:
        """Counts one call."""
        self._times.append(ns)
        self._wall_ns += wall_ns
        self._duration.record(ns)
        if error is not None:
            self._failures += 1
            self._first_error = self._first_error or told(error)

    def is_enough(self, budget_ns: int) -> bool:
        """Whether it need not be done again."""
        if len(self._times) >= MOST or self._wall_ns >= PATIENCE_NS:
            return bool(self._times)
        return len(self._times) >= LEAST and self._wall_ns >= budget_ns

    def send(self, **more: Any) -> None:
        """Reports it."""
        count = len(self._times)
        self._duration.send(self._distribution)
        send(
            "measured",
            step=self._step,
            count=count,
            failures=self._failures,
            first_error=self._first_error,
            seconds=sum(self._times) / count * 1e-9,
            wall_seconds=self._wall_ns / count * 1e-9,
            **more,
        )


def measure(order: Measure) -> None:
    """Measures steps and reports what they take."""
    loop_factory, version_suffix = choose_loop(order.loop)
    work = Work.of_steps(order)
    if work.calls_user_code:
        prepare(work)
    send_hello(version_suffix)
    given: deque[Any] = deque(maxlen=100)
    if work.io:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(measure_io(work, order.budget_ns, given))
    if work.cpu:
        measure_cpu(work, order.budget_ns, given)


async def measure_io(work: Work, budget_ns: int, given: deque[Any]) -> None:
    """Measures an I/O step, awaited. What it returns is kept for the step that follows."""
    step = ASYNC_IO[work.io.kind](work)
    figures = StepFigures("io", "io_step_duration")
    items = itertools.count()
    once = await timed(step, next(items), work.timeout_ns)
    if once[0] >= PATIENCE_NS:
        figures.record(once[0], once[0], once[2])
    while not figures.is_enough(budget_ns):
        ns, result, error = await timed(step, next(items), work.timeout_ns)
        figures.record(ns, ns, error)
        if error is None:
            given.append(result)
    figures.send()


async def timed(
    step: Callable[[int], Awaitable[Any]], item: int, timeout_ns: int | None
) -> tuple[int, Any, Exception | None]:
    """Does a step. Returns how long it took, and what came of it."""
    begun, result, failure = monotonic_ns(), None, None
    try:
        async with asyncio.timeout(timeout_ns and timeout_ns * 1e-9):
            result = await step(item)
    except OrderError:
        raise
    except Exception as error:
        failure = error
    return monotonic_ns() - begun, result, failure


def measure_cpu(work: Work, budget_ns: int, given: deque[Any]) -> None:
    """Measures a CPU step in this thread."""
    step = make_cpu_step(work)
    figures = StepFigures("cpu", "cpu_step_duration")
    subjects = (step.subject(item, given[item % len(given)] if given else None) for item in itertools.count())
    transfer = TransferSum()
    once = compute(step, next(subjects))
    if once[1] >= PATIENCE_NS:
        figures.record(*once[:3])
    while not figures.is_enough(budget_ns):
        subject = next(subjects)
        ns, wall_ns, error, result = compute(step, subject)
        figures.record(ns, wall_ns, error)
        if error is None:
            transfer.sample(subject, result, MOST_TRANSFERS)
    is_short = once[1] < LONG_NS
    share = lock_share(lambda: compute(step, next(subjects))) if is_short else None
    figures.send(lock_share=share, transfer=transfer.mean())


def compute(step: Any, subject: Any) -> tuple[int, int, Exception | None, Any]:
    """Does a step. Returns its CPU time and time, and what came of it."""
    result, failure, begun, cpu_begun = None, None, monotonic_ns(), thread_time_ns()
    try:
        result = step.compute(subject)
    except OrderError:
        raise
    except Exception as error:
        failure = error
    return thread_time_ns() - cpu_begun, monotonic_ns() - begun, failure, result
