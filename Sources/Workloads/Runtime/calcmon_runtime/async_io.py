"""I/O steps that are awaited."""

import asyncio
import functools
import re
from collections.abc import Awaitable, Callable
from typing import Any

from .async_command import async_command
from .async_url import async_url
from .blocking_io import BlockingStep, blocking_disk, blocking_sqlite, check_answer
from .call_io import async_call
from .idle_stack import IdleStack
from .order import Work
from .step_error import StepError

AsyncStep = Callable[[int], Awaitable[Any]]


def async_timer(work: Work) -> AsyncStep:
    """Waits."""
    return lambda _item: asyncio.sleep(work.io.ns * 1e-9)


class AsyncHttpConnection:
    """A keep-alive connection, made at the first request. asyncio sets TCP_NODELAY."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        status = re.match(rb"HTTP/1\.1 (\d+)", head)
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if not (status and length):
            raise StepError(f"not an HTTP answer: {head!r}")
        return int(status[1]), await reader.readexactly(int(length[1]))

    def close(self) -> None:
        """Does not wait for the end of the connection."""
        if self._streams is not None:
            self._streams[1].close()


def async_http(work: Work) -> AsyncStep:
    """Asks a server that takes its time."""
    connections = IdleStack(lambda: AsyncHttpConnection(work.io.port))

    async def step(_item: int) -> None:
        with connections.lease() as connection:
            check_answer(*await connection.get(f"/wait/{work.io.ns}"))

    return step


def offloaded(make: Callable[[Work], BlockingStep], work: Work) -> AsyncStep:
    """A blocking step, done in the default executor of the loop."""
    blocking_step = make(work)

    async def step(item: int) -> None:
        await asyncio.get_running_loop().run_in_executor(None, blocking_step, item)

    return step


ASYNC_IO = {
    "call": async_call,
    "timer": async_timer,
    "http": async_http,
    "disk": functools.partial(offloaded, blocking_disk),
    "sqlite": functools.partial(offloaded, blocking_sqlite),
    "url": async_url,
    "command": async_command,
}
