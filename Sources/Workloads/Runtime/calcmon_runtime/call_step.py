"""The CPU step of the items: a function of the user's own."""

import functools
import pickle
import time
from typing import Any

from .arguments import arguments_of
from .call_many import call_many
from .calls import cpu_call
from .cpu_account import CpuAccount
from .order import Work
from .user_errors import UserCodeError, brief

_thread_time_ns = time.thread_time_ns


class CallStep:
    """A function that is called for each item; it accounts for the CPU time that it takes."""

    def __init__(self, work: Work) -> None:
        self._call = cpu_call(work.cpu.call)
        self._arguments = arguments_of(work.code)
        self._takes_result = bool(work.io and work.io.call)
        self.compute_many = functools.partial(call_many, self._call)
        self.account = CpuAccount()

    def subject(self, item: int, given: Any) -> Any:
        """What the function is called with: what the I/O step has returned, if that is a function too."""
        return given if self._takes_result else self._arguments[item]

    def compute(self, subject: Any) -> Any:
        """Calls the function in the calling thread."""
        begun = _thread_time_ns()
        try:
            return self._call.invoke(subject)
        finally:
            self.account.spend([_thread_time_ns() - begun])

    def verify(self, _subject: Any, _result: Any) -> None:
        """Any result is right."""

    def check_sendable(self) -> None:
        """Raises if the function cannot be sent to a worker process."""
        try:
            pickle.dumps(self._call)
        except Exception as error:
            raise UserCodeError(
                f"{self._call.name} cannot be sent to a worker process, as hybrid does: {brief(error)}; "
                "a function at the top of a module, under its own name, can be"
            ) from None
