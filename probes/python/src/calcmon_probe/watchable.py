"""Which loops can be watched."""

from __future__ import annotations

import asyncio
from typing import Any


def can_be_watched(loop: Any) -> bool:
    """Whether it is a loop of asyncio or uvloop that lives in real time: those of some tests do not."""
    if isinstance(loop, asyncio.BaseEventLoop):
        clock = loop.time
        return getattr(clock, "__func__", None) is asyncio.BaseEventLoop.time and clock.__module__ == "asyncio.base_events"
    return any(base.__module__.partition(".")[0] == "uvloop" for base in type(loop).__mro__)
