"""Letters come faster than they are read, and the queue has no limit."""

import asyncio

from truth import is_over, tell


class Office:
    def __init__(self):
        self.letters = asyncio.Queue()

    async def post(self):
        while not is_over():
            await asyncio.sleep(0.005)
            self.letters.put_nowait("letter")

    async def read(self):
        while True:
            await self.letters.get()
            await asyncio.sleep(0.02)


async def main():
    office = Office()
    tell(grows="queue", name="Office.letters")
    reader = asyncio.ensure_future(office.read())
    await office.post()
    reader.cancel()


asyncio.run(main())
