"""Tells calcmon why an asyncio loop stood still.

`calcmon exec -- python app.py` brings this package along, and nothing has to be changed in an
application. One that is started otherwise calls `start()` before its loop begins. In both cases it
may name its queues and time its I/O:

    calcmon_probe.watch(inbox, "inbox")

    @calcmon_probe.timed("db")
    async def load(): ...

Nothing here ever raises, blocks or prints, with or without calcmon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .steps import timed
    from .version import VERSION as __version__

__all__ = ["__version__", "start", "stop", "timed", "watch"]


def start(app: str | None = None, socket: str | None = None) -> None:
    """Begins to watch the event loops of this process. More than once is as good as once.

    `app` is the name of the application, which all its processes share; by default it is in
    CALCMON_APP or OTEL_SERVICE_NAME, or the script's. `socket` is where the agent listens.
    """
    import os

    if os.environ.get("CALCMON_WATCH") == "0":
        return
    try:
        if app is not None:
            os.environ["CALCMON_APP"] = str(app)
        if socket is not None:
            os.environ["CALCMON_SOCKET"] = str(socket)
        from . import hooks

        hooks.install_late()
    except Exception:
        pass  # An application without the probe is better than none.


def stop() -> None:
    """Ends all watching in this process, for good."""
    try:
        from . import hooks

        hooks.turn_off()
    except Exception:
        pass


def watch(queue: Any, name: str) -> None:
    """Gives a queue a name: an `asyncio.Queue`, or anything with `qsize()`."""
    try:
        from . import hooks

        hooks.name_queue(queue, name)
    except Exception:
        pass


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        # What is not needed by most is not loaded by all.
        if name == "timed":
            from .steps import timed

            globals()[name] = timed
            return timed
        if name == "__version__":
            from .version import VERSION

            return VERSION
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
