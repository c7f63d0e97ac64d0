"""Where modules are looked for, before and after the user's own may be imported."""

import importlib
import os
import site
import sys
from collections.abc import Iterable

#: What PYTHONPATH names.
held_back: list[str] = []
#: Whether code of the user's may be imported.
is_open_to_user = False
#: The library, and what is installed.
_installed: list[str] = []

# What is imported only when it is needed. Imported before, no module of the user's can take its place.
_LATE_MODULES = (
    "calcmon_runtime.call_step",
    "calcmon_runtime.pool",
    "concurrent.futures.process",
    "concurrent.futures.thread",
    "ctypes",
    "difflib",
    "encodings.idna",
    "http.client",
    "inspect",
    "linecache",
    "multiprocessing.connection",
    "multiprocessing.forkserver",
    "multiprocessing.popen_fork",
    "multiprocessing.popen_forkserver",
    "multiprocessing.popen_spawn_posix",
    "multiprocessing.queues",
    "multiprocessing.resource_sharer",
    "multiprocessing.resource_tracker",
    "multiprocessing.spawn",
    "multiprocessing.synchronize",
    "pickle",
    "subprocess",
    "tempfile",
    "traceback",
    "zipfile",
)


def admit(folders: Iterable[str]) -> None:
    """Lets all be imported that is installed, and what these folders have before all else."""
    global is_open_to_user
    is_open_to_user = True
    for name in _LATE_MODULES:
        importlib.import_module(name)
    folders = [os.path.abspath(folder) for folder in folders]
    site.main()  # the option -S of the interpreter has put it off
    _installed[:] = sys.path
    sys.path[:] = dict.fromkeys(folders + held_back + sys.path)
    importlib.invalidate_caches()


def library_first() -> list[str]:
    """The same folders for an interpreter that has to import this runtime first."""
    return list(dict.fromkeys(_installed + sys.path))
