"""A planner counts primes on the loop."""

import asyncio
import time

from truth import held, is_over


def primes(seconds):
    until, found, number = time.thread_time() + seconds, 0, 3
    while time.thread_time() < until:
        divisor = 3
        while divisor * divisor <= number and number % divisor:
            divisor += 2
        found += divisor * divisor > number
        number += 2
    return found


def plan():
    with held("callback", "primes"):
        return primes(0.25)


async def planner():
    while not is_over():
        await asyncio.sleep(0.4)
        plan()


asyncio.run(planner())
