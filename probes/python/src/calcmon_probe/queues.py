"""The queues of an application, named by where they were made."""

from __future__ import annotations

import linecache
import re
from types import CodeType
from typing import Any
from weakref import ref

from . import hooks
from .names import clean
from .sources import name as name_of_file

_MOST_NAMES = 32
_MOST_OF_A_SITE = 1000
_MOST_NEW = 2000
_HIGHEST = 1 << 59
_ASSIGNED = re.compile(r"^\s*(?:(?:self|cls)\.)?(?P<name>\w+)\s*(?::[^=]*)?=[^=]")
_OF_OBJECT = re.compile(r"^\s*(?:self|cls)\.")

Site = tuple[CodeType, int]


class Queues:
    """Knows the queues that live: those that were given a name, and those that were seen when they were made."""

    def __init__(self) -> None:
        #: By identity: they need not be hashable, nor be equal to nothing else.
        self._named: dict[int, tuple[ref[Any], str]] = {}
        self._sites: dict[Site, list[ref[Any]]] = {}
        self._names: dict[Site, str] = {}
        self._site_of: dict[tuple[Site, ...], Site] = {}

    def name(self, queue: Any, name: str) -> None:
        """Gives a queue its name; it may be any object that has `qsize`."""
        queue.qsize()
        self._named[id(queue)] = ref(queue), clean(name, "queue")

    def report(self) -> list[dict[str, Any]]:
        """One entry a name: how many queues, how many items wait in all and in the fullest, how many may."""
        self._take_new()
        entries: dict[str, dict[str, Any]] = {}
        for identity, (reference, name) in list(self._named.items()):
            queue = reference()
            if queue is None:
                self._named.pop(identity, None)
            else:
                _add(entries, name, queue)
        for site, queues in self._sites.items():
            queues[:] = [queue for queue in queues if queue() is not None]
            for reference in queues:
                queue = reference()
                if queue is not None and not self._is_named(queue):
                    _add(entries, self._names[site], queue)
        return list(entries.values())[:_MOST_NAMES]

    def _is_named(self, queue: Any) -> bool:
        known = self._named.get(id(queue))
        return known is not None and known[0]() is queue

    def _take_new(self) -> None:
        for _ in range(min(_MOST_NEW, len(hooks.new_queues))):
            queue, sites = hooks.new_queues.pop()
            site = self._site_of.get(sites)
            if site is None:
                site = self._site_of[sites] = next((site for site in sites if _assigned(site)), sites[0])
            if queue() is None or (site not in self._sites and not self._make_room(site)):
                continue
            if len(self._sites[site]) < _MOST_OF_A_SITE:
                self._sites[site].append(queue)
        if len(self._site_of) > _MOST_NEW:
            self._site_of.clear()

    def _make_room(self, site: Site) -> bool:
        """Whether another site can be kept; those are forgotten that have no queue any more."""
        if len(self._sites) >= _MOST_NAMES:
            for empty in [known for known, queues in self._sites.items() if not any(queue() is not None for queue in queues)]:
                del self._sites[empty], self._names[empty]
        if len(self._sites) >= _MOST_NAMES:
            return False
        self._sites[site] = []
        self._names[site] = self._unused(_name(site))
        return True

    def _unused(self, name: str) -> str:
        number, unused = 2, name
        while unused in self._names.values():
            unused = f"{name[:60]}-{number}"
            number += 1
        return unused


def _add(entries: dict[str, dict[str, Any]], name: str, queue: Any) -> None:
    try:
        depth, capacity = (min(max(0, int(each)), _HIGHEST) for each in (queue.qsize(), getattr(queue, "maxsize", 0) or 0))
    except Exception:
        return  # It is the application's own, and not as we think.
    entry = entries.setdefault(name, {"queue": name, "queues": 0, "depth": 0, "fullest": 0, "capacity": 0})
    entry["queues"] += 1
    entry["depth"] = min(entry["depth"] + depth, _HIGHEST)
    entry["fullest"] = max(entry["fullest"], depth)
    entry["capacity"] = min(entry["capacity"] + capacity, _HIGHEST)


def _line(site: tuple[CodeType, int]) -> str:
    return linecache.getline(site[0].co_filename, site[1])


def _assigned(site: tuple[CodeType, int]) -> str | None:
    found = _ASSIGNED.match(_line(site))
    return found["name"] if found else None


def _name(site: tuple[CodeType, int]) -> str:
    code, line = site
    name = _assigned(site)
    if name is None:
        return clean(f"{name_of_file(code.co_filename)}-{line}", "queue")
    owner = getattr(code, "co_qualname", "").rpartition(".")[0].rpartition(".")[2]
    return clean(f"{owner}.{name}" if owner and _OF_OBJECT.match(_line(site)) else name, "queue")
