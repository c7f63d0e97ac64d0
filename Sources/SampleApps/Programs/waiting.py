"""A thread writes its log under a lock that the loop needs as well."""

import asyncio
import threading
import time

from truth import held, is_over

lock = threading.Lock()
taken = 0.0


def log():
    global taken
    while True:
        time.sleep(0.3)
        with lock:
            taken = time.monotonic()
            time.sleep(0.4)


def count():
    # For long, or not at all.
    if not lock.locked() or time.monotonic() - taken > 0.1:
        return
    with held("blocked", "count"), lock:
        pass


async def counter():
    while not is_over():
        await asyncio.sleep(0.05)
        count()


threading.Thread(target=log, name="log", daemon=True).start()
asyncio.run(counter())
