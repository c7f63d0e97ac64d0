"""The probe of one loop: how late it turns, and what held it when it did not turn.

All times are nanoseconds of `time.monotonic_ns`, which is CLOCK_MONOTONIC.
"""

from __future__ import annotations

import asyncio
import posix
import sys
import threading
from typing import TYPE_CHECKING, Any
from weakref import ref

from .alarm import NEVER
from .clock import monotonic_ns
from .histogram import Histogram
from .lateness import Lateness
from .originals import get_ident, get_native_id
from .settings import BLIND_TICK, LOOK, STALL_LIMIT, TICK
from .sighting import Sighting
from .stacks import Stack, outside, printable, stack_from
from .thread_account import ThreadAccount
from .thread_view import ThreadView
from .turns import Turns

if TYPE_CHECKING:
    from .process_probe import ProcessProbe

_STARTUP = 10_000_000_000
_IDLE = 1_000_000
_PUSH = 25_000_000


class LoopProbe:
    """Ticks a loop, hears of its turns, and tells of the stalls.

    The tick is needed for one thing alone: a loop that sleeps and gets no core when it should wake.
    """

    def __init__(self, loop: Any, number: int, process: ProcessProbe) -> None:
        """To be made in the thread of the loop."""
        self.loop = ref(loop)
        self.number = number
        self.kind = "uvloop" if type(loop).__module__.partition(".")[0] == "uvloop" else "asyncio"
        self.latency = Histogram()
        self._meet_thread(monotonic_ns())
        self.sighting = Sighting()
        #: What the loop cannot see of itself: it runs, and when it should turn next.
        self.is_running = False
        self.due = NEVER
        self.running_ns = 0
        self.stalls = self.stall_ns = 0
        self._process = process
        self._began = self._resumed = monotonic_ns()
        self._lateness = Lateness(self.latency, self._began)
        self._turns = Turns(loop, self)
        self._tick_ns = TICK if self._turns.are_seen else BLIND_TICK
        self._handle: Any = None
        self._next_tick = self._began + self._tick_ns
        self._turns_at_tick = 0
        self._told_until = self._began
        self._pushed = 0
        self._has_waited = False
        #: If turns cannot be seen: how long it was busy until an instant, and what its thread had used then.
        self._busy_before = self._used_before = 0
        #: The task that the loop was made for.
        self._main_task: int | None = None
        self._has_run = False
        self._outside = 0

    def _meet_thread(self, now: int) -> None:
        """Begins to look at the calling thread."""
        self.view = ThreadView()
        self.is_main = get_native_id() == posix.getpid()
        # Not threading.current_thread: of a thread that `threading` does not know it would make one.
        known = getattr(threading, "_active", {}).get(self.view.thread)
        self.thread = printable(str(getattr(known, "name", "main" if self.is_main else "other")), 64)
        self._account = ThreadAccount(now)

    # What others ask.

    @property
    def turns(self) -> Turns | None:
        """The turns, if they can be seen."""
        return self._turns if self._turns.are_seen else None

    def running_until(self, now: int) -> int:
        """How long the loop has run in all."""
        return self.running_ns + (now - self._resumed if self.is_running else 0)

    def busy_until(self, now: int) -> int:
        """How long the loop has been busy in all: in its turns or, if these cannot be seen, for how long its thread was on a core."""
        if self._turns.are_seen:
            return self._turns.busy_until(now)
        used = self._account.used_ns() - self._used_before if self.is_running else 0
        return self._busy_before + max(0, used)

    def stands_since(self) -> int:
        """Since when the loop has not turned, if it should have; NEVER if it does as it should."""
        turns = self._turns
        if not self.is_running:
            return NEVER
        if turns.began != NEVER:
            return turns.began
        # What is due and not done though the loop has turned since lives in another time: tests stop that of a loop.
        return NEVER if turns.waits_since > self.due else self.due

    # The loop begins and ends.

    def resume(self, now: int) -> None:
        """The loop begins to run, in this thread."""
        if self.is_running:
            return
        if self.view.thread != get_ident():
            self.close_files()
            self._meet_thread(now)
        self._outside = outside(sys._getframe(), self.kind == "asyncio")
        self._resumed = self._told_until = now
        self._lateness.resume(now)
        self._account.advance(now, self._turns.busy_ns)
        self._used_before = self._account.used_ns()
        self._turns.resume(self.loop(), now)
        if not self._has_run:
            self._has_run = True
            tasks = asyncio.all_tasks(self.loop())
            self._main_task = id(next(iter(tasks))) if len(tasks) == 1 else None
        # Also of a loop that never runs for as long as a tick.
        self._schedule(now, min(max(0, self._next_tick - now), self._tick_ns))
        self.is_running = True
        self._process.put_off_watcher(self, now + LOOK)

    def suspend(self, now: int) -> None:
        """The loop ends to run, for now. Nothing of the probe stays in it that would keep it alive."""
        if not self.is_running:
            return
        self._turns.suspend(now)
        self._lateness.suspend(now)
        if not self._turns.are_seen:
            self._busy_before = self.busy_until(now)
        self.is_running = False
        self.due = NEVER
        self.running_ns += now - self._resumed
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.cancel()

    def is_past_its_start(self) -> None:
        """The loop has begun before it was watched."""
        self._has_waited = True

    def runs(self) -> bool:
        """Whether the loop runs, or has ended without having said so: uvloop does if it was joined. May be asked from another thread."""
        if self.kind != "uvloop":
            return True
        loop = self.loop()
        try:
            return loop is not None and bool(loop.is_running())
        except Exception:
            return True  # It is the application's own, and not as we think.

    def leave(self, now: int) -> None:
        """Leaves the loop as if it had never been watched, and the tick does not come any more. May be called in another thread."""
        handle, loop = self._handle, self.loop()
        is_here = self.view.thread == get_ident()
        self.running_ns = self.running_until(now)
        self.remove()
        self._turns.leave()
        if handle is None or loop is None:
            return
        try:
            if is_here:
                handle.cancel()
            else:
                loop.call_soon_threadsafe(handle.cancel)
        except Exception:
            pass  # The loop has been closed meanwhile.

    def remove(self) -> None:
        """Leaves the loop as if it had never been watched."""
        # The tick ends by itself: it can be cancelled in the thread of the loop alone.
        self.is_running = False
        self._handle = None
        self._turns.remove()

    def close_files(self) -> None:
        """To be called when nothing looks at the thread of the loop any more."""
        self.view.close()
        self._account.close()

    # The tick.

    def _schedule(self, now: int, delay: int) -> None:
        loop = self.loop()
        self.due = self._next_tick = now + delay
        self._turns_at_tick = self._turns.count
        self._handle = loop.call_later(delay * 1e-9, self._tick) if loop else None

    def _tick(self) -> None:
        if not self.is_running:
            return
        now = monotonic_ns()
        try:
            if self._turns.are_seen and self._turns.count == self._turns_at_tick:
                self._busy_before, self._used_before = self._turns.busy_until(now), self._account.used_ns()
                self._turns.give_up()
                self._tick_ns = BLIND_TICK
            if now >= self.due:
                self._meet(max(self.due, self._told_until), now)
            if not self._turns.are_seen:
                self._has_waited = True
                self.time_has_passed(now)
            self._process.tick(now)
        except Exception as error:
            self._process.count(error)
        finally:
            if self.is_running:
                self._schedule(now, self._tick_ns)

    def _meet(self, started: int, now: int) -> None:
        if self._turns.began <= self.due:
            # The turn that holds it is told of when it ends.
            self._lateness.turn(self._turns.began, now)
        elif now - started > STALL_LIMIT:
            self._stalled(started, now, self._turns.busy_ns if self._turns.are_seen else None)
        self._lateness.tick(self.due, now)

    # What turns tell.

    def long_turn_ended(self, began: int, now: int) -> None:
        """A turn was long enough to make others late."""
        try:
            self._lateness.turn(began, now)
            # The tick in it has told of what was before, if it was due before the turn began.
            untold = max(began, self._told_until)
            if now - untold > STALL_LIMIT:
                self._stalled(untold, now, self._turns.busy_ns)
        except Exception as error:
            self._process.count(error)

    def time_has_passed(self, now: int) -> int:
        """Says that the loop turns, so that the watcher need not look. Returns when to do it again."""
        try:
            # A loop that turned again soon will so again: then there is no wake-up in vain.
            patience = LOOK if now - self._pushed < 2 * _PUSH else STALL_LIMIT
            self._pushed = now
            self._process.put_off_watcher(self, now + patience + _PUSH)
            self._account.advance(now, self._turns.busy_ns)
        except Exception as error:
            self._process.count(error)
        return now + _PUSH

    def _stalled(self, started: int, now: int, busy_before: int | None) -> None:
        computing = self._process.computing()
        self._told_until = now
        self.stalls += 1
        self.stall_ns += now - started
        share = self._account.share_of_stall(started, now, busy_before)
        seen = self.sighting.report(started, now)
        is_importing, tasks = seen.pop("importing"), seen.pop("task_ids")
        self._account.advance(now, self._turns.busy_until(now))
        self._process.stalled(
            {
                "loop": self.number,
                "started_ns": started,
                "ended_ns": now,
                "on_cpu_ns": share.on_cpu_ns,
                "runqueue_ns": share.runqueue_ns,
                "timeslices": share.timeslices,
                "startup": is_importing or self._is_starting(tasks, now),
                **seen,
            },
            self,
            computing,
        )

    def _is_starting(self, tasks: set[int], now: int) -> bool:
        """Whether the loop is young, has not waited for anything yet, and was in its main task only."""
        if not self._has_waited and self._turns.are_seen:
            self._has_waited = self.running_until(now) - self._turns.busy_until(now) > _IDLE
        return not self._has_waited and now - self._began < _STARTUP and tasks == {self._main_task}

    def stack(self) -> Stack:
        """The code that the loop is in. May be asked from another thread."""
        return stack_from(self.view.frame(), self._outside)

    def current_task(self) -> tuple[int, str] | None:
        """The task that the loop is in. May be asked from another thread."""
        loop = self.loop()
        task = asyncio.current_task(loop) if loop else None
        if task is None:
            return None
        coroutine = getattr(task.get_coro(), "__qualname__", "")
        name = task.get_name()
        return id(task), coroutine if name.startswith("Task-") and coroutine else name

    def ready_now(self) -> int:
        """How many callbacks are ready. May be asked from another thread."""
        try:
            return len(self.loop()._ready)  # type: ignore[union-attr]
        except (AttributeError, TypeError):
            return 0
