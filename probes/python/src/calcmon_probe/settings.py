"""What is fixed, in nanoseconds, and what the environment says."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from .names import clean



def stall_limit(environment: Mapping[str, str]) -> int:
    """What CALCMON_STALL_LIMIT says, as ``50ms`` or ``0.5s``, from 20 ms to 10 s; 100 ms if it says nothing of the kind."""
    text = environment.get("CALCMON_STALL_LIMIT", "").strip()
    number, unit = (text[:-2], 1e6) if text.endswith("ms") else (text[:-1], 1e9) if text.endswith("s") else ("", 0.0)
    try:
        limit = float(number) * unit
    except ValueError:
        return 100_000_000
    return int(limit) if 20_000_000 <= limit <= 10_000_000_000 else 100_000_000


#: A loop that does not turn for longer stands still.
STALL_LIMIT = stall_limit(os.environ)
#: Lateness is told for instants that are so far apart.
GRID = 10_000_000
#: How often a loop is woken if nothing else wakes it: a stall holds one of these instants.
TICK = min(100_000_000, STALL_LIMIT)
#: The same for a loop whose turns cannot be seen.
BLIND_TICK = min(50_000_000, STALL_LIMIT // 2)
#: Between two messages on all that was counted.
SNAPSHOT = 1_000_000_000
#: The same in the first minute: many programs run no longer, and trends need values.
EARLY_SNAPSHOT = 250_000_000
EARLY = 60_000_000_000
#: So long after the last loop has ended to run this is told, if none begins again.
REST = 300_000_000
#: A turn that is as long as this is looked at: it may become a stall.
LOOK = min(60_000_000, STALL_LIMIT * 6 // 10)

#: Longest version of an application.
_LONGEST_VERSION = 64

DEFAULT_SOCKET = "/run/calcmon/apps.sock"


@dataclass(frozen=True)
class Settings:
    """Where the probe reports to, and under which name."""

    app: str
    socket: str
    #: Of the application; None if nothing tells it.
    version: str | None = None

    @classmethod
    def given(cls, app: str, version: str | None, socket: str) -> Settings:
        """What calcmon says when it comes into a process that runs already; the environment tells the version if that does not."""
        environment = {"CALCMON_APP_VERSION": version} if version else os.environ
        return cls(app=clean(app, "python"), socket=socket, version=version_of_application(environment))

    @classmethod
    def from_environment(cls) -> Settings:
        environment = os.environ
        return cls(
            app=clean(environment.get("CALCMON_APP") or environment.get("OTEL_SERVICE_NAME") or script_name(), "python"),
            socket=environment.get("CALCMON_SOCKET") or DEFAULT_SOCKET,
            version=version_of_application(environment),
        )


def version_of_application(environment: Mapping[str, str]) -> str | None:
    """What the environment says of it, in a form that one line can hold."""
    told = (
        environment.get("CALCMON_APP_VERSION")
        or environment.get("OTEL_SERVICE_VERSION")
        or _attribute(environment.get("OTEL_RESOURCE_ATTRIBUTES") or "", "service.version")
    )
    text = "".join(letter if letter.isprintable() and letter.isascii() else "?" for letter in told.strip())
    return text[:_LONGEST_VERSION] or None


def _attribute(attributes: str, name: str) -> str:
    """One of the attributes of OpenTelemetry: pairs with a comma between them, percent-encoded."""
    for pair in attributes.split(","):
        key, _, value = pair.partition("=")
        if key.strip() == name:
            return _decoded(value.strip())
    return ""


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote  # takes milliseconds, and most need it not

    return unquote(text)


def script_name() -> str:
    """What this program is called, as far as its arguments tell."""
    words = getattr(sys, "orig_argv", sys.argv)
    script = sys.argv[0] if sys.argv and sys.argv[0] not in ("", "-c", "-m") else (words or ["python"])[0]
    name = os.path.basename(script)
    if name == "__main__.py":
        name = os.path.basename(os.path.dirname(script))
    return name[:-3] if name.endswith(".py") else name
