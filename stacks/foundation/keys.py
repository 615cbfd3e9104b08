"""The key of the foundation, and the registry of the models' images."""

import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

KEEP = 20
"""Images of each model that are kept for going back."""


def build_key(name: str, tags: dict[str, str]) -> aws.kms.Key:
    """A key that images and the cluster's secrets lie under."""
    opts = pulumi.ResourceOptions(protect=True)
    key = aws.kms.Key(f"{name}-key", enable_key_rotation=True, deletion_window_in_days=30, tags=tags, opts=opts)
    aws.kms.Alias(f"{name}-key", name=f"alias/{name}", target_key_id=key.key_id)
    return key


def build_registry(models: Sequence[str], key: aws.kms.Key, tags: dict[str, str]) -> pulumi.Output[str]:
    """A repository for each model; returns what stands before their names."""
    urls = [_repository(model, key, tags).repository_url for model in models]
    registry: pulumi.Output[str] = urls[0].apply(lambda url: url.rpartition("/")[0])
    return registry


def _repository(model: str, key: aws.kms.Key, tags: dict[str, str]) -> aws.ecr.Repository:
    repository = aws.ecr.Repository(
        f"models-{model}",
        name=f"models/{model}",
        image_tag_mutability="IMMUTABLE",
        image_scanning_configuration={"scan_on_push": True},
        encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}],
        tags=tags,
    )
    old = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": KEEP}
    rule = {"rulePriority": 1, "selection": old, "action": {"type": "expire"}}
    aws.ecr.LifecyclePolicy(f"models-{model}", repository=repository.name, policy=json.dumps({"rules": [rule]}))
    return repository
