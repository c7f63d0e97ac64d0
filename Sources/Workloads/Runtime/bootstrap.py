"""Imports the runtime from standard input and runs it: no file has to be found.

Before the order come the sources: a line with their number, then for each of them its path and
length in a line, and its text.
"""

import sys
from importlib.machinery import ModuleSpec


class SourcesFromInput:
    """Finds modules among sources that were read, and shows their lines to tracebacks."""

    def __init__(self, stream):
        self._sources = {}
        for _ in range(int(stream.readline())):
            path, length = stream.readline().decode().split()
            self._sources[path] = stream.read(int(length))

    def find_spec(self, name, path=None, target=None):
        stem = name.replace(".", "/")
        is_package = any(path.startswith(stem + "/") for path in self._sources)
        origin = f"{stem}/__init__.py" if is_package else f"{stem}.py"
        if is_package or origin in self._sources:
            return ModuleSpec(name, self, origin=origin, is_package=is_package)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        origin = module.__spec__.origin
        exec(compile(self._sources.get(origin, b""), origin, "exec"), module.__dict__)

    def get_source(self, name):
        return self._sources.get(sys.modules[name].__spec__.origin, b"").decode()


sys.meta_path.insert(0, SourcesFromInput(sys.stdin.buffer))

from calcmon_runtime.__main__ import main

main()
