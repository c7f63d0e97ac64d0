"""The connection to calcmon: it never waits, and never harms the application."""

from __future__ import annotations

import _socket
import json
from collections import deque
from collections.abc import Callable
from typing import Any

from .clock import monotonic_ns
from .descriptors import Descriptor
from .originals import allocate_lock
from .version import PROTOCOL

#: Longest message. The kernel takes one of that length whole, or not at all.
LONGEST = 8_000
_MOST_WAITING = 40
_BETWEEN_TRIES = 1_000_000_000
_KIND = _socket.SOCK_STREAM | _socket.SOCK_CLOEXEC | _socket.SOCK_NONBLOCK
_FLAGS = _socket.MSG_NOSIGNAL | _socket.MSG_DONTWAIT


class Connection:
    """A socket that is the probe's, for as long as the program leaves its descriptor alone."""

    def __init__(self, path: str) -> None:
        self._descriptor = Descriptor(_socket.socket(_socket.AF_UNIX, _KIND).detach())
        self._socket = _socket.socket(_socket.AF_UNIX, _KIND, 0, self._descriptor.number)
        try:
            self._socket.connect(path)
        except BaseException:
            self.close()
            raise

    def is_open(self) -> bool:
        """Whether it may be written to."""
        return self._descriptor.is_ours()

    def take(self, line: bytes) -> bool | None:
        """Whether the other end took a line; None if it has to be tried again later."""
        try:
            return self._socket.send(line, _FLAGS) == len(line)
        except BlockingIOError:
            return None
        except OSError:
            return False

    def close(self) -> None:
        """Ends it. The descriptor stays open if the program has closed it, and has another file there by now."""
        self._socket.detach()
        self._descriptor.close()


class Sender:
    """Sends messages in order. What cannot be sent waits; if too much waits, the oldest are dropped and counted."""

    def __init__(self, path: str, hello: Callable[[], dict[str, Any]]) -> None:
        self.dropped = 0
        self._path = path
        self._hello = hello
        self._waiting: deque[bytes] = deque()
        self._lock = allocate_lock()
        self._connection: Connection | None = None
        self._next_try = 0
        self._has_ended = False

    @property
    def is_behind(self) -> bool:
        """Whether messages wait."""
        return bool(self._waiting)

    def send(self, kind: str, body: dict[str, Any]) -> None:
        """Sends a message, or has it wait."""
        self.send_line(encode(kind, body))

    def send_line(self, line: bytes) -> None:
        """Sends what `encode` has made, or has it wait."""
        if len(line) > LONGEST or self._has_ended:
            self.dropped += 1
            return
        self._waiting.append(line)
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popleft()
            self.dropped += 1
        self.flush()

    def flush(self, patience: float = 0) -> None:
        """Sends what waits, if calcmon takes it. Another thread that is at it sends this, too: it can be waited for."""
        if not self._lock.acquire(True, patience):
            return
        try:
            while self._waiting and self._is_open():
                line = self._waiting[0]
                if not self._write(line):
                    return
                if self._waiting and self._waiting[0] is line:
                    self._waiting.popleft()
        finally:
            self._lock.release()

    def close(self) -> None:
        """Ends the connection for good."""
        self._has_ended = True
        self._disconnect()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _is_open(self) -> bool:
        if self._connection is not None and self._connection.is_open():
            return True
        self._disconnect()
        now = monotonic_ns()
        if self._has_ended or now < self._next_try:
            return False
        self._next_try = now + _BETWEEN_TRIES
        try:
            self._connection = Connection(self._path)
        except (OSError, ValueError):  # a path that cannot be one is a ValueError
            return False
        return self._write(encode("hello", self._hello()))

    def _write(self, line: bytes) -> bool:
        """Whether it was taken. A connection that takes a part of a line is given up."""
        if self._connection is None:
            return False
        taken = self._connection.take(line)
        if taken is False:
            self._disconnect()
        return taken is True


def encode(kind: str, body: dict[str, Any]) -> bytes:
    """A message as a line."""
    return json.dumps({"v": PROTOCOL, "type": kind, **body}, separators=(",", ":")).encode() + b"\n"
