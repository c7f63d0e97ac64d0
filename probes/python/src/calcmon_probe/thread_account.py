"""What a thread did: how long it was on a core, how long it waited for one, how often it was put on one."""

from __future__ import annotations

from time import clock_gettime_ns, pthread_getcpuclockid, thread_time_ns
from typing import NamedTuple

from .originals import get_ident
from .thread_files import open_own, read_again


class Reading(NamedTuple):
    """What a thread had used at a time. It is taken often, and hardly ever evaluated."""

    at: int
    cpu_ns: int
    schedstat: bytes

    @property
    def waited_ns(self) -> int | None:
        """How long it was runnable without running, throttling included; unknown if the kernel does not count it."""
        fields = self.schedstat.split()
        return int(fields[1]) if len(fields) == 3 and fields[0] != b"0" else None

    @property
    def timeslices(self) -> int | None:
        """How often it was put on a core; unknown if the kernel does not count it."""
        fields = self.schedstat.split()
        return int(fields[2]) if len(fields) == 3 and fields[0] != b"0" else None


class Share(NamedTuple):
    """What of a thread's times belongs to a stall."""

    on_cpu_ns: int
    runqueue_ns: int | None
    timeslices: int | None


def share_of_stall(before: Reading, after: Reading, started: int, busy_ns: int | None = None) -> Share:
    """What of a thread's times between two readings belongs to a stall that began in between, and lasted until the second.

    `busy_ns` is for how long the thread did something between the first and the stall. If that is
    not known, the time is taken as sleep as far as there was sleep, and else as time on a core.
    """
    length = after.at - started
    cpu = after.cpu_ns - before.cpu_ns
    waits = before.waited_ns, after.waited_ns
    wait = None if waits[0] is None or waits[1] is None else waits[1] - waits[0]
    ahead = max(0, started - before.at)
    if busy_ns is not None:
        ahead = min(ahead, max(0, busy_ns))
    else:
        slept = after.at - before.at - cpu - (wait or 0)
        ahead = max(0, ahead - slept)
    on_cpu = min(max(0, cpu - ahead), length)
    slices = before.timeslices, after.timeslices
    count = None if slices[0] is None or slices[1] is None else slices[1] - slices[0]
    return Share(on_cpu, wait if wait is None else min(max(0, wait), length - on_cpu), count)


class ThreadAccount:
    """Tells what the thread that makes it did. To be asked in that thread, but for `used_ns`."""

    def __init__(self, now: int) -> None:
        self._clock = pthread_getcpuclockid(get_ident())
        self._schedstat = open_own("schedstat")
        self._busy_ns = 0
        self._last = self._read(now)

    def advance(self, now: int, busy_ns: int = 0) -> tuple[Reading, Reading]:
        """Begins anew; returns the reading before, and that of now. `busy_ns` is how long the loop was busy in all."""
        before, self._last, self._busy_ns = self._last, self._read(now), busy_ns
        return before, self._last

    def share_of_stall(self, started: int, now: int, busy_ns: int | None) -> Share:
        """What belongs to a stall that ends now. `busy_ns` is how long the loop was busy in all until it began."""
        since = None if busy_ns is None else busy_ns - self._busy_ns
        return share_of_stall(self._last, self._read(now), started, since)

    def used_ns(self) -> int:
        """How long it was on a core. May be asked from another thread."""
        try:
            return clock_gettime_ns(self._clock)
        except OSError:  # The thread has ended.
            return self._last.cpu_ns

    def _read(self, now: int) -> Reading:
        return Reading(now, thread_time_ns(), read_again(self._schedstat))

    def close(self) -> None:
        """Ends the account."""
        if self._schedstat is not None:
            self._schedstat.close()
