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


@dataclass(frozen=True)
class Cpu:
    """The CPU step of an item."""

    kernel: str
    operations: int


@dataclass(frozen=True)
class Injection:
    """A disturbance of the loop: at what time of the run, and how much of it."""

    kind: str
    at_ns: int
    amount: int


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
    servers: int | None = None

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Work":
        """The work that an order describes. Whether it can be carried out is checked elsewhere."""
        io, cpu = fields.get("io"), fields.get("cpu")
        parts = {
            "io": io and Io(**io),
            "cpu": cpu and Cpu(**cpu),
            "injections": tuple(Injection(**each) for each in fields["injections"]),
        }
        return cls(**{**fields, **parts})

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
