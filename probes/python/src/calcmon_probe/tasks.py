"""How many tasks there are."""

from __future__ import annotations

import asyncio
from asyncio import tasks
from typing import Any

_MOST = 10_000


def count_tasks(loop: Any) -> int:
    """How many tasks a loop has. To count very many of them takes long: then it may be a few that have ended too many."""
    if loop is None:
        return 0
    all_of_process = getattr(tasks, "_scheduled_tasks", None) or getattr(tasks, "_all_tasks", None) or ()
    upper = len(all_of_process)
    return upper if upper > _MOST else len(asyncio.all_tasks(loop))
