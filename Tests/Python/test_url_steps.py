import asyncio
import base64
import contextlib
import socket
import ssl
import subprocess
import tempfile
import unittest

from support import work
from test_io_steps import let_connections_end_with_the_process

from calcmon_runtime.async_io import ASYNC_IO
from calcmon_runtime.blocking_io import BLOCKING_IO
from calcmon_runtime.http_answer import HttpAnswer
from calcmon_runtime.order import OrderError
from calcmon_runtime.step_error import StepError
from calcmon_runtime.url_target import UrlTarget

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
WAYS = "blocking", "awaited"


def answer_of(text, size):
    """What is made of an answer that comes in pieces of some size."""
    answer = HttpAnswer()
    for start in range(0, len(text), size):
        answer.feed(text[start : start + size])
    return answer


class AnswerTests(unittest.TestCase):
    def test_an_answer_is_the_same_in_whatever_pieces_it_comes(self):
        for text in [
            GOOD,
            b"HTTP/1.1 204 None\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na;x=y\r\n0123456789\r\n0\r\nA: b\r\n\r\n",
            b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n",
        ]:
            for size in (1, 7, 1000):
                with self.subTest(text, size=size):
                    answer = answer_of(text, size)
                    self.assertTrue(answer.is_complete and answer.keeps_connection and 200 <= answer.status < 300)

    def test_a_connection_is_kept_only_if_both_sides_know_where_the_answer_ends(self):
        for text in [
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
            GOOD + b"more",
        ]:
            with self.subTest(text):
                self.assertFalse(answer_of(text, 1000).keeps_connection)
        answer = answer_of(b"HTTP/1.1 200 OK\r\n\r\nuntil the end", 4)
        self.assertFalse(answer.is_complete)
        answer.feed(b"")
        self.assertTrue(answer.is_complete and not answer.keeps_connection)

    def test_what_is_no_answer_is_refused(self):
        for text, reason in [
            (b"250 OK\r\n\r\n", "no HTTP"),
            (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "no number"),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "more than 64 MiB"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "no number"),
            (b"HTTP/1.1 200 OK\r\n" + b"a" * 70_000, "without end"),
        ]:
            with self.subTest(reason), self.assertRaisesRegex(StepError, reason):
                answer_of(text, 1000)
        for text in [b"", b"HTTP/1.1 200 OK\r\n", GOOD[:-1]]:
            with self.subTest(text), self.assertRaisesRegex(StepError, "before its answer was complete"):
                answer_of(text, 1000).feed(b"")


class TargetTests(unittest.TestCase):
    def test_who_asks_is_told_to_the_server_and_shown_nowhere(self):
        target = UrlTarget("http://us%65r:pass%3Aword@127.0.0.1:81/a b?c=d e#f")
        self.assertEqual(target.shown, "http://127.0.0.1:81/a%20b?c=d%20e")
        credentials = base64.b64encode(b"user:pass:word").decode()
        self.assertIn(f"Authorization: Basic {credentials}\r\n".encode(), target.request)
        self.assertTrue(target.request.startswith(b"GET /a%20b?c=d%20e HTTP/1.1\r\nHost: 127.0.0.1:81\r\n"))

    def test_a_port_is_told_if_it_is_not_the_usual_one(self):
        self.assertIn(b"\r\nHost: [::1]\r\n", UrlTarget("http://[::1]").request)
        self.assertEqual(UrlTarget("https://127.0.0.1").port, 443)

    def test_what_cannot_be_asked_for_is_one_clear_line(self):
        for url, reason in [
            ("ftp://host/", "http:// or https://"),
            ("http:///path", "name a host"),
            ("http://host:99999/", "cannot be read"),
            ("http://no-such-host.invalid/", "cannot find no-such-host.invalid"),
        ]:
            with self.subTest(url), self.assertRaisesRegex(OrderError, reason):
                UrlTarget(url)


class StepTests(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        let_connections_end_with_the_process()
        self.requests = []
        self.connections = 0

    async def ask(self, way, answers, times=1, path="/x", timeout_seconds=20, tls=None):
        """Does steps one after another against a server; each connection is given answers as a function of its number says."""

        async def serve(reader, writer):
            self.connections += 1
            writers.append(writer)
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                for answer in answers(self.connections):
                    self.requests.append(await reader.readuntil(b"\r\n\r\n"))
                    writer.write(answer)
                    await writer.drain()
                writer.close()

        writers = []
        async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls) as server:
            place = f"user:secret@localhost:{server.sockets[0].getsockname()[1]}"
            url = f"{'https' if tls else 'http'}://{place}{path}"
            kinds = BLOCKING_IO if way == "blocking" else ASYNC_IO
            step = kinds["url"](work(io={"kind": "url", "url": url}, timeout_ns=int(timeout_seconds * 1e9)))
            try:
                for item in range(times):
                    if way == "blocking":
                        await asyncio.to_thread(step, item)
                    else:
                        async with asyncio.timeout(timeout_seconds):
                            await step(item)
            finally:
                for writer in writers:
                    writer.close()

    async def test_the_same_connection_is_asked_again(self):
        for way in WAYS:
            with self.subTest(way):
                self.connections = 0
                await self.ask(way, lambda _: [GOOD] * 9, times=5)
                self.assertEqual(self.connections, 1)

    async def test_a_connection_that_the_server_has_closed_is_made_anew(self):
        for way in WAYS:
            with self.subTest(way):
                self.connections = 0
                await self.ask(way, lambda _: [GOOD], times=3)
                self.assertEqual(self.connections, 3)

    async def test_a_server_that_never_answers_fails_the_step_and_is_not_asked_for_ever(self):
        for way in WAYS:
            with self.subTest(way), self.assertRaisesRegex(StepError, "no answer from http://localhost:.*before its answer"):
                self.connections = 0
                await self.ask(way, lambda _: [b""])
            self.assertEqual(self.connections, 1)

    async def test_half_an_answer_is_none_even_on_a_connection_that_was_used_before(self):
        for way in WAYS:
            with self.subTest(way), self.assertRaisesRegex(StepError, "before its answer was complete"):
                self.connections = 0
                await self.ask(way, lambda _: [GOOD, GOOD[:-1]], times=2)
            self.assertEqual(self.connections, 1)

    async def test_an_error_of_the_server_is_told_without_who_has_asked(self):
        for way in WAYS:
            with self.subTest(way), self.assertRaises(StepError) as caught:
                await self.ask(way, lambda _: [b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"])
            self.assertRegex(str(caught.exception), r"^HTTP 503 from http://localhost:\d+/x$")

    async def test_redirects_are_not_followed(self):
        moved = b"HTTP/1.1 302 Found\r\nLocation: http://localhost:1/y\r\nContent-Length: 0\r\n\r\n"
        for way in WAYS:
            with self.subTest(way), self.assertRaisesRegex(StepError, "HTTP 302 .*not followed .to http://localhost:1/y"):
                self.requests = []
                await self.ask(way, lambda _: [moved] * 3)
            self.assertEqual(len(self.requests), 1)

    async def test_a_large_body_is_read_to_its_end_and_one_without_end_is_not(self):
        chunk = b"100000\r\n" + bytes(1 << 20) + b"\r\n"
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        for way in WAYS:
            with self.subTest(way):
                await self.ask(way, lambda _: [head + chunk * 8 + b"0\r\n\r\n"])
                with self.assertRaisesRegex(StepError, "more than 64 MiB"):
                    await self.ask(way, lambda _: [head + chunk * 66])

    async def test_an_answer_that_comes_drop_by_drop_runs_into_the_timeout(self):
        async def drip(reader, writer):
            with contextlib.suppress(ConnectionError):
                while not reader.at_eof():
                    writer.write(b"H")
                    await writer.drain()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(100), 0.02)

        async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            of_work = work(io={"kind": "url", "url": url}, timeout_ns=300_000_000)
            with self.assertRaises(TimeoutError):
                await asyncio.to_thread(BLOCKING_IO["url"](of_work), 1)
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await ASYNC_IO["url"](of_work)(1)

    async def test_a_server_that_is_not_there_is_told(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            io = {"kind": "url", "url": f"http://127.0.0.1:{taken.getsockname()[1]}/"}
            with self.assertRaisesRegex(StepError, "no answer from http://127.0.0.1:.*: Connection refused"):
                BLOCKING_IO["url"](work(io=io))(1)
            with self.assertRaisesRegex(StepError, "no answer from http://127.0.0.1:.*: Connection refused"):
                await ASYNC_IO["url"](work(io=io))(1)

    async def test_a_certificate_that_is_not_trusted_is_told(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        subject = ["-subj", "/CN=localhost", "-days", "1", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject], check=True, capture_output=True)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        for way in WAYS:
            with self.subTest(way), self.assertRaisesRegex(StepError, "its certificate is not trusted: self.signed"):
                await self.ask(way, lambda _: [GOOD], tls=tls)
