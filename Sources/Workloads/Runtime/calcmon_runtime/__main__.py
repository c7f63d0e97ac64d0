"""Reads an order from standard input, carries it out, and reports if that cannot be done."""

import signal
import sys
import traceback

from .calibration import calibrate
from .execution import carry_out
from .order import OrderError
from .order_reading import parse_work, read_order
from .probe.messages import send


def follow_order() -> None:
    """Reads the order and carries it out."""
    order = read_order()
    if "calibrate" in order:
        calibrate(order["calibrate"])
    else:
        carry_out(parse_work(order))


def told(error: BaseException) -> None:
    """Reports why the order cannot be carried out."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, OrderError):
        send("failed", message=str(error))
    else:
        traceback.print_exception(error)
        send("failed", message=" ".join(f"{type(error).__name__}: {error}".split()))


def main() -> None:
    """Reads the order, carries it out, and reports if that cannot be done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        follow_order()
    except Exception as error:
        told(error)
        sys.exit(1)


if __name__ == "__main__":
    main()
