"""The Python code that a thread is in, as texts."""

from __future__ import annotations

import re
from types import FrameType
from typing import NamedTuple

from .sources import Origin, name, origin

MOST_FRAMES = 12
_DEEPEST = 400
_LOOP = {"_run_once", "run_forever", "run"}
IN_SELECTOR = "noting_select"
_UNPRINTABLE = re.compile(r"[^ !#-\[\]-~]")


class Stack(NamedTuple):
    """What ran on a loop, the innermost first."""

    frames: tuple[str, ...] = ()
    #: The innermost frame of the application's own code.
    frame: str | None = None
    is_importing: bool = False


def printable(text: str, most: int = 120) -> str:
    """In characters that need no escape in JSON. A text that is too long loses its begin."""
    return _UNPRINTABLE.sub("?", text)[-most:]


def describe(frame: FrameType) -> str:
    """File, line and function."""
    code = frame.f_code
    function = getattr(code, "co_qualname", code.co_name).replace("<locals>.", "")
    return printable(f"{name(code.co_filename)}:{frame.f_lineno or 0}:{function}")


def outside(innermost: FrameType | None, is_below: bool = False) -> int:
    """Tells the frame of the code that runs a loop: the innermost which is neither asyncio's nor the probe's.

    If the loop may run already, this one `is_below` its frame, and code of the application may be in between.
    """
    frame = _run_forever(innermost) if is_below else innermost
    while frame and origin(frame.f_code.co_filename) in (Origin.ASYNCIO, Origin.PROBE):
        frame = frame.f_back
    return id(frame)


def _run_forever(innermost: FrameType | None) -> FrameType | None:
    frame = innermost
    while frame and not (frame.f_code.co_name == "run_forever" and origin(frame.f_code.co_filename) is Origin.ASYNCIO):
        frame = frame.f_back
    return frame or innermost


def stack_from(innermost: FrameType | None, outside: int = 0) -> Stack:
    """The code that runs on a loop: without asyncio, the probe and what is around them.

    There is none if the loop waits in its selector: nothing holds it. If nothing else runs, it is
    the innermost frame alone.
    """
    frames: list[str] = []
    headline: str | None = None
    is_importing = False
    frame, depth = innermost, 0
    while frame and depth < _DEEPEST and id(frame) != outside:
        depth += 1
        code = frame.f_code
        who = origin(code.co_filename)
        if who is Origin.ASYNCIO:
            if code.co_name in _LOOP and frames:
                break
        elif who is Origin.PROBE:
            if code.co_name == IN_SELECTOR:
                return Stack()
        else:
            is_importing = is_importing or code.co_filename.startswith("<frozen importlib")
            text = describe(frame)
            if who is Origin.APPLICATION and headline is None:
                headline = text
            frames.append(text)
        frame = frame.f_back
    if not frames and innermost is not None:
        frames = [describe(innermost)]
    return Stack(shorten(frames), headline, is_importing)


def shorten(frames: list[str]) -> tuple[str, ...]:
    """The stack without what repeats: recursion is folded, and the middle of a long one left out."""
    folded: list[str] = []
    for frame in frames:
        function = frame.rpartition(":")[2], frame.partition(":")[0]
        if any((known.rpartition(":")[2], known.partition(":")[0]) == function for known in folded[-3:]):
            continue
        folded.append(frame)
    half = MOST_FRAMES // 2
    return tuple(folded if len(folded) <= MOST_FRAMES else folded[:half] + folded[-half:])
