"""One item of a run."""

from .chance import unit
from .measurements import Measurements
from .order import Work
from .step_error import InjectedFailure


class Item:
    """One item of a run, and what is decided about it by chance, the same in every run."""

    __slots__ = ("measurements", "number", "work")

    def __init__(self, number: int, work: Work, measurements: Measurements) -> None:
        self.number = number
        self.work = work
        self.measurements = measurements

    def hangs(self, attempt: int) -> bool:
        """Whether an attempt is to hang; raises if it is to fail."""
        if not (self.work.fail or self.work.hang):
            return False
        chance = unit(attempt, self.number)
        if chance < self.work.fail:
            raise InjectedFailure
        return chance < self.work.fail + self.work.hang

    def backoff_seconds(self, attempt: int) -> float:
        """How long to wait before an attempt that is not the first."""
        jitter = 0.5 + 0.5 * unit(1000 + attempt, self.number)
        return self.work.backoff_ns * 1e-9 * 2 ** (attempt - 2) * jitter
