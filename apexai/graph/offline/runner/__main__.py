"""Run by path as `python …/runner REQUEST RESULT`: loads this directory as a package under a private name.

The program's own directory must not find our modules by their plain names, nor we its.
"""

import gc
import importlib
import importlib.util
import os
import sys
from typing import Any

_PACKAGE = "_apexai_runner"


def _load_session() -> Any:
    directory = os.path.dirname(os.path.abspath(__file__))
    if sys.path and os.path.abspath(sys.path[0]) == directory:
        del sys.path[0]
    spec = importlib.util.spec_from_file_location(
        _PACKAGE, os.path.join(directory, "__init__.py"), submodule_search_locations=[directory]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[_PACKAGE] = package
    spec.loader.exec_module(package)
    return importlib.import_module(f"{_PACKAGE}.session")


if __name__ == "__main__":
    gc.disable()  # a run is one burst of live objects; collecting them makes its cost superlinear
    _load_session().run_request(sys.argv[1], sys.argv[2])
