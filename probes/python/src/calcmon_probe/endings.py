"""The ends of processes that atexit does not hear of."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def finalizer_of_child(farewell: Callable[[], None]) -> Any:
    """Has a child of multiprocessing say farewell: one that was forked ends without running what atexit was given."""
    process, util = sys.modules.get("multiprocessing.process"), sys.modules.get("multiprocessing.util")
    if process is None or util is None or getattr(process, "parent_process", lambda: None)() is None:
        return None
    # After those of the program, which have an exit priority of 0 or more.
    return util.Finalize(None, farewell, exitpriority=-100)
