"""Waits until the application imports asyncio, and then has the first event loop bring the probe.

It is read at the start of each interpreter, and so imports only what is there already.
"""

import sys
from os.path import dirname

from _frozen_importlib_external import PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

LIBRARY = dirname(dirname(__file__)) + "/lib"


def wait_for_asyncio() -> None:
    """Called once, at the start of the interpreter."""
    sys.meta_path[:0] = [AsyncioFinder(), ProbeFinder()]


class ProbeFinder:
    """Finds calcmon_probe, without a search through all folders: that of this calcmon, whatever is installed."""

    def find_spec(self, name: str, path: "Any" = None, target: "Any" = None) -> "ModuleSpec | None":
        return PathFinder.find_spec(name, [LIBRARY]) if name == "calcmon_probe" else None


class AsyncioFinder:
    """Puts the hooks into two modules of asyncio when these have been imported, and then goes away."""

    def __init__(self) -> None:
        self._waited_for = {"asyncio.base_events", "asyncio.queues"}

    def find_spec(self, name: str, path: "Any" = None, target: "Any" = None) -> "ModuleSpec | None":
        if name not in self._waited_for:
            self._take_what_was_missed()
            return None
        # As it would be found without this one: other tools may wait for the same modules.
        for finder in list(sys.meta_path):
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec: "ModuleSpec | None" = find(name, path, target) if find else None
            if spec is not None:
                if spec.loader:
                    spec.loader = HookingLoader(spec.loader, self)  # type: ignore[assignment]
                return spec
        return None

    def _take_what_was_missed(self) -> None:
        """Another finder, before this one, may have found them."""
        for name in [name for name in self._waited_for if name in sys.modules]:
            module = sys.modules[name]
            if not getattr(module.__spec__, "_initializing", False):
                self.has_loaded(module)

    def has_loaded(self, module: "ModuleType") -> None:
        """A module is there, and need not be waited for any more."""
        self._waited_for.discard(module.__name__)
        if not self._waited_for and self in sys.meta_path:
            sys.meta_path.remove(self)
        try:
            from calcmon_probe import hooks

            hooks.install(module)
        except Exception:
            pass  # An application without the probe is better than none.


class HookingLoader:
    """Loads a module as its own loader does, which it gives back to it, and puts the hooks in."""

    def __init__(self, loader: "Any", finder: AsyncioFinder) -> None:
        self._loader = loader
        self._finder = finder

    def __getattr__(self, name: str) -> "Any":
        return getattr(self._loader, name)

    def create_module(self, spec: "ModuleSpec") -> "ModuleType | None":
        return self._loader.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: "ModuleType") -> None:
        module.__loader__ = self._loader
        if module.__spec__:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._finder.has_loaded(module)
