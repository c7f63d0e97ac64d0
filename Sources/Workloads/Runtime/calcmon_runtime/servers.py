"""Several servers behind one stream of items, as the workers of uvicorn or gunicorn share a listening socket.

The parent executes nothing. It lets items arrive at their intended times in a backlog that all servers read, and makes
one stream of messages out of theirs.
"""

import dataclasses
import os
import resource
import selectors
import struct
import sys
from collections.abc import Callable
from time import monotonic_ns
from typing import Any

from .backlog import Backlog
from .high_descriptors import high_copy
from .merging import MergedHistograms, merged_result
from .order import OrderError, Work
from .probe.messages import send
from .server import Server
from .server_run import ServerRun
from .sharing import SharedWait
from .strategies import Strategy

INSTANT = struct.Struct("=q")


class Servers:
    """Carries out work by several processes, each with a loop, a strategy and a probe of its own.

    A server that dies takes the items with it that it had in flight, and what it measured: they count as failed. It is
    replaced, unless many have died and none has ended an item since.
    """

    MAX_REPLACEMENTS = 5

    def __init__(self, work: Work, execute: Callable[..., None]) -> None:
        """`execute` does a work in the calling process, by a run that a function makes which it is given."""
        self._work = work
        self._execute = execute
        self._backlog = Backlog()
        self._start_reading, self._start_writing = os.pipe()
        # Of all selectors this one waits for fractions of a millisecond.
        self._selector = selectors.SelectSelector()
        self._servers: list[Server] = []
        self._gone: list[Server] = []
        self._wait = SharedWait()
        self._histograms = MergedHistograms()
        self._start = 0
        self._arrived = 0
        self._dropped = 0
        self._queue_peak = 0
        self._worst = 0.0
        self._report_ns = 10 * work.tick_ns
        self._report_due = 0
        self._deaths = 0
        self._ended_before = 0

    def carry_out(self) -> None:
        """Starts the servers, lets all items arrive, and reports."""
        try:
            for number in range(self._work.servers or 1):
                self._start_server(number)
            self._warm_up()
            self._let_arrive()
            self._backlog.end()
            while self._servers:
                self._turn(self._report_due)
            self._send_result()
        finally:
            for server in self._servers:
                server.kill()

    # MARK: Servers

    def _start_server(self, number: int) -> None:
        born = (monotonic_ns() - self._start) * 1e-9 if self._start else 0.0
        others = [server.messages for server in self._servers]
        if self._backlog.is_open:
            others.append(self._backlog.writing)
        server = Server(number, born, self._serve, [*others, self._start_writing])
        self._servers.append(server)
        self._wait.join(server.course)
        self._selector.register(server.messages, selectors.EVENT_READ, server)

    def _serve(self, server: Server) -> None:
        """In the process of a server: executes what it takes from the backlog."""
        # The rest of the run hangs on them: the user's code may close what it knows.
        self._backlog.reading = high_copy(self._backlog.reading)
        self._start_reading = high_copy(self._start_reading)

        def make_run(work: Work, strategy: Strategy) -> ServerRun:
            (start,) = INSTANT.unpack(os.read(self._start_reading, INSTANT.size))
            return ServerRun(work, strategy, start, self._backlog, server.outcomes)

        injections = self._work.injections if server.number == 0 else ()
        self._execute(dataclasses.replace(self._work, injections=injections), make_run)

    def _warm_up(self) -> None:
        """Waits until all servers could begin, tells so, and lets them."""
        while not all(server.is_working for server in self._servers):
            self._turn(None)
        if not self._servers:
            raise OrderError("every server died before it could take an item; stderr says how")
        used = resource.getrusage(resource.RUSAGE_SELF)
        started = [server.said["started"] for server in self._servers]
        send(
            "started",
            cpu_user_seconds=used.ru_utime + sum(each["cpu_user_seconds"] for each in started),
            cpu_system_seconds=used.ru_stime + sum(each["cpu_system_seconds"] for each in started),
        )
        self._start = monotonic_ns()
        self._report_due = self._start + self._report_ns
        for _ in started:
            self._let_begin()

    def _let_begin(self) -> None:
        os.write(self._start_writing, INSTANT.pack(self._start))

    def _lost(self, server: Server) -> None:
        """A server has ended."""
        self._selector.unregister(server.messages)
        self._servers.remove(server)
        self._gone.append(server)
        self._wait.leave(server.course)
        how = server.end()
        if how is None:
            return
        ended = sum(each.outcomes.total() for each in self._servers + self._gone)
        if ended > self._ended_before:
            self._deaths = 0
        self._ended_before = ended
        self._deaths += 1
        is_needed = self._backlog.is_open or self._backlog.depth() > 0
        is_replaced = is_needed and self._deaths <= self.MAX_REPLACEMENTS
        print(
            f"server {server.number} {how}{' and is replaced' if is_replaced else ''}",
            file=sys.stderr,
            flush=True,
        )
        if is_replaced:
            self._start_server(server.number)

    # MARK: Time

    def _turn(self, until: int | None) -> None:
        """Waits for what servers say, and at most until then; takes it, and reports if that is due."""
        timeout = None if until is None else max(0.0, (until - monotonic_ns()) * 1e-9)
        for key, _ in self._selector.select(timeout):
            if key.data is None:
                continue  # the backlog's pipe has room again
            for message in key.data.read():
                self._take(key.data, message)
            if key.data.is_gone:
                self._lost(key.data)
        now = monotonic_ns()
        if self._start and now >= self._report_due:
            self._send_progress(now)
            self._report_due += ((now - self._report_due) // self._report_ns + 1) * self._report_ns

    def _take(self, server: Server, message: dict[str, Any]) -> None:
        match message.pop("type"):
            case "started" if self._start:
                self._let_begin()
            case "progress":
                waited, computed = message["io_wait_seconds"], message["computing_seconds"]
                server.course.add(message["elapsed"], waited, computed)
                self._worst = max(self._worst, message["event_loop_latency_seconds"])
            case "stall":
                send("stall", **{**message, "server": server.number})
            case "late":
                marked = [{**interval, "server": server.number} for interval in message["intervals"]]
                send("late", intervals=marked)
            case "injected":
                del message["v"]
                send("injected", **message)
            case "histogram":
                self._histograms.add(message)
            case "failed":
                raise OrderError(message["message"])

    def _let_arrive(self) -> None:
        """Puts each item into the backlog when it is due; a full one drops it."""
        while self._servers:
            now = monotonic_ns()
            while self._arrived < self._work.items and self._due() <= now:
                self._let_in(self._arrived)
                self._arrived += 1
            must_wait = self._pass_on()
            if self._arrived == self._work.items and not must_wait:
                return
            next_due = self._due() if self._arrived < self._work.items else self._report_due
            self._turn(min(next_due, self._report_due))

    def _due(self) -> int:
        return self._start + self._work.intended_start(self._arrived)

    def _let_in(self, number: int) -> None:
        depth = self._backlog.depth()
        if self._work.queue_limit and depth >= self._work.queue_limit:
            self._dropped += 1
        else:
            self._backlog.put(number)
            self._queue_peak = max(self._queue_peak, depth + 1)

    def _pass_on(self) -> bool:
        """Says whether items wait for room in the backlog's pipe, and then lets it wake this process up."""
        must_wait = self._backlog.pass_on()
        is_watched = self._backlog.writing in self._selector.get_map()
        if must_wait and not is_watched:
            self._selector.register(self._backlog.writing, selectors.EVENT_WRITE)
        elif is_watched and not must_wait:
            self._selector.unregister(self._backlog.writing)
        return must_wait

    # MARK: Reports

    def _send_progress(self, now: int) -> None:
        elapsed = (now - self._start) * 1e-9
        self._wait.advance(elapsed)
        working = [each.said["progress"] for each in self._servers if "progress" in each.said]
        send(
            "progress",
            elapsed=elapsed,
            queue_depth=self._backlog.depth(),
            in_flight=sum(each["in_flight"] for each in working),
            done=self._ended(),
            io_wait_seconds=self._wait.seconds,
            event_loop_latency_seconds=self._worst,
        )
        self._worst = 0.0

    def _ended(self) -> int:
        return self._dropped + sum(each.outcomes.total() for each in self._servers + self._gone)

    def _send_result(self) -> None:
        """Items that no server has ended were with one that died, or found none."""
        elapsed = (monotonic_ns() - self._start) * 1e-9
        result = merged_result([each.said["result"] for each in self._gone if "result" in each.said])
        seconds = result.setdefault("seconds", elapsed)
        self._wait.advance(seconds)
        for outcome in ("ok", "failed", "timeout"):
            result[f"items_{outcome}"] = sum(each.outcomes[outcome] for each in self._gone)
        result["items_failed"] += self._work.items - self._ended()
        result.update(
            items_dropped=self._dropped,
            queue_peak=self._queue_peak,
            io_wait_seconds=min(seconds, self._wait.seconds),
        )
        self._histograms.send()
        send("result", **result)
