"""Starts Python programs with the probe inside, as `calcmon exec` does, and hears what it says."""
import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import measured_process as mp

PROBE = mp.REPOSITORY / "probes/python"


@contextlib.contextmanager
def laid_out():
    """The probe's files, laid out as `calcmon exec` does, with what Python makes of them: the folder of both."""
    with tempfile.TemporaryDirectory(prefix="probe", dir="/tmp") as name:
        place = Path(name)
        (place / "boot").mkdir()
        for file in ("sitecustomize.py", "usercustomize.py"):
            shutil.copy(PROBE / "boot/sitecustomize.py", place / "boot" / file)
        shutil.copytree(PROBE / "src/calcmon_probe", place / "lib/calcmon_probe", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(PROBE / "boot/calcmon_boot.py", place / "lib/_calcmon_boot.py")
        yield place


class Listener:
    """Reads what probes say, in a thread."""

    def __init__(self, path):
        self.messages = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(100)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._read, args=(connection,), daemon=True).start()

    def _read(self, connection):
        pid = None
        with connection.makefile("rb") as lines:
            for line in lines:
                message = json.loads(line)
                pid = message.get("pid", pid)
                self.messages.append({**message, "of": pid})

    def of(self, kind):
        return [message for message in list(self.messages) if message["type"] == kind]


def environment(place=None, app="measured"):
    """The variables of a program: with the probe laid out there, or without one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CALCMON"))}
    if place is None:
        return kept
    return {**kept, "PYTHONPATH": str(place / "boot"), "CALCMON_APP": app, "CALCMON_SOCKET": str(place / "socket")}


class Server:
    """A server of probe_server.py."""

    def __init__(self, python, kind, variables, *more):
        command = [python, str(mp.REPOSITORY / "Benchmarks/probe_server.py"), kind, *more]
        self.process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline().strip()
        if not line:
            raise mp.Unmeasurable(f"{python} has no server of the kind {kind}")
        self.port, self.pid = int(line), self.process.pid

    def end(self):
        self.process.kill()
        self.process.wait()
