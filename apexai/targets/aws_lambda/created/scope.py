"""What all resources of one deployment share: region, tags, account, options."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from apexai.spec.deployment import Spec
from apexai.targets.aws_lambda.regions import regions
from apexai.targets.aws_lambda.tags import tags_of
from apexai.targets.budgets.aws.state import BrakeState, read_state
from apexai.targets.budgets.plan import plan_of
from apexai.targets.target import BuildRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The surroundings of each resource."""

    request: BuildRequest
    region: str
    account: pulumi.Output[str]
    """Id of the account that the deployment goes to."""
    tags: dict[str, str]
    brake: BrakeState | None
    """State of the budget's brake; None where nothing would hold the service back."""

    @property
    def is_braked(self) -> bool:
        return self.brake is not None and self.brake.state.is_braked

    @property
    def spec(self) -> Spec:
        return self.request.deployment.spec

    @property
    def partition(self) -> str:
        return regions()[self.region].partition

    @property
    def domain(self) -> str:
        """What the names of services end with in this partition."""
        return regions()[self.region].domain

    def name(self, kind: str) -> str:
        """Logical name of a child."""
        return f"{self.request.name}-{kind}"

    def arn(self, service: str, resource: pulumi.Input[str]) -> pulumi.Output[str]:
        """ARN of something in the deployment's own account and region."""
        return pulumi.Output.concat(
            "arn:", self.partition, ":", service, ":", self.region, ":", self.account, ":", resource
        )


def scope_of(request: BuildRequest, *, region: str | None = None) -> Scope:
    """The surroundings of a deployment; asks the caller's own provider for its account.

    Args:
        request: What is built.
        region: Where everything goes; the document's where not given.
    """
    region = region or request.deployment.spec.runtime.region
    if region is None:
        raise ValueError("no region: the limits refuse this")
    identity = aws.get_caller_identity_output(opts=pulumi.InvokeOutputOptions(parent=request.parent))
    return Scope(
        request=request,
        region=region,
        account=identity.account_id,
        tags=tags_of(request.deployment, request.surroundings),
        brake=_brake_of(request, region),
    )


def _brake_of(request: BuildRequest, region: str) -> BrakeState | None:
    plan = plan_of(request.deployment)
    return read_state(request.name, region=region, parent=request.parent) if plan is not None and plan.brakes else None
