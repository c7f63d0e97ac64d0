"""Makes this process ready for code of the user's own."""

import contextlib
import resource

from . import search_path
from .arguments import arguments_of
from .calls import cpu_call, io_call
from .order import Code, Cpu, Io

# The kernel ends this process before any other, if memory is short.
_FIRST_TO_END = "1000"


def prepare(io: Io | None, cpu: Cpu | None, code: Code | None) -> None:
    """Imports the functions of steps, and collects their arguments."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write(_FIRST_TO_END)
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    search_path.admit(code.path if code else ())
    if io and io.call:
        io_call(io.call)
    if cpu and cpu.call:
        cpu_call(cpu.call)
    arguments_of(code)
