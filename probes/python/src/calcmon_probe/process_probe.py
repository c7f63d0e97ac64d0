"""The probe of one process: its loops, what it uses, and what it tells calcmon."""

from __future__ import annotations

import atexit
import os
import posix
import sys
import time
from contextlib import suppress
from typing import Any

from . import hooks
from .alarm import NEVER
from .budgeted import Budgeted
from .clock import monotonic_ns
from .endings import EndBySignal, finalizer_of_child
from .executors import describe_executors
from .forks import hear_no_more_of_forks, hear_of_forks, hear_of_no_forks
from .gc_pauses import GCPauses
from .histogram import Histogram
from .loop_probe import LoopProbe
from .making import making as making  # beside this module, which may not be readable any more when a loop begins
from .originals import allocate_lock, allocate_reentrant_lock, get_ident
from .other_threads import Computing, OtherThreads
from .queues import Queues
from .sender import LONGEST, Sender, encode
from .settings import EARLY, EARLY_SNAPSHOT, REST, SNAPSHOT, Settings
from .signals import is_of_a_handler
from .steps import steps
from .tasks import count_tasks
from .usage import usage
from .version import VERSION
from .watchable import can_be_watched
from .watcher import Watcher

_MOST_ERRORS = 20
_MOST_LOOPS = 8
_MOST_BUCKETS = 150
_LESS = 4
#: For another thread that tells something at the moment; this one may itself have been interrupted in it.
_PATIENCE = 0.05
_BETWEEN_TRIES = 10_000_000_000


class ProcessProbe:
    """Watches the loops of this process from the first on. A child of a fork has its own."""

    def __init__(self) -> None:
        self.settings = Settings.from_environment() if hooks.given is None else Settings.given(*hooks.given)
        self.queues = Queues()
        self.errors = 0
        self.last_error = ""
        #: Loops begin and end in many threads.
        self._lock = allocate_reentrant_lock()
        self._loops: dict[int, LoopProbe] = {}
        #: By thread: a loop may run in the middle of another, if something lets it. The last is the one that turns.
        self._running: dict[int, list[LoopProbe]] = {}
        self._made = 0
        self._ended = {"busy_ns": 0, "running_ns": 0, "turns": 0, "stalls": 0, "stall_ns": 0}
        self._latency = Histogram()
        self._sequence = 0
        self._next_snapshot = 0
        self._telling = allocate_lock()
        self._rested = 0
        self._has_told_rest = True
        self._began = monotonic_ns()
        self._other_threads = OtherThreads()
        self._threads = Budgeted(self._other_threads.read)
        self._tasks = Budgeted(lambda: sum(count_tasks(known.loop()) for known in self._known()))
        self._queues = Budgeted(self.queues.report)
        self._sender = Sender(self.settings.socket, self._hello)
        self._watcher: Watcher | None = None
        self._next_watcher = 0
        self._told_standing: dict[int, tuple[int, int]] = {}
        self._end_of_child: Any = None
        self._has_said_farewell = False
        self._is_removed = False

    def activate(self) -> None:
        """Begins to hear of what happens in the process."""
        self._gc = GCPauses()
        atexit.register(self._say_farewell)
        self._end_of_child = finalizer_of_child(self._say_farewell)
        self._end_by_signal = EndBySignal(self._say_farewell)
        hear_of_forks(before=self._forks, after_in_child=self._forked)

    def _known(self) -> list[LoopProbe]:
        return list(self._loops.values())

    # Loops begin and end.

    def begin(self, loop: Any) -> None:
        """A loop begins to run in this thread."""
        with self._lock:
            if self._is_removed:
                return
            known = self._loops.get(id(loop))
            if known is None or known.loop() is not loop:
                known = self._meet(loop)
            stack = self._running.setdefault(get_ident(), [])
            if known is None or known in stack:
                while stack and stack[-1] is not known:
                    stack.pop().suspend(monotonic_ns())
            else:
                stack.append(known)
            if known is not None:
                self._watch(monotonic_ns())
                self._has_told_rest = False
                known.resume(monotonic_ns())

    def end(self) -> None:
        """The loop that runs in this thread ends to run."""
        with self._lock:
            for known in reversed(self._running.pop(get_ident(), [])):
                self._rested = monotonic_ns()
                known.suspend(self._rested)

    def joined(self, loop: Any) -> None:
        """The loop that runs in this thread has begun before it was watched."""
        known = self._loops.get(id(loop))
        if known is not None and known.loop() is loop:
            known.is_past_its_start()

    def has_ended(self, known: LoopProbe, at: int) -> None:
        """A loop does not run any more, and nothing said so: uvloop does not if it was joined while it ran."""
        with self._lock:
            for stack in self._running.values():
                if known in stack:
                    stack.remove(known)
            self._rested = at
            known.suspend(at)

    def _meet(self, loop: Any) -> LoopProbe | None:
        if not can_be_watched(loop):
            return None
        self._forget_closed()
        if len(self._loops) >= 4 * _MOST_LOOPS:
            return None
        self._made += 1
        known = self._loops[id(loop)] = LoopProbe(loop, self._made, self)
        return known

    def _watch(self, now: int) -> None:
        """Sees to it that there is a thread that watches. A program may have no right to one more."""
        if (self._watcher and not self._watcher.is_lost) or now < self._next_watcher or self._is_removed:
            return
        try:
            self._watcher = Watcher(self._known, self._standing, self._resting, self.count, self.has_ended)
        except Exception as error:
            self._watcher, self._next_watcher = None, now + _BETWEEN_TRIES
            self.note(error)

    def _forget_closed(self) -> None:
        with self._lock:
            for key, known in list(self._loops.items()):
                loop = known.loop()
                if loop is None or (loop.is_closed() and not known.is_running):
                    del self._loops[key]
                    self._keep_counts(known)
                    known.remove()
                    known.close_files()

    def _keep_counts(self, known: LoopProbe) -> None:
        turns = known.turns
        self._ended["running_ns"] += known.running_ns
        self._ended["busy_ns"] += known.busy_until(monotonic_ns())
        self._ended["turns"] += turns.count if turns else 0
        self._ended["stalls"] += known.stalls
        self._ended["stall_ns"] += known.stall_ns
        self._latency.put(known.latency.take())
        self._told_standing.pop(known.number, None)

    @property
    def has_running_loop(self) -> bool:
        """Whether a loop runs."""
        return any(known.is_running for known in self._known())

    def busy_ns(self, now: int) -> int:
        """How long the loops have been busy until now."""
        return self._ended["busy_ns"] + sum(known.busy_until(now) for known in self._known())

    # What loops tell.

    def put_off_watcher(self, loop: LoopProbe, until: int) -> None:
        """A loop turns."""
        if self._watcher:
            self._watcher.put_off(loop, until)

    def computing(self) -> Computing | None:
        """The thread that has computed most of late. To be called first thing when a loop turns again."""
        return self._other_threads.computing()

    def stalled(self, stall: dict[str, Any], loop: LoopProbe, computing: Computing | None) -> None:
        """A loop stood still, and turns again. Called in its thread."""
        started, ended = stall["started_ns"], stall["ended_ns"]
        stall["gc_ns"] = self._gc.during(started, ended, loop.view.thread)
        length = ended - started
        if 2 * stall["on_cpu_ns"] < length:
            others = loop.sighting.others if started <= (loop.sighting.noticed or 0) <= ended else {}
            stall["holder"] = self._other_threads.holder(
                length, self._watcher.tid if self._watcher else 0, others, computing
            )
        self._sender.send("stall", stall)

    def tick(self, now: int) -> None:
        """Called in the thread of a loop, ten times a second."""
        if now >= self._next_snapshot:
            self._next_snapshot = now + (EARLY_SNAPSHOT if now - self._began < EARLY else SNAPSHOT)
            self._threads.get(now)
            with self._lock:
                self._watch(now)
            if not self._sender.is_behind:
                self._send_snapshot(now)
        if self._sender.is_behind:
            self._sender.flush()

    def _resting(self, now: int) -> int:
        """Called by the watcher if no loop stands. Tells once that none runs any more. Returns when to call it again."""
        if self._has_told_rest or self.has_running_loop:
            return NEVER
        if now < self._rested + REST:
            return self._rested + REST
        if not self._sender.is_behind:
            self._send_snapshot(now)
        self._sender.flush()
        return now + SNAPSHOT if self._sender.is_behind else NEVER

    def _standing(self, loop: LoopProbe, since: int, now: int) -> None:
        """Called by the watcher. Tells of a loop that stands after one second, two, four and so on."""
        before, next_at = self._told_standing.get(loop.number, (0, 0))
        if before != since:
            next_at = since + 1_000_000_000
        if now >= next_at:
            seen = loop.sighting.report(since, now)
            body = {key: seen[key] for key in ("wait_channel", "stack", "frame", "task")}
            self._sender.send("standing", {"loop": loop.number, "since_ns": since, "at_ns": now, **body})
            next_at = now + (now - since)
        self._told_standing[loop.number] = since, next_at

    # What is told.

    def _hello(self) -> dict[str, Any]:
        return {
            "app": self.settings.app,
            **({"version": self.settings.version} if self.settings.version else {}),
            # Counters are from 0 again in another.
            "instance": f"{self._began:x}",
            "pid": posix.getpid(),
            "parent": posix.getppid(),
            "python": sys.version.partition(" ")[0],
            "implementation": sys.implementation.name,
            "probe": VERSION,
            "monotonic_ns": monotonic_ns(),
            "wall_ns": time.time_ns(),
        }

    def _send_snapshot(self, now: int, patience: float = 0) -> None:
        if not self._telling.acquire(True, patience):
            return
        try:
            self._forget_closed()
            body = self._snapshot(now)
            for known in self._known():
                self._latency.put(known.latency.take())
            body["latency"] = self._latency.take(_MOST_BUCKETS)
            self._has_told_rest = not any(entry["running"] for entry in body["loops"])
            line = encode("snapshot", body)
            if len(line) > LONGEST:
                line = encode("snapshot", {**body, "queues": body["queues"][:_LESS], "loops": body["loops"][:_LESS]})
            self._sender.send_line(line)
        finally:
            self._telling.release()

    def _snapshot(self, now: int) -> dict[str, Any]:
        self._sequence += 1
        loops = self._known()
        running = self._ended["running_ns"] + sum(known.running_until(now) for known in loops)
        return {
            "seq": self._sequence,
            "at_ns": now,
            "running_ns": running,
            "busy_ns": self.busy_ns(now),
            "turns": self._ended["turns"] + sum(known.turns.count for known in loops if known.turns),
            "stalls": self._ended["stalls"] + sum(known.stalls for known in loops),
            "stall_ns": self._ended["stall_ns"] + sum(known.stall_ns for known in loops),
            "loops": [self._describe(known, now) for known in loops[:_MOST_LOOPS]],
            "tasks": self._tasks.get(now),
            "queues": self._queues.get(now) or [],
            "executor": describe_executors(known.loop() for known in loops),
            "gc": [list(pair) for pair in zip(self._gc.counts, self._gc.pause_ns)],
            "timed": steps.report(),
            "io_wait_ns": steps.waited_ns(now),
            "threads": self._count_threads(),
            "dropped": self._sender.dropped,
            "errors": self.errors,
            **usage(),
        }

    def _describe(self, known: LoopProbe, now: int) -> dict[str, Any]:
        turns = known.turns
        entry = {
            "loop": known.number,
            "kind": known.kind,
            "thread": known.thread,
            "main": known.is_main,
            "running": known.is_running,
            "running_ns": known.running_until(now),
            "busy_ns": known.busy_until(now),
            "ready_max": turns.ready_max if turns else None,
            "longest_turn_ns": turns.longest_ns if turns else None,
        }
        if turns:
            turns.ready_max = turns.longest_ns = 0
        return entry

    def _count_threads(self) -> int | None:
        """The application's own."""
        count = self._other_threads.count
        return count - 1 if count and self._watcher and not self._watcher.is_lost else count

    def _say_farewell(self, patience: float = 0) -> None:
        if self._has_said_farewell:
            return
        self._has_said_farewell = True
        try:
            self._gc.remove()
            self._send_snapshot(monotonic_ns(), patience)
            self._sender.send("bye", {})
            self._sender.flush(patience)
        except Exception as error:
            self.count(error)
        finally:
            # Else the interpreter, at its end, would complain of a socket that is still open.
            self._sender.close()

    # It takes itself out.

    def count(self, error: Exception) -> None:
        """Counts an error; after too many of them the application goes on without the probe."""
        if is_of_a_handler(error):
            raise error
        self.note(error)
        if self.errors > _MOST_ERRORS:
            hooks.turn_off()

    def note(self, error: Exception) -> None:
        """Counts an error that will not come again soon."""
        self.errors += 1
        self.last_error = repr(error)[:200]
        if os.environ.get("CALCMON_PROBE_DEBUG"):
            with suppress(Exception):
                sys.__excepthook__(type(error), error, error.__traceback__)

    def leave(self) -> bool:
        """Says farewell, and leaves nothing of itself in the process. Returns whether its thread has ended."""
        with self._lock:
            self._is_removed = True
            for known in self._known():
                known.leave(monotonic_ns())
        watcher = self._watcher
        has_ended = watcher is None or watcher.stop_for_good()
        self._say_farewell(_PATIENCE)
        self.remove()
        for known in self._known():
            known.close_files()
        self._loops.clear()
        self._running.clear()
        hear_of_no_forks()
        return has_ended

    def remove(self) -> None:
        """Takes itself out of what runs."""
        self._is_removed = True
        for known in self._known():
            known.remove()
        if self._watcher:
            self._watcher.stop()
        self._gc.remove()
        self._sender.close()
        self._forget_farewell()

    def _forget_farewell(self) -> None:
        atexit.unregister(self._say_farewell)
        self._end_by_signal.forget()
        if self._end_of_child is not None:
            self._end_of_child.cancel()

    def _forks(self) -> None:
        """Before a fork: a program of one thread stays one. Newer interpreters warn of others, and may be right."""
        try:
            watcher = self._watcher
            if watcher is not None and not watcher.is_lost and len(posix.listdir("/proc/self/task")) == 2:
                watcher.stop_and_wait()
        except Exception as error:
            self.count(error)

    def _forked(self) -> None:
        """In a child: the parent's loops are not here, and the connection is the parent's."""
        if hooks.probe is not self:
            return
        hooks.probe = None
        try:
            hear_no_more_of_forks(before=self._forks, after_in_child=self._forked)
            self._gc.remove()
            self._forget_farewell()
            for known in self._known():
                known.remove()
                known.close_files()
            self._loops.clear()
            if self._watcher:
                self._watcher.forget()
            self._sender.close()
        except Exception:
            pass
