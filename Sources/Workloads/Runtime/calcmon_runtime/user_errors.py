"""What the user's code does wrong, in words for the user."""

import os
import traceback

from .order import OrderError
from .step_error import StepError

LONGEST = 2000
_OWN_FOLDERS = ("calcmon_runtime" + os.sep, "calcmon_probe" + os.sep)


class UserCodeError(OrderError):
    """The user's code cannot be run, whichever the item."""


class CallFailed(StepError):
    """A function has raised an exception."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(brief(cause))
        self.cause = cause


def told(error: Exception) -> str:
    """What an item failed with: the traceback if the user's code raised it, else what it says."""
    if isinstance(error, CallFailed):
        return described(error.cause)
    return printable(str(error))[-LONGEST:] if isinstance(error, StepError) else brief(error)


def brief(error: BaseException) -> str:
    """What kind of exception it is, and what it says, in one line."""
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = "it cannot be told"
    return printable(f"{type(error).__name__}: {text}" if text else type(error).__name__)[:LONGEST]


def described(error: BaseException) -> str:
    """The end of its traceback, of the frames alone that are not of this runtime."""
    whole = traceback.TracebackException.from_exception(error)
    seen: set[int] = set()
    part: traceback.TracebackException | None = whole
    while part is not None and id(part) not in seen:
        seen.add(id(part))
        part.stack[:] = [frame for frame in part.stack if not _is_own(frame.filename)]
        part = part.__cause__ or part.__context__
    return _end(printable("".join(whole.format()).rstrip("\n")))


def place(error: BaseException) -> str:
    """The file and line that an exception comes from, in brackets; empty if it is of this runtime."""
    if isinstance(error, SyntaxError) and error.filename:
        return f" ({error.filename}:{error.lineno})"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not _is_own(frame.filename)]
    frames = [frame for frame in frames if not frame.filename.startswith("<frozen ")]
    return f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""


def printable(text: str) -> str:
    """The same as a message can hold it: a lone surrogate is no character."""
    return text.encode("utf-8", "replace").decode()


def _is_own(file: str) -> bool:
    return any(file.startswith(folder) or os.sep + folder in file for folder in _OWN_FOLDERS)


def _end(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    cut = text[-LONGEST:]
    line_feed = cut.find("\n")
    return cut[line_feed + 1 :] if 0 <= line_feed < LONGEST // 2 else cut
