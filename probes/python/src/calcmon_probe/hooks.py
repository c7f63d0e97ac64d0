"""The places at which asyncio tells the probe what an application does.

`_set_running_loop` is called when a loop begins and ends to run, by asyncio's own loops and by
uvloop's alike, in all versions. `Queue.__init__` is called for each queue. This module is loaded by
all who import asyncio; the probe behind it when the first loop begins.
"""

from __future__ import annotations

import sys
from types import CodeType, FrameType, ModuleType
from typing import TYPE_CHECKING, Any
from weakref import ref

from .standing_in import Ear, Place, for_init, for_run_forever, for_set_running_loop, is_heard

if TYPE_CHECKING:
    from .process_probe import ProcessProbe

#: Queues that were made and that the probe does not know yet: each with the lines that made it.
new_queues: list[tuple[ref[Any], tuple[tuple[CodeType, int], ...]]] = []
#: Queues that were given a name before there was a probe.
named_queues: list[tuple[ref[Any], str]] = []
#: The probe of this process, if a loop has begun.
probe: ProcessProbe | None = None
#: The application's name, its version and the socket, if they are not to come from the environment.
given: tuple[str, str | None, str] | None = None

_NEW_QUEUES = 10_000
_MOST_FAILURES = 3
_failures = 0
_off = False
_taken_out: ProcessProbe | None = None
_places: list[Place] = []


def install(module: ModuleType) -> None:
    """Puts the hook into a module of asyncio that has just been loaded, or was before."""
    if module.__name__ == "asyncio.base_events":
        hook_loops(module.events)
    elif module.__name__ == "asyncio.queues":
        hook_queues(module.Queue)


def install_late() -> None:
    """Puts the hooks in where asyncio has been loaded already, perhaps by a loop that runs now."""
    if _off:
        return
    install_all()
    from asyncio import events

    running: Any = events._get_running_loop()
    if running is None:
        return
    if type(running).__module__.partition(".")[0] == "uvloop":
        # Only below its callbacks can be seen what runs it.
        running.call_soon(join, running)
    else:
        join(running)


def install_all() -> None:
    """Puts all hooks in; asyncio is loaded if it was not."""
    from asyncio import events, queues

    hook_loops(events)
    hook_queues(queues.Queue)
    # It took the function from asyncio before the hook was there.
    if (uvloop := sys.modules.get("uvloop")) and hasattr(uvloop, "Loop"):
        hook_uvloop(uvloop.Loop)


def hook_loops(events: Any) -> None:
    """Hears when loops begin and end."""
    original = events._set_running_loop
    if is_heard(original):
        return
    function = for_set_running_loop(original, _ear)
    _places.append(Place(events, "_set_running_loop", function))
    package = sys.modules.get("asyncio")
    if hasattr(package, "_set_running_loop"):
        _places.append(Place(package, "_set_running_loop", function))


def hook_uvloop(loop_class: Any) -> None:
    """Hears when loops of a uvloop begin and end that was imported before the probe."""
    original = loop_class.run_forever
    if not is_heard(original):
        _places.append(Place(loop_class, "run_forever", for_run_forever(original, _ear)))


def hook_queues(queue_class: Any) -> None:
    """Hears of each queue that is made, and where."""
    original = queue_class.__init__
    if not is_heard(original):
        _places.append(Place(queue_class, "__init__", for_init(original, _ear)))


def made_queue(queue: Any, frame: FrameType) -> None:
    """A queue has been made."""
    try:
        if len(new_queues) < _NEW_QUEUES and not _off:
            sites: tuple[tuple[CodeType, int], ...] = ((frame.f_code, frame.f_lineno or 0),)
            if frame.f_code.co_name == "__init__" and frame.f_back:
                # It may be that of a class of queues of the application's own.
                sites += ((frame.f_back.f_code, frame.f_back.f_lineno or 0),)
            new_queues.append((ref(queue), sites))
    except Exception:
        pass


def begin(loop: Any) -> None:
    """A loop begins to run in this thread."""
    if _off:
        return
    try:
        known = probe if probe is not None else _make()
        if known is not None:
            known.begin(loop)
    except Exception as error:
        failed(error)


def join(loop: Any) -> None:
    """The probe comes to a loop that runs already in this thread."""
    begin(loop)
    if probe is not None:
        probe.joined(loop)


def end() -> None:
    """The loop that runs in this thread ends to run."""
    if probe is None or _off:
        return
    try:
        probe.end()
    except Exception as error:
        failed(error)


def _make() -> ProcessProbe | None:
    global probe
    if not is_at_home():
        turn_off()
        return None
    # Loaded first: a lock must not be held for as long as that takes, nor while other modules are imported.
    from .process_probe import ProcessProbe, making

    with making():
        if probe is None:
            made = ProcessProbe()
            made.activate()
            probe = made
            for queue, name in named_queues:
                name_queue(queue(), name)
            named_queues.clear()
    return probe


def is_at_home() -> bool:
    """Whether this is an interpreter that the probe knows: one with a lock, and the first of its process.

    Another interpreter of the process cannot end while a thread of the probe lives in it.
    """
    if sys.implementation.name != "cpython" or "t" in sys.abiflags or not sys.platform.startswith("linux"):
        return False
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            interpreters = __import__(name)
            return _number(interpreters.get_current()) == _number(interpreters.get_main())
        except (ImportError, AttributeError):
            continue
    return True


def _number(interpreter: Any) -> int:
    return int(interpreter[0] if isinstance(interpreter, tuple) else interpreter)


def name_queue(queue: Any, name: str) -> None:
    """Gives a queue its name, now or when the probe comes."""
    try:
        if _off:
            return
        if probe is None:
            named_queues.append((ref(queue), name))
            del named_queues[:-_NEW_QUEUES]
        else:
            probe.queues.name(queue, name)
    except Exception as error:
        # It is the application's own, and not as we think.
        if is_of_a_handler(error):
            raise


def is_of_a_handler(error: Exception) -> bool:
    """Whether a signal handler of the application raised it. Loaded when there is an error, and then perhaps not to be loaded."""
    try:
        from . import signals
    except Exception:
        return False
    return signals.is_of_a_handler(error)


def failed(error: Exception) -> None:
    """Counts an error of the probe; after too many it takes itself out."""
    global _failures
    if is_of_a_handler(error):
        raise error
    if probe is not None:
        probe.count(error)
        return
    _failures += 1
    if _failures > _MOST_FAILURES:
        turn_off()


def turn_off() -> None:
    """Takes the probe out: from now on the application runs without it."""
    global _off, probe, _taken_out
    _off = True
    take_back()
    new_queues.clear()
    named_queues.clear()
    known, probe = probe, None
    if known is not None:
        _taken_out = known
        known.remove()


def leave() -> bool:
    """Takes the probe out and has it say farewell, if it is not out yet. Returns whether its thread has ended."""
    global probe, _taken_out
    known, probe, _taken_out = probe or _taken_out, None, None
    turn_off()
    return known is None or known.leave()


def is_off() -> bool:
    """Whether the probe has been taken out."""
    return _off


def take_back() -> None:
    """Takes the hooks out. One that another tool has put its own around goes on as if it was not there."""
    _ear.close()
    for place in reversed(_places):
        place.give_back()
        # asyncio may have been imported since, and have a copy.
        place.give_back_in(sys.modules.get("asyncio"))
    _places.clear()


_ear = Ear(begin, end, made_queue)
