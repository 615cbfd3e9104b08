"""Runs one function of a module: the program of a fixture."""

import sys
from importlib.util import module_from_spec, spec_from_file_location


def run_fixture(file: str, name: str) -> None:
    """Load the module of a file under another name than its own, and call its function."""
    spec = spec_from_file_location("fixture", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python module")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    getattr(module, name)()


if __name__ == "__main__":
    run_fixture(*sys.argv[1:])
