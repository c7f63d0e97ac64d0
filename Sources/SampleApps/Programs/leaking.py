"""For each request a task is made that waits for what never comes."""

import asyncio

from truth import is_over, tell


async def answer(never):
    await never


async def main():
    never = asyncio.get_running_loop().create_future()
    tell(grows="tasks")
    tasks = []
    while not is_over():
        tasks.append(asyncio.ensure_future(answer(never)))
        await asyncio.sleep(0.01)


asyncio.run(main())
