"""The clock of the probe: CLOCK_MONOTONIC, whatever the application does to `time`.

Libraries that stop the clock for tests put their own functions into all modules that hold one of
`time`. None does here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from types import BuiltinFunctionType

#: Nanoseconds.
monotonic_ns: Callable[[], int] = partial(time.clock_gettime_ns, time.CLOCK_MONOTONIC)

_real = (time.monotonic_ns if isinstance(time.monotonic_ns, BuiltinFunctionType) else monotonic_ns,)


def fastest() -> Callable[[], int]:
    """The same, for what happens at each turn of a loop: to be kept out of modules."""
    return _real[0]
