"""The event loops that a run may have."""

import asyncio
import functools
import site
import sys
from collections.abc import Callable


@functools.cache
def choose_loop(name: str) -> tuple[Callable[[], asyncio.AbstractEventLoop], str]:
    """Makes loops of the kind asked for, and what to add to the version because of it.

    Which policy the user's code has chosen for loops does not matter.
    """
    if name == "uvloop":
        site.main()  # the option -S of the interpreter hides installed packages
        try:
            import uvloop
        except ImportError:
            print("uvloop is not installed: asyncio's own loop is used", file=sys.stderr)
        else:
            return uvloop.new_event_loop, f", uvloop {uvloop.__version__}"
    return asyncio.SelectorEventLoop, ""
