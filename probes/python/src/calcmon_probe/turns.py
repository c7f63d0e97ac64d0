"""The turns of a loop: what it does between two calls of its selector."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from .alarm import NEVER
from .clock import fastest
from .settings import GRID


class Listener(Protocol):
    """Who is told of turns that matter."""

    def long_turn_ended(self, began: int, now: int) -> None:
        """A turn was longer than the grid of lateness."""

    def time_has_passed(self, now: int) -> int:
        """The loop has turned, for the first time since the instant that was returned before."""


class Nobody:
    """Who does not mind."""

    def long_turn_ended(self, began: int, now: int) -> None:
        """Nothing."""

    def time_has_passed(self, now: int) -> int:
        """Not to be told again."""
        return NEVER


_NOBODY = Nobody()


class Turns:
    """Counts the turns of a loop, and the time that they took.

    uvloop has no selector: there nothing is known of turns.
    """

    __slots__ = ("_listener", "_noting", "_selector", "are_seen", "began", "busy_ns", "count", "longest_ns", "next_call", "ready_max", "waits_since")

    def __init__(self, loop: Any, listener: Listener) -> None:
        #: When the turn began in which the loop is; NEVER while it is in its selector.
        self.began = NEVER
        #: When it came into its selector the last time.
        self.waits_since = 0
        self.busy_ns = 0
        self.count = 0
        self.longest_ns = 0
        self.ready_max = 0
        self.next_call = 0
        self._listener = listener
        self._selector: Any = None
        self._noting: Any = None
        #: Whether the loop has a selector that tells.
        self.are_seen = True
        self._take_in(loop)

    def busy_until(self, now: int) -> int:
        """How long the loop has been busy in all."""
        began = self.began
        return self.busy_ns + (max(0, now - began) if began != NEVER else 0)

    def resume(self, loop: Any, now: int) -> None:
        """The loop begins to run."""
        self._take_in(loop)
        if self.are_seen:
            self.began = now

    def suspend(self, now: int) -> None:
        """The loop ends to run, for now."""
        if self.began != NEVER:
            self._end_turn(self.began, now)
        self.remove()

    def give_up(self) -> None:
        """The loop runs without asking its selector: nothing can be known of its turns."""
        self.remove()
        self.are_seen = False
        self.began = NEVER

    def _take_in(self, loop: Any) -> None:
        if self._noting is not None or not self.are_seen:
            return
        selector = getattr(loop, "_selector", None)
        try:
            noting = self._make_noting(selector.select, getattr(loop, "_ready", ()))  # type: ignore[union-attr]
            selector.select = noting  # type: ignore[union-attr]
        except (AttributeError, TypeError):
            self.are_seen = False
        else:
            self._selector, self._noting = selector, noting

    def remove(self) -> None:
        """Gives the selector back as it was, unless another has wrapped it since."""
        try:
            if self._selector.select is self._noting:
                del self._selector.select
                self._selector = self._noting = None
        except AttributeError:
            pass

    def leave(self) -> None:
        """Gives the selector back for good. What another has wrapped stays, tells nobody and holds nothing."""
        self.remove()
        self._selector = self._noting = None
        self._listener = _NOBODY

    def _end_turn(self, began: int, now: int) -> None:
        length = now - began
        if length > self.longest_ns:
            self.longest_ns = length
        if length > GRID:
            self._listener.long_turn_ended(began, now)
        # Only now: until the stall is told of, the watcher takes it for one and the same.
        self.began = NEVER
        self.busy_ns += length
        self.count += 1

    def _make_noting(self, select: Callable[[Any], Any], ready: Any) -> Callable[[Any], Any]:
        end_turn, clock = self._end_turn, fastest()

        def noting_select(timeout: Any = None) -> Any:
            now = clock()
            if self.began != NEVER:
                end_turn(self.began, now)
            waiting = len(ready)
            if waiting > self.ready_max:
                self.ready_max = waiting
            if now >= self.next_call:
                self.next_call = self._listener.time_has_passed(now)
            self.waits_since = now
            try:
                return select(timeout)
            finally:
                self.began = clock()

        return noting_select
