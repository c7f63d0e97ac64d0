"""The first message of this process."""

import os
import platform

from .probe.messages import send


def send_hello(version_suffix: str = "") -> None:
    """Introduces this process."""
    version = f"CPython {platform.python_version()}{version_suffix}"
    send("hello", pid=os.getpid(), version=version)
