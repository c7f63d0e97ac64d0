"""Copies of this process that the user's code makes."""

import os

_exit = os._exit
#: Whether this process is one.
is_copy = False


def _note() -> None:
    global is_copy
    is_copy = True


def claim() -> None:
    """This process was forked on purpose: it is none."""
    global is_copy
    is_copy = False


def end_if_copy() -> None:
    """Ends the process if it is one: what the user's code has forked must not go on with the items."""
    if is_copy:
        _exit(0)


os.register_at_fork(after_in_child=_note)
