"""Serve a cloud from a process of its own: `python -m tests.engine.standin DIRECTORY`.

Prints the directory of plugins, to be put in front of PATH, and serves until standard input ends.
"""

import sys
from pathlib import Path

from tests.engine.standin.cloud import Cloud
from tests.engine.standin.plugins import write_plugins
from tests.engine.standin.server import Server


def main() -> None:
    directory = Path(sys.argv[1]).absolute()
    with Server(Cloud(directory)) as server:
        print(write_plugins(server, directory=directory / "plugins"), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
