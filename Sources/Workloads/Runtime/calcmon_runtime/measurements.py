"""What is measured of the items of a run."""

import threading
from collections import Counter
from time import monotonic_ns

from .probe.histogram import Histogram
from .step_error import InjectedFailure
from .user_errors import told


class IOStepTime:
    """Records how long a block takes."""

    __slots__ = ("_begun", "_duration")

    def __init__(self, duration: Histogram) -> None:
        self._duration = duration

    def __enter__(self) -> None:
        self._begun = monotonic_ns()

    def __exit__(self, *_error: object) -> None:
        self._duration.record(monotonic_ns() - self._begun)


class Counted:
    """Counts who is in a block. It keeps nothing of one entry, so that all may use the same."""

    __slots__ = ("_computing", "_in_flight", "_measurements")

    def __init__(self, measurements: "Measurements", in_flight: int, computing: int) -> None:
        self._measurements = measurements
        self._in_flight = in_flight
        self._computing = computing

    def __enter__(self) -> None:
        self._measurements.change(self._in_flight, self._computing)

    def __exit__(self, *_error: object) -> None:
        self._measurements.change(-self._in_flight, -self._computing)


class Measurements:
    """What the items of a run leave behind. Items may run in several threads."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.item_duration = Histogram()
        self.io_step_duration = Histogram()
        self.queue_wait = Histogram()
        self.retries = 0
        self.first_error: str | None = None
        #: Enclose the time in which an item is in flight, and in its CPU step.
        self.flight, self.computing = Counted(self, 1, 0), Counted(self, 0, 1)
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

    def note_failure(self, error: Exception) -> None:
        """An attempt has failed. What is told of the first is kept."""
        if self.first_error is None and not isinstance(error, InjectedFailure):
            self.first_error = told(error)

    def io_step(self) -> "IOStepTime":
        """Encloses the I/O step of an item."""
        return IOStepTime(self.io_step_duration)

    def io_wait_seconds(self) -> float:
        """The time so far in which items were in flight and none was in its CPU step."""
        self.change()
        return self._waited_ns * 1e-9

    def computing_seconds(self) -> float:
        """The time so far in which at least one item was in its CPU step."""
        self.change()
        return self._computed_ns * 1e-9

    def change(self, in_flight: int = 0, computing: int = 0) -> None:
        """More items are in flight, or in their CPU steps, from now on; or fewer."""
        with self._lock:
            now = monotonic_ns()
            if self._computing:
                self._computed_ns += now - self._changed_at
            elif self._in_flight:
                self._waited_ns += now - self._changed_at
            self._changed_at = now
            self._in_flight += in_flight
            self._computing += computing
