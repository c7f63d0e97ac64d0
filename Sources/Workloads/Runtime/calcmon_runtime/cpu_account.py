"""The CPU time that CPU steps took."""

import threading
from .probe.histogram import Histogram


class CpuAccount:
    """Adds up and counts the CPU time of each item's step. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begins anew."""
        self.spent_ns = 0
        self.duration = Histogram()

    def spend(self, times: list[int]) -> None:
        """Adds the times of some items."""
        with self._lock:
            self.spent_ns += sum(times)
            self.duration.record_many(times)
