"""The thread that watches the threads of the loops."""

from __future__ import annotations

import posix
from os import path
from collections.abc import Callable, Iterable

from .alarm import NEVER, Alarm
from .clock import monotonic_ns
from .loop_probe import LoopProbe
from .originals import allocate_lock, get_native_id, original, sleep, start_new_thread
from .other_threads import frames_of_others
from .settings import LOOK
from .sighting import Capture, Sighting
from .signals import blocked

_SMALLEST_STACK = 262_144
_LONGEST_END = 1.0


class Watcher:
    """A thread that looks at the thread of a loop while the loop stands, and else sleeps.

    A thread that polls costs a busy loop a fifth of its speed: it wakes at each turn of the loop,
    for the lock of the interpreter, and in vain. This one need not be told that a stall ended: loops
    that turn put its alarm off.
    """

    PAUSE, LONG_PAUSE, LOOKS_BEFORE_LONG_PAUSE = 20_000_000, 1_000_000_000, 500
    CAPTURES = 5
    MAX_TOKENS, NS_PER_TOKEN = 20, 200_000_000

    def __init__(
        self,
        loops: Callable[[], Iterable[LoopProbe]],
        standing: Callable[[LoopProbe, int, int], None],
        resting: Callable[[int], int],
        failed: Callable[[Exception], None],
        ended: Callable[[LoopProbe, int], None],
    ) -> None:
        """Tells, in its thread, `standing` of a loop that stands for long: since when, and now.

        If no loop runs it asks `resting`, which returns when to be asked again. It tells `ended` of a loop that seems to stand and
        has ended: since when.
        """
        self._loops = loops
        self._standing = standing
        self._resting = resting
        self._failed = failed
        self._ended = ended
        self._tokens = float(self.MAX_TOKENS)
        self._tokens_at = monotonic_ns()
        self._next_look = 0
        self._stopping = False
        #: The alarm is no longer there, or the thread has been ended.
        self.is_lost = False
        #: As the kernel calls the thread.
        self.tid = 0
        self._alarm = Alarm()
        self._is_running = allocate_lock()
        self._is_running.acquire()
        try:
            self._start()
        except BaseException:
            self._alarm.close()
            raise

    def _start(self) -> None:
        # Not threading.Thread, which gevent and eventlet replace: theirs would stop the process.
        set_size = original("_thread", "stack_size")
        size = set_size()
        with blocked():
            if not 0 < size < _SMALLEST_STACK:
                start_new_thread(self._run, ())
                return
            set_size(_SMALLEST_STACK)
            try:
                start_new_thread(self._run, ())
            finally:
                set_size(size)

    def put_off(self, loop: LoopProbe, until: int) -> None:
        """A loop turns, and need not be looked at until then; others may have to be."""
        at = until
        for other in self._loops():
            if other is not loop and (since := other.stands_since()) != NEVER:
                at = min(at, max(since + LOOK, self._next_look))
        try:
            self._alarm.set(at)
        except OSError:
            self.is_lost = True

    def stop(self) -> None:
        """Ends the thread, soon."""
        self._stopping = self.is_lost = True
        try:
            self._alarm.set(1)
        except OSError:
            pass

    def stop_and_wait(self) -> None:
        """Ends the thread, and waits for it, but not for long."""
        self.stop()
        if self._is_running.acquire(True, 0.02):
            for _ in range(20):
                if len(posix.listdir("/proc/self/task")) == 1:
                    return
                sleep(0.0001)

    def stop_for_good(self) -> bool:
        """Ends the thread, and waits until the kernel has none of it any more. Returns whether that is so."""
        self.stop()
        if not self._is_running.acquire(True, _LONGEST_END):
            return False
        for _ in range(200):
            if not path.exists(f"/proc/self/task/{self.tid}"):
                return True
            sleep(0.0005)
        return False

    def forget(self) -> None:
        """In a child of a fork: the thread is not here, and the alarm is the parent's."""
        self._alarm.close()

    def _run(self) -> None:
        try:
            self.tid = get_native_id()
            while not self._stopping:
                self._alarm.wait()
                if not self._stopping:
                    self._alarm.set(self._watch(monotonic_ns()))
        except OSError:
            pass  # The program has closed the alarm. Another watcher comes with another.
        except Exception as error:
            self._failed(error)
        finally:
            self.is_lost = True
            self._alarm.close()
            self._is_running.release()

    def _watch(self, now: int) -> int:
        """Looks at the loops that stand. Returns when to do it again, unless they turn before."""
        self._next_look = min((self._watch_one(loop, now) for loop in self._loops()), default=NEVER)
        return self._next_look if self._next_look != NEVER else self._resting(now)

    def _watch_one(self, loop: LoopProbe, now: int) -> int:
        since = loop.stands_since()
        if since == NEVER:
            return NEVER
        if now < since + LOOK:
            return since + LOOK
        if not loop.runs():
            self._ended(loop, since)
            return NEVER
        looks = self._look(loop, since, now)
        self._standing(loop, since, now)
        return now + (self.PAUSE if looks < self.LOOKS_BEFORE_LONG_PAUSE else self.LONG_PAUSE)

    def _look(self, loop: LoopProbe, since: int, now: int) -> int:
        """Looks, and returns how often it did in this stall.

        The stack comes first and is there for the loop at once: among threads that compute, this
        one may get its next turn only after the stall.
        """
        sighting = loop.sighting
        if sighting.of != since:
            sighting = Sighting(since, now, may_capture=self._take_token(now))
        if sighting.may_capture and len(sighting.captures) < self.CAPTURES:
            if not sighting.captures:
                sighting.others = frames_of_others(loop.view.thread)
            sighting.captures.append(Capture(now, loop.stack(), loop.current_task()))
            sighting.ready = max(sighting.ready, loop.ready_now())
        loop.sighting = sighting
        look = loop.view.look(now)
        if loop.stands_since() == since:  # else the loop turned, and this may be how it was after that
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
