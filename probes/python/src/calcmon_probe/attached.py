"""The probe in a process that ran already: it comes, and leaves nothing behind.

Another version of calcmon may ask it to leave than had it come: the three functions stay as they are.
"""

from __future__ import annotations

import sys

from . import hooks

_AWAITED = ("asyncio.base_events", "asyncio.queues")

#: Waits for asyncio, if it was not there.
_finder: object = None


def come(app: str, version: str | None, socket: str, finder: object) -> bool:
    """Begins to watch. Returns whether there is a loop that runs.

    If asyncio is not there, `finder` waits for it.
    """
    global _finder
    hooks.given = app, version, socket
    if all(name in sys.modules for name in _AWAITED):
        hooks.install_all()
        from . import running_loops

        return running_loops.join_all()
    _finder = finder
    sys.meta_path.insert(0, finder)  # type: ignore[arg-type]
    return False


def describe() -> tuple[str, bool] | None:
    """The name of the application, and whether a loop runs; None if the probe has taken itself out."""
    if hooks.is_off():
        return None
    probe = hooks.probe
    app = probe.settings.app if probe else hooks.given[0] if hooks.given else ""
    return app, probe is not None and probe.has_running_loop


def leave() -> bool:
    """Says farewell, and takes all out that was put in. Returns whether the thread of the probe has ended."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
    return hooks.leave()
