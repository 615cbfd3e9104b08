"""Names: how long those that AWS gives may become, and what of a model's version can stand in one."""

import re
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.target import Surroundings

AUTONAME_CHARACTERS: Final = len("-1a2b3c4")
"""Pulumi ends the names that it gives with a hyphen and seven digits."""

_FORBIDDEN: Final = re.compile(r"[^A-Za-z0-9+=,.@_-]")


def logical_name(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> str:
    """The name that the names of all resources begin with."""
    return surroundings.name or deployment.metadata.name


def version_key(model_version: str) -> str:
    """A model's version in a resource's name, with a hyphen for each character that IAM does not take there.

    Source: botocore 1.44.5, service model of IAM, PutRolePolicy.PolicyName, 2026-11.
    """
    return _FORBIDDEN.sub("-", model_version)
