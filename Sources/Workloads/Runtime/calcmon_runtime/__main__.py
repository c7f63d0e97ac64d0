"""Reads an order from standard input, carries it out, and reports if that cannot be done."""

import signal
import sys
import traceback

from .calibration import calibrate
from .execution import carry_out
from .order import OrderError
from .order_reading import parse_work, read_order
from .probe.messages import send


def main() -> None:
    """Reads the order, carries it out, and reports if that cannot be done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        order = read_order()
        if "calibrate" in order:
            calibrate(order["calibrate"])
        else:
            carry_out(parse_work(order))
    except OrderError as error:
        send("failed", message=str(error))
        sys.exit(1)
    except Exception as error:
        traceback.print_exc()
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        send("failed", message=" ".join(f"{type(error).__name__}: {error}".split()))
        sys.exit(1)


if __name__ == "__main__":
    main()
