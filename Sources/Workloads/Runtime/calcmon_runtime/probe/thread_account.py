"""What the thread of the loop did: how long it was on a core, and how long it waited for one."""

import os
from time import thread_time_ns
from typing import NamedTuple

from .thread_files import open_own, read_again


def wait_for_cores(schedstat: bytes) -> int | None:
    """How long a thread was runnable without running; unknown if the kernel does not count it.

    It includes the time for which the thread's cgroup was throttled.
    """
    fields = schedstat.split()
    if len(fields) < 2 or fields[0] == b"0":
        return None
    return int(fields[1])


class Snapshot(NamedTuple):
    """What a thread had used at a time. It is taken at each tick, and hardly ever evaluated."""

    at: int
    cpu_ns: int
    schedstat: bytes


class ThreadAccount:
    """Tells what the calling thread did in the time up to a tick."""

    def __init__(self, now: int) -> None:
        self._schedstat = open_own("schedstat")
        self._last = Snapshot(now, thread_time_ns(), read_again(self._schedstat))

    def advance(self, now: int) -> tuple[Snapshot, Snapshot]:
        """Takes a snapshot, and returns the one before it and it."""
        before = self._last
        self._last = Snapshot(now, thread_time_ns(), read_again(self._schedstat))
        return before, self._last

    def close(self) -> None:
        """Ends the account."""
        if self._schedstat is not None:
            os.close(self._schedstat)


def share_of_stall(before: Snapshot, after: Snapshot, started: int) -> tuple[int, int | None]:
    """On a core, and waiting for one: what of both, between two snapshots, is a stall's.

    The stall began at `started` and lasted until the second snapshot. A loop that does not stall
    sleeps, so the time before is taken as sleep as far as there was sleep, and then as CPU time.
    """
    length = after.at - started
    cpu = after.cpu_ns - before.cpu_ns
    waits = wait_for_cores(before.schedstat), wait_for_cores(after.schedstat)
    wait = None if waits[0] is None or waits[1] is None else waits[1] - waits[0]
    slept = after.at - before.at - cpu - (wait or 0)
    cpu = min(max(0, cpu - max(0, started - before.at - slept)), length)
    return cpu, wait if wait is None else min(max(0, wait), length - cpu)
