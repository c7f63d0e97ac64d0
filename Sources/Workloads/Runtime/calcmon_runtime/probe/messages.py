"""Messages to the process that started this one: one JSON object per line.

They begin on standard output. A process that runs code of others keeps them apart before: what
that code prints, closes or forks does not reach them.
"""

import json
import os
from typing import Any

from ..high_descriptors import high_copy

# As they are before other code replaces them.
_encode = json.JSONEncoder(separators=(",", ":")).encode
_write, _exit = os.write, os._exit
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
    _stream = high_copy(_stream)
    os.dup2(2, 1)
    os.register_at_fork(after_in_child=_let_go)


def redirect(descriptor: int) -> None:
    """Lets messages go there from now on: this process was forked on purpose, and has a reader of its own."""
    global _stream
    _stream = high_copy(descriptor)
    os.close(descriptor)


def _let_go() -> None:
    global _stream
    if _stream != _NOBODY:
        os.close(_stream)
        _stream = _NOBODY
