"""KMS keys, secrets, parameters and web ACLs."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from apexai.cost.aws.lambda_function import FUNCTION, requests_of
from apexai.cost.meters import standing, used
from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import value_at
from apexai.graph.model import Unknown

_SECRET: Final = "aws-secretsmanager-secret-month"
_NOTHING: Final = Decimal(0)
_CALLS: Final = (
    "calls to keys and secrets are made when an environment starts: none are counted in the expected case, and one for "
    "each request in the high case, where usage says nothing about them"
)
_VERSIONS: Final = "a key that rotates costs as much again for each version kept: none is counted beyond the first"


def read_key(around: Surroundings) -> Reading:
    """A customer managed key by version, and the calls to it."""
    rotations = around.usage.total("rotations")
    versions = (fixed(0) if rotations.expected is None else rotations) + fixed(1)
    key = Meter(
        sku_id="aws-kms-key-month",
        region_id=around.region(),
        unit="key-month",
        quantity=versions.or_high(versions.expected),
        label="key",
    )
    calls, assumptions = calls_of(around)
    rotates = around.text("enableKeyRotation", default="false") == "true"
    return Reading(
        meters=(key, _calls_meter(around, "aws-kms-requests", calls)),
        assumptions=(*assumptions, *((_VERSIONS,) if rotates and rotations.expected is None else ())),
    )


def read_secret(around: Surroundings) -> Reading:
    """The secret, as much again for each replica in the price of its region, and the calls."""
    secret = standing(around, _SECRET, "secret-month", "secret")
    replicas = value_at(around.resource.inputs, "replicas")
    if isinstance(replicas, Unknown):
        raise NotKnown("its replicas are not known before the deployment")
    count = len(replicas) if isinstance(replicas, list) else 0
    regions = [around.text("replicas", at, "region") for at in range(count)]
    copies = (replace(secret, region_id=region, label=f"replica in {region}") for region in regions)
    calls, assumptions = calls_of(around)
    return Reading(
        meters=(secret, *copies, _calls_meter(around, "aws-secretsmanager-api-calls", calls)), assumptions=assumptions
    )


def read_parameter(around: Surroundings) -> Reading:
    """Parameters of the standard tier are free."""
    match around.text("tier", default="Standard"):
        case "Standard":
            return Reading(free="parameters of the standard tier cost nothing")
        case "Advanced":
            return Reading(
                meters=(standing(around, "aws-ssm-advanced-parameter-month", "parameter-month", "parameter"),)
            )
        case tier:
            raise NotKnown(f"the tier {tier} depends on the parameter's size and policies")


def read_certificate(around: Surroundings) -> Reading:
    """A public certificate is free, unless it may leave AWS. Source: aws.amazon.com/certificate-manager/pricing."""
    if around.resource.inputs.get("certificateAuthorityArn") is not None:
        raise NotKnown("no source states the price of a certificate from a private authority")
    if around.text("options", "export", default="DISABLED") == "ENABLED":
        raise NotKnown("no source states the price of a certificate that can be exported")
    return Reading(free="public certificates cost nothing")


def read_web_acl(around: Surroundings) -> Reading:
    """The ACL, its rules and the requests that it sees."""
    rules = value_at(around.resource.inputs, "rules")
    if isinstance(rules, Unknown):
        raise NotKnown("its rules are not known before the deployment")
    count = len(rules) if isinstance(rules, list) else 0
    return Reading(
        meters=(
            standing(around, "aws-waf-web-acl", "web-acl-month", "web ACL"),
            standing(around, "aws-waf-rule", "rule-month", "rules", amount=count),
            used(around, "aws-waf-requests", "request", "requests"),
        )
    )


def calls_of(around: Surroundings) -> tuple[Quantity, tuple[str, ...]]:
    """Calls a month to a key or secret, and what was assumed for them."""
    declared = around.usage.total("requests")
    if declared.expected is not None or around.view.component(around.resource) is None:
        return declared, ()
    functions = around.view.siblings(around.resource, FUNCTION)
    bounds = [requests_of(around, function).high for function in functions]
    known = [bound for bound in bounds if bound is not None]
    high = sum(known, _NOTHING) if known and len(known) == len(bounds) else None
    return Quantity(_NOTHING, _NOTHING, high), (_CALLS,)


def _calls_meter(around: Surroundings, sku_id: str, calls: Quantity) -> Meter:
    return Meter(
        sku_id=sku_id, region_id=around.region(), unit="request", quantity=calls, label="calls", needs=("requests",)
    )
