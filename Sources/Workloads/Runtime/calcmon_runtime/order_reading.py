"""Reads the order, and refuses what cannot be carried out."""

import json
import os
import sys
from typing import Any

from .blocking_io import BLOCKING_IO
from .injections import INJECTIONS
from .kernels import KERNELS
from .order import Cpu, Io, Measure, OrderError, Work
from .strategies import STRATEGIES
from .worker_kinds import WORKER_KINDS


def read_order() -> dict[str, Any]:
    """Reads the order; nothing is read from standard input after it."""
    line = sys.stdin.buffer.readline()
    with open(os.devnull, "rb") as null:
        os.dup2(null.fileno(), 0)
    try:
        order = json.loads(line)
    except ValueError:
        raise OrderError("no order on standard input") from None
    if not isinstance(order, dict) or not order.keys() & {"calibrate", "measure", "work"}:
        raise OrderError("an order names either kernels to calibrate, steps to measure or work")
    return order


def parse_work(order: dict[str, Any]) -> Work:
    """The work in an order; a field that is missing or of a wrong type makes it a bad order."""
    try:
        return checked(Work.from_json(order["work"]))
    except (TypeError, AttributeError, KeyError) as error:
        raise OrderError(f"bad order: {error}") from None


def parse_measure(order: dict[str, Any]) -> Measure:
    """The steps to measure in an order; a field that is missing or of a wrong type makes it a bad order."""
    try:
        measure = Measure.from_json(order["measure"])
        check_steps(measure.io, measure.cpu)
    except (TypeError, AttributeError, KeyError) as error:
        raise OrderError(f"bad order: {error}") from None
    return measure


def checked(work: Work) -> Work:
    """The same work, unless it names what there is not, or has numbers that make no sense."""
    if work.strategy not in STRATEGIES:
        raise OrderError(f"no strategy {work.strategy!r}")
    check_steps(work.io, work.cpu)
    if work.workers is not None and work.workers not in WORKER_KINDS:
        raise OrderError(f"no kind of workers {work.workers!r}")
    if work.io and work.io.kind == "command" and not work.io.command:
        raise OrderError("a command needs a program")
    if min(work.attempts, work.concurrency, work.tick_ns, work.stall_limit_ns) < 1:
        raise OrderError("attempts, concurrency, tick_ns and stall_limit_ns must be above zero")
    if work.servers is not None and work.servers < 1:
        raise OrderError("servers must be above zero")
    if work.late_limit_ns is not None and work.late_limit_ns < 1:
        raise OrderError("late_limit_ns must be above zero")
    for injection in work.injections:
        if injection.kind not in INJECTIONS:
            raise OrderError(f"no injection {injection.kind!r}")
        if min(injection.at_ns, injection.amount) < 0:
            raise OrderError("at_ns and amount of an injection must not be below zero")
    if work.hang > 0 and work.timeout_ns is None:
        raise OrderError("an item that hangs needs a timeout")
    return work


def check_steps(io: Io | None, cpu: Cpu | None) -> None:
    """Refuses steps that there are not."""
    if io and io.kind not in BLOCKING_IO:
        raise OrderError(f"no I/O step {io.kind!r}")
    if io and io.kind == "call" and not io.call:
        raise OrderError("an I/O step of kind 'call' names a function")
    if cpu and not cpu.call and cpu.kernel not in KERNELS:
        raise OrderError(f"no kernel {cpu.kernel!r}")
