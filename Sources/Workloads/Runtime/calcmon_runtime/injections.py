"""Disturbances of the loop on purpose, to see what the probe says about them."""

import asyncio
import contextlib
import functools
import gc
import os
import threading
import time
from collections.abc import Callable
from time import monotonic_ns
from typing import BinaryIO

from .order import Injection, Work
from .probe.messages import send


def hold_by_computing(ns: int) -> None:
    """Computes until the calling thread has used that much CPU time, however long that takes."""
    end = time.thread_time_ns() + ns
    while time.thread_time_ns() < end:
        for _ in range(200):
            pass


def hold_by_sleeping(ns: int) -> None:
    """Sleeps without letting the loop turn."""
    time.sleep(ns * 1e-9)


def hold_by_syncing(file: BinaryIO, ns: int) -> None:
    """Writes a block through to the disk, again and again, until that much time has passed."""
    end, block = monotonic_ns() + ns, bytes(4096)
    while monotonic_ns() < end:
        os.pwrite(file.fileno(), block, 0)
        os.fsync(file.fileno())


def hold_by_collecting(ns: int) -> None:
    """Has Python's collector look through a heap, again and again, until the calling thread has used that much CPU time for it."""
    end = time.thread_time_ns() + ns
    heap = [[] for _ in range(200_000)]
    while time.thread_time_ns() < end:
        gc.collect()
    del heap


def have_lock(ns: int) -> None:
    """Computes in C code that does not give the lock back; begins with a short call, to see how fast that is."""
    items = 1_000_000
    began = time.thread_time_ns()
    sum(range(items))
    sum(range(items * max(0, ns) // max(1, time.thread_time_ns() - began)))


INJECTIONS = {"compute", "sleep", "fsync", "leak", "gc", "gil"}


class Injector:
    """Disturbs the running loop, from callbacks, at the times that an order gives."""

    def __init__(self, work: Work, start: int) -> None:
        self._actions: dict[str, Callable[[int], None]] = {
            "compute": hold_by_computing,
            "sleep": hold_by_sleeping,
            "gc": hold_by_collecting,
            "gil": self._have_lock_elsewhere,
            "leak": self._leak,
        }
        self._done: list[tuple[str, int, int]] = []
        self._leaked: list[bytearray] = []
        self._files = contextlib.ExitStack()
        if any(injection.kind == "fsync" for injection in work.injections):
            import tempfile  # takes a while to import, and hardly any order needs it

            file = tempfile.NamedTemporaryFile(buffering=0, dir=work.scratch or None)
            self._actions["fsync"] = functools.partial(
                hold_by_syncing, self._files.enter_context(file)
            )
        loop = asyncio.get_running_loop()
        self._handles = [
            loop.call_later(
                (start + injection.at_ns - monotonic_ns()) * 1e-9, self._inject, injection
            )
            for injection in work.injections
        ]

    def stop(self) -> None:
        """Closes its files, and reports what it has done.

        An injection that is not due yet never happens. They are not reported one by one, because
        that would lengthen what they are to be compared with.
        """
        for handle in self._handles:
            handle.cancel()
        self._files.close()
        for kind, started, ended in self._done[:]:
            send("injected", kind=kind, started_ns=started, ended_ns=ended)

    def _inject(self, injection: Injection) -> None:
        started = monotonic_ns()
        self._actions[injection.kind](injection.amount)
        if injection.kind not in ("leak", "gil"):
            self._done.append((injection.kind, started, monotonic_ns()))

    def _have_lock_elsewhere(self, ns: int) -> None:
        """Lets another thread have Python's lock for about that long, and does not wait for it."""

        def work() -> None:
            started = monotonic_ns()
            have_lock(ns)
            self._done.append(("gil", started, monotonic_ns()))
            # The loop looks who it was as soon as it has the lock: then this thread should be there still.
            time.sleep(0.05)

        threading.Thread(target=work, name="lock-holder", daemon=True).start()

    def _leak(self, size: int) -> None:
        """Takes memory and keeps it. Every page of it is written to, else it would not be taken."""
        self._leaked.append(bytearray(b"\1") * size)
