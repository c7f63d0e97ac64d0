"""Lets calcmon's probe in when an interpreter starts: `calcmon exec` puts this folder first on PYTHONPATH.

Every interpreter among the children of an application finds it, old ones too: it has to be read by
Python 2.7, costs next to nothing where no event loop is made, and never fails. The probe itself is
loaded when the first loop begins. A sitecustomize of the application or of another tool runs as if
this one was not there.
"""

import sys


def _boot():
    here = __file__.rpartition("/")[0]
    # Children get the folder from their environment; here, all that is imported from now on is the application's own.
    while here in sys.path:
        sys.path.remove(here)
    import os

    if sys.version_info < (3, 10) or os.environ.get("CALCMON_WATCH") == "0":
        return
    # Others, and builds without the lock, are not known well enough.
    if sys.implementation.name != "cpython" or "t" in sys.abiflags:
        return
    if "_calcmon_boot" in sys.modules:
        return
    # Nothing is imported that is not there already: most interpreters never make a loop.
    from _frozen_importlib_external import SourceFileLoader

    path = here + "/../lib/_calcmon_boot.py"
    module = type(sys)("_calcmon_boot")
    module.__file__ = path
    sys.modules["_calcmon_boot"] = module
    exec(SourceFileLoader("_calcmon_boot", path).get_code("_calcmon_boot"), module.__dict__)
    module.wait_for_asyncio()


def _chain():
    """Imports the next module of this name, if there is one. What it raises, the interpreter reports."""
    own = sys.modules.pop(__name__, None)
    try:
        __import__(__name__)
    except ImportError as error:
        if __name__ not in (getattr(error, "name", None), str(error).split(" ")[-1].strip("'")):
            raise
    finally:
        sys.modules.setdefault(__name__, own)


try:
    _boot()
except BaseException:
    pass
_chain()
