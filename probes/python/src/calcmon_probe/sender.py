"""The connection to calcmon: it never waits, and never harms the application."""

from __future__ import annotations

import _socket
import json
import os
import stat
from collections import deque
from collections.abc import Callable
from time import monotonic_ns
from typing import Any

from .originals import original
from .version import PROTOCOL

#: Longest message. The kernel takes one of that length whole, or not at all.
LONGEST = 8_000
_MOST_WAITING = 40
_BETWEEN_TRIES = 1_000_000_000


class Sender:
    """Sends messages in order. What cannot be sent waits; if too much waits, the oldest are dropped and counted."""

    def __init__(self, path: str, hello: Callable[[], dict[str, Any]]) -> None:
        self.dropped = 0
        self.is_connected = False
        self._path = path
        self._hello = hello
        self._waiting: deque[bytes] = deque()
        self._lock = original("_thread", "allocate_lock")()
        self._socket: _socket.socket | None = None
        self._identity: tuple[int, int] | None = None
        self._next_try = 0

    @property
    def is_behind(self) -> bool:
        """Whether messages wait."""
        return bool(self._waiting)

    def send(self, kind: str, body: dict[str, Any]) -> None:
        """Sends a message, or has it wait."""
        line = encode(kind, body)
        if len(line) > LONGEST:
            self.dropped += 1
            return
        self._waiting.append(line)
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popleft()
            self.dropped += 1
        self.flush()

    def flush(self) -> None:
        """Sends what waits, if calcmon takes it. Another thread that is at it sends this, too."""
        if not self._lock.acquire(False):
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
        """Ends the connection. The descriptor stays open if the application has closed it, and has another file there by now."""
        if self._socket is not None:
            if self._is_ours():
                self._socket.close()
            else:
                self._socket.detach()
        self._socket, self.is_connected = None, False

    def _is_open(self) -> bool:
        if self._socket is not None and self._is_ours():
            return True
        self.close()
        now = monotonic_ns()
        if now < self._next_try:
            return False
        self._next_try = now + _BETWEEN_TRIES
        try:
            self._connect()
        except OSError:
            self.close()
        return self._socket is not None

    def _connect(self) -> None:
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM | _socket.SOCK_CLOEXEC | _socket.SOCK_NONBLOCK)
        self._socket = connection
        status = os.fstat(connection.fileno())
        self._identity = status.st_dev, status.st_ino
        connection.connect(self._path)
        self.is_connected = self._write(encode("hello", self._hello()))

    def _is_ours(self) -> bool:
        """A program may close all descriptors, as daemons do: then another file of its own has the number."""
        try:
            status = os.fstat(self._socket.fileno()) if self._socket else None
        except OSError:
            return False
        return status is not None and stat.S_ISSOCK(status.st_mode) and (status.st_dev, status.st_ino) == self._identity

    def _write(self, line: bytes) -> bool:
        """Whether all of it was taken. A connection that takes a part is given up."""
        connection = self._socket
        if connection is None:
            return False
        try:
            sent = connection.send(line, _socket.MSG_NOSIGNAL | _socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            self.close()
            return False
        if sent < len(line):
            self.close()
        return sent == len(line)


def encode(kind: str, body: dict[str, Any]) -> bytes:
    """A message as a line."""
    return json.dumps({"v": PROTOCOL, "type": kind, **body}, separators=(",", ":")).encode() + b"\n"
