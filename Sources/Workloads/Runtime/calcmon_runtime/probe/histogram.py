"""Histograms of durations."""

import threading

from .messages import send


class Histogram:
    """Counts of durations in buckets of whole microseconds, three significant digits wide."""

    HIGHEST_US = 3_600_000_000
    MOST_PENDING = 50_000

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        # Put into buckets later, when nothing is measured. To append is the work of a moment, and
        # threads may do it at the same time.
        self._pending: list[int] = []
        self._lock = threading.Lock()

    def record(self, ns: int) -> None:
        """Counts a duration; below zero it counts as zero."""
        self._pending.append(ns)
        if len(self._pending) > self.MOST_PENDING:
            self._sort_in()

    def record_many(self, durations: list[int]) -> None:
        """Counts some."""
        self._pending += durations
        if len(self._pending) > self.MOST_PENDING:
            self._sort_in()

    def buckets(self) -> list[tuple[int, int]]:
        """Those that are not empty, ascending: each the highest value that it holds, and its count."""
        self._sort_in()
        return sorted(self._counts.items())

    def send(self, of: str) -> None:
        """Reports the buckets that are not empty."""
        send("histogram", of=of, buckets=self.buckets())

    def _sort_in(self) -> None:
        with self._lock:
            durations = self._pending[:]
            del self._pending[: len(durations)]
            for ns in durations:
                value = min(max(0, ns + 500) // 1000, self.HIGHEST_US)
                shift = max(0, value.bit_length() - 11)
                bound = (((value >> shift) + 1) << shift) - 1
                self._counts[bound] = self._counts.get(bound, 0) + 1
