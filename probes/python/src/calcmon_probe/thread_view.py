"""A look at a thread from outside."""

from __future__ import annotations

import sys
from types import FrameType
from typing import NamedTuple

from .originals import get_ident
from .thread_files import open_own, read_again


class Look(NamedTuple):
    """How a thread was at one moment."""

    at: int
    asleep: bool
    wait_channel: str | None


class ThreadView:
    """Lets other threads look at the thread that makes it."""

    def __init__(self) -> None:
        #: Tells the thread, also to those who ask whether it is theirs.
        self.thread = get_ident()
        self._stat = open_own("stat")
        self._wait_channel = open_own("wchan")

    def frame(self) -> FrameType | None:
        """What Python code the thread is in. It lets no other thread run meanwhile."""
        return sys._current_frames().get(self.thread)

    def look(self, at: int) -> Look | None:
        """Whether the thread is asleep; unknown if the kernel does not tell.

        A thread that computes in Python has to wait while its observer holds the lock of the
        interpreter. It is let on when the file is read, and so does not seem asleep. The observer
        gets the lock back only when its turn comes.
        """
        state = read_again(self._stat).rpartition(b")")[2].strip()[:1]
        if not state:
            return None
        if state not in (b"S", b"D", b"T", b"t", b"I"):
            return Look(at, asleep=False, wait_channel=None)
        channel = read_again(self._wait_channel).decode(errors="replace").strip()[:64]
        return Look(at, asleep=True, wait_channel=None if channel in ("", "0") else channel)

    def close(self) -> None:
        """To be called when no thread looks any more."""
        for file in (self._stat, self._wait_channel):
            if file is not None:
                file.close()
