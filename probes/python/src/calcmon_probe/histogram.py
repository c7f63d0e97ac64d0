"""Histograms of durations."""

from __future__ import annotations


class Histogram:
    """Counts of durations in buckets of whole microseconds that are at most 1.6 % wide.

    What was counted is taken out to be sent, some of it at a time, so that a message stays short.
    """

    HIGHEST_US = 3_600_000_000
    WIDTH_BITS = 7

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def record(self, ns: int, count: int = 1) -> None:
        """Counts a duration; below zero it counts as zero."""
        value = min(max(0, ns + 500) // 1000, self.HIGHEST_US)
        shift = max(0, value.bit_length() - self.WIDTH_BITS)
        bound = (((value >> shift) + 1) << shift) - 1
        self._counts[bound] = self._counts.get(bound, 0) + count

    def take(self, most: int) -> list[tuple[int, int]]:
        """Takes out some buckets, ascending: each the highest value that it holds, and its count."""
        taken = sorted(self._counts.items())[:most]
        for bound, _ in taken:
            del self._counts[bound]
        return taken

    def put_back(self, buckets: list[tuple[int, int]]) -> None:
        """Puts in again what could not be sent."""
        for bound, count in buckets:
            self._counts[bound] = self._counts.get(bound, 0) + count
