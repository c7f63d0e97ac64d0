"""Has the probe come into a process that runs already, or leave it: called by a script that calcmon has the interpreter run.

The interpreter may be in the middle of anything. Nothing is raised or printed, nothing put into
`sys.path` or the environment, no file written but the answer.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType
    from typing import Any

_PACKAGE = "calcmon_probe"


class Refusal(Exception):
    """Why the probe does not come, or does not leave."""


def main(order: "dict[str, Any]") -> None:
    """Does what it is told, and writes to a file how it went: one line of JSON."""
    import _signal  # type: ignore[import-not-found]

    before = _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
    try:
        _answer(order)
    finally:
        missed = [_signal.sigtimedwait([each], 0) and each for each in _signal.sigpending()]
        _signal.pthread_sigmask(_signal.SIG_SETMASK, before)
        if any(missed):
            _send_again([each for each in missed if each])


def _answer(order: "dict[str, Any]") -> None:
    try:
        answer = _detach() if order["do"] == "detach" else _attach(order)
    except Refusal as refusal:
        answer = {"state": "refused", "reason": str(refusal)}
    except BaseException as error:
        answer = {"state": "refused", "reason": "the probe failed: " + repr(error)[:200]}
    try:
        _write(order["result"], {"reason": None, "has_loop": False, **answer, **_versions()})
    except BaseException:
        pass


def _send_again(signals: "list[int]") -> None:
    """A handler of the application may raise something: that is for the application, and would be lost in the script."""
    import _thread
    import posix
    import time

    def send() -> None:
        time.sleep(0.01)
        for number in signals:
            posix.kill(posix.getpid(), number)

    _thread.start_new_thread(send, ())


def _attach(order: "dict[str, Any]") -> "dict[str, Any]":
    present = _present()
    if present is not None:
        known = present.describe()
        if known is not None:
            return {"state": "already", "reason": "it reports as '%s'" % known[0], "app": known[0], "has_loop": known[1]}
        # It has taken itself out, after errors: another may do better.
        _take_out()
    otherwise = _known_otherwise()
    if otherwise is not None:
        return {"state": "already", "reason": otherwise}
    _refuse_if_it_cannot_be()
    library = Library(order["library"] + "/lib")
    sys.meta_path.insert(0, library)
    try:
        from calcmon_probe import attached, hooks

        if not hooks.is_at_home():
            raise Refusal("this interpreter is not the first of its process")
        has_loop = attached.come(order["app"], order.get("version"), order["socket"], library.finder())
    except BaseException:
        _take_out()
        raise
    return {"state": "attached", "has_loop": has_loop}


def _detach() -> "dict[str, Any]":
    present = _present()
    if present is None:
        known = _known_otherwise()
        if known is not None:
            raise Refusal(known)
        return {"state": "not_attached"}
    has_ended = _take_out()
    return {"state": "detached", "reason": None if has_ended else "the thread of the probe has not ended yet"}


def _present() -> "Any":
    """What `calcmon attach` has brought, whichever version of it."""
    return sys.modules.get(_PACKAGE + ".attached")


def _known_otherwise() -> "str | None":
    """Says how a probe has come that `calcmon attach` did not bring."""
    hooks = sys.modules.get(_PACKAGE + ".hooks")
    if hooks is not None and getattr(hooks, "_off", False):
        raise Refusal("the probe has been taken out of this process, by calcmon_probe.stop() or because it failed too often")
    if "_calcmon_boot" in sys.modules:
        return "it was started by calcmon exec"
    if hooks is not None and (getattr(hooks, "probe", None) is not None or getattr(hooks, "_places", None)):
        return "the program has called calcmon_probe.start()"
    if _PACKAGE in sys.modules:
        raise Refusal("the program has imported a calcmon_probe of its own; let it call calcmon_probe.start()")
    return None


def _refuse_if_it_cannot_be() -> None:
    import os

    if os.environ.get("CALCMON_WATCH") == "0":
        raise Refusal("CALCMON_WATCH=0 is in its environment")
    if sys.version_info < (3, 10) or sys.implementation.name != "cpython":
        raise Refusal("the probe needs CPython 3.10 or newer")
    if "t" in getattr(sys, "abiflags", ""):
        raise Refusal("the probe does not know free-threaded CPython")
    for name in ("asyncio", "asyncio.base_events", "asyncio.queues", "asyncio.events", "uvloop"):
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if getattr(spec, "_initializing", False):
            raise Refusal("it is importing %s at this moment; try again" % name)


class Library:
    """The modules of the probe, read at once: the folder may vanish. Found here without a search, and nothing is written beside them."""

    is_of_calcmon = True

    def __init__(self, folder: str) -> None:
        import posix

        self._folder = folder
        self._codes: "dict[str, CodeType]" = {}
        for file in sorted(posix.listdir(folder + "/" + _PACKAGE)):
            stem, _, end = file.rpartition(".")
            if end == "py":
                name = _PACKAGE if stem == "__init__" else _PACKAGE + "." + stem
                self._codes[name] = _compiled(folder + "/" + _PACKAGE + "/" + file)
        self._boot = _compiled(folder + "/_calcmon_boot.py")

    def finder(self) -> "Any":
        """What waits for asyncio."""
        names: "dict[str, Any]" = {"__name__": "_calcmon_boot", "__file__": self._boot.co_filename}
        exec(self._boot, names)
        return names["AsyncioFinder"]()

    def find_spec(self, name: str, path: "Any" = None, target: "Any" = None) -> "ModuleSpec | None":
        code = self._codes.get(name)
        if code is None:
            return None
        from _frozen_importlib import ModuleSpec

        spec = ModuleSpec(name, self, origin=code.co_filename, is_package=name == _PACKAGE)  # type: ignore[arg-type]
        spec.has_location = True
        return spec

    def create_module(self, spec: "ModuleSpec") -> "ModuleType | None":
        return None

    def exec_module(self, module: "ModuleType") -> None:
        exec(self._codes.pop(module.__name__), module.__dict__)
        if not self._codes and self in sys.meta_path:
            sys.meta_path.remove(self)


def _compiled(path: str) -> "CodeType":
    import _io

    with _io.open_code(path) as file:
        return compile(file.read(), path, "exec", dont_inherit=True)


def _take_out() -> bool:
    """Has the probe leave, and lets the interpreter forget what was imported; code of the application that has it keeps it.

    Returns whether its thread has ended.
    """
    present = _present()
    has_ended = True
    if present is not None:
        try:
            has_ended = present.leave()
        except Exception:
            has_ended = False
    sys.meta_path[:] = [each for each in sys.meta_path if not getattr(type(each), "is_of_calcmon", False)]
    for name in [name for name in sys.modules if name == _PACKAGE or name.startswith(_PACKAGE + ".")]:
        sys.modules.pop(name, None)
    return has_ended


def _versions() -> "dict[str, str]":
    version = sys.modules.get(_PACKAGE + ".version")
    return {"python": sys.version.partition(" ")[0], "probe": getattr(version, "VERSION", "")}


def _write(path: str, answer: "dict[str, Any]") -> None:
    import json
    import posix

    file = posix.open(path, posix.O_WRONLY | posix.O_CLOEXEC | posix.O_NOFOLLOW)
    try:
        posix.write(file, json.dumps(answer).encode() + b"\n")
    finally:
        posix.close(file)
