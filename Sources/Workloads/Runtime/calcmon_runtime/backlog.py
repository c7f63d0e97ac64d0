"""Items that have arrived at several servers, and that none of them has taken yet."""

import fcntl
import os
import select
import struct
import termios
from collections import deque

RECORD = struct.Struct("=q")
# What a pipe takes as a whole or not at all: so no reader ever meets half a record.
RECORDS_AT_ONCE = select.PIPE_BUF // RECORD.size


class Backlog:
    """A pipe that all servers read, as they share a listening socket: who is awake and has room takes the next item.

    What does not fit into the pipe waits before it.
    """

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        os.set_blocking(self.reading, False)
        os.set_blocking(self.writing, False)
        self._before: deque[int] = deque()
        self.is_open = True

    def depth(self) -> int:
        """How many items wait."""
        in_pipe = fcntl.ioctl(self.reading, termios.FIONREAD, bytes(4))
        return len(self._before) + int.from_bytes(in_pipe, "little") // RECORD.size

    def put(self, number: int) -> None:
        """Adds an item; `pass_on` sends it on its way."""
        self._before.append(number)

    def pass_on(self) -> bool:
        """Fills the pipe. Says whether something has to wait before it."""
        while self._before:
            part = [self._before[place] for place in range(min(len(self._before), RECORDS_AT_ONCE))]
            try:
                os.write(self.writing, b"".join(map(RECORD.pack, part)))
            except BlockingIOError:
                return True
            for _ in part:
                self._before.popleft()
        return False

    def take(self) -> int | None:
        """The next item; `None` if no more will come. Raises BlockingIOError if there is none now."""
        record = os.read(self.reading, RECORD.size)
        return RECORD.unpack(record)[0] if record else None

    def end(self) -> None:
        """No more items will come: who has taken the last one finds the end of the pipe."""
        if self.is_open:
            os.close(self.writing)
            self.is_open = False
