"""Histograms of durations."""

from .messages import send


class Histogram:
    """Counts of durations in buckets of whole microseconds, three significant digits wide."""

    HIGHEST_US = 3_600_000_000

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def record(self, ns: int) -> None:
        """Counts a duration; below zero it counts as zero."""
        value = min(max(0, ns + 500) // 1000, self.HIGHEST_US)
        shift = max(0, value.bit_length() - 11)
        bound = (((value >> shift) + 1) << shift) - 1
        self._counts[bound] = self._counts.get(bound, 0) + 1

    def send(self, of: str) -> None:
        """Reports the buckets that are not empty."""
        send("histogram", of=of, buckets=sorted(self._counts.items()))
