"""Workers that are interpreters of their own, in threads of this process."""

import os
import sys
from typing import Any

from . import own_sources
from .giving_way import give_way
from .order import OrderError, Work
from .workers import Workers


class InterpreterWorkers(Workers):
    """Interpreters of their own."""

    def __init__(self, work: Work) -> None:
        try:
            from concurrent.futures import InterpreterPoolExecutor
        except ImportError:
            version = ".".join(map(str, sys.version_info[:3]))
            raise OrderError(
                f"workers of kind 'interpreters' need CPython 3.14 or later, and this is {version}"
            ) from None
        path = [*sys.path, own_sources.folder()]
        self._gate = os.pipe()
        # A new interpreter knows the library alone, and so what prepares it is of the library too.
        executor = InterpreterPoolExecutor(
            work.processes, initializer=exec, initargs=(f"import sys\nsys.path[:] = {path!r}",)
        )
        self._gives_way = bool(work.gives_way)
        super().__init__(executor, work.processes)

    def _submit_starts(self) -> list[Any]:
        started = [
            self.executor.submit(start_interpreter, self._gate[0], self._gives_way)
            for _ in range(self._processes)
        ]
        os.write(self._gate[1], bytes(len(started)))
        return started


def start_interpreter(gate: int, gives_way: bool) -> None:
    """Waits until all workers are there; gives way, if it should."""
    if gives_way:
        give_way()
    os.read(gate, 1)
