"""The brake's state in Parameter Store, read while the program is written: it decides what the program declares."""

import re
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from apexai.brake.state import State, StateError, load_state

_PARAMETER = "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrakeState:
    """Where a brake's state is, and what it is."""

    parameter: str
    """Name of the parameter."""
    state: State


def state_parameter(name: str) -> str:
    """Name of the parameter of one component of the stack that is deployed."""
    parts = ("apexai", "brake", pulumi.get_project(), pulumi.get_stack(), name, _PARAMETER)
    return "/" + "/".join(re.sub(r"[^A-Za-z0-9_.-]", "-", part) for part in parts)


def read_state(name: str, *, region: str, parent: pulumi.Resource | None = None) -> BrakeState:
    """Read the state of a component's brake; released where there is none yet.

    By path, since asking for a parameter that does not exist is an error.

    Raises:
        pulumi.RunError: the parameter holds something else.
    """
    parameter = state_parameter(name)
    path = parameter.removesuffix(f"/{_PARAMETER}")
    found = aws.ssm.get_parameters_by_path(path=path, region=region, opts=pulumi.InvokeOptions(parent=parent))
    values = dict(zip(found.names or (), found.values or (), strict=True))
    try:
        return BrakeState(parameter=parameter, state=load_state(values.get(parameter)))
    except StateError as error:
        raise pulumi.RunError(
            f"the parameter {parameter} in {region}: {error}; delete it to begin as released [APX-BGT-012]"
        ) from None
