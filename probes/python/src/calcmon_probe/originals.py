"""What the probe takes from the interpreter before another library replaces it.

gevent and eventlet replace the functions of threads by their own. A thread of theirs that waits
would stop the whole process.
"""

from __future__ import annotations

import sys
from typing import Any


def original(module_name: str, name: str) -> Any:
    """A function as the standard library has it, even if gevent or eventlet has replaced it."""
    for patcher in ("gevent.monkey", "eventlet.patcher"):
        module = sys.modules.get(patcher)
        if module is None:
            continue
        if patcher == "gevent.monkey":
            return module.get_original(module_name, name)
        return getattr(module.original(module_name), name)
    return getattr(__import__(module_name), name)
