"""The probe of one process: its loops, what it uses, and what it tells calcmon."""

from __future__ import annotations

import asyncio
import atexit
import os
import platform
import sys
import time
from threading import get_ident
from time import monotonic_ns
from typing import Any

from . import hooks
from .budgeted import Budgeted
from .gc_pauses import GCPauses
from .histogram import Histogram
from .loop_probe import LoopProbe
from .other_threads import OtherThreads
from .queues import Queues
from .sender import LONGEST, Sender, encode
from .settings import EARLY, EARLY_SNAPSHOT, SNAPSHOT, Settings
from .steps import steps
from .usage import usage
from .version import VERSION
from .watcher import Watcher

_MOST_ERRORS = 20
_MOST_LOOPS = 8
_MOST_BUCKETS = 150
_LESS = 4


class ProcessProbe:
    """Watches the loops of this process from the first on. A child of a fork has its own."""

    def __init__(self) -> None:
        self.settings = Settings.from_environment()
        self.queues = Queues()
        self.errors = 0
        self._loops: dict[int, LoopProbe] = {}
        self._running: dict[int, LoopProbe] = {}
        self._made = 0
        self._ended = {"busy_ns": 0, "running_ns": 0, "turns": 0, "stalls": 0, "stall_ns": 0}
        self._latency = Histogram()
        self._sequence = 0
        self._next_snapshot = 0
        self._began = monotonic_ns()
        self._gc = GCPauses()
        self._other_threads = OtherThreads()
        self._threads = Budgeted(self._other_threads.read)
        self._tasks = Budgeted(self._count_tasks)
        self._sender = Sender(self.settings.socket, self._hello)
        self._watcher: Watcher | None = None
        self._told_standing: dict[int, tuple[int, int]] = {}
        atexit.register(self._say_farewell)
        os.register_at_fork(after_in_child=self._forked)

    # Loops begin and end.

    def begin(self, loop: Any) -> None:
        """A loop begins to run in this thread."""
        known = self._loops.get(id(loop))
        if known is None or known.loop() is not loop:
            if not can_be_watched(loop):
                return
            self._forget_closed()
            if len(self._loops) >= 4 * _MOST_LOOPS:
                return
            self._made += 1
            known = self._loops[id(loop)] = LoopProbe(loop, self._made, self)
            if self._watcher is None:
                self._watch()
        self._running[get_ident()] = known
        known.resume(monotonic_ns())

    def end(self) -> None:
        """The loop that runs in this thread ends to run."""
        known = self._running.pop(get_ident(), None)
        if known is not None:
            known.suspend(monotonic_ns())

    def _watch(self) -> None:
        try:
            self._watcher = Watcher(lambda: list(self._loops.values()), self._standing, self.count)
        except OSError as error:
            self.count(error)

    def _forget_closed(self) -> None:
        for key, known in list(self._loops.items()):
            loop = known.loop()
            if loop is None or (loop.is_closed() and not known.is_running):
                del self._loops[key]
                known.remove()
                known.close_files()
                turns = known.turns
                self._ended["running_ns"] += known.running_ns
                self._ended["busy_ns"] += turns.busy_ns if turns else 0
                self._ended["turns"] += turns.count if turns else 0
                self._ended["stalls"] += known.stalls
                self._ended["stall_ns"] += known.stall_ns
                self._latency.put_back(known.latency.take(10_000))

    def busy_ns(self, now: int) -> int:
        """How long the loops have been busy until now."""
        return self._ended["busy_ns"] + sum(
            known.turns.busy_until(now) for known in list(self._loops.values()) if known.turns
        )

    # What loops tell.

    def put_off_watcher(self, loop: LoopProbe, until: int) -> None:
        """A loop turns."""
        if self._watcher:
            self._watcher.put_off(loop, until)

    def stalled(self, stall: dict[str, Any], thread: int) -> None:
        """A loop stood still, and turns again. Called in its thread."""
        started, ended = stall["started_ns"], stall["ended_ns"]
        stall["gc_ns"] = self._gc.during(started, ended, thread)
        length = ended - started
        if 2 * stall["on_cpu_ns"] < length:
            stall["holder"] = self._other_threads.holder(length)
        self._sender.send("stall", stall)

    def tick(self, now: int) -> None:
        """Called in the thread of a loop, ten times a second."""
        if now >= self._next_snapshot:
            self._next_snapshot = now + (EARLY_SNAPSHOT if now - self._began < EARLY else SNAPSHOT)
            self._threads.get(now)
            if not self._sender.is_behind:
                self._send_snapshot(now)
        if self._sender.is_behind:
            self._sender.flush()

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
            "pid": os.getpid(),
            "parent": os.getppid(),
            "python": platform.python_version(),
            "implementation": sys.implementation.name,
            "probe": VERSION,
            "monotonic_ns": monotonic_ns(),
            "wall_ns": time.time_ns(),
        }

    def _send_snapshot(self, now: int) -> None:
        self._forget_closed()
        body = self._snapshot(now)
        buckets = _MOST_BUCKETS
        for known in self._loops.values():
            self._latency.put_back(known.latency.take(10_000))
        taken = self._latency.take(buckets)
        body["latency"] = taken
        if len(encode("snapshot", body)) > LONGEST:
            body["queues"], body["loops"] = body["queues"][:_LESS], body["loops"][:_LESS]
        self._sender.send("snapshot", body)

    def _snapshot(self, now: int) -> dict[str, Any]:
        self._sequence += 1
        loops = list(self._loops.values())
        running = self._ended["running_ns"] + sum(known.running_until(now) for known in loops)
        are_seen = all(known.turns for known in loops)
        return {
            "seq": self._sequence,
            "at_ns": now,
            "running_ns": running,
            "busy_ns": self.busy_ns(now) if are_seen else None,
            "turns": self._ended["turns"] + sum(known.turns.count for known in loops if known.turns),
            "stalls": self._ended["stalls"] + sum(known.stalls for known in loops),
            "stall_ns": self._ended["stall_ns"] + sum(known.stall_ns for known in loops),
            "loops": [self._describe(known, now) for known in loops[:_MOST_LOOPS]],
            "tasks": self._tasks.get(now),
            "queues": self.queues.report(),
            "executor": self._executor(),
            "gc": [list(pair) for pair in zip(self._gc.counts, self._gc.pause_ns)],
            "timed": [{"step": name, "count": step[0], "ns": step[1]} for name, step in steps.steps.items()],
            "io_wait_ns": steps.waited_ns(now) if steps.steps else None,
            "threads": self._other_threads.count,
            "dropped": self._sender.dropped,
            "errors": self.errors,
            **usage(),
        }

    def _describe(self, known: LoopProbe, now: int) -> dict[str, Any]:
        turns = known.turns
        entry = {
            "loop": known.number,
            "kind": known.kind,
            "thread": known.thread[:64],
            "main": known.is_main,
            "running": known.is_running,
            "running_ns": known.running_until(now),
            "busy_ns": turns.busy_until(now) if turns else None,
            "ready_max": turns.ready_max if turns else None,
            "longest_turn_ns": turns.longest_ns if turns else None,
        }
        if turns:
            turns.ready_max = turns.longest_ns = 0
        return entry

    def _count_tasks(self) -> int:
        loops = [known.loop() for known in list(self._loops.values())]
        return sum(len(asyncio.all_tasks(loop)) for loop in loops if loop is not None)

    def _executor(self) -> dict[str, Any] | None:
        found = None
        for known in list(self._loops.values()):
            executor = getattr(known.loop(), "_default_executor", None)
            try:
                entry = {
                    "backlog": executor._work_queue.qsize(),
                    "threads": len(executor._threads),
                    "limit": executor._max_workers,
                }
            except AttributeError:
                continue
            found = entry if found is None else {key: found[key] + entry[key] for key in entry}
        return found

    def _say_farewell(self) -> None:
        try:
            self._send_snapshot(monotonic_ns())
            self._sender.send("bye", {})
        except Exception as error:
            self.count(error)

    # It takes itself out.

    def count(self, error: Exception) -> None:
        """Counts an error; after too many of them the application goes on without the probe."""
        self.errors += 1
        self.last_error = repr(error)[:200]
        if os.environ.get("CALCMON_PROBE_DEBUG"):
            import traceback

            traceback.print_exception(error)
        if self.errors > _MOST_ERRORS:
            hooks.turn_off()

    def remove(self) -> None:
        """Leaves nothing of itself in the process."""
        for known in list(self._loops.values()):
            known.remove()
        if self._watcher:
            self._watcher.stop()
        self._gc.remove()
        self._sender.close()
        atexit.unregister(self._say_farewell)

    def _forked(self) -> None:
        """In a child: the parent's loops are not here, and the connection is the parent's."""
        if hooks.probe is not self:
            return
        hooks.probe = None
        try:
            for known in list(self._loops.values()):
                known.remove()
                known.close_files()
            self._loops.clear()
            if self._watcher:
                self._watcher.forget()
            self._gc.remove()
            self._sender.close()
            atexit.unregister(self._say_farewell)
        except Exception:
            pass


def can_be_watched(loop: Any) -> bool:
    """Whether it is a loop of asyncio or uvloop that lives in real time: those of some tests do not."""
    if isinstance(loop, asyncio.BaseEventLoop):
        return getattr(type(loop).time, "__func__", type(loop).time) is asyncio.BaseEventLoop.time and "time" not in vars(loop)
    return any(base.__module__.partition(".")[0] == "uvloop" for base in type(loop).__mro__)
