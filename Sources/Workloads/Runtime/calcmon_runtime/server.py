"""One of several servers: a process with a loop of its own."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

from .outcomes import SharedOutcomes
from .workers import start_worker
from .probe.messages import redirect
from .sharing import ServerCourse


class Server:
    """A server process, as its parent sees it: what it has said so far, and how its items ended."""

    def __init__(
        self, number: int, born: float, serve: Callable[["Server"], None], other_ends: list[int]
    ) -> None:
        """Starts it. `other_ends` are open files of the parent that it must not keep."""
        self.number = number
        self.outcomes = SharedOutcomes()
        self.course = ServerCourse(born)
        self.said: dict[str, dict[str, Any]] = {}
        self._rest = b""
        self.messages, writing = os.pipe()
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self._pid = os.fork()
        if self._pid == 0:
            self._live(writing, parent, serve, [self.messages, *other_ends])
        os.close(writing)

    def _live(
        self, writing: int, parent: int, serve: Callable[["Server"], None], other_ends: list[int]
    ) -> None:
        """Whatever happens: this process never returns to what its parent does."""
        status = 1
        try:
            start_worker(parent, False)
            redirect(writing)
            for fd in other_ends:
                os.close(fd)
            status = self._serve(serve)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)

    def _serve(self, serve: Callable[["Server"], None]) -> int:
        from .__main__ import told  # which begins what ends here

        try:
            serve(self)
        except Exception as error:
            told(error)
            return 1
        return 0

    def read(self) -> Iterator[dict[str, Any]]:
        """What it says, as far as it can be read at once; `is_gone` tells whether it has said all."""
        data = os.read(self.messages, 65536)
        self.is_gone = not data
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            self.said[message["type"]] = message
            yield message

    is_gone = False

    @property
    def is_working(self) -> bool:
        """Whether it can take items, as far as is known."""
        return "started" in self.said and not self.is_gone

    def end(self) -> str | None:
        """Waits for its end. Returns how it ended, if it has not said its result before."""
        os.close(self.messages)
        _, status = os.waitpid(self._pid, 0)
        if "result" in self.said:
            return None
        if os.WIFSIGNALED(status):
            return f"ended by signal {os.WTERMSIG(status)}"
        return f"ended with status {os.WEXITSTATUS(status)}"

    def kill(self) -> None:
        """Ends it at once."""
        os.kill(self._pid, signal.SIGKILL)
        self.end()
