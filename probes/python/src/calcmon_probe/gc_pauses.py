"""How long Python's collector of cyclic garbage stopped all code."""

from __future__ import annotations

import gc
from collections import deque
from typing import Any

from .clock import monotonic_ns
from .originals import get_ident

_WORTH_KEEPING = 1_000_000


class GCPauses:
    """Counts the collections of each generation, and remembers the long ones of late."""

    def __init__(self) -> None:
        self.counts = [0, 0, 0]
        self.pause_ns = [0, 0, 0]
        self._started = 0
        self._long: deque[tuple[int, int, int]] = deque(maxlen=64)
        gc.callbacks.append(self._called)

    def during(self, started: int, ended: int, thread: int) -> int:
        """How much of an interval a thread spent collecting."""
        return sum(
            max(0, min(ended, to) - max(started, since)) for since, to, who in list(self._long) if who == thread
        )

    def remove(self) -> None:
        """Hears of no more collections."""
        if self._called in gc.callbacks:
            gc.callbacks.remove(self._called)

    def _called(self, phase: str, info: dict[str, Any]) -> None:
        now = monotonic_ns()
        if phase == "start":
            self._started = now
        elif self._started:
            length, started, self._started = now - self._started, self._started, 0
            generation = min(2, info.get("generation", 2))
            self.counts[generation] += 1
            self.pause_ns[generation] += length
            if length >= _WORTH_KEEPING:
                self._long.append((started, now, get_ident()))
