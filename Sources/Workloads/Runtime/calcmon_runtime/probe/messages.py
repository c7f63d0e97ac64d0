"""Messages to the process that started this one: one JSON object per line, on standard output."""

import json
import os
from typing import Any


def redirect(fd: int) -> None:
    """Lets messages go there from now on, and no more to the process that started the parent of this one."""
    os.dup2(fd, 1)
    os.close(fd)


def send(message_type: str, **body: Any) -> None:
    """Writes one message. Ends the process if its reader is gone."""
    message = {"v": 1, "type": message_type, **body}
    data = json.dumps(message, separators=(",", ":")).encode() + b"\n"
    try:
        while data:
            data = data[os.write(1, data) :]
    except BrokenPipeError:
        os._exit(1)
