"""A case's resource as Checkov reads it: Terraform's language for clouds, a manifest for Kubernetes."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from apexai.graph import Resource, Secret, Unknown, Value

PAIRS: Final[Mapping[str, tuple[str, ...]]] = {
    "APX-FIN-013": ("CKV_AWS_66",),
    "APX-SEC-001": ("CKV_AWS_62",),
    "APX-SEC-002": ("CKV_AWS_258", "CKV_GCP_102"),
    "APX-SEC-003": ("CKV_AWS_158", "CKV_AWS_27"),
    "APX-SEC-006": ("CKV_AWS_163",),
    "APX-SEC-007": ("CKV_K8S_43",),
    "APX-SEC-008": ("CKV_AWS_51",),
    "APX-SEC-009": ("CKV_K8S_23",),
    "APX-SEC-010": ("CKV_K8S_20",),
    "APX-SEC-011": ("CKV_K8S_22",),
    "APX-SEC-013": ("CKV_K8S_16",),
    "APX-SEC-016": ("CKV_AWS_7", "CKV_GCP_43"),
    "APX-SEC-018": ("CKV_AWS_24", "CKV_GCP_2"),
    "APX-SEC-019": ("CKV_K8S_38",),
    "APX-SEC-020": ("CKV_AWS_79",),
    "APX-SEC-021": ("CKV_AWS_38", "CKV_GCP_20"),
    "APX-SEC-022": ("CKV_AWS_3",),
    "APX-SEC-023": ("CKV_AWS_17",),
    "APX-SEC-024": ("CKV_K8S_49",),
    "APX-SEC-025": ("CKV_K8S_37",),
    "APX-SEC-028": ("CKV_K8S_13",),
    "APX-SEC-031": ("CKV_GCP_114",),
}
"""Rule → the checks of Checkov that ask the same.

Source: https://www.checkov.io/5.Policy%20Index/all.html
"""

_TYPES: Final[Mapping[str, str]] = {
    "aws:cloudwatch/logGroup:LogGroup": "aws_cloudwatch_log_group",
    "aws:ebs/volume:Volume": "aws_ebs_volume",
    "aws:ec2/instance:Instance": "aws_instance",
    "aws:ec2/securityGroup:SecurityGroup": "aws_security_group",
    "aws:ecr/repository:Repository": "aws_ecr_repository",
    "aws:eks/cluster:Cluster": "aws_eks_cluster",
    "aws:iam/policy:Policy": "aws_iam_policy",
    "aws:kms/key:Key": "aws_kms_key",
    "aws:lambda/functionUrl:FunctionUrl": "aws_lambda_function_url",
    "aws:rds/instance:Instance": "aws_db_instance",
    "aws:s3/bucket:Bucket": "aws_s3_bucket",
    "aws:sqs/queue:Queue": "aws_sqs_queue",
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": "google_cloud_run_v2_service_iam_member",
    "gcp:compute/firewall:Firewall": "google_compute_firewall",
    "gcp:container/cluster:Cluster": "google_container_cluster",
    "gcp:kms/cryptoKey:CryptoKey": "google_kms_crypto_key",
    "gcp:storage/bucket:Bucket": "google_storage_bucket",
}
"""The bridged providers have Terraform's inputs under other spellings."""
_BLOCKS: Final[Mapping[str, str]] = {"allows": "allow"}
_MAPS: Final = ("tags", "labels")


def render_resource(resource: Resource) -> str | None:
    """The resource for Checkov; None where it is of a type that is not translated."""
    if resource.type.startswith("kubernetes:"):
        manifest = _plain(dict(resource.inputs))
        assert isinstance(manifest, dict)
        named = {**manifest, "metadata": {**(manifest.get("metadata") or {}), "name": resource.name}}
        return json.dumps(named, indent=1)
    if resource.type not in _TYPES:
        return None
    body = "".join(_argument(key, value, indent="  ") for key, value in sorted(resource.inputs.items()))
    return f'resource "{_TYPES[resource.type]}" "{resource.name}" {{\n{body}}}\n'


def _plain(value: Value) -> Any:
    match value:
        case Unknown() | Secret():
            return "${var.unknown}"
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value


def _argument(key: str, value: Value, *, indent: str) -> str:
    """An attribute, or the blocks of a map or of a list of maps."""
    name = _BLOCKS.get(key) or re.sub(r"(?<!^)([A-Z])", r"_\1", key).lower()
    blocks = value if isinstance(value, list) and value and isinstance(value[0], dict) else [value]
    if key in _MAPS or not isinstance(blocks[0], dict):
        return f"{indent}{name} = {json.dumps(_plain(value))}\n"
    return "".join(_block(name, block, indent) for block in blocks if isinstance(block, dict))


def _block(name: str, block: dict[str, Value], indent: str) -> str:
    body = "".join(_argument(key, value, indent=indent + "  ") for key, value in sorted(block.items()))
    return f"{indent}{name} {{\n{body}{indent}}}\n"
