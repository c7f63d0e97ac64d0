"""Descriptors of the probe.

They leave the low numbers to the program, and are closed at an exec. A program may close them all,
as daemons do, and have files of its own there since: these are never read, written or closed.
"""

from __future__ import annotations

import fcntl
import posix

_LOWEST = 900, 200, 50


class Descriptor:
    """A descriptor that is the probe's, for as long as the program leaves it alone."""

    __slots__ = ("_identity", "number")

    def __init__(self, number: int) -> None:
        """Takes over a descriptor, and moves it out of the way."""
        self.number = _moved(number)
        self._identity = _identity(self.number)

    def is_ours(self) -> bool:
        """Whether it is still the file that it was."""
        return self._identity is not None and _identity(self.number) == self._identity

    def close(self) -> None:
        """Closes it, if it is still ours."""
        if self.is_ours():
            posix.close(self.number)
        self._identity = None

    def forget(self) -> None:
        """Leaves it to another owner."""
        self._identity = None


def _moved(number: int) -> int:
    for lowest in _LOWEST:
        try:
            moved = fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, lowest)
        except OSError:
            continue  # The program may open fewer, or has opened all.
        posix.close(number)
        return moved
    return number


def _identity(number: int) -> tuple[int, int, int] | None:
    try:
        status = posix.fstat(number)
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mode
