"""Files of /proc."""

from __future__ import annotations

import posix
import threading

from .descriptors import Descriptor

_FLAGS = posix.O_RDONLY | posix.O_CLOEXEC


def open_own(name: str) -> Descriptor | None:
    """Opens a file that the kernel has about the calling thread; other threads may read it too."""
    # Kernels before 3.17 have no thread-self.
    for folder in "/proc/thread-self", f"/proc/self/task/{threading.get_native_id()}":
        try:
            return Descriptor(posix.open(f"{folder}/{name}", _FLAGS))
        except OSError:
            continue
    return None


def read_again(file: Descriptor | None) -> bytes:
    """What an open file of /proc says now; nothing if there is no such file."""
    if file is None or not file.is_ours():
        return b""
    try:
        return posix.pread(file.number, 512, 0)
    except OSError:
        return b""


def read_once(path: str) -> bytes:
    """What a short file says; nothing if it cannot be read."""
    try:
        file = posix.open(path, _FLAGS)
    except OSError:
        return b""
    try:
        return posix.read(file, 512)
    except OSError:
        return b""
    finally:
        posix.close(file)
