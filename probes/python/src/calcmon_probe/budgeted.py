"""What is read no more often than it may cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from .clock import monotonic_ns
from .signals import is_of_a_handler

Value = TypeVar("Value")

_SHARE = 1000
_AFTER_FAILURE = 10_000_000_000


class Budgeted(Generic[Value]):
    """Keeps a value, and reads it again when that costs at most a thousandth of the time."""

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._next = 0
        self.value: Value | None = None

    def get(self, now: int) -> Value | None:
        """The value as it was read last; None if it cannot be read, because something in the application is not as it is thought."""
        if now >= self._next:
            started = monotonic_ns()
            try:
                self.value = self._read()
                self._next = now + _SHARE * (monotonic_ns() - started)
            except Exception as error:
                if is_of_a_handler(error):
                    raise
                self.value, self._next = None, now + _AFTER_FAILURE
        return self.value
