"""How late a loop turns, for instants on a grid."""

from __future__ import annotations

from .histogram import Histogram
from .settings import GRID

_MOST_AT_ONCE = 1000


class Lateness:
    """Records for each instant on a grid how long something that was due then had to wait.

    Instants within a turn waited for its end. Those at which the loop slept waited as long as its
    tick did. So a loop that stood still for a second is not one late tick among many on time.
    """

    def __init__(self, histogram: Histogram, now: int) -> None:
        self._histogram = histogram
        self._counted_until = now
        self._late = 0
        self._usual_ns = 0

    def resume(self, now: int) -> None:
        """The loop begins to run: what was due before is nobody's fault."""
        self._counted_until, self._late = now, 0

    def suspend(self, now: int) -> None:
        """The loop ends to run."""
        self._count_rest(now)

    def turn(self, began: int, now: int) -> None:
        """A turn ended."""
        self._late += self._record(max(began, self._counted_until), now)

    def tick(self, due: int, now: int) -> None:
        """The tick that was due came."""
        late = now - due
        if late < GRID:
            self._usual_ns = late
        elif not self._late:
            # No turn held it: the loop slept, and got no core.
            self._late += self._record(max(due, self._counted_until), now)
        self._count_rest(now)

    def _count_rest(self, now: int) -> None:
        rest = now // GRID - self._counted_until // GRID - self._late
        if rest > 0:
            self._histogram.record(self._usual_ns, rest)
        self._counted_until, self._late = now, 0

    def _record(self, began: int, ended: int) -> int:
        """Records the instants between two; returns how many."""
        first = -(-began // GRID) * GRID
        count = max(0, -(-(ended - first) // GRID))
        step = max(1, count // _MOST_AT_ONCE)
        for index in range(0, count, step):
            self._histogram.record(ended - first - index * GRID, min(step, count - index))
        return count
