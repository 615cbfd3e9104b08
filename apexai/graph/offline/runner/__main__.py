"""Run by path as `python …/runner REQUEST.json RESULT.json`: loads this directory as a package under a private name.

The program's own directory must not find our modules by their plain names, nor we its.
"""

import importlib.util
import os
import sys


def _load_package():
    directory = os.path.dirname(os.path.abspath(__file__))
    if sys.path and os.path.abspath(sys.path[0]) == directory:
        del sys.path[0]
    spec = importlib.util.spec_from_file_location(
        "_apexai_runner", os.path.join(directory, "__init__.py"), submodule_search_locations=[directory]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["_apexai_runner"] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    _load_package()
    from _apexai_runner.session import run_request

    run_request(sys.argv[1], sys.argv[2])
