"""The queues of an application, named by where they were made."""

from __future__ import annotations

import linecache
import re
from types import CodeType
from typing import Any
from weakref import WeakKeyDictionary, ref

from . import hooks
from .sources import name as name_of_file

_MOST_SITES = 32
_MOST_OF_A_SITE = 1000
_ASSIGNED = re.compile(r"^\s*(?:(?:self|cls)\.)?(?P<name>\w+)\s*(?::[^=]*)?=[^=]")
_OF_OBJECT = re.compile(r"^\s*(?:self|cls)\.")
_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_.-]+")


class Queues:
    """Knows the queues that live: those that were given a name, and those that were seen when they were made."""

    def __init__(self) -> None:
        self._named: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self._sites: dict[tuple[CodeType, int], list[ref[Any]]] = {}
        self._names: dict[tuple[CodeType, int], str] = {}
        self._deepest: dict[str, int] = {}

    def name(self, queue: Any, name: str) -> None:
        """Gives a queue its name; it may be any object that has `qsize`."""
        queue.qsize()
        self._named[queue] = clean(name)

    def report(self) -> list[dict[str, Any]]:
        """One entry a name: how many queues, how many items wait in all and in the fullest, how many may."""
        self._take_new()
        entries: dict[str, dict[str, Any]] = {}
        for queue, name in list(self._named.items()):
            _add(entries, name, queue)
        for site, queues in self._sites.items():
            queues[:] = [queue for queue in queues if queue() is not None]
            for reference in queues:
                queue = reference()
                if queue is not None and queue not in self._named:
                    _add(entries, self._names[site], queue)
        return list(entries.values())[:_MOST_SITES]

    def _take_new(self) -> None:
        while hooks.new_queues:
            queue, sites = hooks.new_queues.pop()
            site = next((site for site in sites if _assigned(site)), sites[0])
            if site not in self._sites:
                if len(self._sites) >= _MOST_SITES:
                    continue
                self._sites[site] = []
                self._names[site] = self._unused(_name(site))
            if len(self._sites[site]) < _MOST_OF_A_SITE:
                self._sites[site].append(queue)

    def _unused(self, name: str) -> str:
        number, unused = 2, name
        while unused in self._names.values():
            unused = f"{name}-{number}"
            number += 1
        return unused


def _add(entries: dict[str, dict[str, Any]], name: str, queue: Any) -> None:
    try:
        depth, capacity = int(queue.qsize()), int(getattr(queue, "maxsize", 0) or 0)
    except Exception:
        return  # It is the application's own, and not as we think.
    entry = entries.setdefault(name, {"queue": name, "queues": 0, "depth": 0, "fullest": 0, "capacity": 0})
    entry["queues"] += 1
    entry["depth"] += depth
    entry["fullest"] = max(entry["fullest"], depth)
    entry["capacity"] += capacity


def clean(name: str) -> str:
    """A name that may be a label."""
    return _NOT_IN_NAMES.sub("-", name).strip("-")[:64] or "queue"


def _line(site: tuple[CodeType, int]) -> str:
    return linecache.getline(site[0].co_filename, site[1])


def _assigned(site: tuple[CodeType, int]) -> str | None:
    found = _ASSIGNED.match(_line(site))
    return found["name"] if found else None


def _name(site: tuple[CodeType, int]) -> str:
    code, line = site
    name = _assigned(site)
    if name is None:
        return clean(f"{name_of_file(code.co_filename)}-{line}")
    owner = getattr(code, "co_qualname", "").rpartition(".")[0].rpartition(".")[2]
    return clean(f"{owner}.{name}" if owner and _OF_OBJECT.match(_line(site)) else name)
