"""Makes this process ready for code of the user's own."""

import contextlib
import resource

from . import search_path
from .arguments import arguments_of
from .calls import cpu_call, io_call
from .order import Work, is_call

# The kernel ends this process before any other, if memory is short.
_FIRST_TO_END = "1000"


def prepare(work: Work) -> None:
    """Imports the functions of steps, and collects their arguments."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write(_FIRST_TO_END)
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    search_path.admit(work.code.path if work.code else ())
    if is_call(work.io):
        io_call(work.io.call)
    if is_call(work.cpu):
        cpu_call(work.cpu.call)
    arguments_of(work.code)
