"""Answers of provider functions, for programs that ask before they create."""

import json
from collections.abc import Callable
from typing import Any, Final

from tests.engine.standin.cloud import ACCOUNT, Cloud
from tests.engine.standin.google_kinds import NUMBER, PROJECT
from tests.engine.standin.google_run import service_found
from tests.engine.standin.wire import SECRET, SIGNATURE, Properties

ANSWERS: Final[dict[str, Properties]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "accountId": ACCOUNT,
        "arn": f"arn:aws:iam::{ACCOUNT}:user/tester",
        "id": ACCOUNT,
        "userId": "AIDATESTER",
    },
    "aws:index/getRegion:getRegion": {
        "id": "us-east-1",
        "name": "us-east-1",
        "region": "us-east-1",
        "description": "US East (N. Virginia)",
        "endpoint": "ec2.us-east-1.amazonaws.com",
    },
    "aws:index/getPartition:getPartition": {
        "id": "aws",
        "partition": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": {
        "id": "us-east-1",
        "names": ["us-east-1a", "us-east-1b", "us-east-1c"],
        "zoneIds": ["use1-az1", "use1-az2", "use1-az4"],
    },
    "gcp:organizations/getClientConfig:getClientConfig": {
        "id": "projects/project-1",
        "project": PROJECT,
        "region": "europe-west4",
        "zone": "",
    },
    "gcp:organizations/getProject:getProject": {"id": PROJECT, "projectId": PROJECT, "number": NUMBER},
    "gcp:logging/getProjectCmekSettings:getProjectCmekSettings": {
        "id": PROJECT,
        "serviceAccountId": f"cmek-p{NUMBER}@gcp-sa-logging.iam.gserviceaccount.com",
    },
}


def answer(cloud: Cloud, token: str, arguments: Properties) -> Properties:
    """Answer a function: what the test set, then what is known here, then the arguments with an id."""
    if (answered := cloud.answer(token, arguments)) is not None:
        return {**arguments, **answered}
    if token in cloud.invokes:
        return {**arguments, **cloud.invokes[token]}
    if token in ANSWERS:
        return {**arguments, **ANSWERS[token]}
    if token in FOUND:
        return {**arguments, **FOUND[token](cloud, arguments)}
    if token in COMPUTED:
        return {**arguments, **COMPUTED[token](arguments)}
    return {**arguments, "id": f"{token.rsplit(':', 1)[-1]}-id"}


def _policy_document(arguments: Properties) -> Properties:
    document = {
        "Version": arguments.get("version", "2012-10-17"),
        "Statement": [_statement(item) for item in arguments.get("statements", [])],
    }
    text = json.dumps(document, indent=2)
    return {"id": "0", "json": text, "minifiedJson": json.dumps(document, separators=(",", ":"))}


def _statement(item: dict[str, Any]) -> dict[str, Any]:
    principals = {principal["type"]: principal["identifiers"][0] for principal in item.get("principals", [])}
    written = {
        "Sid": item.get("sid"),
        "Effect": item.get("effect", "Allow"),
        "Action": _one_or_many(item.get("actions", [])),
        "Resource": _one_or_many(item.get("resources", [])),
        "Principal": principals or None,
    }
    return {name: value for name, value in written.items() if value}


def _one_or_many(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values


def _parameters_by_path(cloud: Cloud, arguments: Properties) -> Properties:
    """Source: terraform-provider-aws internal/service/ssm/parameters_by_path_data_source.go: none is no error."""
    path = f"{arguments['path'].rstrip('/')}/"
    found = [item for item in cloud.of_type("aws:ssm/parameter:Parameter") if item.inputs["name"].startswith(path)]
    return {
        "id": arguments["path"],
        "arns": [item.outputs["arn"] for item in found],
        "names": [item.inputs["name"] for item in found],
        "types": [item.inputs["type"] for item in found],
        # a parameter may be encrypted, so that the provider calls all values secret
        "values": {SIGNATURE: SECRET, "value": [item.outputs["insecureValue"] for item in found]},
    }


def _container_app(cloud: Cloud, arguments: Properties) -> Properties:
    """Source: pulumi-azure-native app.getContainerApp."""
    app = cloud.the("azure-native:app:ContainerApp", containerAppName=arguments["containerAppName"])
    return {**app.outputs, "id": app.id}


FOUND: Final[dict[str, Callable[[Cloud, Properties], Properties]]] = {
    "aws:ssm/getParametersByPath:getParametersByPath": _parameters_by_path,
    "azure-native:app:getContainerApp": _container_app,
    "gcp:cloudrunv2/getService:getService": service_found,
}
COMPUTED: Final[dict[str, Callable[[Properties], Properties]]] = {
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy_document
}
