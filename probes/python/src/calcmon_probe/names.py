"""Names that calcmon takes for labels."""

from __future__ import annotations

import re

_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_.-]+")


def clean(name: object, otherwise: str) -> str:
    """A name that may be a label: of anything that may have been given for one."""
    return _NOT_IN_NAMES.sub("-", str(name))[:64].strip("-") or otherwise
