"""A server for probe_cost and probe_false_stalls: `probe_server.py KIND [SECONDS]` prints its port, and serves until it is ended.

With SECONDS it takes the probe in and out in turns of that length, and prints of each whether it was in, the CPU time and the requests.

KIND is streams (asyncio's own, one task a connection), protocol (asyncio's own, no task), uvloop (the same on uvloop),
aiohttp, or idle (a loop that has nothing to do, and a port at which nothing listens).
"""
import asyncio
import gc
import sys
import time

answered = 0
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


class Protocol(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        global answered
        answered += 1
        self.transport.write(ANSWER)


async def answer(reader, writer):
    global answered
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            answered += 1
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
            global answered
            answered += 1
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
    while len(sys.argv) > 2:
        for is_in in True, False:
            await turn(is_in, float(sys.argv[2]))
    await asyncio.Event().wait()


async def turn(is_in, seconds):
    from calcmon_probe import hooks

    called = hooks.probe._gc._called
    if is_in:
        hooks.probe.begin(asyncio.get_running_loop())
        gc.callbacks.append(called)
    else:
        hooks.probe.end()
        gc.callbacks.remove(called)
    await asyncio.sleep(seconds / 10)
    cpu, count = time.process_time_ns(), answered
    await asyncio.sleep(seconds)
    print(int(is_in), time.process_time_ns() - cpu, answered - count, flush=True)


if sys.argv[1] == "uvloop":
    import uvloop

    uvloop.run(serve("protocol"))
else:
    asyncio.run(serve(sys.argv[1]))
