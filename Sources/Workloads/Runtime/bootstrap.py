"""Imports the runtime from standard input and runs it: no file has to be found.

Before the order come the sources: a line with their number, then for each of them its path and
length in a line, and its text.
"""

import sys
from posix import environ

# What PYTHONPATH names is found again when the runtime has all that it needs: until then no module
# of the user's takes the place of one of the library.
named = b"" if sys.flags.ignore_environment else environ.get(b"PYTHONPATH", b"")
held_back = sys.path[: named.count(b":") + 1] if named else []
del sys.path[: len(held_back)]

from importlib.machinery import ModuleSpec


class SourcesFromInput:
    """Finds modules among sources that were read, and shows their lines to tracebacks."""

    def __init__(self, stream):
        self.sources = {}
        for _ in range(int(stream.readline())):
            path, length = stream.readline().decode().split()
            self.sources[path] = stream.read(int(length))

    def find_spec(self, name, path=None, target=None):
        stem = name.replace(".", "/")
        is_package = any(path.startswith(stem + "/") for path in self.sources)
        origin = f"{stem}/__init__.py" if is_package else f"{stem}.py"
        if is_package or origin in self.sources:
            return ModuleSpec(name, self, origin=origin, is_package=is_package)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        origin = module.__spec__.origin
        exec(compile(self.sources.get(origin, b""), origin, "exec"), module.__dict__)

    def get_source(self, name):
        return self.sources.get(sys.modules[name].__spec__.origin, b"").decode()


sys.meta_path.insert(0, SourcesFromInput(sys.stdin.buffer))

from calcmon_runtime import own_sources, search_path
from calcmon_runtime.__main__ import main

own_sources.texts = sys.meta_path[0].sources
search_path.held_back = held_back
main()
