"""Programs that are run by a thread that waits for their end."""

import select
from collections.abc import Callable
from time import monotonic
from typing import Any

from .order import Work
from .running_command import Commands, RunningCommand

# Without a handle of the process, it is looked for this often.
LOOK_SECONDS = 0.01


def await_end(running: RunningCommand, deadline: float | None) -> bool:
    """Whether it has ended by then."""
    poller = select.poll()
    for descriptor in (running.handle, running.tail):
        if descriptor is not None:
            poller.register(descriptor, select.POLLIN)
    while not running.has_ended():
        left = None if deadline is None else deadline - monotonic()
        if left is not None and left <= 0:
            return False
        wait = left if running.handle is not None else min(left or LOOK_SECONDS, LOOK_SECONDS)
        poller.poll(None if wait is None else wait * 1000 + 1)
        if not running.has_said_all:
            running.read_tail()
            if running.has_said_all:
                poller.unregister(running.tail)
    return True


def blocking_command(work: Work) -> Callable[[Any], None]:
    """Runs a program."""
    commands = Commands(work.io.command)

    def step(_item: Any) -> None:
        deadline = work.timeout_ns and monotonic() + work.timeout_ns * 1e-9
        running = commands.start()
        is_in_time = False
        try:
            is_in_time = await_end(running, deadline)
        finally:
            if not is_in_time:
                running.kill()
            status, said = running.finish()
        if not is_in_time:
            raise TimeoutError
        commands.check(status, said)

    return step
