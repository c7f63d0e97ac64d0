"""Finds functions of the user's own."""

import functools
import importlib
import inspect
import sys
from types import AsyncGeneratorType, GeneratorType
from typing import Any

from . import copies
from .call import Call, returns
from .user_errors import UserCodeError, brief, place, printable


@functools.cache
def cpu_call(name: str) -> Call:
    """The function of a CPU step."""
    function = resolved(name)
    if is_coroutine_function(function):
        raise UserCodeError(
            f"{shown(name)} is a coroutine function, and a CPU step is a plain one; as I/O step (--io, in the configuration io:) it is awaited"
        )
    return _call(name, function)


@functools.cache
def io_call(name: str) -> Call:
    """The function or coroutine function of an I/O step."""
    return _call(name, resolved(name))


def resolved(name: str) -> Any:
    """What has this name: `python:package.module:name`, or the same without `python:`."""
    module_name, _, path = name.removeprefix("python:").partition(":")
    found = _imported(module_name)
    for part in path.split("."):
        try:
            found = getattr(found, part)
        except Exception as error:
            if isinstance(error, AttributeError) and not hasattr(type(found), "__getattr__"):
                raise UserCodeError(_missing(found, part, module_name)) from None
            raise UserCodeError(f"{module_name} has no {part!r}: {brief(error)}") from None
    if not callable(found):
        raise UserCodeError(f"{shown(name)} is no function but of type {type(found).__name__}")
    return found


def shown(name: str) -> str:
    """A function's name as the user knows it."""
    return name.removeprefix("python:")


def is_coroutine_function(function: Any) -> bool:
    """Whether a call of it is to be awaited: also of a partial one, and of an object that can be called."""
    while isinstance(function, functools.partial):
        function = function.func
    call = getattr(type(function), "__call__", None)
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def _call(name: str, function: Any) -> Call:
    if inspect.isgeneratorfunction(function):
        raise returns(shown(name), GeneratorType)
    if inspect.isasyncgenfunction(function):
        raise returns(shown(name), AsyncGeneratorType)
    return Call(shown(name), function, _takes_argument(name, function))


def _takes_argument(name: str, function: Any) -> bool:
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):  # many functions that are written in C do not tell
        return True
    for arguments in ((None,), ()):
        try:
            signature.bind(*arguments)
        except TypeError:
            continue
        return bool(arguments)
    raise UserCodeError(
        f"{shown(name)}{printable(str(signature))} cannot be called with one argument, which is all that an item has, nor without any"
    )


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or name
        if name == missing or name.startswith(missing + "."):
            raise UserCodeError(
                f"there is no module {missing!r}; --path (in the configuration path:) names the folder that it is in, and "
                f"--python the interpreter that it is installed for, which is {sys.executable} now"
            ) from None
        raise UserCodeError(f"{name} cannot be imported: {brief(error)}{place(error)}; the interpreter is {sys.executable}") from None
    except SystemExit as error:
        raise UserCodeError(
            f"{name} calls sys.exit({printable(repr(error.code))}) when it is imported{place(error)}; "
            'what only a script does belongs behind if __name__ == "__main__"'
        ) from None
    except BaseException as error:
        raise UserCodeError(f"{name} cannot be imported: {brief(error)}{place(error)}") from None
    finally:
        copies.end_if_copy()


def _missing(owner: Any, part: str, module_name: str) -> str:
    import difflib  # takes a while to import, and is hardly ever needed

    near = difflib.get_close_matches(part, [name for name in dir(owner) if not name.startswith("__")], n=1)
    hint = f"; there is {near[0]!r}" if near else ""
    if module_name.partition(".")[0] in sys.stdlib_module_names:
        hint = "; that is a module of Python's own library, and one of yours needs another name"
    return f"{module_name} has no {part!r}{hint}"
