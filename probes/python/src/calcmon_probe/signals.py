"""Signals are the application's, also while the probe happens to run."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


def is_of_a_handler(error: BaseException) -> bool:
    """Whether a signal handler raised it: a time limit, say, that ended code of the probe instead of the application's."""
    step = error.__traceback__
    codes = set()
    while step:
        codes.add(step.tb_frame.f_code)
        step = step.tb_next
    return any(getattr(signal.getsignal(number), "__code__", None) in codes for number in signal.valid_signals())


@contextmanager
def blocked() -> Iterator[None]:
    """Lets a thread that is started meanwhile take no signals: they would miss a program that waits for them in another."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
