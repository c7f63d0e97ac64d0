"""A teller writes into a pipe whose reader is slow, until it is full."""

import asyncio
import fcntl
import os
import threading
import time

from truth import held, is_over

reading, writing = os.pipe()
ROOM = fcntl.fcntl(writing, fcntl.F_GETPIPE_SZ)


asked = threading.Semaphore(0)


def read():
    while asked.acquire():
        time.sleep(0.3)
        rest = 2 * ROOM
        while rest:
            rest -= len(os.read(reading, rest))


def write():
    with held("blocked", "write"):
        rest = memoryview(bytes(2 * ROOM))
        while rest:
            rest = rest[os.write(writing, rest) :]


async def teller():
    while not is_over():
        await asyncio.sleep(0.4)
        asked.release()
        write()


threading.Thread(target=read, daemon=True).start()
asyncio.run(teller())
