"""A press calls another program for each page, and waits for it."""

import asyncio
import subprocess

from truth import held, is_over


def render():
    with held("blocked", "render"):
        return subprocess.run(["sleep", "0.3"], capture_output=True).returncode


async def press():
    while not is_over():
        await asyncio.sleep(0.4)
        render()


asyncio.run(press())
