"""The ends of processes that atexit does not hear of."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import Any

from .standing_in import Place

#: Those that ask a process to end. The others tell that something went wrong.
_ASKING = frozenset((signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT))


def finalizer_of_child(farewell: Callable[[], None]) -> Any:
    """Has a child of multiprocessing say farewell: one that was forked ends without running what atexit was given."""
    process, util = sys.modules.get("multiprocessing.process"), sys.modules.get("multiprocessing.util")
    if process is None or util is None or getattr(process, "parent_process", lambda: None)() is None:
        return None
    # After those of the program, which have an exit priority of 0 or more.
    return util.Finalize(None, farewell, exitpriority=-100)


class EndBySignal:
    """Hears of a process that ends itself by a signal, as uvicorn does when it was asked to end and has shut down."""

    def __init__(self, farewell: Callable[[], None]) -> None:
        self._farewell: Callable[[], None] | None = farewell
        original = signal.raise_signal

        def raise_signal(number: int, /) -> None:
            self._will_be_raised(number)
            original(number)

        self._place = Place(signal, "raise_signal", raise_signal)

    def forget(self) -> None:
        """Hears no more."""
        self._farewell = None
        self._place.give_back()

    def _will_be_raised(self, number: int) -> None:
        farewell = self._farewell
        try:
            if farewell is not None and number in _ASKING and _ends_process(number):
                farewell()
        except Exception:
            pass  # It is for the program to say what is wrong with its signal.


def _ends_process(number: int) -> bool:
    return signal.getsignal(number) is signal.SIG_DFL and number not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
