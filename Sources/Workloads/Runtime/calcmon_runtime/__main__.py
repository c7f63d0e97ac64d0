"""Reads an order from standard input, carries it out, and reports if that cannot be done."""

import errno
import os
import signal
import sys
import traceback

from . import search_path
from .calibration import calibrate
from .execution import carry_out
from .measuring import measure
from .order import OrderError
from .order_reading import parse_measure, parse_work, read_order
from .probe.messages import keep_apart, send
from .user_errors import brief, printable

_exit = os._exit


def follow_order() -> None:
    """Reads the order and carries it out."""
    order = read_order()
    if "calibrate" in order:
        calibrate(order["calibrate"])
    elif "measure" in order:
        measure(parse_measure(order))
    else:
        carry_out(parse_work(order))


def told(error: BaseException) -> None:
    """Reports why the order cannot be carried out."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, OrderError):
        send("failed", message=printable(str(error)))
    else:
        traceback.print_exception(error)
        send("failed", message=brief(error) + advice(error))


def advice(error: BaseException) -> str:
    """What the user can do about it, if that is known."""
    if getattr(error, "errno", None) == errno.EBADF and search_path.is_open_to_user:
        return "; does a function close descriptors that it has not opened? The loop's are among them"
    return ""


def main() -> None:
    """Reads the order, carries it out, and reports if that cannot be done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_apart()
    status = 0
    try:
        follow_order()
    except Exception as error:
        told(error)
        status = 1
    end(status)


def end(status: int) -> None:
    """Ends this process without waiting for threads that the user's code has left behind."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # closed by the user's code, or full
            continue
    _exit(status)


if __name__ == "__main__":
    main()
