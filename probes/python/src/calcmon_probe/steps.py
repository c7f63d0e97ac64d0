"""I/O steps that an application times: while all that it has in hand waits for them, it waits for I/O."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Generator
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from . import hooks
from .clock import monotonic_ns
from .forks import hear_of_forks
from .names import clean
from .originals import allocate_reentrant_lock

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_MOST_NAMES = 32


class TimedSteps:
    """Adds up the steps of this process, and the time in which a step was under way and no loop was busy."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begins anew, as a child of a fork does: what its parent counted is the parent's."""
        self._totals: dict[str, tuple[int, int]] = {}
        self._lock = allocate_reentrant_lock()
        self._under_way = 0
        self._since = 0
        self._busy_before = 0
        self._waited_ns = 0

    def begin(self) -> int:
        """A step begins; returns when. Without a probe there is nothing to note, and it is 0."""
        if hooks.probe is None:
            return 0
        now = monotonic_ns()
        with self._lock:
            if self._under_way == 0:
                self._since, self._busy_before = now, busy_ns(now)
            self._under_way += 1
        return now

    def end(self, name: str, began: int) -> None:
        """A step ends."""
        if not began:
            return
        now = monotonic_ns()
        with self._lock:
            if self._under_way:
                self._under_way -= 1
                if self._under_way == 0:
                    self._waited_ns += self._open(now)
            if name not in self._totals and len(self._totals) >= _MOST_NAMES:
                name = "other"
            count, ns = self._totals.get(name, (0, 0))
            self._totals[name] = count + 1, ns + now - began

    def report(self) -> list[dict[str, Any]]:
        """One entry a name: how many steps, and how long they took in all."""
        return [{"step": name, "count": count, "ns": ns} for name, (count, ns) in list(self._totals.items())]

    def waited_ns(self, now: int) -> int | None:
        """For how long there was nothing to do but to wait for steps; None if there was none."""
        if not self._totals:
            return None
        return self._waited_ns + (self._open(now) if self._under_way else 0)

    def _open(self, now: int) -> int:
        return max(0, now - self._since - (busy_ns(now) - self._busy_before))


steps = TimedSteps()
hear_of_forks(after_in_child=steps.forget)


def busy_ns(now: int) -> int:
    """How long the loops of this process have been busy."""
    return hooks.probe.busy_ns(now) if hooks.probe else 0


class timed:  # noqa: N801 - it is used as a function is
    """Times an I/O step: `with timed("db"):`, `async with timed("db"):`, or `@timed("db")` above a function.

    Of the steps of one name, calcmon tells how many there were and how long they took; of all of
    them together, for which share of the time the application had nothing else to do. Of a
    generator, each item that it is asked for is a step. One object may time many steps at once.
    """

    __slots__ = ("_began", "_name")

    def __init__(self, name: str) -> None:
        self._name = clean(name, "step")
        #: Which step an end belongs to makes no difference to their sum.
        self._began: list[int] = []

    def __enter__(self) -> timed:
        self._began.append(steps.begin())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._began:
            steps.end(self._name, self._began.pop())

    async def __aenter__(self) -> timed:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, traceback)

    def __call__(self, function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        wrapped = functools.wraps(function)(_timing(function, self._name))
        return wrapped


def _timing(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Does what a function does, and times it; it is a function of the same kind."""
    if inspect.iscoroutinefunction(function):
        return _timing_coroutine(function, name)
    if inspect.isasyncgenfunction(function):
        return _timing_async_generator(function, name)
    if inspect.isgeneratorfunction(function):
        return _timing_generator(function, name)

    def call(*arguments: Any, **named: Any) -> Any:
        began = steps.begin()
        try:
            return function(*arguments, **named)
        finally:
            steps.end(name, began)

    return call


def _timing_coroutine(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    async def wait(*arguments: Any, **named: Any) -> Any:
        began = steps.begin()
        try:
            return await function(*arguments, **named)
        finally:
            steps.end(name, began)

    return wait


def _timing_generator(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    def items(*arguments: Any, **named: Any) -> Generator[Any, Any, Any]:
        inner: Generator[Any, Any, Any] = function(*arguments, **named)
        advance: Callable[[Any], Any] = inner.send
        given: Any = None
        try:
            while True:
                began = steps.begin()
                try:
                    item = advance(given)
                except StopIteration as end:
                    return end.value
                finally:
                    steps.end(name, began)
                try:
                    given, advance = (yield item), inner.send
                except GeneratorExit:
                    raise
                except BaseException as error:
                    given, advance = error, inner.throw
        finally:
            inner.close()

    return items


def _timing_async_generator(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    async def items(*arguments: Any, **named: Any) -> AsyncGenerator[Any, Any]:
        inner: AsyncGenerator[Any, Any] = function(*arguments, **named)
        advance: Callable[[Any], Any] = inner.asend
        given: Any = None
        try:
            while True:
                began = steps.begin()
                try:
                    item = await advance(given)
                except StopAsyncIteration:
                    return
                finally:
                    steps.end(name, began)
                try:
                    given, advance = (yield item), inner.asend
                except GeneratorExit:
                    raise
                except BaseException as error:
                    given, advance = error, inner.athrow
        finally:
            await inner.aclose()

    return items
