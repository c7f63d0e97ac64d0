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
    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_loader

    loader = SourceFileLoader("_calcmon_boot", here + "/../lib/_calcmon_boot.py")
    module = module_from_spec(spec_from_loader("_calcmon_boot", loader))
    sys.modules["_calcmon_boot"] = module
    loader.exec_module(module)
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
