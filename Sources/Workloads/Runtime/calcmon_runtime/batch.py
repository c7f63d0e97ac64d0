"""What a worker sends back for some items."""

from typing import Any


class Batch:
    """The results of some items, and the CPU time that each took."""

    __slots__ = ("failures", "results", "times", "transfer")

    def __init__(self, results: list[Any], times: list[int]) -> None:
        self.results = results
        self.times = times
        self.failures: dict[int, str] | None = None
        self.transfer: tuple[int, ...] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _batch, (self.results, self.times, self.failures, self.transfer)

    def fail(self, why: str) -> None:
        """Notes that the item whose result comes next has failed."""
        if self.failures is None:
            self.failures = {}
        self.failures[len(self.results)] = why


def _batch(results: list[Any], times: list[int], failures: Any, transfer: Any) -> Batch:
    batch = Batch(results, times)
    batch.failures, batch.transfer = failures, transfer
    return batch
