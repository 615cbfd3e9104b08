"""Runs the benchmarks that are named, or all: each is a module here with a `main()`."""

import importlib
import pkgutil
import sys

import benchmarks


def run(names: list[str]) -> None:
    """Run benchmarks one after the other; each prints what it measured."""
    known = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name[0] != "_")
    if unheard := sorted(set(names) - set(known)):
        raise SystemExit(f"no such benchmark: {', '.join(unheard)}; there are {', '.join(known)}")
    for name in names or known:
        print(f"== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    run(sys.argv[1:])
