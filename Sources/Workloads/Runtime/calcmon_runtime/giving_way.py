"""Lets what is ordinary on the host come first."""

import contextlib
import os
import time

# It yields at once to what is ordinary, and where that never rests it gets a tenth of the processor.
NICENESS = 10
# The kernel lets those without rights weaken a session ten times a second, all of them together.
TRIES, PAUSE_SECONDS = 20, 0.02


def give_way() -> None:
    """Makes the calling thread nice, if the host lets it."""
    with contextlib.suppress(OSError):
        # This process may have been started with a niceness below 0.
        own = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, min(19, max(own, 0) + NICENESS))


def leave_session() -> None:
    """Gives this process a nice session of its own.

    With autogroups, the default of Linux, processors are shared among sessions first.
    """
    with contextlib.suppress(OSError):
        os.setsid()
        for _ in range(TRIES):
            try:
                with open("/proc/self/autogroup", "w") as file:
                    file.write(str(NICENESS))
                return
            except BlockingIOError:
                time.sleep(PAUSE_SECONDS)
