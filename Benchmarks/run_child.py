"""Has a run executed as calcmon has it done: by a child process that reads an order and reports on its standard output.

There is a child for each runtime: `calcmon run-child`, and CPython with the modules of the runtime asyncio. The peers
print the messages that are read here, so that all are read alike.
"""
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import measured_process as mp

MODULES = [mp.REPOSITORY / f"Sources/Workloads/Runtime/{name}.py" for name in ("loop_probe", "asyncio_runtime")]
PEERS = Path(__file__).with_name("python_peers.py")
# As calcmon starts it: the modules come on standard input, before the order.
BOOTSTRAP = """
import sys,types
f=sys.stdin.buffer
def load(name):
    m=types.ModuleType(name);sys.modules[name]=m;exec(compile(f.read(int(f.readline())),name+'.py','exec'),m.__dict__)
for name in 'loop_probe asyncio_runtime'.split():load(name)
sys.modules[name].main()
"""
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
    return [*PYTHON, "-c", BOOTSTRAP], script + order_line


def peer(name, **arguments):
    """(command, standard input) of a peer in Python, started with the same options as the runtime asyncio."""
    return [*PYTHON, str(PEERS), name, json.dumps(arguments)], b""


def read_script():
    """The modules of the runtime asyncio, each with its length before it; ends with status 2 where one is missing."""
    sources = []
    for module in MODULES:
        try:
            sources.append(module.read_bytes())
        except OSError as problem:
            mp.give_up(f"no {os.path.relpath(module, mp.REPOSITORY)} in this repository: {problem.strerror}", 2)
    return b"".join(b"%d\n" % len(source) + source for source in sources)
