"""I/O steps that call a function of the user's own."""

import asyncio
import contextlib
import threading
from asyncio import events, tasks
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from . import copies
from .arguments import arguments_of
from .call import Call
from .calls import io_call, is_coroutine_function
from .event_loops import choose_loop
from .order import Work

# From 3.12 on a thread knows the task that it is in, whichever the loop.
_swap_current_task: Any = getattr(tasks, "_swap_current_task", None)


def async_call(work: Work) -> Callable[[int], Awaitable[Any]]:
    """Awaits a coroutine function; calls any other in the default executor of the loop."""
    call, arguments = io_call(work.io.call), arguments_of(work.code)
    if is_coroutine_function(call.function):
        return lambda item: wait_for(call, arguments[item])
    return lambda item: asyncio.to_thread(call.invoke, arguments[item])


def blocking_call(work: Work) -> Callable[[int], Any]:
    """Calls a function; a coroutine function runs in a loop of the calling thread, which is kept for it."""
    call, arguments = io_call(work.io.call), arguments_of(work.code)
    if not is_coroutine_function(call.function):
        return lambda item: call.invoke(arguments[item])
    loop_factory, _ = choose_loop(work.loop)
    own = threading.local()
    timeout = work.timeout_ns and work.timeout_ns * 1e-9

    async def limited(item: int) -> Any:
        async with asyncio.timeout(timeout):
            return await wait_for(call, arguments[item])

    def step(item: int) -> Any:
        if not hasattr(own, "runner"):
            own.runner = asyncio.Runner(loop_factory=loop_factory)
        with _outside_of_loop():
            return own.runner.run(limited(item))

    return step


async def wait_for(call: Call, subject: Any) -> Any:
    """Awaits a coroutine function. Raises CallFailed if it raises anything."""
    try:
        result = await (call.function(subject) if call.takes_argument else call.function())
    except asyncio.CancelledError as error:
        if asyncio.current_task().cancelling():  # as at the end of the item's time
            raise
        raise call.failure(error) from None
    except GeneratorExit:
        raise
    except BaseException as error:
        raise call.failure(error) from None
    if copies.is_copy:
        copies.end_if_copy()
    return result


@contextlib.contextmanager
def _outside_of_loop() -> Iterator[None]:
    """Lets another loop run in this thread, as long as the one that runs in it is held."""
    outer = events._get_running_loop()
    if outer is None:
        yield
        return
    task = _swap_current_task(outer, None) if _swap_current_task else None
    events._set_running_loop(None)
    try:
        yield
    finally:
        events._set_running_loop(outer)
        if _swap_current_task:
            _swap_current_task(outer, task)
