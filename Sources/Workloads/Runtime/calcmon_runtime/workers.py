"""Workers of a process pool, or interpreters of their own."""

import contextlib
import importlib
import multiprocessing
import multiprocessing.context
import multiprocessing.forkserver
import multiprocessing.util
import os
import signal
import site
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.popen_forkserver import Popen as ForkServerPopen
from multiprocessing.popen_spawn_posix import Popen as SpawnPopen
from time import clock_gettime, monotonic, monotonic_ns
from typing import Any

from . import copies, own_sources, search_path
from .giving_way import give_way, leave_session
from .order import Work

#: How long workers may take to end by themselves.
LEAVING_SECONDS = 1.0
_gate: Any = None


class Workers:
    """An executor, and what is known of its workers."""

    def __init__(self, executor: Executor, processes: int) -> None:
        self.executor = executor
        self._processes = processes

    def start_all(self) -> float:
        """Waits until all can work. Returns for how many seconds."""
        begun = monotonic_ns()
        for started in self._submit_starts():
            started.result()
        return (monotonic_ns() - begun) * 1e-9

    def _submit_starts(self) -> list[Any]:
        return [self.executor.submit(os.getpid) for _ in range(self._processes)]

    def cpu_seconds(self) -> float:
        """The CPU time that worker processes have used so far: the kernel has a clock of each."""
        return 0

    def stop(self, at_once: bool) -> None:
        """Ends them; at once: in the middle of what they do, or with this process."""
        self.executor.shutdown(wait=not at_once, cancel_futures=True)


class ProcessWorkers(Workers):
    """Worker processes."""

    def __init__(self, context: Any, work: Work) -> None:
        kind = context.get_start_method()
        # Those that are not forked are started one by one, whenever none is free to take a call.
        # So calls wait at a gate until there is one for each worker.
        self._gate = None if kind == "fork" else context.Semaphore(0)
        parent = None if kind == "forkserver" else os.getpid()
        executor = ProcessPoolExecutor(
            work.processes,
            mp_context=context,
            initializer=start_worker,
            initargs=(parent, bool(work.gives_way), self._gate, sys.path[:] if self._gate else None),
        )
        super().__init__(executor, work.processes)

    def _submit_starts(self) -> list[Any]:
        if self._gate is None:
            return super()._submit_starts()
        started = [self.executor.submit(pass_gate) for _ in range(self._processes)]
        for _ in started:
            self._gate.release()
        return started

    def cpu_seconds(self) -> float:
        pids = [worker.pid for worker in multiprocessing.active_children()]
        server = getattr(multiprocessing.forkserver._forkserver, "_forkserver_pid", None)
        return sum(_cpu_seconds(pid) for pid in pids + [server] if pid)

    def stop(self, at_once: bool) -> None:
        workers = multiprocessing.active_children()
        manager = getattr(self.executor, "_executor_manager_thread", None)
        self.executor.shutdown(wait=False, cancel_futures=True)
        for worker in late_to_leave(workers, 0 if at_once else LEAVING_SECONDS):
            worker.kill()
        for worker in workers:
            worker.join()
        # It is about to give the pool's semaphores back.
        if manager is not None:
            manager.join(LEAVING_SECONDS)
        # So that the time that its processes have used is this process's too.
        with contextlib.suppress(AttributeError, OSError):
            multiprocessing.forkserver._forkserver._stop()
        multiprocessing.util._run_finalizers(0)


def late_to_leave(workers: list[Any], seconds: float) -> list[Any]:
    """Those that are still there then: a thread of the user's may keep them."""
    left = {worker.sentinel: worker for worker in workers}
    end = monotonic() + seconds
    while left and (ended := wait(list(left), max(0.0, end - monotonic()))):
        for sentinel in ended:
            del left[sentinel]
    return list(left.values())


def make_workers(work: Work) -> Workers:
    """Those that an order asks for; functions of the user's own have the interpreter's usual ones."""
    usual = multiprocessing.get_start_method() if work.calls_user_code else "fork"
    kind = work.workers or usual
    if kind == "interpreters":
        from .interpreter_workers import InterpreterWorkers

        return InterpreterWorkers(work)
    return ProcessWorkers(CONTEXTS[kind](), work)


class SpawnedWorker(multiprocessing.context.SpawnProcess):
    """A process that finds this runtime."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:
        with _own_folders_last():
            return SpawnPopen(process_obj)


class ServedWorker(multiprocessing.context.ForkServerProcess):
    """The same, forked from a server."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:
        with _own_folders_last():
            return ForkServerPopen(process_obj)


class SpawnContext(multiprocessing.context.SpawnContext):
    """Makes such processes."""

    Process = SpawnedWorker


class ForkServerContext(multiprocessing.context.ForkServerContext):
    """Makes such processes."""

    Process = ServedWorker


CONTEXTS: dict[str, Callable[[], Any]] = {
    "fork": lambda: multiprocessing.get_context("fork"),
    "spawn": SpawnContext,
    "forkserver": ForkServerContext,
}


@contextlib.contextmanager
def _own_folders_last() -> Iterator[None]:
    """What a new process imports first is this runtime and the library, whatever the user's modules are called."""
    before = sys.path
    sys.path = [own_sources.folder(), *search_path.library_first()]
    try:
        yield
    finally:
        sys.path = before


def _cpu_seconds(pid: int) -> float:
    try:
        return clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0


def start_worker(
    parent: int | None, gives_way: bool, gate: Any = None, path: list[str] | None = None
) -> None:
    """Makes a worker process die with its parent and leave Ctrl-C to it; and give way, if it should.

    `parent` is None if that is a server, and `path` where it looks for modules if it was not forked
    from a process that does.
    """
    global _gate
    copies.claim()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    does_die = dies_with_parent(parent)
    if gives_way:
        give_way()
        if does_die:  # else it must stay in the process group, which is killed as a whole
            leave_session()
    _gate = gate
    if path is not None:
        # Before modules of the user's can take the place of what it imports.
        importlib.import_module("calcmon_runtime.call_many")
        if sys.flags.no_site and not sys.flags.isolated:
            site.main()
        sys.path[:] = path


def dies_with_parent(parent: int | None) -> bool:
    """Makes this process die with its parent. Ends it if that is gone already."""
    done = False
    with contextlib.suppress(ImportError):
        import ctypes

        pr_set_pdeathsig = 1
        done = ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL) == 0
    if os.getppid() == 1 or parent not in (None, os.getppid()):
        os._exit(1)
    return done


def pass_gate() -> None:
    """Waits until all workers are there."""
    _gate.acquire()
