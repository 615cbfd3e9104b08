"""What a component takes from its stack's configuration, or from the program that has it otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

import pulumi

from apexai.components.budget_foundation import AwsBudgetFoundation
from apexai.errors import UsageError
from apexai.spec.fields import Deferred, Text
from apexai.targets.budgets.foundation import AZURE_GROUP, BRAKE_IMAGE, KEYS, PROMETHEUS, foundation_of
from apexai.targets.target import Surroundings

FoundationInput: TypeAlias = AwsBudgetFoundation | Mapping[str, pulumi.Input[str] | None] | None

_PREFIX: Final = "apexai:"
_REGISTRY: Final = "registry"
_PLAIN: Final = frozenset(key.removeprefix(_PREFIX) for key in (AZURE_GROUP, BRAKE_IMAGE, PROMETHEUS))
"""Keys that decide which resources exist."""
_NAMES: Final = (_REGISTRY, *(key.removeprefix(_PREFIX) for key in KEYS))


def surroundings_of(name: str, foundation: FoundationInput) -> Surroundings:
    """What a service takes from the foundation that is given and, where that says nothing, from the configuration.

    Raises:
        UsageError: The foundation has a key that nothing reads, or an Output where the program must know the value.
    """
    config = pulumi.Config("apexai")
    given = _given(foundation) if isinstance(foundation, Mapping) else {}
    found: dict[str, Text | None] = {key: given.get(key) or config.get(key) for key in _NAMES}
    parts = foundation_of({f"{_PREFIX}{key}": found[key] for key in _NAMES})
    if isinstance(foundation, AwsBudgetFoundation):
        parts = replace(parts, topic=foundation.parts.topic, anomaly_monitor=foundation.parts.anomaly_monitor)
    return Surroundings(
        registry=found[_REGISTRY],
        environment=config.get("environment"),
        name=name,
        directory=Path(),
        foundation=parts,
    )


def _given(foundation: Mapping[str, pulumi.Input[str] | None]) -> dict[str, Text]:
    for key, value in foundation.items():
        if key not in _NAMES:
            raise UsageError(f"foundation.{key}: nothing reads it; the keys are {', '.join(_NAMES)} [APX-ARG-003]")
        if key in _PLAIN and isinstance(value, pulumi.Output):
            raise UsageError(
                f"foundation.{key}: it decides which resources there are, and can't be an Output; give text, e.g. from "
                "the stack's configuration [APX-ARG-004]"
            )
    given = {key: value for key, value in foundation.items() if value is not None}
    return {key: value if isinstance(value, str) else Deferred(value) for key, value in given.items()}
