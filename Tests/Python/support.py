"""What the tests of the runtime share: orders, children, and where the sources are."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# SwiftPM embeds what is in the folder of the sources, so nothing may be written there.
sys.dont_write_bytecode = True

RUNTIME = Path(__file__).parents[2] / "Sources/Workloads/Runtime"
# The part of the probe that a child shares with applications.
PROBE = Path(__file__).parents[2] / "probes/python/src"
sys.path[:0] = [str(RUNTIME), str(PROBE)]

from calcmon_runtime.order import Work  # noqa: E402

FIELDS = {
    "strategy": "async",
    "items": 4,
    "warm_up": 0,
    "concurrency": 2,
    "threads": 2,
    "processes": 2,
    "chunk": 2,
    "interval_ns": 0,
    "idle_ns": 0,
    "attempts": 1,
    "backoff_ns": 0,
    "fail": 0,
    "hang": 0,
    "loop": "asyncio",
    "tick_ns": 10_000_000,
    "stall_limit_ns": 100_000_000,
    "scratch": "",
    "injections": [],
}
CPU = {"kernel": "integer", "operations": 100}


def work(**changes):
    """Work of four items without steps, unless changes say otherwise."""
    return Work.from_json({**FIELDS, **changes})


def order_line(**changes):
    """The line that orders it."""
    return json.dumps({"work": {**FIELDS, **changes}}).encode() + b"\n"


class Child:
    """A child that calcmon would start, run to its end."""

    OPTIONS = ["-I", "-S"]

    def __init__(self, line, variables=None, prelude="", replace=("", "")):
        """`replace`: a text of the runtime's kernels, and what stands there instead."""
        places = (RUNTIME, "calcmon_runtime/**/*.py"), (PROBE, "calcmon_probe/*.py")
        texts = {path.relative_to(folder): path.read_bytes() for folder, files in places for path in sorted(folder.glob(files))}
        kernels = Path("calcmon_runtime/kernels.py")
        texts[kernels] = texts[kernels].replace(*(each.encode() for each in replace), 1)
        sources = b"".join(b"%s %d\n%s" % (str(path).encode(), len(text), text) for path, text in texts.items())
        bootstrap = prelude + (RUNTIME / "bootstrap.py").read_text()
        ended = subprocess.run(
            [sys.executable, *self.OPTIONS, "-c", bootstrap],
            input=b"%d\n" % len(texts) + sources + line,
            capture_output=True,
            timeout=60,
            env={**os.environ, **(variables or {})},
        )
        self.status = ended.returncode
        self.errors = ended.stderr.decode()
        self.messages = [json.loads(each) for each in ended.stdout.splitlines()]

    def of_type(self, message_type):
        """Its messages of one type."""
        return [message for message in self.messages if message["type"] == message_type]

    @property
    def ending(self):
        """How it says that it has ended: the sentence of a failure, or the counts of items."""
        last = self.messages[-1] if self.messages else {"type": f"nothing but status {self.status}"}
        if last["type"] == "failed":
            return last["message"]
        return (last["items_ok"], last["items_failed"]) if last["type"] == "result" else last["type"]


class CallingChild(Child):
    """A child that calls functions of the user's own."""

    OPTIONS = ["-P", "-S"]


class UserFolder(tempfile.TemporaryDirectory):
    """A folder with modules of a user, for the time of a test."""

    def __init__(self, **modules):
        super().__init__()
        for name, text in modules.items():
            (Path(self.name) / f"{name}.py").write_text(text)

    def order(self, call="shop:work", **changes):
        """Work whose CPU step calls a function in it."""
        items_from = changes.pop("items_from", None)
        code = {"path": [self.name], **({"items_from": items_from} if items_from else {})}
        return order_line(**{"cpu": call and {"call": f"python:{call}"}, "code": code, **changes})
