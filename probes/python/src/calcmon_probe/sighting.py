"""What is seen of a loop's thread during one stall."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .stacks import Stack, printable
from .thread_view import Look


@dataclass(frozen=True)
class Capture:
    """The code that a loop was in at one moment, and in which task."""

    at: int
    stack: Stack
    #: Tells tasks apart; the name is of the task or of its coroutine.
    task: tuple[int, str] | None


@dataclass
class Sighting:
    """What the watcher sees while a loop stands. It may add while the loop's thread reads."""

    #: Which interval without a turn it is of.
    of: int = 0
    noticed: int | None = None
    may_capture: bool = False
    ready: int = 0
    captures: list[Capture] = field(default_factory=list)
    looks: list[Look | None] = field(default_factory=list)
    #: Where other threads were at the first look, by what the kernel calls them.
    others: dict[int, str | None] = field(default_factory=dict)

    def report(self, started: int, ended: int) -> dict[str, Any]:
        """The fields of the message: of wait channels, stacks and tasks it has the most frequent.

        What was seen before or after is left out: the loop may have been at the report already. So
        is a look that saw nothing: it is no sign that the thread was awake.
        """
        looks = [look for look in self.looks[:] if look and started <= look.at <= ended]
        channels = Counter(look.wait_channel for look in looks if look.wait_channel)
        captures = [capture for capture in self.captures[:] if capture.stack.frames and started <= capture.at <= ended]
        noticed = self.noticed if self.noticed and started <= self.noticed <= ended else None
        headlines = Counter(capture.stack.frame for capture in captures if capture.stack.frame)
        headline = headlines.most_common(1)[0][0] if headlines else None
        stacks = Counter(capture.stack for capture in captures if capture.stack.frame == headline)
        tasks = Counter(capture.task for capture in captures if capture.task)
        return {
            "looks": len(looks),
            "looks_asleep": sum(look.asleep for look in looks),
            "looks_in_futex": sum("futex" in (look.wait_channel or "") for look in looks),
            "noticed_ns": noticed,
            "wait_channel": channels.most_common(1)[0][0] if channels else None,
            "stack": stacks.most_common(1)[0][0].frames if stacks else (),
            "frame": headline,
            "importing": any(capture.stack.is_importing for capture in captures),
            "task": printable(tasks.most_common(1)[0][0][1]) if tasks else None,
            "tasks_seen": len(tasks),
            "task_ids": {task[0] for task in tasks},
            "captures": len(captures),
            "ready": self.ready if noticed else 0,
        }
