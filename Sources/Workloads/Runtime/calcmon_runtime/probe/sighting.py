"""What is seen of the loop's thread during one stall."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from calcmon_probe.thread_view import Look

from .turns import NEVER

Stack = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the watcher sees while one tick is overdue. It may add while the loop's thread reads."""

    due: int = 0
    noticed: int = NEVER
    may_capture: bool = False
    captures: list[tuple[int, Stack]] = field(default_factory=list)
    looks: list[Look | None] = field(default_factory=list)
    others: dict[int, str | None] = field(default_factory=dict)

    def report(self, ended: int) -> dict[str, Any]:
        """The fields of the message: of wait channels and stacks it has the most frequent.

        What was seen after the end is left out: the loop may have been at the report already. So is
        a look that saw nothing: it is no sign that the thread was awake.
        """
        looks = [look for look in self.looks[:] if look and look.at <= ended]
        channels = Counter(look.wait_channel for look in looks if look.wait_channel)
        stacks = Counter(stack for at, stack in self.captures[:] if stack and at <= ended)
        return {
            "looks": len(looks),
            "looks_asleep": sum(look.asleep for look in looks),
            "looks_in_futex": sum("futex" in (look.wait_channel or "") for look in looks),
            "noticed_ns": self.noticed if self.noticed <= ended else None,
            "wait_channel": channels.most_common(1)[0][0] if channels else None,
            "stack": stacks.most_common(1)[0][0] if stacks else (),
        }
