"""The work of an order, from its first item to its result."""

import asyncio
import contextlib
import functools
import resource
from collections.abc import Callable
from time import monotonic_ns, thread_time

from .event_loops import choose_loop
from .hello import send_hello
from .injections import Injector
from .order import Work
from .probe.loop_probe import LoopProbe
from .probe.messages import send
from .run import Run
from .strategies import STRATEGIES, Strategy
from .user_code import prepare


def send_started(strategy: Strategy) -> None:
    """Reports the CPU time that this process and its workers have used so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    send(
        "started",
        cpu_user_seconds=usage.ru_utime + strategy.worker_cpu_seconds(),
        cpu_system_seconds=usage.ru_stime,
    )


MakeRun = Callable[[Work, Strategy], Run]


async def perform(work: Work, strategy: Strategy, make_run: MakeRun) -> Callable[[], None]:
    """Warms up, then executes and measures the work. Returns what sends the result."""
    await Run(work.warm_up_work(), strategy).execute()
    strategy.forget()
    send_started(strategy)
    run = make_run(work, strategy)
    used_before = thread_time()
    injector = Injector(work, run.start)
    probe = LoopProbe(
        work.tick_ns, work.stall_limit_ns, run.start, run.send_progress, work.late_limit_ns
    )
    try:
        await run.execute()
    finally:
        ended = monotonic_ns()
        used = thread_time() - used_before
        probe.stop(ended)
        injector.stop()
    measured = run.measurements
    probe.latency.send("event_loop_latency")
    measured.item_duration.send("item_duration")
    measured.io_step_duration.send("io_step_duration")
    if work.cpu:
        strategy.cpu_account.duration.send("cpu_step_duration")
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
        cpu_step_seconds=strategy.cpu_account.spent_ns * 1e-9,
        loop_cpu_seconds=used,
        first_error=measured.first_error,
        **strategy.worker_costs(),
    )


def execute_on(
    loop_factory: Callable[[], asyncio.AbstractEventLoop], work: Work, make_run: MakeRun = Run
) -> None:
    """Executes the work on a loop. The result is sent when threads and processes have ended, but for threads that the user's code may keep for ever."""
    runner = asyncio.Runner(loop_factory=loop_factory)
    with contextlib.nullcontext() if work.calls_user_code else runner:
        with contextlib.closing(STRATEGIES[work.strategy](work)) as strategy:
            send_result = runner.run(perform(work, strategy, make_run))
    send_result()


def carry_out(work: Work) -> None:
    """Does the work, on one loop or on those of several servers."""
    loop_factory, version_suffix = choose_loop(work.loop)
    if (work.servers or 1) > 1:
        from .servers import Servers  # takes a while to import, and few orders need it

        send_hello(version_suffix)
        Servers(work, functools.partial(execute_in_server, loop_factory)).carry_out()
        return
    if work.calls_user_code:
        prepare(work)
    send_hello(version_suffix)
    execute_on(loop_factory, work)


def execute_in_server(
    loop_factory: Callable[[], asyncio.AbstractEventLoop], work: Work, make_run: MakeRun
) -> None:
    """Each server imports the user's code by itself."""
    if work.calls_user_code:
        prepare(work)
    execute_on(loop_factory, work, make_run)
