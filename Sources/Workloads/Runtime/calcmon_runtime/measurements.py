"""What is measured of the items of a run."""

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator
from time import monotonic_ns

from .probe.histogram import Histogram


class Measurements:
    """What the items of a run leave behind. Items may run in several threads."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.item_duration = Histogram()
        self.io_step_duration = Histogram()
        self.queue_wait = Histogram()
        self.retries = 0
        self._lock = threading.Lock()
        self._in_flight = 0
        self._computing = 0
        self._waited_ns = 0
        self._computed_ns = 0
        self._changed_at = 0

    def count_retry(self) -> None:
        """An item begins an attempt that is not its first."""
        with self._lock:
            self.retries += 1

    @contextlib.contextmanager
    def counted(self, in_flight: int = 0, computing: int = 0) -> Iterator[None]:
        """Encloses the time in which an item is in flight, or in its CPU step."""
        self._change(in_flight, computing)
        try:
            yield
        finally:
            self._change(-in_flight, -computing)

    @contextlib.contextmanager
    def io_step(self) -> Iterator[None]:
        """Encloses the I/O step of an item."""
        begun = monotonic_ns()
        try:
            yield
        finally:
            with self._lock:
                self.io_step_duration.record(monotonic_ns() - begun)

    def io_wait_seconds(self) -> float:
        """The time so far in which items were in flight and none was in its CPU step."""
        self._change()
        return self._waited_ns * 1e-9

    def computing_seconds(self) -> float:
        """The time so far in which at least one item was in its CPU step."""
        self._change()
        return self._computed_ns * 1e-9

    def _change(self, in_flight: int = 0, computing: int = 0) -> None:
        with self._lock:
            now = monotonic_ns()
            if self._computing:
                self._computed_ns += now - self._changed_at
            elif self._in_flight:
                self._waited_ns += now - self._changed_at
            self._changed_at = now
            self._in_flight += in_flight
            self._computing += computing
