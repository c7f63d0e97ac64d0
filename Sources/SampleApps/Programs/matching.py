"""A filter tests addresses by a regular expression that tries each way to cut a long word."""

import asyncio
import re
import time

from truth import held, is_over

PATTERN = re.compile(r"^(\w+\.?)*@$")


def long_enough():
    """A word that takes some 250 ms on this machine."""
    word = "a" * 16
    while True:
        started = time.thread_time()
        PATTERN.match(word)
        if time.thread_time() - started >= 0.2:
            return word
        word += "a"


def is_address(word):
    with held("callback", "is_address"):
        return PATTERN.match(word) is not None


async def inspect(word):
    while not is_over():
        await asyncio.sleep(0.4)
        is_address(word)


asyncio.run(inspect(long_enough()))
