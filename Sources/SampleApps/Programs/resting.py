"""A busy server that does all as it should: many short turns, and nothing that holds the loop."""

import asyncio
import time

from truth import is_over


def serve():
    until = time.thread_time() + 0.002
    while time.thread_time() < until:
        pass


async def visitor():
    while not is_over():
        serve()
        await asyncio.sleep(0.01)


async def main():
    await asyncio.gather(*(visitor() for _ in range(3)))


asyncio.run(main())
