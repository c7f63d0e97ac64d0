"""Files of /proc about one thread."""

import os


def open_own(name: str) -> int | None:
    """Opens a file that the kernel has about the calling thread; other threads may read it too."""
    try:
        return os.open(f"/proc/thread-self/{name}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def read_again(file: int | None) -> bytes:
    """What an open file of /proc says now; nothing if there is no such file."""
    if file is None:
        return b""
    try:
        return os.pread(file, 512, 0)
    except OSError:
        return b""
