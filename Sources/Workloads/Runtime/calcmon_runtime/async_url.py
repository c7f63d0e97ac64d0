"""GET, awaited."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from .http_answer import HttpAnswer
from .idle_stack import IdleStack
from .order import Work
from .step_error import StepError
from .url_target import UrlTarget

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class AsyncUrlConnection:
    """A keep-alive connection, made at the first request and after each end of it."""

    def __init__(self, target: UrlTarget) -> None:
        self._target = target
        self._streams: Streams | None = None

    async def ask(self) -> HttpAnswer:
        """The answer."""
        try:
            # What the server has closed while it was idle is known by now, for the most part.
            if self._streams is not None and not self._streams[0].at_eof():
                answer = HttpAnswer()
                try:
                    return await self._exchange(self._streams, answer)
                except (OSError, StepError):
                    if answer.has_begun:
                        raise
            self.close()
            self._streams = await self._connected()
            return await self._exchange(self._streams, HttpAnswer())
        except (OSError, StepError) as error:
            raise self._target.explained(error) from error

    async def _connected(self) -> Streams:
        failure: OSError | None = None
        tls = self._target.tls
        options = {"ssl": tls, "server_hostname": self._target.host} if tls else {}
        for address in self._target.addresses:
            try:
                streams = await asyncio.open_connection(*address[:2], **options)
            except OSError as error:
                failure = error
                continue
            self._target.was_reached(address)
            return streams
        raise failure or OSError("it has no address")

    async def _exchange(self, streams: Streams, answer: HttpAnswer) -> HttpAnswer:
        reader, writer = streams
        writer.write(self._target.request)
        while not answer.is_complete:
            answer.feed(await reader.read(1 << 18))
        if not answer.keeps_connection:
            self.close()
        return answer

    def close(self) -> None:
        """Does not wait for the end of the connection, if there is one."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def async_url(work: Work) -> Callable[[Any], Awaitable[None]]:
    """Asks for a URL."""
    target = UrlTarget(work.io.url)
    connections = IdleStack(lambda: AsyncUrlConnection(target))

    async def step(_item: Any) -> None:
        with connections.lease() as connection:
            answer = await connection.ask()
        target.check(answer)

    return step
