"""Makes one account of a run out of what several servers say of theirs."""

from collections import Counter
from typing import Any

from .probe.messages import send

SUMS = ("items_ok", "items_failed", "items_timeout", "retries", "cpu_step_seconds")
GREATEST = ("seconds", "loop_cpu_seconds", "worker_start_seconds")


class MergedHistograms:
    """Histograms of all servers, added up by name."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[int]] = {}

    def add(self, message: dict[str, Any]) -> None:
        """Adds what a server has recorded."""
        counts = self._counts.setdefault(message["of"], Counter())
        for bound, count in message["buckets"]:
            counts[bound] += count

    def send(self) -> None:
        """Reports them in the order in which they came first."""
        for name, counts in self._counts.items():
            send("histogram", of=name, buckets=sorted(counts.items()))


def merged_result(results: list[dict[str, Any]]) -> dict[str, Any]:
    """The result of all servers together; what only their parent knows is left out.

    The loop's CPU time is that of the busiest: it is the one that is in the way.
    """
    merged: dict[str, Any] = {name: sum(result[name] for result in results) for name in SUMS}
    for name in GREATEST:
        if told := [result[name] for result in results if result.get(name) is not None]:
            merged[name] = max(told)
    if errors := [result["first_error"] for result in results if result.get("first_error")]:
        merged["first_error"] = errors[0]
    if transfers := [result["transfer"] for result in results if result.get("transfer")]:
        merged["transfer"] = {
            name: sum(transfer[name] for transfer in transfers) / len(transfers) for name in transfers[0]
        }
    return merged
