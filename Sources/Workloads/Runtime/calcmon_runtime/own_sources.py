"""The sources of this runtime, for interpreters that are started from this one and read no standard input."""

import functools
import io
import os

from .high_descriptors import high_copy

#: By path; empty if they were imported from files.
texts: dict[str, bytes] = {}


@functools.cache
def folder() -> str:
    """Where another process or interpreter of the same user can import them from, as long as this process lives.

    There is nothing to remove: it is an archive in memory, or in a file without a name.
    """
    if not texts:
        return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    import zipfile  # takes a while to import, and hardly any order needs it

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as entries:
        for path, text in {**_markers(), **texts}.items():
            entries.writestr(path, text)
    file = _nameless_file()
    os.write(file, archive.getvalue())
    descriptor = high_copy(file)
    os.close(file)
    return f"/proc/{os.getpid()}/fd/{descriptor}"


def _markers() -> dict[str, bytes]:
    """An archive's folders are packages only if they say so."""
    return {os.path.join(os.path.dirname(path), "__init__.py"): b"" for path in texts}


def _nameless_file() -> int:
    try:
        return os.memfd_create("calcmon_runtime")
    except OSError:  # a container forbids it
        import tempfile

        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())
