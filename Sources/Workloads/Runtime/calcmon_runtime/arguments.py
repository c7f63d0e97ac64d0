"""What the functions of items are called with."""

import functools
import json
import resource
from collections.abc import Iterable, Sequence
from typing import Any

from .calls import resolved, shown
from .order import Code, OrderError
from .user_errors import UserCodeError, brief, place, printable

MOST = 1000
#: Memory that they may take before no more are taken.
MOST_BYTES = 256 << 20


class Arguments:
    """One argument an item, begun anew when they are at an end; the numbers of the items if there are none."""

    def __init__(self, values: Sequence[Any] | None) -> None:
        self._values = values

    def __getitem__(self, item: int) -> Any:
        return item if self._values is None else self._values[item % len(self._values)]


@functools.cache
def arguments_of(code: Code | None) -> Arguments:
    """The arguments that an order names."""
    if code and code.items_from is not None:
        return Arguments(_generated(code.items_from))
    if code and code.items_file is not None:
        return Arguments(_read(code.items_file))
    return Arguments(None)


def _generated(name: str) -> list[Any]:
    function = resolved(name)
    try:
        values = taken(function())
    except SystemExit as error:
        raise UserCodeError(f"{shown(name)} called sys.exit({printable(repr(error.code))})") from None
    except BaseException as error:
        raise UserCodeError(f"{shown(name)} gives no arguments for items: {brief(error)}{place(error)}") from None
    if not values:
        raise UserCodeError(f"{shown(name)} gives no arguments for items: it is at its end at once")
    return values


def _read(path: str) -> list[Any]:
    try:
        with open(path, encoding="utf-8") as file:
            lines = ((number, line) for number, line in enumerate(file, 1) if line.strip())
            values = taken(_parsed(line, path, number) for number, line in lines)
    except (OSError, ValueError) as error:
        raise OrderError(f"the arguments of items cannot be read from {path}: {brief(error)}") from None
    if not values:
        raise OrderError(f"{path} has no arguments of items: it has no line of JSON")
    return values


def taken(source: Iterable[Any]) -> list[Any]:
    """The first of them: so many, and not too much."""
    values: list[Any] = []
    begun = _resident_bytes()
    for value in source:
        values.append(value)
        if len(values) == MOST or _resident_bytes() - begun > MOST_BYTES:
            break
    return values


def _resident_bytes() -> int:
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _parsed(line: str, path: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise OrderError(f"{path}:{number} is not JSON: {printable(str(error))}") from None
