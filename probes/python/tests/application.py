"""Runs a program with the probe inside, as `calcmon exec` does, and hears what the probe says."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PROBE = HERE.parent


def install(folder: Path) -> Path:
    """Lays out the files as `calcmon exec` does; returns the folder for PYTHONPATH."""
    boot, library = folder / "boot", folder / "lib"
    boot.mkdir()
    for name in ("sitecustomize.py", "usercustomize.py"):
        shutil.copy(PROBE / "boot/sitecustomize.py", boot / name)
    shutil.copytree(PROBE / "src/calcmon_probe", library / "calcmon_probe", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("boot", "attach"):
        shutil.copy(PROBE / f"boot/calcmon_{name}.py", library / f"_calcmon_{name}.py")
    return boot


class Collector:
    """Listens where calcmon would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connections: list[list[dict[str, Any]]] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(100)
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                pid, _, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
                if pid == os.getpid():
                    return connection.close()  # All that came before has been taken.
                messages: list[dict[str, Any]] = []
                self.connections.append(messages)
                thread = threading.Thread(target=self._read, args=(connection, messages), daemon=True)
                thread.start()
                self._threads.append(thread)

    @staticmethod
    def _read(connection: socket.socket, messages: list[dict[str, Any]]) -> None:
        with connection, connection.makefile("rb") as lines:
            for line in lines:
                messages.append(json.loads(line))

    def close(self) -> None:
        """Waits until all has been read."""
        with socket.socket(socket.AF_UNIX) as last:
            last.connect(str(self.path))
            self._accepting.join(30)
        for thread in self._threads:
            thread.join(30)
        self._listener.close()


@dataclass
class Outcome:
    """How a program ended, and what its probe said."""

    status: int
    output: str
    errors: str
    connections: list[list[dict[str, Any]]] = field(default_factory=list)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [message for messages in self.connections for message in messages]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The messages of a type."""
        return [message for message in self.messages if message["type"] == kind]

    @property
    def last(self) -> dict[str, Any]:
        """The last snapshot."""
        return self.of("snapshot")[-1]

    @property
    def truth(self) -> list[dict[str, Any]]:
        """What the program said that it did: a line of JSON each."""
        return [json.loads(line) for line in self.output.splitlines() if line.startswith("{")]


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder of its own for a test, with a short path: that of a socket must be."""
    with tempfile.TemporaryDirectory(prefix="cp", dir="/tmp") as name:
        yield Path(name)


def run(
    source: str,
    *options: str,
    interpreter: str = sys.executable,
    variables: dict[str, str] | None = None,
    path: str = "",
    listening: bool = True,
    injected: bool = True,
) -> Outcome:
    """Runs a program to its end. One that is not `injected` knows by PLACE where all is that it may have come into it later."""
    with folder() as place:
        boot = install(place)
        (place / "program.py").write_text(textwrap.dedent(source))
        collector = Collector(place / "s") if listening else None
        probe = {
            "PYTHONPATH": os.pathsep.join(filter(None, [str(boot), path])),
            "CALCMON_APP": "tried",
            "CALCMON_SOCKET": str(place / "s"),
        }
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CALCMON"))},
            **(probe if injected else {"PLACE": str(place)}),
            **(variables or {}),
        }
        done = subprocess.run(
            [interpreter, *options, str(place / "program.py")], env=environment, capture_output=True, text=True, timeout=60
        )
        if collector:
            collector.close()
        return Outcome(done.returncode, done.stdout, done.stderr, collector.connections if collector else [])


def interpreters() -> list[str]:
    """All that can be found, of all versions."""
    found = {path for name in (f"python3.{minor}" for minor in range(5, 20)) if (path := shutil.which(name))}
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found |= {str(path) for path in root.glob("versions/*/bin/python")}
    found |= {str(path) for path in (PROBE.parent.parent / ".build/unstable-pythons/usr/bin").glob("python3.??")}
    return sorted(path for path in found if subprocess.run([path, "-c", ""], capture_output=True).returncode == 0)
