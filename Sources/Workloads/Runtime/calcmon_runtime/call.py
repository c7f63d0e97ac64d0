"""A function of the user's own, as it is called for items. Workers import this, so it imports little."""

from collections.abc import Callable
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import Any

from . import copies
from .user_errors import CallFailed, UserCodeError, printable

_UNFINISHED = {
    GeneratorType: "generator: nothing is computed until that is iterated; name a function that does it, as by list(...)",
    CoroutineType: "coroutine: nothing is done until that is awaited; name a coroutine function (async def) as I/O step",
    AsyncGeneratorType: "generator: nothing is done until that is iterated; name a coroutine function that does it, as I/O step",
}


class Call:
    """A function that is called for items, with one argument or with none. It can be sent to a worker process."""

    __slots__ = ("function", "name", "takes_argument")

    def __init__(self, name: str, function: Callable[..., Any], takes_argument: bool) -> None:
        self.name = name
        self.function = function
        self.takes_argument = takes_argument

    def invoke(self, subject: Any) -> Any:
        """Calls it. Raises CallFailed if it raises anything."""
        try:
            result = self.function(subject) if self.takes_argument else self.function()
        except BaseException as error:
            raise self.failure(error) from None
        if copies.is_copy:
            copies.end_if_copy()
        if type(result) in _UNFINISHED:
            raise unfinished(self.name, result)
        return result

    def failure(self, error: BaseException) -> Exception:
        """What an exception of the function is raised as."""
        copies.end_if_copy()
        if isinstance(error, SystemExit):
            return UserCodeError(f"{self.name} called sys.exit({printable(repr(error.code))}), which ends a whole service")
        return CallFailed(error)


def unfinished(name: str, result: Any) -> UserCodeError:
    """The problem with a function that returns something that has to be iterated or awaited."""
    if isinstance(result, CoroutineType):
        result.close()
    return returns(name, type(result))


def returns(name: str, kind: type) -> UserCodeError:
    """The same for a kind of result."""
    return UserCodeError(f"{name} returns a {_UNFINISHED[kind]}")
