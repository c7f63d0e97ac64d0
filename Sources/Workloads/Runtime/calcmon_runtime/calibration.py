"""How fast the kernels are on this host."""

import itertools

from .hello import send_hello
from .kernels import KERNELS, compute_many
from .order import OrderError
from .probe.messages import send


def operations_per_second(kernel: str) -> float:
    """The speed of a kernel here, from the median of many rounds, in CPU time.

    Being interrupted does not count, and the fastest moment of a core is not typical. No two
    rounds have the same seed: what the memory kernel has just read is in the caches.
    """
    KERNELS[kernel].make_check(0)
    seeds = itertools.count()

    def round_ns(operations: int) -> int:
        return compute_many(kernel, operations, [next(seeds)]).times[0]

    operations = 1000
    while round_ns(operations) < 1_400_000:
        operations *= 2
    rounds: list[int] = []
    while sum(rounds) < 300_000_000:
        rounds.append(round_ns(operations))
    return operations * 1e9 / sorted(rounds)[len(rounds) // 2]


def calibrate(kernels: list[str]) -> None:
    """Measures and reports how fast kernels are here."""
    if unknown := [kernel for kernel in kernels if kernel not in KERNELS]:
        raise OrderError(f"no kernel {unknown[0]!r}")
    send_hello()
    for kernel in kernels:
        send("calibrated", kernel=kernel, operations_per_second=operations_per_second(kernel))
