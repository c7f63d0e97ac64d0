"""Files of /proc about one thread."""

import os
import threading


def open_own(name: str) -> int | None:
    """Opens a file that the kernel has about the calling thread; other threads may read it too."""
    # Kernels before 3.17 have no thread-self.
    for folder in "/proc/thread-self", f"/proc/self/task/{threading.get_native_id()}":
        try:
            return os.open(f"{folder}/{name}", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            continue
    return None


def read_again(file: int | None) -> bytes:
    """What an open file of /proc says now; nothing if there is no such file."""
    if file is None:
        return b""
    try:
        return os.pread(file, 512, 0)
    except OSError:
        return b""
