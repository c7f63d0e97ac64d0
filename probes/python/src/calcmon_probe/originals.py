"""What the probe takes from the interpreter before another library replaces it.

gevent and eventlet replace the functions of threads by their own. A thread of theirs that waits
would stop the whole process, and theirs have names of their own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def original(module_name: str, name: str) -> Any:
    """A function as the standard library has it, even if gevent or eventlet has replaced it."""
    if gevent := sys.modules.get("gevent.monkey"):
        return gevent.get_original(module_name, name)
    if eventlet := sys.modules.get("eventlet.patcher"):
        return getattr(eventlet.original(module_name), name)
    return getattr(__import__(module_name), name)


get_ident: Callable[[], int] = original("_thread", "get_ident")
get_native_id: Callable[[], int] = original("_thread", "get_native_id")
start_new_thread: Callable[..., int] = original("_thread", "start_new_thread")
allocate_lock: Callable[[], Any] = original("_thread", "allocate_lock")
#: A lock that code may take again which runs in the middle of what it protects: finalizers and signal handlers do.
allocate_reentrant_lock: Callable[[], Any] = original("_thread", "RLock")
sleep: Callable[[float], None] = original("time", "sleep")
