"""An ASGI application whose background work holds the loop."""

import asyncio
import time

from truth import held, is_over


def refresh():
    with held("blocked", "refresh"):
        time.sleep(0.3)


async def background():
    while not is_over():
        await asyncio.sleep(0.4)
        refresh()


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        task = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                task = asyncio.ensure_future(background())
                await send({"type": "lifespan.startup.complete"})
            else:
                task.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})
