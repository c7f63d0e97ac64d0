"""A newsletter is sent letter by letter; the library below pauses between two of them, by time.sleep."""

import asyncio
import time

from truth import held, is_over


def pause():
    with held("blocked", "pause"):
        time.sleep(0.3)


class Mailer:
    def send(self, letter):
        pause()
        return letter


async def newsletter():
    mailer = Mailer()
    while not is_over():
        mailer.send("news")
        await asyncio.sleep(0.4)


asyncio.run(newsletter())
