"""Loops that run already when the probe comes, in this thread and in others."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

from . import hooks
from .watchable import can_be_watched

_MOST_FRAMES = 5_000


def join_all() -> bool:
    """Has the probe come to the loops that run now. Returns whether there is one that can be watched.

    It may be called in the middle of anything that the main thread does.
    """
    here: Any = asyncio._get_running_loop()
    loops = {id(loop): loop for loop in _found() if _runs(loop)}
    if here is not None and _is_watchable(here):
        loops[id(here)] = here
        # One that stands at this moment is seen at once.
        if isinstance(here, asyncio.BaseEventLoop):
            hooks.join(here)
    for loop in loops.values():
        try:
            # It wakes the loop as well: else one that waits would seem to stand.
            loop.call_soon_threadsafe(_join)
        except Exception:
            pass  # It has been closed meanwhile.
    return bool(loops)


def _join() -> None:
    loop = asyncio._get_running_loop()
    if loop is not None:
        hooks.join(loop)


def _found() -> Iterator[Any]:
    """Loops that code under way has in hand: no thread can be asked which loop it runs, and a search of the heap would take too long."""
    frames = 0
    for frame in sys._current_frames().values():
        at: FrameType | None = frame
        while at and frames < _MOST_FRAMES:
            frames += 1
            yield from _loops_in(at)
            at = at.f_back


def _loops_in(frame: FrameType) -> Iterator[Any]:
    if frame.f_code.co_name == "<module>":
        values = [value for name, value in list(frame.f_globals.items()) if not name.startswith("__")]
    else:
        values = list(frame.f_locals.values())
    for value in values:
        if _is_watchable(value):
            yield value
        elif type(value).__module__ in ("asyncio.runners", "threading"):
            # A runner, or a thread that was given a method of a loop.
            kept = vars(value) if hasattr(type(value), "__dict__") else {}
            for each in (kept.get("_loop"), getattr(kept.get("_target"), "__self__", None)):
                if _is_watchable(each):
                    yield each


def _is_watchable(value: Any) -> bool:
    # Not isinstance, which asks objects of the application what they are.
    return issubclass(type(value), asyncio.AbstractEventLoop) and can_be_watched(value)


def _runs(loop: Any) -> bool:
    try:
        return bool(loop.is_running())
    except Exception:
        return False
