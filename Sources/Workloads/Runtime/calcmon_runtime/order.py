"""The order: what a run is to execute, and how."""

import functools
import itertools
import math
from dataclasses import dataclass, replace
from typing import Any

from .chance import unit


class OrderError(Exception):
    """The order is missing, or cannot be carried out as it stands."""


@dataclass(frozen=True)
class Io:
    """The I/O step of an item."""

    kind: str
    ns: int = 0
    port: int = 0
    call: str | None = None
    url: str = ""
    command: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cpu:
    """The CPU step of an item: a computation of calcmon's own, or a function."""

    kernel: str | None = None
    operations: int = 0
    call: str | None = None


@dataclass(frozen=True)
class Code:
    """Where the functions are that steps call, and what they get."""

    python: str | None = None
    path: tuple[str, ...] = ()
    items_from: str | None = None
    items_file: str | None = None
    child: str | None = None

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Code":
        """As an order describes it."""
        return cls(**{**fields, "path": tuple(fields.get("path", ()))})


@dataclass(frozen=True)
class Injection:
    """A disturbance of the loop: at what time of the run, and how much of it."""

    kind: str
    at_ns: int
    amount: int


def is_call(step: Io | Cpu | None) -> bool:
    """Whether a step is a function of the user's own."""
    return step is not None and step.call is not None


def parts_from_json(fields: dict[str, Any]) -> dict[str, Any]:
    """The steps in an order, and where their functions are."""
    io, cpu, code = fields.get("io"), fields.get("cpu"), fields.get("code")
    return {"io": io and Io(**io), "cpu": cpu and Cpu(**cpu), "code": code and Code.from_json(code)}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Steps that are to be measured, one after another and alone."""

    budget_ns: int
    loop: str
    io: Io | None = None
    cpu: Cpu | None = None
    code: Code | None = None
    timeout_ns: int | None = None

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Measure":
        """As an order describes it."""
        return cls(**{**fields, **parts_from_json(fields)})


@dataclass(frozen=True, kw_only=True)
class Work:
    """What to execute, and how."""

    strategy: str
    items: int
    warm_up: int
    concurrency: int
    threads: int
    processes: int
    chunk: int
    interval_ns: float
    idle_ns: int
    attempts: int
    backoff_ns: int
    fail: float
    hang: float
    loop: str
    tick_ns: int
    stall_limit_ns: int
    scratch: str
    injections: tuple[Injection, ...]
    late_limit_ns: int | None = None
    arrivals_seed: int | None = None
    queue_limit: int | None = None
    timeout_ns: int | None = None
    io: Io | None = None
    cpu: Cpu | None = None
    gives_way: bool | None = None
    workers: str | None = None
    servers: int | None = None
    code: Code | None = None

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Work":
        """The work that an order describes. Whether it can be carried out is checked elsewhere."""
        parts = parts_from_json(fields)
        parts["injections"] = tuple(Injection(**each) for each in fields["injections"])
        return cls(**{**fields, **parts})

    @property
    def calls_user_code(self) -> bool:
        """Whether a step is a function of the user's own."""
        return is_call(self.io) or is_call(self.cpu)

    def warm_up_work(self) -> "Work":
        """The same work for the warm-up items: all at once, and nothing fails on purpose."""
        return replace(
            self,
            items=self.warm_up,
            interval_ns=0,
            arrivals_seed=None,
            queue_limit=None,
            idle_ns=0,
            fail=0,
            hang=0,
            injections=(),
        )

    @classmethod
    def of_steps(cls, measure: Measure) -> "Work":
        """Work with the steps that are to be measured, one item after another."""
        return cls(
            strategy="async",
            items=0,
            warm_up=0,
            concurrency=1,
            threads=1,
            processes=1,
            chunk=1,
            interval_ns=0,
            idle_ns=0,
            attempts=1,
            backoff_ns=0,
            fail=0,
            hang=0,
            loop=measure.loop,
            tick_ns=1,
            stall_limit_ns=1,
            scratch="",
            injections=(),
            timeout_ns=measure.timeout_ns,
            io=measure.io,
            cpu=measure.cpu,
            code=measure.code,
        )

    def intended_start(self, item: int) -> int:
        """When an item should start, counted from the start of the run."""
        if self.arrivals_seed is not None:
            return self._random_starts[item]
        return int(item * self.interval_ns)

    @functools.cached_property
    def _random_starts(self) -> list[int]:
        """With the interval between two on average (Poisson), the same for the same seed."""
        gaps = (
            -self.interval_ns * math.log(1 - unit(self.arrivals_seed, place))
            for place in range(1, self.items)
        )
        return [int(start) for start in itertools.accumulate(gaps, initial=0.0)]
