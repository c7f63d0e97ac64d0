"""A server for probe_cost and probe_false_stalls: `probe_server.py KIND` prints its port, and serves until it is ended.

KIND is streams (asyncio's own, one task a connection), protocol (asyncio's own, no task), uvloop (the same on uvloop),
aiohttp, or idle (a loop that has nothing to do, and a port at which nothing listens).
"""
import asyncio
import sys

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


class Protocol(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(ANSWER)


async def answer(reader, writer):
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(ANSWER)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


async def serve(kind):
    loop = asyncio.get_running_loop()
    if kind == "idle":
        print(1, flush=True)
    elif kind == "aiohttp":
        from aiohttp import web

        async def hello(request):
            return web.Response(body=b"hello")

        application = web.Application()
        application.router.add_get("/", hello)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        print(site._server.sockets[0].getsockname()[1], flush=True)
    else:
        if kind == "streams":
            server = await asyncio.start_server(answer, "127.0.0.1", 0)
        else:
            server = await loop.create_server(Protocol, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


if sys.argv[1] == "uvloop":
    import uvloop

    uvloop.run(serve("protocol"))
else:
    asyncio.run(serve(sys.argv[1]))
