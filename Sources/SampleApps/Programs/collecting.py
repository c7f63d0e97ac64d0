"""A cache of many small objects; now and then Python's collector goes through all of them."""

import asyncio
import gc
import time

from truth import held, is_over


class Entry:
    def __init__(self, before):
        self.before = before
        self.after = [self]


def fill():
    """As many as take some 250 ms to go through on this machine."""
    entries = []
    while True:
        for _ in range(100_000):
            entries.append(Entry(entries[-1] if entries else None))
        started = time.thread_time()
        gc.collect()
        if time.thread_time() - started >= 0.2:
            return entries


def remember(entries):
    entries.append(Entry(entries[-1]))
    with held("gc", "remember"):
        gc.collect()


async def cache(entries):
    while not is_over():
        await asyncio.sleep(0.4)
        remember(entries)


gc.disable()
asyncio.run(cache(fill()))
