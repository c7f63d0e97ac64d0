"""One thread at a time makes the probe of a process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .forks import hear_of_forks
from .originals import allocate_reentrant_lock

_making = allocate_reentrant_lock()


def _renew_lock() -> None:
    global _making
    _making = allocate_reentrant_lock()


# A thread may have had it that is not in the child.
hear_of_forks(after_in_child=_renew_lock)


@contextmanager
def making() -> Iterator[None]:
    """Lets one thread at a time make the probe of the process."""
    with _making:
        yield
