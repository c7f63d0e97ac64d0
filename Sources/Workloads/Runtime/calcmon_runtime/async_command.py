"""Programs whose end is awaited."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from .blocking_command import LOOK_SECONDS
from .order import Work
from .running_command import Commands, RunningCommand


@contextlib.contextmanager
def watched(running: RunningCommand) -> Iterator[asyncio.Event]:
    """Gives an event that is set when it has ended; what it says is taken meanwhile."""
    loop = asyncio.get_running_loop()
    has_ended = asyncio.Event()
    tail, handle = running.tail, running.handle
    timer: asyncio.TimerHandle | None = None

    def read_tail() -> None:
        running.read_tail()
        if running.has_said_all:
            loop.remove_reader(tail)

    def look() -> None:
        nonlocal timer
        timer = None if running.has_ended() else loop.call_later(LOOK_SECONDS, look)
        if timer is None:
            has_ended.set()

    if tail is not None:
        loop.add_reader(tail, read_tail)
    if handle is not None:
        loop.add_reader(handle, has_ended.set)
    else:
        look()
    try:
        yield has_ended
    finally:
        if tail is not None:
            loop.remove_reader(tail)
        if handle is not None:
            loop.remove_reader(handle)
        if timer:
            timer.cancel()


def async_command(work: Work) -> Callable[[Any], Awaitable[None]]:
    """Runs a program; what `asyncio.create_subprocess_exec` does, by the handle of the process."""
    commands = Commands(work.io.command)

    async def step(_item: Any) -> None:
        running = commands.start()
        try:
            with watched(running) as has_ended:
                try:
                    await has_ended.wait()
                except asyncio.CancelledError:
                    running.kill()
                    await has_ended.wait()
                    raise
        finally:
            if not running.has_ended():
                running.kill()
            status, said = running.finish()
        commands.check(status, said)

    return step
