"""Two processes of multiprocessing, started in the way that the second argument names; the loop of each is held."""

import asyncio
import multiprocessing
import sys
import time

from truth import held, is_over


def fetch():
    with held("blocked", "fetch"):
        time.sleep(0.3)


async def work():
    while not is_over():
        await asyncio.sleep(0.4)
        fetch()


def worker():
    asyncio.run(work())


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[2])
    workers = [context.Process(target=worker) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    sys.exit(max(each.exitcode for each in workers))
