"""I/O steps that an application times: while all that it has in hand waits for them, it waits for I/O."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from time import monotonic_ns
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from . import hooks
from .queues import clean

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_MOST_NAMES = 32


class TimedSteps:
    """Adds up the steps of this process, and the time in which a step was under way and no loop was busy."""

    def __init__(self) -> None:
        self.steps: dict[str, list[int]] = {}
        self._under_way = 0
        self._since = 0
        self._busy_before = 0
        self._waited_ns = 0

    def begin(self, now: int) -> None:
        """A step begins."""
        if self._under_way == 0:
            self._since, self._busy_before = now, busy_ns(now)
        self._under_way += 1

    def end(self, name: str, began: int, now: int) -> None:
        """A step ends."""
        self._under_way -= 1
        if self._under_way == 0:
            self._waited_ns += self._open(now)
        if name not in self.steps and len(self.steps) >= _MOST_NAMES:
            name = "other"
        entry = self.steps.setdefault(name, [0, 0])
        entry[0] += 1
        entry[1] += now - began

    def waited_ns(self, now: int) -> int:
        """For how long there was nothing to do but to wait for steps."""
        return self._waited_ns + (self._open(now) if self._under_way else 0)

    def _open(self, now: int) -> int:
        return max(0, now - self._since - (busy_ns(now) - self._busy_before))


steps = TimedSteps()


def busy_ns(now: int) -> int:
    """How long the loops of this process have been busy."""
    return hooks.probe.busy_ns(now) if hooks.probe else 0


class timed:  # noqa: N801 - it is used as a function is
    """Times an I/O step: `with timed("db"):`, `async with timed("db"):`, or `@timed("db")` above a function.

    Of the steps of one name, calcmon tells how many there were and how long they took; of all of
    them together, for which share of the time the application had nothing else to do.
    """

    __slots__ = ("_began", "_name")

    def __init__(self, name: str) -> None:
        self._name = clean(name)
        self._began = 0

    def __enter__(self) -> timed:
        self._began = monotonic_ns()
        steps.begin(self._began)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        steps.end(self._name, self._began, monotonic_ns())

    async def __aenter__(self) -> timed:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, traceback)

    def __call__(self, function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        name = self._name
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def wait(*arguments: Any, **named: Any) -> Any:
                with timed(name):
                    return await function(*arguments, **named)

            return wait  # type: ignore[return-value]

        @functools.wraps(function)
        def call(*arguments: Parameters.args, **named: Parameters.kwargs) -> Result:
            with timed(name):
                return function(*arguments, **named)

        return call
