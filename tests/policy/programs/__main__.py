"""Runs every case of the modules that are named as arguments."""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

for module in sys.argv[1:]:
    for name, case in vars(import_module(f"tests.policy.programs.{module}")).items():
        if name.startswith("apx_"):
            case(name.replace("_", "-"))
