"""Descriptors that code of others does not come across."""

import fcntl
import resource

# Higher than what programs close that close all that they know of.
_HIGH = 4096


def high_copy(descriptor: int) -> int:
    """A copy above what the process is allowed to open, if it may be allowed that much for a moment."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    least = _HIGH if hard == unlimited or hard > _HIGH else max(3, hard // 2)
    try:
        if soft != unlimited and soft <= least:
            resource.setrlimit(resource.RLIMIT_NOFILE, (least + 1, hard))
        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, least)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
