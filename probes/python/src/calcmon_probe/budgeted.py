"""What is read no more often than it may cost."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic_ns
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Budgeted(Generic[Value]):
    """Keeps a value, and reads it again when that costs at most a thousandth of the time."""

    SHARE = 1000

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._next = 0
        self.value: Value | None = None

    def get(self, now: int) -> Value | None:
        """The value as it was read last."""
        if now >= self._next:
            started = monotonic_ns()
            self.value = self._read()
            self._next = now + self.SHARE * (monotonic_ns() - started)
        return self.value
