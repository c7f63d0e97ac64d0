"""What a program really does, told as it happens: JSON lines in the file that CALCMON_TRUTH names."""

import contextlib
import json
import os
import sys
import time

#: For how long a program runs.
SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 4.0

_until = 0.0
_file = os.open(os.environ.get("CALCMON_TRUTH", "/dev/null"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)


def tell(**facts):
    """A line; instants are CLOCK_MONOTONIC in nanoseconds."""
    os.write(_file, (json.dumps(facts) + "\n").encode())


@contextlib.contextmanager
def held(cause, frame, **more):
    """What is done within holds the loop, for this cause, in the function of this name; how much of it was on a core."""
    started, used = time.monotonic_ns(), time.thread_time_ns()
    yield
    cpu = time.thread_time_ns() - used
    tell(cause=cause, frame=frame, started_ns=started, ended_ns=time.monotonic_ns(), cpu_ns=cpu, **more)


def is_over():
    """Whether it has run for long enough since this was first asked."""
    global _until
    _until = _until or time.monotonic() + SECONDS
    return time.monotonic() >= _until
