"""An alarm clock for a thread that watches others."""

from __future__ import annotations

import os
import time

try:
    import ctypes
except ImportError:  # some builds of CPython lack it
    ctypes = None  # type: ignore[assignment]

NEVER = 2**63 - 1


class Alarm:
    """An alarm clock that one thread waits for and others put off: a timerfd.

    It calls the C library without giving back the lock of the interpreter, as os.timerfd_settime
    of CPython 3.13 does: among threads that compute, it may take long to get the lock again.
    """

    def __init__(self) -> None:
        if ctypes is None:
            raise OSError("this CPython has no ctypes")

        class TimerSpec(ctypes.Structure):
            _fields_ = [(name, ctypes.c_long) for name in ("every_s", "every_ns", "s", "ns")]

        libc = ctypes.PyDLL(None)
        pointer, integer = ctypes.c_void_p, ctypes.c_int
        libc.timerfd_settime.argtypes = integer, integer, pointer, pointer
        self._spec, self._reference, self._settime = TimerSpec, ctypes.byref, libc.timerfd_settime
        self._timer = libc.timerfd_create(time.CLOCK_MONOTONIC, os.O_CLOEXEC)
        if self._timer < 0:
            raise OSError("timerfd_create failed")

    def set(self, at: int) -> None:
        """Has it ring at that time, and no longer at the one set before."""
        absolute = 1
        spec = self._spec(0, 0, *divmod(at, 10**9)) if at < NEVER else self._spec(0, 0, 0, 0)
        if self._settime(self._timer, absolute, self._reference(spec), None):
            raise OSError("timerfd_settime failed")

    def wait(self) -> None:
        """Returns when it rings."""
        os.read(self._timer, 8)

    def close(self) -> None:
        """To be called when no thread waits any more, and in a child of a fork."""
        os.close(self._timer)
