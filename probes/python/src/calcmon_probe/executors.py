"""The default executors of loops: what waits for their threads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def describe_executors(loops: Iterable[Any]) -> dict[str, Any] | None:
    """Of all that there are together: how much waits, how many threads there are, and how many there may be."""
    found = None
    for loop in loops:
        executor: Any = getattr(loop, "_default_executor", None)
        try:
            entry = {"backlog": executor._work_queue.qsize(), "threads": len(executor._threads), "limit": executor._max_workers}
        except Exception:
            continue  # There is none, or it is the application's own and not as we think.
        found = entry if found is None else {key: found[key] + entry[key] for key in entry}
    return found
