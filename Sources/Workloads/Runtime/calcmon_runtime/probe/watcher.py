"""The thread that watches the thread of the loop."""

import threading
from time import monotonic_ns

from calcmon_probe.alarm import Alarm
from calcmon_probe.other_threads import frames_of_others
from calcmon_probe.stacks import stack_from
from calcmon_probe.thread_view import ThreadView

from .complaint import complain
from .sighting import Sighting
from .turns import Turns


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

    @property
    def tid(self) -> int:
        """As the kernel calls the thread."""
        return self._thread.native_id or 0

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
            if not sighting.captures:
                sighting.others.update(frames_of_others(self._view.thread))
            sighting.captures.append((now, stack_from(self._view.frame()).frames))
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
