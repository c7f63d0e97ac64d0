"""A server for app_restarts: prints its port, and a line a second; SIGTERM ends it in order, with the status 3 and a last line.

`restarted_server.py worker` has no port, and does something every 10 ms instead.
"""
import asyncio
import signal
import sys

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
STATUS = 3


async def answer(reader, writer):
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(ANSWER)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


async def tell():
    loop, number = asyncio.get_running_loop(), 0
    began = loop.time()
    while True:
        number += 1
        await asyncio.sleep(began + number - loop.time())
        print(f"line {number}", flush=True)


async def work():
    while True:
        await asyncio.sleep(0.01)
        sum(range(2000))


async def main():
    is_over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, is_over.set)
    if "worker" in sys.argv:
        print(1, flush=True)
        tasks = [asyncio.create_task(work())]
    else:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        tasks = [asyncio.create_task(tell())]
    await is_over.wait()
    for task in tasks:
        task.cancel()
    print("the end", flush=True)


asyncio.run(main())
sys.exit(STATUS)
