"""Histograms of durations."""

from __future__ import annotations


class Histogram:
    """Counts of durations in buckets of whole microseconds that are at most 1.6 % wide.

    What was counted is taken out to be sent, some of it at a time, so that a message stays short.
    One thread counts; another may take out.
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
        counts = self._counts
        counts[bound] = counts.get(bound, 0) + count

    def take(self, most: int | None = None) -> list[tuple[int, int]]:
        """Takes out some buckets, ascending: each the highest value that it holds, and its count."""
        counts, self._counts = self._counts, {}
        buckets = sorted(list(counts.items()))
        if most is not None and len(buckets) > most:
            self.put(buckets[most:])
            return buckets[:most]
        return buckets

    def put(self, buckets: list[tuple[int, int]]) -> None:
        """Counts what another has counted."""
        counts = self._counts
        for bound, count in buckets:
            counts[bound] = counts.get(bound, 0) + count
