"""A thread writes its log under a lock that the loop needs as well."""

import asyncio
import threading
import time

from truth import held, is_over

lock = threading.Lock()


def log():
    while True:
        time.sleep(0.3)
        with lock:
            time.sleep(0.35)


def count():
    if not lock.locked():
        return
    with held("blocked", "count"), lock:
        pass


async def counter():
    while not is_over():
        await asyncio.sleep(0.05)
        count()


threading.Thread(target=log, name="log", daemon=True).start()
asyncio.run(counter())
