"""Variables of an EdgeInferenceWorker: names that are free, and what there is room for."""

from collections.abc import Iterator
from typing import Final

from apexai.components.edge_args import EdgeInferenceWorkerArgs
from apexai.errors import Diagnostic
from apexai.targets.cloudflare_workers.facts import worker_facts
from apexai.targets.cloudflare_workers.rules.variables import OURS
from apexai.targets.diagnostics import error

_OF_THE_PROGRAM: Final = 20
"""Variables and bindings that the worker program has at most beside those of the user."""


def check_variables(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    """Names that the program leaves free, each once, and no more than a Worker may have."""
    for name in (*args.environment, *args.secrets):
        if name.startswith(OURS) or name in ("AI", "MODEL_NAME", "MODEL_VERSION"):
            message = f"{name} is a setting of the worker program"
            yield error("APX-EDG-050", "environment", message, instead="give it another name")
        elif name in args.environment and name in args.secrets:
            message = f"{name} is a variable and a secret"
            yield error("APX-EDG-051", "secrets", message, instead="give one of them another name")
    yield from _sizes(args)


def _sizes(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    most, room = worker_facts()["variables"], worker_facts()["variable_bytes"]
    count = len(args.environment) + len(args.secrets)
    if count > most.number - _OF_THE_PROGRAM:
        yield most.violated(
            code="APX-EDG-052",
            path="environment",
            message=f"{count} variables and secrets, with those of the program, are more than {most.number}",
            suggestion="put several values into one variable, as JSON",
        )
    for name, value in args.environment.items():
        size = len(value.encode()) if isinstance(value, str) else 0
        if size > room.number:
            yield room.violated(
                code="APX-EDG-053",
                path=f"environment.{name}",
                message=f"it has {size:,} bytes, and may have {room.number:,}",
                suggestion="put it into KV or R2",
            )
