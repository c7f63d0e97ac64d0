"""The Python code that a thread is in, as texts."""

import asyncio
import os
import re
from types import FrameType

ASYNCIO = os.path.dirname(asyncio.__file__) + os.sep
# Sources that came over a pipe have no __file__, but their code knows what they are called.
OWN_FOLDER = os.path.dirname((lambda: None).__code__.co_filename) + os.sep
LOOP = {"BaseEventLoop._run_once", "BaseEventLoop.run_forever", "Runner.run"}
IN_SELECTOR = "noting_select"

Stack = tuple[str, ...]


def describe(frame: FrameType) -> str:
    """File, line and function, in characters that need no escape in JSON."""
    code = frame.f_code
    text = f"{os.path.basename(code.co_filename)}:{frame.f_lineno or 0}:{code.co_qualname}"
    return re.sub(r"[^ !#-\[\]-~]", "?", text)[:120]


def stack_from(innermost: FrameType) -> Stack:
    """The code that runs on a loop, innermost first: without asyncio, the probe and what is around.

    There is none if the loop waits in its selector: nothing holds it. If nothing else runs, it is
    the innermost frame alone.
    """
    stack: list[str] = []
    frame: FrameType | None = innermost
    while frame and len(stack) < 12:
        file = frame.f_code.co_filename
        if file.startswith(ASYNCIO):
            if frame.f_code.co_qualname in LOOP:
                break
        elif frame.f_code.co_name == IN_SELECTOR:
            return ()
        elif not file.startswith(OWN_FOLDER):
            stack.append(describe(frame))
        frame = frame.f_back
    return tuple(stack) or (describe(innermost),)
