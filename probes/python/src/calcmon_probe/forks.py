"""What is done when the process forks.

CPython never forgets what it was told to do then. So it is told once in the life of a process, of an
object that another copy of this module finds again, and that can be emptied.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

_NAME = "_calcmon_forks"


class Forks:
    """What is to be done before a fork, and after it in the child."""

    def __init__(self) -> None:
        self.before: list[Callable[[], None]] = []
        self.after_in_child: list[Callable[[], None]] = []
        os.register_at_fork(before=self._before, after_in_child=self._after_in_child)

    def _before(self) -> None:
        for function in tuple(self.before):
            function()

    def _after_in_child(self) -> None:
        for function in tuple(self.after_in_child):
            function()


def forks() -> Any:
    """That of the process."""
    found = getattr(os, _NAME, None)
    if found is None:
        found = Forks()
        setattr(os, _NAME, found)
    return found


def hear_of_forks(before: Callable[[], None] | None = None, after_in_child: Callable[[], None] | None = None) -> None:
    """Has something done when the process forks."""
    if before is not None:
        forks().before.append(before)
    if after_in_child is not None:
        forks().after_in_child.append(after_in_child)


def hear_no_more_of_forks(before: Callable[[], None], after_in_child: Callable[[], None]) -> None:
    """Has that not done any more."""
    known = forks()
    known.before[:] = [each for each in known.before if each != before]
    known.after_in_child[:] = [each for each in known.after_in_child if each != after_in_child]


def hear_of_no_forks() -> None:
    """Has nothing done any more."""
    forks().before.clear()
    forks().after_in_child.clear()
