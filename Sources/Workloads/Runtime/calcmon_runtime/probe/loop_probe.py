"""The probe of an asyncio loop: how late the loop turns, and what held it when it did not turn.

A tick on a fixed grid measures lateness. A loop that did not turn for longer than a limit stalled:
the probe then reports from when to when, what the loop's thread did meanwhile, and which Python
code held it, seen by a second thread while it held it. That thread sleeps as long as all is well,
because a thread that polls costs a busy loop a fifth of its speed: it wakes at each turn of the
loop, for the lock of the interpreter, and in vain. A loop that was late by less, but by more than
a second limit, is reported in the same way, without the code, and for some ticks together.

All times are nanoseconds of `time.monotonic_ns`, which is CLOCK_MONOTONIC.
"""

import asyncio
import os
from collections.abc import Callable
from time import monotonic_ns
from typing import Any, TypeVar

from calcmon_probe import sources
from calcmon_probe.budgeted import Budgeted
from calcmon_probe.gc_pauses import GCPauses
from calcmon_probe.originals import get_ident
from calcmon_probe.other_threads import Computing, OtherThreads
from calcmon_probe.thread_account import ThreadAccount, share_of_stall

from .complaint import complain
from .histogram import Histogram
from .messages import send
from .sighting import Sighting
from .turns import Turns
from .watcher import Watcher

Result = TypeVar("Result")

# Frames of this probe are no part of what held the loop.
sources.own_folders.append(os.path.dirname((lambda: None).__code__.co_filename) + os.sep)


class LoopProbe:
    """Ticks the running loop on a fixed grid, records how late each tick is and reports stalls.

    A stall swallows ticks. Each of them would have been late, so each is recorded: without them a
    loop that stood still for a second would look like one late tick among many punctual ones.

    What fails in the search for causes is reported once and left out; the ticks go on.
    """

    def __init__(
        self,
        tick_ns: int,
        stall_limit_ns: int,
        start: int,
        report: Callable[[int, int], None],
        late_limit_ns: int | None = None,
    ) -> None:
        """`report` gets the time and the worst lateness since the report before."""
        self.latency = Histogram()
        self._loop = asyncio.get_running_loop()
        self._tick_ns = tick_ns
        self._stall_limit_ns = stall_limit_ns
        self._shortest_ns = min(stall_limit_ns, late_limit_ns or stall_limit_ns)
        self._late: list[dict[str, Any]] = []
        self._report_ns = 10 * tick_ns
        self._due = start + tick_ns
        self._report_due = start + self._report_ns
        self._report = report
        self._worst = 0
        self._failed: set[str] = set()
        self._account = ThreadAccount(start)
        self._thread = get_ident()
        self._gc = GCPauses()
        self._seen = Sighting()
        self._other_threads = OtherThreads()
        self._computing: Computing | None = None
        self._threads = Budgeted(self._other_threads.read)
        self._turns = Turns(self._loop, start, self._due)
        self._watcher = self._try("watcher", Watcher, self._turns, tick_ns, stall_limit_ns)
        self._put_off_watcher()
        self._schedule()

    def stop(self, now: int) -> None:
        """Ends the ticking. Ticks that are due count: a stall in which the work ended is one."""
        self._handle.cancel()
        self._meet(now)
        self._send_late()
        self._turns.remove()
        if self._watcher:
            self._try("end of watcher", self._watcher.stop)
        self._gc.remove()
        self._account.close()

    def _schedule(self) -> None:
        self._handle = self._loop.call_later((self._due - monotonic_ns()) * 1e-9, self._tick)

    def _tick(self) -> None:
        now = monotonic_ns()
        self._meet(now)
        if now >= self._report_due:
            self._threads.get(now)
            self._send_late()
            self._report(now, self._worst)
            self._worst = 0
            self._report_due += ((now - self._report_due) // self._report_ns + 1) * self._report_ns
        self._schedule()

    def _meet(self, now: int) -> None:
        """The loop turns: records the ticks that are due, and reports the stall if it was one.

        The report is sent last, because it may have to wait for its reader.
        """
        interval = self._try("search for stalls", self._find_interval, now)
        self._record(now)
        self._turns.tick(now, self._due)
        self._put_off_watcher()
        if interval and now - interval["started_ns"] > self._stall_limit_ns:
            more = self._try("search for other threads", self._find_more, interval)
            send("stall", **interval, **(more or {}))
        elif interval:
            # Nobody looked: how often it woke would say nothing of what it slept for.
            self._late.append({**interval, "timeslices": None})

    def _send_late(self) -> None:
        """Reports when the loop was late without a stall: once for all ticks since the last time."""
        if self._late:
            send("late", intervals=self._late)
            self._late = []

    def _record(self, now: int) -> None:
        self._worst = max(self._worst, now - self._due)
        while self._due <= now:
            self.latency.record(now - self._due)
            self._due += self._tick_ns

    def _put_off_watcher(self) -> None:
        if self._watcher:
            self._try("watcher", self._watcher.tick, self._due)

    def _find_interval(self, now: int) -> dict[str, Any] | None:
        """The fields of the message about the stall that ends now, or about a shorter interval."""
        started = self._turns.held_since()
        is_long = now >= self._due and now - started > self._shortest_ns
        self._computing = self._other_threads.computing() if is_long else None
        before, after = self._account.advance(now)
        if not is_long:
            return None
        self._seen = sighting = self._watcher.sighting(self._due) if self._watcher else Sighting()
        share = share_of_stall(before, after, started)
        return {
            "started_ns": started,
            "ended_ns": now,
            "on_cpu_ns": share.on_cpu_ns,
            "runqueue_ns": share.runqueue_ns,
            "timeslices": share.timeslices,
            "gc_ns": min(self._gc.during(started, now, self._thread), now - started),
            **sighting.report(now),
        }

    def _find_more(self, interval: dict[str, Any]) -> dict[str, Any]:
        """Who may have had the lock of the interpreter, if the loop's thread was not on a core."""
        length = interval["ended_ns"] - interval["started_ns"]
        if 2 * interval["on_cpu_ns"] >= length:
            return {}
        watcher = self._watcher.tid if self._watcher else 0
        seen = self._seen.others if interval["noticed_ns"] is not None else {}
        return {"holder": self._other_threads.holder(length, watcher, seen, self._computing)}

    def _try(self, part: str, action: Callable[..., Result], *arguments: Any) -> Result | None:
        """Does something that a run can do without. What failed is not tried again."""
        if part in self._failed:
            return None
        try:
            return action(*arguments)
        except Exception as error:
            self._failed.add(part)
            complain(part, error)
            return None
