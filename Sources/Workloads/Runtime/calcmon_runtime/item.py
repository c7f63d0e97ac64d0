"""One item of a run."""

from dataclasses import dataclass

from .kernels import MASK64
from .measurements import Measurements
from .order import Work
from .step_error import StepError

GOLDEN_GAMMA = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a run, and what is decided about it by chance, the same in every run."""

    number: int
    work: Work
    measurements: Measurements

    def hangs(self, attempt: int) -> bool:
        """Whether an attempt is to hang; raises if it is to fail."""
        chance = self._uniform(attempt)
        if chance < self.work.fail:
            raise StepError("injected failure")
        return chance < self.work.fail + self.work.hang

    def backoff_seconds(self, attempt: int) -> float:
        """How long to wait before an attempt that is not the first."""
        jitter = 0.5 + 0.5 * self._uniform(1000 + attempt)
        return self.work.backoff_ns * 1e-9 * 2 ** (attempt - 2) * jitter

    def _uniform(self, n: int) -> float:
        """A number in [0, 1): the finalizer of splitmix64."""
        z = (self.number * GOLDEN_GAMMA + n) & MASK64
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK64
        z ^= z >> 31
        return (z >> 11) / 2**53
