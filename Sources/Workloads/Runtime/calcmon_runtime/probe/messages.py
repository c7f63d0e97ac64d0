"""Messages to the process that started this one: one JSON object per line.

They begin on standard output. A process that runs code of others keeps them apart before: what
that code prints, closes or forks does not reach them.
"""

import fcntl
import json
import os
import resource
from typing import Any

# As they are before other code replaces them.
_encode = json.JSONEncoder(separators=(",", ":")).encode
_write, _exit = os.write, os._exit
# Higher than what programs close that close all that they know of.
_HIGH = 4096
_NOBODY = -1

_stream = 1


def send(message_type: str, **body: Any) -> None:
    """Writes one message. Ends the process if its reader is gone, or is not its own."""
    if _stream == _NOBODY:
        _exit(1)
    data = _encode({"v": 1, "type": message_type, **body}).encode() + b"\n"
    try:
        while data:
            data = data[_write(_stream, data) :]
    except BrokenPipeError:
        _exit(1)
    except OSError as error:
        _write(2, f"the descriptor of the messages was closed: {error}\n".encode())
        _exit(1)


def keep_apart() -> None:
    """Lets messages go to a descriptor that no other code knows. What is printed goes to standard error.

    A process that is forked from this one has no part in them.
    """
    global _stream
    _stream = _high_copy(_stream)
    os.dup2(2, 1)
    os.register_at_fork(after_in_child=_let_go)


def redirect(descriptor: int) -> None:
    """Lets messages go there from now on: this process was forked on purpose, and has a reader of its own."""
    global _stream
    _stream = _high_copy(descriptor)
    os.close(descriptor)


def _let_go() -> None:
    global _stream
    if _stream != _NOBODY:
        os.close(_stream)
        _stream = _NOBODY


def _high_copy(descriptor: int) -> int:
    """A copy above what the process is allowed to open, if it may be allowed that much for a moment."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    least = _HIGH if hard == unlimited or hard > _HIGH else max(3, hard // 2)
    try:
        if soft != unlimited and soft <= least:
            resource.setrlimit(resource.RLIMIT_NOFILE, (least + 1, hard))
        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, least)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
