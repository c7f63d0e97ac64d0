import asyncio
import contextlib
import sqlite3
import tempfile
import unittest
import warnings
from pathlib import Path

from support import work

from calcmon_runtime.async_io import ASYNC_IO
from calcmon_runtime.blocking_io import BLOCKING_IO, check_answer
from calcmon_runtime.idle_stack import IdleStack
from calcmon_runtime.step_error import StepError


def let_connections_end_with_the_process():
    """Steps never close what they keep open: in a run, the process ends right after them."""
    warnings.simplefilter("ignore", ResourceWarning)


class Connection:
    def __init__(self):
        self.is_closed = False

    def close(self):
        self.is_closed = True


class IdleStackTests(unittest.TestCase):
    def test_the_one_used_last_is_used_next(self):
        stack = IdleStack(Connection)
        with stack.lease() as first, stack.lease() as second:
            self.assertIsNot(first, second)
        with stack.lease() as next_one:
            self.assertIs(next_one, first)

    def test_one_that_failed_is_closed_and_not_used_again(self):
        stack = IdleStack(Connection)
        with contextlib.suppress(ValueError), stack.lease() as failing:
            raise ValueError
        with stack.lease() as fresh:
            self.assertIsNot(fresh, failing)
        self.assertTrue(failing.is_closed)
        self.assertFalse(fresh.is_closed)


class StepTests(unittest.TestCase):
    def setUp(self):
        let_connections_end_with_the_process()
        self.scratch = self.enterContext(tempfile.TemporaryDirectory())

    def perform(self, kind, item=1, **io):
        """Does a step, blocking and awaited."""
        of_work = work(io={"kind": kind, **io}, scratch=self.scratch)
        BLOCKING_IO[kind](of_work)(item)

        async def awaited():
            await ASYNC_IO[kind](of_work)(item)

        asyncio.run(awaited())

    def test_both_ways_know_the_same_kinds(self):
        self.assertEqual(BLOCKING_IO.keys(), ASYNC_IO.keys())

    def test_the_timer_waits(self):
        self.perform("timer", ns=1000)

    def test_the_disk_keeps_a_block_of_the_item(self):
        self.perform("disk", item=258)
        blocks = [path.read_bytes() for path in Path(self.scratch).iterdir()]
        self.assertEqual(blocks, [(258).to_bytes(8, "little") * 512])

    def test_a_database_is_read_and_written(self):
        self.make_database(rows=10_000)
        self.perform("sqlite", item=105)
        with contextlib.closing(sqlite3.connect(f"{self.scratch}/steps.db")) as database:
            self.assertEqual(database.execute("SELECT id, n FROM counters WHERE n > 0").fetchall(), [(5, 2)])

    def test_a_row_that_is_missing_is_noticed(self):
        self.make_database(rows=5)
        with self.assertRaisesRegex(StepError, "wrong value of key"):
            self.perform("sqlite", item=105)

    def test_only_the_usual_answer_is_right(self):
        check_answer(200, b"ok\n")
        for status, body in [(500, b"ok\n"), (200, b""), (200, b"ok")]:
            with self.assertRaisesRegex(StepError, f"wrong HTTP answer: {status}"):
                check_answer(status, body)

    def make_database(self, rows):
        with contextlib.closing(sqlite3.connect(f"{self.scratch}/steps.db")) as database, database:
            database.execute("CREATE TABLE entries (key INTEGER PRIMARY KEY, value TEXT)")
            database.executemany("INSERT INTO entries VALUES (?, ?)", [(key, f"value-{key}") for key in range(rows)])
            database.execute("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER)")
            database.executemany("INSERT INTO counters VALUES (?, 0)", [(key,) for key in range(100)])


class HTTPTests(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        let_connections_end_with_the_process()

    async def ask(self, answer, times=1):
        """Does steps against a server that always gives the same answer; returns how many connections it saw."""
        connections = []

        async def serve(reader, writer):
            connections.append(writer)
            with contextlib.suppress(asyncio.IncompleteReadError):
                while await reader.readuntil(b"\r\n\r\n"):
                    writer.write(answer)

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            of_work = work(io={"kind": "http", "port": port, "ns": 5}, timeout_ns=10_000_000_000)
            awaited, blocking = ASYNC_IO["http"](of_work), BLOCKING_IO["http"](of_work)
            for item in range(times):
                await awaited(item)
                await asyncio.to_thread(blocking, item)
            for writer in connections:
                writer.close()
        return len(connections)

    async def test_the_same_connection_is_asked_again(self):
        right = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n"
        self.assertEqual(await self.ask(right, times=3), 2)

    async def test_another_answer_fails(self):
        for wrong in [b"HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nok\n", b"HTTP/1.1 200 OK\r\n\r\n", b"250 OK\r\n\r\n"]:
            with self.subTest(wrong), self.assertRaises(StepError):
                await self.ask(wrong)
