"""Functions that stand in for others of asyncio, and tell of each call.

Another tool may have put its own around one of them since, and uvloop takes them over: then they
stay, do what they stand in for, and tell nobody. So this module holds nothing of the probe.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


class Ear:
    """Who is told, until it is closed."""

    __slots__ = ("began", "ended", "is_open", "made")

    def __init__(
        self, began: Callable[[Any], None], ended: Callable[[], None], made: Callable[[Any, FrameType], None]
    ) -> None:
        self.is_open = True
        #: A loop begins to run in this thread.
        self.began: Callable[[Any], None] = began
        #: The loop that runs in this thread ends to run.
        self.ended: Callable[[], None] = ended
        #: A queue has been made, in the frame.
        self.made: Callable[[Any, FrameType], None] = made

    def close(self) -> None:
        """Has it hear no more."""
        self.is_open = False
        self.began = self.ended = self.made = _nothing


def _nothing(*_: object) -> None:
    pass


class Place:
    """An attribute of a module or of a class in which another function stands in for its own."""

    def __init__(self, owner: Any, name: str, function: Any) -> None:
        self._owner = owner
        self._name = name
        self._function = function
        self._is_own = name in vars(owner)
        self._before = getattr(owner, name)
        setattr(owner, name, function)

    def give_back(self) -> None:
        """Puts the function back that was there, unless another has taken the place since."""
        if vars(self._owner).get(self._name) is not self._function:
            return
        if self._is_own:
            setattr(self._owner, self._name, self._before)
        else:
            delattr(self._owner, self._name)

    def give_back_in(self, module: Any) -> None:
        """Does the same in a module that may have copied the function."""
        if getattr(module, self._name, None) is self._function:
            setattr(module, self._name, self._before)


def is_heard(function: Any) -> bool:
    """Whether a function stands in for another, or was put around one that does, and something hears of it."""
    ear = getattr(function, "calcmon", None)
    return ear is not None and getattr(ear, "is_open", True)


def for_set_running_loop(original: Callable[[Any], None], ear: Ear) -> Callable[[Any], None]:
    """Stands in for `_set_running_loop`."""

    def _set_running_loop(loop: Any) -> None:
        original(loop)
        if loop is None:
            ear.ended()
        else:
            ear.began(loop)

    _set_running_loop.calcmon = ear  # type: ignore[attr-defined]
    return _set_running_loop


def for_run_forever(original: Callable[[Any], Any], ear: Ear) -> Callable[[Any], Any]:
    """Stands in for `run_forever` of a loop."""

    def run_forever(self: Any) -> Any:
        ear.began(self)
        try:
            return original(self)
        finally:
            ear.ended()

    run_forever.calcmon = ear  # type: ignore[attr-defined]
    return run_forever


def for_init(original: Callable[..., None], ear: Ear) -> Callable[..., None]:
    """Stands in for `__init__` of a class of queues."""
    frame_at = sys._getframe

    def __init__(self: Any, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        ear.made(self, frame_at(1))

    __init__.calcmon = ear  # type: ignore[attr-defined]
    __init__.__wrapped__ = original  # type: ignore[attr-defined]
    return __init__
