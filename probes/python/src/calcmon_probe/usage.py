"""What this process uses, by the kernel's own figures."""

from __future__ import annotations

import posix
import resource
from typing import Any

from .thread_files import read_once

_PAGE = posix.sysconf("SC_PAGE_SIZE")


def usage() -> dict[str, Any]:
    """CPU time and resident memory. What the kernel does not tell is None."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "cpu_user_ns": int(used.ru_utime * 1e9),
        "cpu_system_ns": int(used.ru_stime * 1e9),
        "memory_bytes": resident_bytes(),
    }


def resident_bytes() -> int | None:
    """Resident memory."""
    try:
        return int(read_once("/proc/self/statm").split()[1]) * _PAGE
    except (ValueError, IndexError):
        return None
