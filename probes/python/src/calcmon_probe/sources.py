"""Where code comes from: the application, a library that it installed, or the standard library."""

from __future__ import annotations

import asyncio
import os
import sys
from enum import Enum


class Origin(Enum):
    """Who wrote a file."""

    APPLICATION = 1
    LIBRARY = 2
    STANDARD = 3
    ASYNCIO = 4
    PROBE = 5


_ASYNCIO = os.path.dirname(asyncio.__file__) + os.sep
#: Where code of a probe is. A module that was not read from a file has no __file__, but its code knows what it is called.
own_folders = [os.path.dirname((lambda: None).__code__.co_filename) + os.sep]
_STANDARD = os.path.dirname(os.__file__) + os.sep
_LIBRARIES = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)

_origins: dict[str, Origin] = {}
_names: dict[str, str] = {}
_KEPT = 10_000


def origin(file: str) -> Origin:
    """Who wrote a file, by where it is."""
    found = _origins.get(file)
    if found is None:
        if len(_origins) > _KEPT:
            _origins.clear()
        found = _origins[file] = _find_origin(file)
    return found


def _find_origin(file: str) -> Origin:
    if file.startswith(tuple(own_folders)) or file.endswith(("calcmon_boot.py", "calcmon_attach.py")):
        return Origin.PROBE
    if file.startswith(_ASYNCIO) or f"{os.sep}uvloop{os.sep}" in file or file.startswith("uvloop"):
        return Origin.ASYNCIO
    if any(part in file for part in _LIBRARIES):
        return Origin.LIBRARY
    if file.startswith(_STANDARD) or file.startswith("<frozen "):
        return Origin.STANDARD
    return Origin.APPLICATION


def name(file: str) -> str:
    """A file as it is imported: relative to where the interpreter looks for modules."""
    found = _names.get(file)
    if found is None:
        if len(_names) > _KEPT:
            _names.clear()
        found = _names[file] = _find_name(file)
    return found


def _find_name(file: str) -> str:
    folders = [os.path.abspath(folder) + os.sep for folder in sys.path if isinstance(folder, str)]
    within = [folder for folder in folders if file.startswith(folder) and folder != os.sep]
    if within:
        return file[len(max(within, key=len)) :]
    return os.path.basename(file)
