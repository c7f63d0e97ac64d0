"""The probe of an asyncio loop: how late the loop turns, and what held it when it did not turn.

A tick on a fixed grid measures lateness. A loop that did not turn for longer than a limit stalled:
the probe then reports from when to when, what the loop's thread did meanwhile, and which Python
code held it, seen by a second thread while it held it. That thread sleeps as long as all is well,
because a thread that polls costs a busy loop a fifth of its speed: it wakes at each turn of the
loop, for the lock of the interpreter, and in vain.

All times are nanoseconds of `time.monotonic_ns`, which is CLOCK_MONOTONIC.
"""

import asyncio
import contextlib
import json
import os
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic_ns, thread_time_ns
from types import FrameType
from typing import Any, NamedTuple, TypeVar

try:
    import ctypes
except ImportError:  # some builds of CPython lack it
    ctypes = None  # type: ignore[assignment]

NEVER = 2**63 - 1

Result = TypeVar("Result")


def send(message_type: str, **body: Any) -> None:
    """Writes one message. Ends the process if nobody is left to read it."""
    message = {"v": 1, "type": message_type, **body}
    data = json.dumps(message, separators=(",", ":")).encode() + b"\n"
    try:
        while data:
            data = data[os.write(1, data) :]
    except BrokenPipeError:
        os._exit(1)


class Histogram:
    """Counts of durations in buckets of whole microseconds, three significant digits wide."""

    HIGHEST_US = 3_600_000_000

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def record(self, ns: int) -> None:
        """Counts a duration; below zero it counts as zero."""
        value = min(max(0, ns + 500) // 1000, self.HIGHEST_US)
        shift = max(0, value.bit_length() - 11)
        bound = (((value >> shift) + 1) << shift) - 1
        self._counts[bound] = self._counts.get(bound, 0) + 1

    def send(self, of: str) -> None:
        """Reports the buckets that are not empty."""
        send("histogram", of=of, buckets=sorted(self._counts.items()))


# --- Since when the loop has not turned -----------------------------------------------------------


class Turns:
    """Knows which turn of the loop the next tick waits for, and when that turn began.

    A turn is what a loop does between two calls of its selector. uvloop has no selector: there it
    is known only that the loop has not turned since the tick was due, so a hold seems shorter than
    it is, by less than the time between two ticks.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, now: int, due: int) -> None:
        self.due = due
        self._began = NEVER  # as it stays while the loop is in its selector
        self._holder = NEVER
        self._selector: Any = getattr(loop, "_selector", None)
        try:
            self._selector.select = self._noting(self._selector.select)
            self._began = now
        except AttributeError:
            self._selector = None

    def held_since(self) -> int:
        """When the turn began that the next tick waits for; when the tick was due if none does."""
        return min(self._holder, self._began, self.due)

    def tick(self, now: int, due: int) -> None:
        """The loop ticked, and is to tick again when that is due."""
        self.due = due
        self._holder = NEVER
        if self._selector is not None:
            self._began = now

    def remove(self) -> None:
        """Gives the selector back as it was."""
        with contextlib.suppress(AttributeError):
            del self._selector.select

    def _noting(self, select: Callable[[float | None], Any]) -> Callable[[float | None], Any]:
        def noting_select(timeout: float | None = None) -> Any:
            if self._began <= self.due <= monotonic_ns():
                self._holder = self._began
            self._began = NEVER
            try:
                return select(timeout)
            finally:
                self._began = monotonic_ns()

        return noting_select


# --- What the loop's thread did -------------------------------------------------------------------


def open_own(name: str) -> int | None:
    """Opens a file that the kernel has about the calling thread; other threads may read it too."""
    try:
        return os.open(f"/proc/thread-self/{name}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def read_again(file: int | None) -> bytes:
    """What an open file of /proc says now; nothing where there is no such file."""
    if file is None:
        return b""
    try:
        return os.pread(file, 512, 0)
    except OSError:
        return b""


def wait_for_cores(schedstat: bytes) -> int | None:
    """How long a thread was runnable without running; unknown where the kernel does not count it.

    It includes the time for which the thread's cgroup was throttled.
    """
    fields = schedstat.split()
    if len(fields) < 2 or fields[0] == b"0":
        return None
    return int(fields[1])


class Snapshot(NamedTuple):
    """What a thread had used at a time. It is taken at each tick, and hardly ever evaluated."""

    at: int
    cpu_ns: int
    schedstat: bytes


class ThreadAccount:
    """Tells what the calling thread did in the time up to a tick."""

    def __init__(self, now: int) -> None:
        self._schedstat = open_own("schedstat")
        self._last = Snapshot(now, thread_time_ns(), read_again(self._schedstat))

    def advance(self, now: int) -> tuple[Snapshot, Snapshot]:
        """Takes a snapshot, and returns the one before it and it."""
        before = self._last
        self._last = Snapshot(now, thread_time_ns(), read_again(self._schedstat))
        return before, self._last

    def close(self) -> None:
        """Ends the account."""
        if self._schedstat is not None:
            os.close(self._schedstat)


def share_of_stall(before: Snapshot, after: Snapshot, started: int) -> tuple[int, int | None]:
    """On a core, and waiting for one: what of both, between two snapshots, is a stall's.

    The stall began at `started` and lasted until the second snapshot. A loop that does not stall
    sleeps, so the time before is taken as sleep as far as there was sleep, and then as CPU time.
    """
    length = after.at - started
    cpu = after.cpu_ns - before.cpu_ns
    waits = wait_for_cores(before.schedstat), wait_for_cores(after.schedstat)
    wait = None if waits[0] is None or waits[1] is None else waits[1] - waits[0]
    slept = after.at - before.at - cpu - (wait or 0)
    cpu = min(max(0, cpu - max(0, started - before.at - slept)), length)
    return cpu, wait if wait is None else min(max(0, wait), length - cpu)


# --- What held the loop ---------------------------------------------------------------------------


class Alarm:
    """An alarm clock that one thread waits for and others put off: a timerfd.

    It calls the C library without giving back the lock of the interpreter, as os.timerfd_settime
    of CPython 3.13 does: among threads that compute, it may take long to get the lock again.
    """

    def __init__(self) -> None:
        if ctypes is None:
            raise OSError("this CPython has no ctypes")

        class TimerSpec(ctypes.Structure):
            _fields_ = [(name, ctypes.c_long) for name in ("every_s", "every_ns", "s", "ns")]

        libc = ctypes.PyDLL(None)
        pointer, integer = ctypes.c_void_p, ctypes.c_int
        libc.timerfd_settime.argtypes = integer, integer, pointer, pointer
        self._spec, self._reference, self._settime = TimerSpec, ctypes.byref, libc.timerfd_settime
        self._timer = libc.timerfd_create(time.CLOCK_MONOTONIC, os.O_CLOEXEC)
        if self._timer < 0:
            raise OSError("timerfd_create failed")

    def set(self, at: int) -> None:
        """Has it ring at that time, and no longer at the one set before."""
        absolute = 1
        spec = self._spec(0, 0, *divmod(at, 10**9))
        if self._settime(self._timer, absolute, self._reference(spec), None):
            raise OSError("timerfd_settime failed")

    def wait(self) -> None:
        """Returns when it rings."""
        os.read(self._timer, 8)

    def close(self) -> None:
        """Nobody may be waiting any more."""
        os.close(self._timer)


ASYNCIO = os.path.dirname(asyncio.__file__) + os.sep
OWN_FILE = send.__code__.co_filename
LOOP = {"BaseEventLoop._run_once", "BaseEventLoop.run_forever", "Runner.run"}

IN_SELECTOR = "noting_select"

Stack = tuple[str, ...]


def describe(frame: FrameType) -> str:
    """File, line and function, in characters that need no escape in JSON."""
    code = frame.f_code
    text = f"{os.path.basename(code.co_filename)}:{frame.f_lineno or 0}:{code.co_qualname}"
    return re.sub(r"[^ !#-\[\]-~]", "?", text)[:120]


def stack_from(innermost: FrameType) -> Stack:
    """The code that runs on a loop, innermost first: without asyncio, the probe and what is around.

    There is none where the loop waits in its selector: nothing holds it. Where nothing else runs, it
    is the innermost frame alone.
    """
    stack: list[str] = []
    frame: FrameType | None = innermost
    while frame and len(stack) < 12:
        file = frame.f_code.co_filename
        if file.startswith(ASYNCIO):
            if frame.f_code.co_qualname in LOOP:
                break
        elif frame.f_code.co_name == IN_SELECTOR:
            return ()
        elif file != OWN_FILE:
            stack.append(describe(frame))
        frame = frame.f_back
    return tuple(stack) or (describe(innermost),)


class Look(NamedTuple):
    """How a thread was at one moment."""

    at: int
    asleep: bool
    wait_channel: str | None


class ThreadView:
    """Lets other threads look at the thread that makes it."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._stat = open_own("stat")
        self._wait_channel = open_own("wchan")
        if self._stat is None:
            raise OSError("/proc/thread-self/stat cannot be opened")

    def stack(self) -> Stack:
        """What Python code the thread is in. It lets no other thread run meanwhile."""
        frame = sys._current_frames().get(self._thread)
        return stack_from(frame) if frame else ()

    def look(self, at: int) -> Look:
        """Whether the thread is asleep.

        A thread that computes in Python has to wait while its observer holds the lock of the
        interpreter. It is let on when the file is read, and so does not seem asleep. The observer
        gets the lock back only when its turn comes.
        """
        state = read_again(self._stat).rpartition(b")")[2].strip()[:1]
        if state not in (b"S", b"D", b"T", b"t", b"I"):
            return Look(at, asleep=False, wait_channel=None)
        channel = read_again(self._wait_channel).decode(errors="replace").strip()[:64]
        return Look(at, asleep=True, wait_channel=None if channel in ("", "0") else channel)

    def close(self) -> None:
        """Nobody may be looking any more."""
        for file in (self._stat, self._wait_channel):
            if file is not None:
                os.close(file)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the watcher sees while one tick is overdue. It may add while the loop's thread reads."""

    due: int = 0
    noticed: int = NEVER
    may_capture: bool = False
    captures: list[tuple[int, Stack]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)

    def report(self, ended: int) -> dict[str, Any]:
        """The fields of the message: of wait channels and stacks it has the most frequent.

        What was seen after the end is left out: the loop may have been at the report already.
        """
        looks = [look for look in self.looks[:] if look.at <= ended]
        channels = Counter(look.wait_channel for look in looks if look.wait_channel)
        stacks = Counter(stack for at, stack in self.captures[:] if stack and at <= ended)
        return {
            "looks": len(looks),
            "looks_asleep": sum(look.asleep for look in looks),
            "noticed_ns": self.noticed if self.noticed <= ended else None,
            "wait_channel": channels.most_common(1)[0][0] if channels else None,
            "stack": stacks.most_common(1)[0][0] if stacks else (),
        }


class Watcher:
    """A thread that looks at the thread of the loop while the loop stalls, and else sleeps.

    It need not be told that a stall ended: ticks put its alarm off. Not each does, because in an
    idle loop that costs as much as the tick; so the alarm may ring early, while a stall begins.
    """

    PAUSE, LONG_PAUSE, LOOKS_BEFORE_LONG_PAUSE = 20_000_000, 1_000_000_000, 500
    CAPTURES = 5
    MAX_TOKENS, NS_PER_TOKEN = 20, 1_000_000_000

    def __init__(self, turns: Turns, tick_ns: int, stall_limit_ns: int) -> None:
        """To be called in the thread of the loop."""
        self._turns = turns
        self._limit_ns = stall_limit_ns
        # A stall may begin up to one tick before the tick is due. From then on it may be too long.
        self._earliest_ns = max(stall_limit_ns - tick_ns, stall_limit_ns // 2)
        self._put_off_due = 0
        self._sighting = Sighting()
        self._tokens = float(self.MAX_TOKENS)
        self._tokens_at = monotonic_ns()
        self._stopping = False
        self._view = ThreadView()
        self._alarm = Alarm()
        self._thread = threading.Thread(target=self._run, name="loop-watcher", daemon=True)
        self._thread.start()

    def tick(self, due: int) -> None:
        """The loop ticked, and is to tick again when that is due."""
        if due >= self._put_off_due:
            self._put_off_due = due + self._limit_ns // 2
            self._alarm.set(due + self._earliest_ns)

    def sighting(self, due: int) -> Sighting:
        """What was seen while a tick was overdue."""
        sighting = self._sighting
        return sighting if sighting.due == due else Sighting()

    def stop(self) -> None:
        """Ends the thread."""
        self._stopping = True
        self._alarm.set(1)
        self._thread.join(5)
        if not self._thread.is_alive():
            self._alarm.close()
            self._view.close()

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._alarm.wait()
                if not self._stopping:
                    self._alarm.set(self._watch(monotonic_ns()))
        except Exception as error:
            complain("watcher any more", error)

    def _watch(self, now: int) -> int:
        """Looks, if the loop stalls. Returns when to do it again, unless the loop ticks before."""
        due = self._turns.due
        too_long = max(due, self._turns.held_since() + self._limit_ns)
        if now <= too_long:
            return too_long + 1
        looks = self._look(due, now)
        return now + (self.PAUSE if looks < self.LOOKS_BEFORE_LONG_PAUSE else self.LONG_PAUSE)

    def _look(self, due: int, now: int) -> int:
        """Looks, and returns how often it did in this stall.

        The stack comes first and is there for the loop at once: among threads that compute, this
        one may get its next turn only after the stall.
        """
        sighting = self._sighting
        if sighting.due != due:
            sighting = Sighting(due, now, may_capture=self._take_token(now))
        if sighting.may_capture and len(sighting.captures) < self.CAPTURES:
            sighting.captures.append((now, self._view.stack()))
        self._sighting = sighting
        look = self._view.look(now)
        if self._turns.due == due:  # else the loop ticked, and this may be how it was after that
            sighting.looks.append(look)
        return len(sighting.looks)

    def _take_token(self, now: int) -> bool:
        """Whether there is one: they are few, so that a loop that stalls all the time is spared."""
        grown = self._tokens + (now - self._tokens_at) / self.NS_PER_TOKEN
        self._tokens, self._tokens_at = min(grown, self.MAX_TOKENS), now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


# --- The probe ------------------------------------------------------------------------------------


def complain(what: str, error: Exception) -> None:
    """Says on standard error what the probe cannot do."""
    with contextlib.suppress(OSError):
        print(f"loop probe: no {what}: {error!r}", file=sys.stderr, flush=True)


class LoopProbe:
    """Ticks the running loop on a fixed grid, records how late each tick is and reports stalls.

    A stall swallows ticks. Each of them would have been late, so each is recorded: without them a
    loop that stood still for a second would look like one late tick among many punctual ones.

    What fails in the search for causes is reported once and left out; the ticks go on.
    """

    def __init__(
        self, tick_ns: int, stall_limit_ns: int, start: int, report: Callable[[int, int], None]
    ) -> None:
        """`report` gets the time and the worst lateness since the report before."""
        self.latency = Histogram()
        self._loop = asyncio.get_running_loop()
        self._tick_ns = tick_ns
        self._stall_limit_ns = stall_limit_ns
        self._report_ns = 10 * tick_ns
        self._due = start + tick_ns
        self._report_due = start + self._report_ns
        self._report = report
        self._worst = 0
        self._failed: set[str] = set()
        self._account = ThreadAccount(start)
        self._turns = Turns(self._loop, start, self._due)
        self._watcher = self._try("watcher", Watcher, self._turns, tick_ns, stall_limit_ns)
        self._put_off_watcher()
        self._schedule()

    def stop(self, now: int) -> None:
        """Ends the ticking. Ticks that are due count: a stall in which the work ended is one."""
        self._handle.cancel()
        self._meet(now)
        self._turns.remove()
        if self._watcher:
            self._try("end of watcher", self._watcher.stop)
        self._account.close()

    def _schedule(self) -> None:
        self._handle = self._loop.call_later((self._due - monotonic_ns()) * 1e-9, self._tick)

    def _tick(self) -> None:
        now = monotonic_ns()
        self._meet(now)
        if now >= self._report_due:
            self._report(now, self._worst)
            self._worst = 0
            self._report_due += ((now - self._report_due) // self._report_ns + 1) * self._report_ns
        self._schedule()

    def _meet(self, now: int) -> None:
        """The loop turns: records the ticks that are due, and reports the stall if it was one.

        The report is sent last, because it may have to wait for its reader.
        """
        stall = self._try("search for stalls", self._find_stall, now)
        self._record(now)
        self._turns.tick(now, self._due)
        self._put_off_watcher()
        if stall:
            send("stall", **stall)

    def _record(self, now: int) -> None:
        self._worst = max(self._worst, now - self._due)
        while self._due <= now:
            self.latency.record(now - self._due)
            self._due += self._tick_ns

    def _put_off_watcher(self) -> None:
        if self._watcher:
            self._try("watcher", self._watcher.tick, self._due)

    def _find_stall(self, now: int) -> dict[str, Any] | None:
        """The fields of the message about the stall that ends now, if one does."""
        before, after = self._account.advance(now)
        started = self._turns.held_since()
        if now < self._due or now - started <= self._stall_limit_ns:
            return None
        sighting = self._watcher.sighting(self._due) if self._watcher else Sighting()
        on_cpu, runqueue = share_of_stall(before, after, started)
        return {
            "started_ns": started,
            "ended_ns": now,
            "on_cpu_ns": on_cpu,
            "runqueue_ns": runqueue,
            **sighting.report(now),
        }

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
