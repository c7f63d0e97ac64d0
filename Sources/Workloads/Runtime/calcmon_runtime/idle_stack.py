"""Connections and files that items lease, one item at a time."""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any


class IdleStack:
    """Idle connections: the one used last is used next. Threads may share a stack."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._idle: deque[Any] = deque()

    @contextlib.contextmanager
    def lease(self) -> Iterator[Any]:
        """Lends a connection; it is discarded unless the block ends well."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._make()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
