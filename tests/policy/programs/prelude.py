"""What the programs share: a service with a valid spec, and values that nobody knows yet."""

import copy
from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from apexai.components import InferenceService

DIGEST = "sha256:" + "0a" * 32
IMAGE = f"111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud@{DIGEST}"
BASE = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "fraud", "namespace": "default"},
    "spec": {
        "modelRef": {"name": "fraud", "version": "1"},
        "runtime": {"platform": "aws-lambda", "region": "us-east-1", "image": IMAGE, "auth": {"iam": True}},
        "finops": {"costCenter": "Fraud"},
    },
}


def service(name: str, **sections: Any) -> InferenceService:
    """A service whose spec has these sections over a valid one."""
    document = copy.deepcopy(BASE)
    document["metadata"]["name"] = name[:11]  # type: ignore[index]
    return InferenceService(name, spec=_merged(document, {"spec": sections}))


def raw(name: str, **sections: Any) -> pulumi.ComponentResource:
    """A service as an older release wrote it into the state, with a spec that is refused here."""
    document = {"metadata": {"name": name[:11]}, "spec": sections}
    inputs = {"spec": document, "resolved": document}
    return pulumi.ComponentResource("apexai:index:InferenceService", name, inputs)


def undeclared(name: str) -> pulumi.ComponentResource:
    """A service whose spec comes from something that does not exist yet, as a program of another language writes it."""
    spec = later(name)
    inputs = {"spec": spec, "resolved": spec}
    return pulumi.ComponentResource("apexai:index:InferenceService", name, inputs)


def later(name: str) -> Any:
    """A value that is known only after the deployment."""
    return aws.ssm.Parameter(f"{name}-later", type="String", value="x").arn


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        merged[key] = _merged(merged.get(key, {}), value) if isinstance(value, Mapping) else value
    return merged
