"""Has a run executed as calcmon has it done: by a child process that reads an order and reports on its standard output.

There is a child for each runtime: `calcmon run-child`, and CPython with the sources of the runtime asyncio. The peers
print the messages that are read here, so that all are read alike.
"""
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import measured_process as mp

RUNTIME = mp.REPOSITORY / "Sources/Workloads/Runtime"
# The part of the probe that a child shares with applications.
PROBE = mp.REPOSITORY / "probes/python/src"
PEERS = Path(__file__).with_name("python_peers.py")
PYTHON = [sys.executable, "-I", "-S"]


@dataclass
class Report:
    """What a child said, message by message, and what it cost."""
    name: str
    messages: list
    cpu_seconds: float  # its own and that of its workers, over its whole life

    @classmethod
    def of(cls, name, command, given=b"", watch=None):
        output = mp.run_to_end(name, command, given, watch=watch)
        try:
            messages = [json.loads(line) for line in output.lines]
        except ValueError as problem:
            raise mp.Unmeasurable(f"{name} said what is not JSON: {problem}") from problem
        if not messages or messages[-1].get("type") != "result":
            raise mp.Unmeasurable(f"{name} gave no result")
        return cls(name, messages, output.ending.cpu_seconds)

    @property
    def result(self):
        return self.messages[-1]

    def message(self, **wanted):
        """The first message with these fields."""
        for each in self.messages:
            if wanted.items() <= each.items():
                return each
        raise mp.Unmeasurable(f"{self.name} sent no message with {wanted}")

    def cpu_seconds_since_start(self):
        """CPU time after the message that says the run begins, the process's end included."""
        started = self.message(type="started")
        return self.cpu_seconds - started["cpu_user_seconds"] - started["cpu_system_seconds"]

    def microseconds_an_item(self, items):
        if self.result["items_ok"] != items:
            raise mp.Unmeasurable(f"{self.name}: {self.result['items_ok']} of {items} items ended well")
        return self.result["seconds"] * 1e6 / items


def order(strategy, items, **changes):
    """The line that a child reads. What an order must contain and no benchmark needs is filled in."""
    work = {"strategy": strategy, "items": items, "warm_up": items // 10, "concurrency": 1, "threads": 10,
            "processes": 1, "chunk": 1, "interval_ns": 0, "idle_ns": 0, "attempts": 1, "backoff_ns": 0, "fail": 0,
            "hang": 0, "loop": "asyncio", "tick_ns": 10_000_000, "stall_limit_ns": 100_000_000, "scratch": "",
            "injections": [], **changes}
    return json.dumps({"work": work}).encode() + b"\n"


def swift(binary, order_line):
    """(command, standard input) of a run by the runtime swift."""
    return [binary, "run-child"], order_line


def asyncio(script, order_line):
    """(command, standard input) of a run by the runtime asyncio."""
    return [*PYTHON, "-c", script.bootstrap], script.sources + order_line


def peer(name, **arguments):
    """(command, standard input) of a peer in Python, started with the same options as the runtime asyncio."""
    return [*PYTHON, str(PEERS), name, json.dumps(arguments)], b""


@dataclass
class Script:
    """The runtime asyncio as calcmon has it started: the sources come on standard input, before the order."""
    bootstrap: str
    sources: bytes


def read_script():
    """The runtime asyncio of this repository; ends with status 2 if it is not there."""
    try:
        bootstrap = (RUNTIME / "bootstrap.py").read_text()
        texts = {file.relative_to(folder): file.read_bytes()
                 for folder, package in ((RUNTIME, "calcmon_runtime"), (PROBE, "calcmon_probe"))
                 for file in (folder / package).rglob("*.py")}
    except OSError as problem:
        mp.give_up(f"no {os.path.relpath(RUNTIME, mp.REPOSITORY)} in this repository: {problem.strerror}", 2)
    return Script(bootstrap, b"%d\n" % len(texts) + b"".join(
        b"%s %d\n%s" % (str(path).encode(), len(text), text) for path, text in texts.items()))
