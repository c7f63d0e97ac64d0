"""For how much of its CPU time a function has the lock of the interpreter."""

import os
import threading
from collections.abc import Callable
from time import monotonic_ns, thread_time_ns
from typing import Any

from .hello import has_lock

LOOK_NS, LOOKS = 300_000_000, 2
MOST_WAITING = 0.2


class Rival:
    """A thread that wants the lock all the time: what it does not get of the time, another thread has."""

    def __init__(self) -> None:
        self.computed_ns = 0
        self.waited_ns = 0
        self._is_there = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="lock-rival", daemon=True)

    def __enter__(self) -> "Rival":
        self._thread.start()
        self._is_there.wait()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopping = True
        self._thread.join()

    def _run(self) -> None:
        begun, waited = thread_time_ns(), runqueue_ns()
        self._is_there.set()
        while not self._stopping:
            for _ in range(200):
                pass
        self.computed_ns = thread_time_ns() - begun
        self.waited_ns = runqueue_ns() - waited


def runqueue_ns() -> int:
    """For how long the calling thread has waited for a core."""
    try:
        with open(f"/proc/self/task/{threading.get_native_id()}/schedstat", "rb") as file:
            return int(file.read().split()[1])
    except (OSError, IndexError):
        return 0


def lock_share(action: Callable[[], Any]) -> float | None:
    """Calls a function beside a rival for a moment.

    `None` if there is no lock, no second core, or no quiet moment: on a host that is busy it cannot
    be told what a thread waits for.
    """
    if not has_lock() or len(os.sched_getaffinity(0)) < 2:
        return None
    for _ in range(LOOKS):
        share, waited = look(action)
        if waited <= MOST_WAITING:
            return share
    return None


def look(action: Callable[[], Any]) -> tuple[float, float]:
    """The share in one such moment, and for which part of it a thread waited for a core."""
    begun, cpu_begun, own_waited = monotonic_ns(), thread_time_ns(), runqueue_ns()
    with Rival() as rival:
        while True:
            action()
            if monotonic_ns() - begun >= LOOK_NS:
                break
        computed = thread_time_ns() - cpu_begun
        own_waited = runqueue_ns() - own_waited
    length = monotonic_ns() - begun
    waited = max(own_waited, rival.waited_ns)
    had = length - rival.computed_ns - waited
    return max(0.0, min(1.0, had / max(1, computed))), waited / length
