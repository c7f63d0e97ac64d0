"""Processes of steps of kind `command`."""

import contextlib
import os
import signal
import subprocess

from .step_error import StepError

TAIL_LIMIT = 1500


class Commands:
    """A program that is run with the same arguments again and again."""

    def __init__(self, arguments: tuple[str, ...]) -> None:
        self._arguments = arguments
        # What is told of all failures: no other is listened to.
        self._first_failure: str | None = None

    def start(self) -> "RunningCommand":
        """Starts it. What it says on standard error is kept until it has failed once."""
        tail, end = (None, subprocess.DEVNULL) if self._first_failure else os.pipe2(os.O_CLOEXEC)
        try:
            process = subprocess.Popen(
                self._arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=end,
                process_group=0,
            )
        except (OSError, ValueError) as error:
            if tail is not None:
                os.close(tail)
            reason = getattr(error, "strerror", None) or error
            raise StepError(f"cannot start {self._arguments[0]}: {reason}") from error
        finally:
            if tail is not None:
                os.close(end)
        return RunningCommand(process, tail)

    def check(self, status: int, said: str) -> None:
        """Raises unless it has ended well."""
        if status == 0:
            return
        end = f"ended with status {status}" if status > 0 else f"was ended by signal {-status}"
        failure = f"{self._arguments[0]} {end}" + (f": {said}" if said else "")
        self._first_failure = self._first_failure or failure
        raise StepError(self._first_failure)


class RunningCommand:
    """A process that leads a group of its own, and the end of what it says on standard error."""

    def __init__(self, process: subprocess.Popen[bytes], tail: int | None) -> None:
        self._process = process
        self._said = b""
        self.tail = tail
        self.has_said_all = tail is None
        self.handle: int | None = None
        if tail is not None:
            os.set_blocking(tail, False)
        # Kernels before 5.3 have none, and some filters forbid it.
        with contextlib.suppress(OSError, AttributeError):
            self.handle = os.pidfd_open(process.pid)

    def read_tail(self) -> None:
        """Takes what it has said until now."""
        with contextlib.suppress(BlockingIOError):
            while not self.has_said_all:
                data = os.read(self.tail, 1 << 16)
                self._said = (self._said + data)[-TAIL_LIMIT:]
                self.has_said_all = not data

    def has_ended(self) -> bool:
        """Whether it has. Its pid stays its own."""
        ended = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return ended is not None

    def kill(self) -> None:
        """Ends it, and what it has started and kept in its group. To be called before `finish`."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def finish(self) -> tuple[int, str]:
        """Waits until it has ended, and ends what is left of its group.

        Returns its status, and the end of what it has said. To be called once.
        """
        os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        self.read_tail()
        self.kill()
        for descriptor in (self.tail, self.handle):
            if descriptor is not None:
                os.close(descriptor)
        return self._process.wait(), self._said.decode(errors="replace").strip()
