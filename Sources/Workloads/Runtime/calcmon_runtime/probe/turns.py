"""Since when the loop has not turned."""

import asyncio
import contextlib
from collections.abc import Callable
from time import monotonic_ns
from typing import Any

NEVER = 2**63 - 1


class Turns:
    """Knows which turn of the loop the next tick waits for, and when that turn began.

    A turn is what a loop does between two calls of its selector. uvloop has no selector: there it
    is known only that the loop has not turned since the tick was due, so a hold seems shorter than
    it is, by less than the time between two ticks.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, now: int, due: int) -> None:
        self.due = due
        self._began = NEVER  # as it stays while the loop is in its selector
        self._holder = NEVER
        self._selector: Any = getattr(loop, "_selector", None)
        try:
            self._selector.select = self._noting(self._selector.select)
            self._began = now
        except AttributeError:
            self._selector = None

    def held_since(self) -> int:
        """When the turn began that the next tick waits for; when the tick was due if none does."""
        return min(self._holder, self._began, self.due)

    def tick(self, now: int, due: int) -> None:
        """The loop ticked, and is to tick again when that is due."""
        self.due = due
        self._holder = NEVER
        if self._selector is not None:
            self._began = now

    def remove(self) -> None:
        """Gives the selector back as it was."""
        with contextlib.suppress(AttributeError):
            del self._selector.select

    def _noting(self, select: Callable[[float | None], Any]) -> Callable[[float | None], Any]:
        def noting_select(timeout: float | None = None) -> Any:
            if self._began <= self.due <= monotonic_ns():
                self._holder = self._began
            self._began = NEVER
            try:
                return select(timeout)
            finally:
                self._began = monotonic_ns()

        return noting_select
