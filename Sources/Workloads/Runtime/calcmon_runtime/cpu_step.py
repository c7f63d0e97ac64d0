"""The CPU step of the items: one of calcmon's own computations."""

import functools
from typing import Any

from .cpu_account import CpuAccount
from .kernels import KERNELS, compute_many
from .order import Cpu
from .step_error import StepError


class CpuStep:
    """The CPU step of the items; it accounts for the CPU time that it takes."""

    def __init__(self, cpu: Cpu) -> None:
        self._check = KERNELS[cpu.kernel].make_check(cpu.operations)
        self.compute_many = functools.partial(compute_many, cpu.kernel, cpu.operations)
        self.account = CpuAccount()

    def subject(self, item: int, _given: Any) -> int:
        """What is computed for an item: its number decides."""
        return item

    def compute(self, seed: int) -> int:
        """Computes in the calling thread."""
        batch = self.compute_many([seed])
        self.account.spend(batch.times)
        return batch.results[0]

    def verify(self, seed: int, result: int) -> None:
        """Raises if the result is wrong."""
        if not self._check(seed, result):
            raise StepError(f"wrong result {result} for seed {seed}")

    def check_sendable(self) -> None:
        """It can be sent to a worker."""
