"""GET, by a thread that waits for the answer."""

import socket
from collections.abc import Callable
from time import monotonic
from typing import Any

from .http_answer import HttpAnswer
from .idle_stack import IdleStack
from .order import Work
from .step_error import StepError
from .url_target import UrlTarget


class BlockingUrlConnection:
    """A keep-alive connection, made at the first request and after each end of it."""

    def __init__(self, target: UrlTarget) -> None:
        self._target = target
        self._socket: socket.socket | None = None

    def ask(self, deadline: float | None) -> HttpAnswer:
        """The answer; raises TimeoutError if it is not there by then."""
        try:
            if self._socket is not None:
                answer = HttpAnswer()
                try:
                    return self._exchange(self._socket, answer, deadline)
                except (OSError, StepError) as error:
                    self.close()
                    # The server may close a connection that was idle at any time.
                    if answer.has_begun or isinstance(error, TimeoutError):
                        raise
            self._socket = self._connected(deadline)
            return self._exchange(self._socket, HttpAnswer(), deadline)
        except (OSError, StepError) as error:
            if isinstance(error, TimeoutError) and is_over(deadline):
                raise
            raise self._target.explained(error) from error

    def _connected(self, deadline: float | None) -> socket.socket:
        failure: OSError | None = None
        for address in self._target.addresses:
            try:
                plain = socket.create_connection(address[:2], timeout=remaining(deadline))
            except OSError as error:
                failure = error
                continue
            self._target.was_reached(address)
            # What fails in the handshake closes it.
            if tls := self._target.tls:
                return tls.wrap_socket(plain, server_hostname=self._target.host)
            return plain
        raise failure or OSError("it has no address")

    def _exchange(
        self, connection: socket.socket, answer: HttpAnswer, deadline: float | None
    ) -> HttpAnswer:
        connection.settimeout(remaining(deadline))
        connection.sendall(self._target.request)
        while not answer.is_complete:
            connection.settimeout(remaining(deadline))
            answer.feed(connection.recv(1 << 18))
        if not answer.keeps_connection:
            self.close()
        return answer

    def close(self) -> None:
        """Closes the connection, if there is one."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def is_over(deadline: float | None) -> bool:
    """Whether it has passed."""
    return deadline is not None and monotonic() >= deadline


def remaining(deadline: float | None) -> float | None:
    """Seconds until then, as a socket is told them; raises TimeoutError if it has passed."""
    if deadline is None:
        return None
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def blocking_url(work: Work) -> Callable[[Any], None]:
    """Asks for a URL."""
    target = UrlTarget(work.io.url)
    connections = IdleStack(lambda: BlockingUrlConnection(target))

    def step(_item: Any) -> None:
        deadline = work.timeout_ns and monotonic() + work.timeout_ns * 1e-9
        with connections.lease() as connection:
            answer = connection.ask(deadline)
        target.check(answer)

    return step
