"""A thread sorts, in one call of C code that keeps Python's lock all the while. The loop has nothing to do with it."""

import asyncio
import random
import threading
import time

from truth import is_over, tell


def large_enough():
    """A list that takes some 300 ms to sort on this machine."""
    values = [random.random() for _ in range(100_000)]
    while True:
        started = time.thread_time()
        sorted(values)
        if time.thread_time() - started >= 0.2:
            return values
        values += [random.random() for _ in range(len(values) // 2)]


def rank(values):
    while not is_over():
        time.sleep(0.5)
        started, used = time.monotonic_ns(), time.thread_time_ns()
        sorted(values)
        ended, cpu = time.monotonic_ns(), time.thread_time_ns() - used
        # The loop looks who it was as soon as it has the lock: until then this is the line, and no other that tells of it.
        time.sleep(0.05)
        tell(cause="gil", frame=None, thread="ranking", holder="rank", started_ns=started, ended_ns=ended, cpu_ns=cpu)


async def idle(ranking):
    while ranking.is_alive():
        await asyncio.sleep(0.2)


ranking = threading.Thread(target=rank, args=(large_enough(),), name="ranking", daemon=True)
ranking.start()
asyncio.run(idle(ranking))
