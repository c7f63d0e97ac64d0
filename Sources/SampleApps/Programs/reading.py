"""A gate asks its door by a socket that blocks; the door takes its time to answer."""

import asyncio
import socket
import threading
import time

from truth import held, is_over

here, there = socket.socketpair()


def door():
    while there.recv(16):
        time.sleep(0.3)
        there.sendall(b"open")


def ask():
    with held("blocked", "ask"):
        here.sendall(b"open?")
        return here.recv(16)


async def gate():
    while not is_over():
        await asyncio.sleep(0.4)
        ask()


threading.Thread(target=door, daemon=True).start()
asyncio.run(gate())
