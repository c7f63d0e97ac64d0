"""Sixty guests at once, each of which costs 5 ms: no call is long, and yet the last one waits for all of them."""

import asyncio
import time

from truth import held, is_over


def greet():
    until = time.thread_time() + 0.005
    while time.thread_time() < until:
        pass


async def guest():
    greet()


async def host():
    while not is_over():
        await asyncio.sleep(0.4)
        guests = [asyncio.ensure_future(guest()) for _ in range(60)]
        with held("callback", "greet", overload=True):
            await asyncio.gather(*guests)


asyncio.run(host())
