"""I/O steps that block the thread that does them."""

import itertools
import os
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from .call_io import blocking_call
from .blocking_command import blocking_command
from .blocking_url import blocking_url
from .idle_stack import IdleStack
from .order import Work
from .step_error import StepError

BlockingStep = Callable[[int], Any]


def check_answer(status: int, body: bytes) -> None:
    """Raises unless the HTTP server said what it always says."""
    if (status, body) != (200, b"ok\n"):
        raise StepError(f"wrong HTTP answer: {status} {body!r}")


def blocking_timer(work: Work) -> BlockingStep:
    """Waits."""
    return lambda _item: time.sleep(work.io.ns * 1e-9)


def blocking_http(work: Work) -> BlockingStep:
    """Asks a server that takes its time. http.client sets TCP_NODELAY."""
    import http.client  # takes a while to import, and other steps do not need it

    timeout = work.timeout_ns and work.timeout_ns * 1e-9
    connections = IdleStack(
        lambda: http.client.HTTPConnection("127.0.0.1", work.io.port, timeout=timeout)
    )

    def step(_item: int) -> None:
        with connections.lease() as connection:
            connection.request("GET", f"/wait/{work.io.ns}", headers={"Host": "127.0.0.1"})
            response = connection.getresponse()
            check_answer(response.status, response.read())

    return step


def blocking_disk(work: Work) -> BlockingStep:
    """Writes a block through to the disk and reads it back, each time in a file that is idle."""
    numbers = itertools.count()

    def create() -> BinaryIO:
        # Several servers share the directory.
        path = os.path.join(work.scratch, f"block-{os.getpid()}-{next(numbers)}")
        return open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)

    files = IdleStack(create)

    def step(item: int) -> None:
        block = item.to_bytes(8, "little") * 512
        with files.lease() as file:
            os.pwrite(file.fileno(), block, 0)
            os.fsync(file.fileno())
            if os.pread(file.fileno(), len(block), 0) != block:
                raise StepError("the block read is not the block written")

    return step


def blocking_sqlite(work: Work) -> BlockingStep:
    """Ten indexed reads and one write in a database."""
    import sqlite3  # some builds of CPython lack it, and other steps do not need it

    def connect() -> sqlite3.Connection:
        # SQLite may take a name that begins with "file:" for a URI: an absolute one never is.
        path = os.path.abspath(os.path.join(work.scratch, "steps.db"))
        connection = sqlite3.connect(
            path, timeout=5, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    connections = IdleStack(connect)

    def step(item: int) -> None:
        with connections.lease() as connection:
            for j in range(10):
                key = (item * 7919 + j * 104729) % 10000
                rows = connection.execute("SELECT value FROM entries WHERE key = ?", (key,))
                if rows.fetchall() != [(f"value-{key}",)]:
                    raise StepError(f"wrong value of key {key}")
            connection.execute("UPDATE counters SET n = n + 1 WHERE id = ?", (item % 100,))

    return step


BLOCKING_IO = {
    "call": blocking_call,
    "timer": blocking_timer,
    "http": blocking_http,
    "disk": blocking_disk,
    "sqlite": blocking_sqlite,
    "url": blocking_url,
    "command": blocking_command,
}
