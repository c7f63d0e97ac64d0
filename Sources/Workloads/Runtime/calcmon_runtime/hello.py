"""The first message of this process."""

import platform
import sys
from os import getpid

from .probe.messages import send


def send_hello(version_suffix: str = "") -> None:
    """Introduces this process."""
    lock = has_lock()
    build = "" if lock else " free-threaded"
    version = f"CPython {platform.python_version()}{build}{version_suffix}"
    send("hello", pid=getpid(), version=version, has_lock=lock)


def has_lock() -> bool:
    """Whether threads compute one after another, as all do but those of a build without the lock."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()
