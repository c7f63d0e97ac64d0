"""What this process uses, by the kernel's own figures."""

from __future__ import annotations

import os
import resource
from typing import Any

_PAGE = os.sysconf("SC_PAGE_SIZE")


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
        with open("/proc/self/statm", "rb", buffering=0) as file:
            return int(file.read(200).split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return None
