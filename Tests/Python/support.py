"""What the tests of the runtime share: orders, children, and where the sources are."""

import json
import subprocess
import sys
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

    def __init__(self, line, replace=("", "")):
        """`replace`: a text of the runtime's kernels, and what stands there instead."""
        places = (RUNTIME, "calcmon_runtime/**/*.py"), (PROBE, "calcmon_probe/*.py")
        texts = {path.relative_to(folder): path.read_bytes() for folder, files in places for path in sorted(folder.glob(files))}
        kernels = Path("calcmon_runtime/kernels.py")
        texts[kernels] = texts[kernels].replace(*(each.encode() for each in replace), 1)
        sources = b"".join(b"%s %d\n%s" % (str(path).encode(), len(text), text) for path, text in texts.items())
        bootstrap = (RUNTIME / "bootstrap.py").read_text()
        ended = subprocess.run(
            [sys.executable, "-I", "-S", "-c", bootstrap],
            input=b"%d\n" % len(texts) + sources + line,
            capture_output=True,
            timeout=60,
        )
        self.status = ended.returncode
        self.errors = ended.stderr.decode()
        self.messages = [json.loads(each) for each in ended.stdout.splitlines()]

    def of_type(self, message_type):
        """Its messages of one type."""
        return [message for message in self.messages if message["type"] == message_type]
