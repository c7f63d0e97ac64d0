"""The CPU step of the items."""

import functools
import threading

from .kernels import KERNELS, compute_many
from .order import Cpu
from .step_error import StepError


class CpuStep:
    """The CPU step of the items; it adds up the CPU time that it takes."""

    def __init__(self, cpu: Cpu) -> None:
        self._check = KERNELS[cpu.kernel].make_check(cpu.operations)
        self._lock = threading.Lock()
        self.compute_many = functools.partial(compute_many, cpu.kernel, cpu.operations)
        self.spent_ns = 0

    def spend(self, ns: int) -> None:
        """Adds CPU time that was spent."""
        with self._lock:
            self.spent_ns += ns

    def compute(self, seed: int) -> int:
        """Computes in the calling thread."""
        (result,), spent_ns = self.compute_many([seed])
        self.spend(spent_ns)
        return result

    def verify(self, seed: int, result: int) -> None:
        """Raises if the result is wrong."""
        if not self._check(seed, result):
            raise StepError(f"wrong result {result} for seed {seed}")
