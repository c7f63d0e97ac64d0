"""Which thread computed while the loop could not: it had the lock of the interpreter."""

from __future__ import annotations

import posix
import sys
import threading
from time import clock_gettime_ns
from types import FrameType
from typing import Any, NamedTuple

from .originals import get_native_id
from .stacks import printable, stack_from
from .thread_files import read_once

_MOST_THREADS = 50
_MOST_SEEN = 16


class Used(NamedTuple):
    """What a thread has used: time on a core, and time for which it waited for one."""

    on_cpu_ns: int
    runqueue_ns: int

    def __sub__(self, other: Used) -> Used:
        return Used(self.on_cpu_ns - other.on_cpu_ns, self.runqueue_ns - other.runqueue_ns)


class Computing(NamedTuple):
    """The thread that has computed most, and where it is."""

    tid: int
    on_cpu_ns: int
    thread: str
    frame: str | None


class OtherThreads:
    """Reads the CPU time of the threads of this process, now and again, and finds the one that used most."""

    def __init__(self) -> None:
        self._used_before: dict[int, Used] = {}
        #: How many threads there were; None if the kernel does not tell.
        self.count: int | None = None

    def read(self) -> None:
        """Notes what all threads have used."""
        self._used_before = self._used()

    def computing(self) -> Computing | None:
        """The thread that has computed most since `read`.

        It is called first thing when a loop turns again, and calls nothing that gives the lock of the interpreter away: else the
        thread that had it goes on, and may end.
        """
        own, most, found = get_native_id(), 0, None
        for thread in _threads():
            tid = thread.native_id
            if tid is None or tid == own:
                continue
            grown = _on_cpu_ns(tid) - self._used_before.get(tid, Used(0, 0)).on_cpu_ns
            if grown > most:
                most, found = grown, thread
        if found is None or found.native_id is None or found.ident is None:
            return None
        frame = _frame(sys._current_frames().get(found.ident))
        return Computing(found.native_id, most, printable(str(found.name), 64), frame)

    def holder(
        self, length: int, watcher: int, seen: dict[int, str | None], computing: Computing | None
    ) -> dict[str, Any] | None:
        """The thread that computed, or waited for a core, for at least half of the time that has just gone by. It is not the watcher.

        If the watcher has seen where it was, that is told: by now it may have gone on.
        """
        if not self._used_before:
            return None
        before, others = self._used_before, (get_native_id(), watcher)
        grown = {tid: used - before.get(tid, Used(0, 0)) for tid, used in self._used().items() if tid not in others}
        if computing and computing.tid not in grown:  # it has ended meanwhile
            grown[computing.tid] = Used(computing.on_cpu_ns, 0)
        tid = max(grown, key=lambda tid: grown[tid].on_cpu_ns + grown[tid].runqueue_ns, default=None)
        if tid is None or 2 * sum(grown[tid]) < length:
            return None
        on_cpu = max(0, min(length, grown[tid].on_cpu_ns))
        times = {"on_cpu_ns": on_cpu, "runqueue_ns": max(0, min(length - on_cpu, grown[tid].runqueue_ns))}
        if computing and computing.tid == tid:
            return {"thread": computing.thread, "frame": seen.get(tid) or computing.frame, **times}
        return {**_describe(tid, seen), **times}

    def _used(self) -> dict[int, Used]:
        try:
            names = posix.listdir("/proc/self/task")
        except OSError:
            return {}
        self.count = len(names)
        used: dict[int, Used] = {}
        for name in names[:_MOST_THREADS]:
            fields = read_once(f"/proc/self/task/{name}/schedstat").split()
            if len(fields) == 3:  # else it has ended
                used[int(name)] = Used(int(fields[0]), int(fields[1]))
        return used


def frames_of_others(own: int) -> dict[int, str | None]:
    """Where threads are, by what the kernel calls them: some at the most, and without one."""
    frames = sys._current_frames()
    known = [thread for thread in _threads() if thread.ident != own and thread.native_id][:_MOST_SEEN]
    return {thread.native_id: _frame(frames.get(thread.ident)) for thread in known if thread.native_id and thread.ident}


def _on_cpu_ns(tid: int) -> int:
    # The kernel's number for the CPU clock of a thread of this process.
    try:
        return clock_gettime_ns((~tid << 3) | 6)
    except OSError:
        return 0


def _threads() -> list[threading.Thread]:
    # Not threading.enumerate: it takes a lock, which this thread may have at the moment.
    return list(getattr(threading, "_active", {}).values())


def _frame(innermost: FrameType | None) -> str | None:
    stack = stack_from(innermost)
    return stack.frame or (stack.frames[0] if stack.frames else None)


def _describe(tid: int, seen: dict[int, str | None]) -> dict[str, Any]:
    thread = next((thread for thread in _threads() if getattr(thread, "native_id", None) == tid), None)
    if thread is None or thread.ident is None:
        return {"thread": f"thread {tid}", "frame": seen.get(tid)}
    frame = seen.get(tid) or _frame(sys._current_frames().get(thread.ident))
    return {"thread": printable(str(thread.name), 64), "frame": frame}
