"""What it costs to send an item to another process, and its result back."""

import contextlib
import pickle
import time
from collections.abc import Iterable
from multiprocessing.reduction import ForkingPickler
from typing import Any

_thread_time_ns = time.thread_time_ns
_loads = pickle.loads
_dumps = ForkingPickler.dumps


def transfer_of(argument: Any, result: Any) -> tuple[int, int, int, int]:
    """Pickled bytes of argument and result, and the CPU time of both in the process of the loop, and in the worker."""
    times = [_thread_time_ns()]
    pickled = []
    for value in (argument, result):
        pickled.append(_dumps(value))
        times.append(_thread_time_ns())
        _loads(pickled[-1])
        times.append(_thread_time_ns())
    dump_argument, load_argument, dump_result, load_result = (end - begin for begin, end in zip(times, times[1:]))
    sizes = len(pickled[0]), len(pickled[1])
    return *sizes, dump_argument + load_result, load_argument + dump_result


class TransferSamples:
    """Decides in a worker for which items it is measured: for the first ones, and for few of those that follow."""

    FIRST, EVERY = 10, 64

    def __init__(self) -> None:
        self._countdown = 1
        self._taken = 0

    def is_due(self) -> bool:
        """Whether it is to be measured for this item."""
        self._countdown -= 1
        return not self._countdown

    def take(self, argument: Any, result: Any) -> tuple[int, int, int, int] | None:
        """Measures it; `None` if it cannot be sent at all, which shows elsewhere."""
        self._taken += 1
        self._countdown = 1 if self._taken < self.FIRST else self.EVERY
        try:
            return transfer_of(argument, result)
        except Exception:
            return None


class TransferSum:
    """The mean of samples."""

    def __init__(self) -> None:
        self._count = 0
        self._sums = (0, 0, 0, 0)

    def add(self, sample: Iterable[int]) -> None:
        """Takes one more sample."""
        self._count += 1
        self._sums = tuple(before + more for before, more in zip(self._sums, sample))

    def sample(self, argument: Any, result: Any, most: int) -> None:
        """Measures one more, unless there are enough, or it cannot be sent at all."""
        if self._count < most:
            with contextlib.suppress(Exception):
                self.add(transfer_of(argument, result))

    def mean(self) -> dict[str, float] | None:
        """As a message tells it; `None` if there is no sample."""
        if not self._count:
            return None
        argument, result, loop, worker = (each / self._count for each in self._sums)
        return {
            "argument_bytes": argument,
            "result_bytes": result,
            "loop_seconds": loop * 1e-9,
            "worker_seconds": worker * 1e-9,
        }
