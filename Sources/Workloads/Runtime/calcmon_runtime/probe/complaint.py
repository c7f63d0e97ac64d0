"""What the probe cannot do, on standard error."""

import contextlib
import sys


def complain(what: str, error: Exception) -> None:
    """Says on standard error what the probe cannot do."""
    with contextlib.suppress(OSError):
        print(f"loop probe: no {what}: {error!r}", file=sys.stderr, flush=True)
