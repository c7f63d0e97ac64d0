import asyncio
import contextlib
import os
import sys
import tempfile
import time
import unittest

from support import work

from calcmon_runtime import running_command
from calcmon_runtime.async_io import ASYNC_IO
from calcmon_runtime.blocking_io import BLOCKING_IO
from calcmon_runtime.step_error import StepError

WAYS = "blocking", "awaited"


def perform(way, *command, times=1, timeout_seconds=20):
    """Does steps one after another."""
    of_work = work(io={"kind": "command", "command": list(command)}, timeout_ns=int(timeout_seconds * 1e9))

    async def awaited():
        step = ASYNC_IO["command"](of_work)
        for item in range(times):
            async with asyncio.timeout(timeout_seconds):
                await step(item)

    if way == "awaited":
        asyncio.run(awaited())
        return
    step = BLOCKING_IO["command"](of_work)
    for item in range(times):
        step(item)


def is_alive(pid):
    """Whether there is such a process that has not ended."""
    with contextlib.suppress(FileNotFoundError), open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] not in "ZX"
    return False


class CommandTests(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.descriptors = len(os.listdir("/proc/self/fd"))

    def tearDown(self):
        self.assertEqual(len(os.listdir("/proc/self/fd")), self.descriptors)
        with self.assertRaises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)

    def fails(self, way, expected, *command, **options):
        """Checks what a step fails with."""
        with self.assertRaisesRegex(StepError, expected):
            perform(way, *command, **options)

    def assert_ends(self, pid):
        """Checks that a process that was killed is gone soon."""
        for _ in range(500):
            if not is_alive(pid):
                return
            time.sleep(0.01)
        self.fail(f"process {pid} is alive")

    def test_a_program_is_run_with_its_arguments_as_they_are(self):
        for way in WAYS:
            with self.subTest(way):
                perform(way, "sh", "-c", 'test "$1" = "a  b; c" && ! read line', "sh", "a  b; c", times=3)

    def test_one_that_fails_tells_what_it_said_last(self):
        for way in WAYS:
            with self.subTest(way):
                self.fails(way, r"^sh ended with status 3: out of luck$", "sh", "-c", "echo out of luck >&2; exit 3")
                self.fails(way, r"^sh ended with status 3$", "sh", "-c", "echo nothing; exit 3")
                self.fails(way, r"^sh was ended by signal 9$", "sh", "-c", "kill -9 $$")

    def test_the_first_failure_is_told_of_all(self):
        of_work = work(io={"kind": "command", "command": ["sh", "-c", "echo ouch >&2; exit 3"]})
        step = BLOCKING_IO["command"](of_work)
        for item in range(3):
            with self.assertRaisesRegex(StepError, "^sh ended with status 3: ouch$"):
                step(item)

    def test_one_that_is_not_there_is_told(self):
        for way in WAYS:
            with self.subTest(way):
                self.fails(way, "cannot start no-such-program: No such file", "no-such-program")
                self.fails(way, "cannot start /etc/passwd: Permission denied", "/etc/passwd")

    def test_megabytes_of_output_are_dropped_but_for_their_end(self):
        script = "import sys; print('x' * 5_000_000); print('y' * 5_000_000, file=sys.stderr); sys.exit('the end')"
        for way in WAYS:
            with self.subTest(way):
                self.fails(way, r"^[^\n]*ended with status 1: y{1400,1500}\nthe end$", sys.executable, "-c", script)

    def test_one_that_hangs_is_killed_with_what_it_has_started(self):
        for way in WAYS:
            with self.subTest(way), self.assertRaises(TimeoutError):
                perform(way, "sh", "-c", f"sleep 1000 & echo $! > {self.folder}/{way}; wait", timeout_seconds=0.5)
            with open(f"{self.folder}/{way}") as file:
                self.assert_ends(int(file.read()))

    def test_what_it_leaves_running_is_not_waited_for_and_ended(self):
        for way in WAYS:
            with self.subTest(way):
                self.fails(way, "status 4: left", "sh", "-c", f"sleep 1000 & echo $! > {self.folder}/{way}; echo left >&2; exit 4")
            with open(f"{self.folder}/{way}") as file:
                self.assert_ends(int(file.read()))

    def test_a_kernel_without_handles_of_processes_will_do(self):
        def refuse(_pid):
            raise OSError(38, "Function not implemented")

        real = os.pidfd_open
        self.addCleanup(setattr, running_command.os, "pidfd_open", real)
        running_command.os.pidfd_open = refuse
        for way in WAYS:
            with self.subTest(way):
                perform(way, "true", times=3)
                self.fails(way, "status 3: ouch", "sh", "-c", "echo ouch >&2; exit 3")
                with self.assertRaises(TimeoutError):
                    perform(way, "sleep", "1000", timeout_seconds=0.2)
