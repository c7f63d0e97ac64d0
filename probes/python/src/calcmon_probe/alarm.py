"""An alarm clock for a thread that watches others."""

from __future__ import annotations

import posix
import time

from .descriptors import Descriptor

try:
    import ctypes
except Exception:  # Some builds of CPython lack it; some hosts forbid what it does when it is imported.
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
        timer = libc.timerfd_create(time.CLOCK_MONOTONIC, posix.O_CLOEXEC)
        if timer < 0:
            raise OSError("timerfd_create failed")
        self._timer = Descriptor(timer)

    def set(self, at: int) -> None:
        """Has it ring at that time, and no longer at the one set before."""
        absolute = 1
        spec = self._spec(0, 0, *divmod(at, 10**9)) if at < NEVER else self._spec(0, 0, 0, 0)
        if not self._timer.is_ours() or self._settime(self._timer.number, absolute, self._reference(spec), None):
            raise OSError("timerfd_settime failed")

    def wait(self) -> None:
        """Returns when it rings."""
        if not self._timer.is_ours():
            raise OSError("the program has closed the timerfd")
        posix.read(self._timer.number, 8)

    def close(self) -> None:
        """To be called when no thread waits any more, and in a child of a fork."""
        self._timer.close()
