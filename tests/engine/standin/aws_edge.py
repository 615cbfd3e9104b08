"""What CloudFront keeps and refuses: functions that it may call, staging distributions, policies that are in use."""

import json
from typing import Any, Final

from tests.engine.standin import aws_functions, refusals
from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.kinds import Kind
from tests.engine.standin.wire import Properties

DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
POLICY: Final = "aws:cloudfront/continuousDeploymentPolicy:ContinuousDeploymentPolicy"
CACHE_POLICY: Final = "aws:cloudfront/cachePolicy:CachePolicy"

MOST_WEIGHT: Final = 0.15
"""Source: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/continuous-deployment.html"""

EDGE: Final = (
    Kind(
        token=DISTRIBUTION,
        source="cloudfront/distribution.go",
        replaces=("staging",),
        autoname="",
        defaults={
            "httpVersion": "http2",
            "priceClass": "PriceClass_All",
            "retainOnDelete": False,
            "staging": False,
            "waitForDeployment": True,
        },
        id="E{suffix}",
        outputs={
            "arn": "arn:aws:cloudfront::{account}:distribution/E{suffix}",
            "domainName": "d{suffix}.cloudfront.net",
            "etag": "{suffix}",
            "hostedZoneId": "Z2FDTNDATAQYW2",
            "status": "Deployed",
        },
    ),
    Kind(
        token=POLICY,
        source="cloudfront/continuous_deployment_policy.go",
        autoname="",
        id="{suffix}",
        outputs={"etag": "{suffix}", "lastModifiedTime": "2026-11-21"},
        taggable=False,
    ),
    Kind(
        token=CACHE_POLICY,
        source="cloudfront/cache_policy.go",
        replaces=("name",),
        id="{suffix}",
        outputs={"etag": "{suffix}"},
        taggable=False,
    ),
)


def check_distribution(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what CreateDistribution and UpdateDistribution refuse of the functions that are called."""
    for called in inputs["defaultCacheBehavior"].get("lambdaFunctionAssociations") or []:
        arn = str(called["lambdaArn"])
        name, _, version = arn.partition(":function:")[2].partition(":")
        if not version.isdigit() or ":us-east-1:" not in arn:
            refusals.EDGE_VERSION.refuse(arn=arn)
        function = aws_functions.find_function(cloud, "us-east-1", name)
        aws_functions.check_version(function, version)
        _check_edge_function(cloud, function)


def check_created(cloud: Cloud, item: CloudObject) -> None:
    """Refuse what only the creation of a distribution refuses."""
    if item.type == DISTRIBUTION and item.inputs.get("continuousDeploymentPolicyId"):
        refusals.EDGE_POLICY_ON_CREATION.refuse()


def keep_policy(item: CloudObject) -> None:
    """The policy stays where the program does not say: the provider has it as computed too.

    Source: github.com/hashicorp/terraform-provider-aws issue 34511.
    """
    if "continuousDeploymentPolicyId" in item.inputs:
        item.hidden["policy"] = item.inputs["continuousDeploymentPolicyId"]


def check_policy(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse a policy of too much weight, or of a staging distribution that does not exist."""
    weight = ((inputs.get("trafficConfig") or {}).get("singleWeightConfig") or {}).get("weight", 0)
    if weight > MOST_WEIGHT:
        refusals.EDGE_WEIGHT.refuse(weight=weight)
    there = {item.outputs["domainName"] for item in cloud.of_type(DISTRIBUTION) if item.inputs.get("staging")}
    for name in inputs["stagingDistributionDnsNames"].get("items") or []:
        if name not in there:
            refusals.EDGE_NO_STAGING.refuse(name=name)


def check_policy_unused(cloud: Cloud, policy: CloudObject) -> None:
    """Refuse to delete a policy that a distribution has."""
    if any(item.hidden.get("policy") == policy.id for item in cloud.of_type(DISTRIBUTION)):
        refusals.EDGE_POLICY_IN_USE.refuse()


def check_distribution_unused(cloud: Cloud, distribution: CloudObject) -> None:
    """Refuse to delete a staging distribution that a policy has."""
    name = distribution.outputs["domainName"]
    if any(name in (item.inputs["stagingDistributionDnsNames"].get("items") or []) for item in cloud.of_type(POLICY)):
        refusals.EDGE_STAGING_IN_USE.refuse()


def _check_edge_function(cloud: Cloud, function: CloudObject) -> None:
    inputs: dict[str, Any] = function.inputs
    if (inputs.get("environment") or {}).get("variables"):
        refusals.EDGE_VARIABLES.refuse()
    role = next((item for item in cloud.of_type(aws_functions.ROLE) if item.outputs.get("arn") == inputs["role"]), None)
    if role is not None and "edgelambda.amazonaws.com" not in json.dumps(role.inputs["assumeRolePolicy"]):
        refusals.EDGE_ROLE.refuse()
