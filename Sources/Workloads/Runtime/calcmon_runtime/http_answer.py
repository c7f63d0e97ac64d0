"""An HTTP answer, read from whatever bytes have come."""

import re
from collections.abc import Generator

from .step_error import StepError

HEAD_LIMIT = 64 << 10
BODY_LIMIT = 64 << 20


class HttpAnswer:
    """An answer as it arrives: its status is kept, its body is counted and dropped."""

    def __init__(self) -> None:
        self.status = 0
        self.location: str | None = None
        self.has_begun = False
        self.is_complete = False
        self.keeps_connection = False
        self._received = bytearray()
        self._length = 0
        self._is_at_end = False
        self._reading = self._read()
        next(self._reading)

    def feed(self, data: bytes) -> None:
        """Takes what has arrived; nothing means that the server has closed the connection."""
        self._received += data
        self.has_begun = self.has_begun or bool(data)
        self._is_at_end = not data
        try:
            next(self._reading)
        except StopIteration:
            self.is_complete = True
            # What is more than the answer would be taken for the next one.
            self.keeps_connection = self.keeps_connection and not self._received

    def _read(self) -> Generator[None]:
        version, fields = yield from self._head()
        while 100 <= self.status < 200:
            version, fields = yield from self._head()
        self.location = fields.get("location")
        options = fields.get("connection", "").lower()
        self.keeps_connection = "close" not in options and (version == 1 or "keep-alive" in options)
        if self.status in (204, 304):
            return
        if fields.get("transfer-encoding", "identity").lower() != "identity":
            yield from self._chunks()
        elif "content-length" in fields:
            yield from self._skip(self._number(fields["content-length"], 10))
        else:
            self.keeps_connection = False
            yield from self._rest()

    def _head(self) -> Generator[None, None, tuple[int, dict[str, str]]]:
        """The digit behind `HTTP/1.`, and the fields by their names in small letters."""
        first, *lines = (yield from self._until(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = re.match(r"HTTP/1\.(\d) (\d{3})(?: |$)", first)
        if not status:
            raise StepError(f"it is no HTTP: {first[:60]!r}")
        self.status = int(status[2])
        fields = (line.partition(":") for line in lines)
        return int(status[1]), {name.strip().lower(): value.strip() for name, _, value in fields}

    def _chunks(self) -> Generator[None]:
        while size := self._number((yield from self._until(b"\r\n")).partition(b";")[0], 16):
            yield from self._skip(size)
            yield from self._until(b"\r\n")
        while (yield from self._until(b"\r\n")):
            pass

    def _until(self, end: bytes) -> Generator[None, None, bytes]:
        while (place := self._received.find(end)) < 0:
            if len(self._received) > HEAD_LIMIT:
                raise StepError("it has a head without end")
            yield from self._more()
        found = bytes(self._received[:place])
        del self._received[: place + len(end)]
        return found

    def _skip(self, length: int) -> Generator[None]:
        self._count(length)
        while length > len(self._received):
            length -= len(self._received)
            self._received.clear()
            yield from self._more()
        del self._received[:length]

    def _rest(self) -> Generator[None]:
        while not self._is_at_end:
            self._count(len(self._received))
            self._received.clear()
            yield

    def _more(self) -> Generator[None]:
        if self._is_at_end:
            raise StepError("the server closed the connection before its answer was complete")
        yield

    def _count(self, length: int) -> None:
        self._length += length
        if self._length > BODY_LIMIT:
            raise StepError(f"it has more than {BODY_LIMIT >> 20} MiB")

    @staticmethod
    def _number(text: str | bytes, base: int) -> int:
        try:
            number = int(text, base)
        except ValueError:
            number = -1
        if number < 0:
            raise StepError(f"it has a length that is no number: {text[:60]!r}")
        return number
