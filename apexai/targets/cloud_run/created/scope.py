"""What all resources of one deployment share: region, labels, project, options."""

from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from apexai.spec.deployment import Spec
from apexai.targets.budgets.gcp.state import RunBrakeState, read_state
from apexai.targets.budgets.plan import plan_of
from apexai.targets.cloud_run.labels import labels_of
from apexai.targets.target import BuildRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The surroundings of each resource."""

    request: BuildRequest
    region: str
    labels: dict[str, str]
    brake: RunBrakeState | None
    """State of the budget's brake; None where nothing would hold the service back."""

    @property
    def is_braked(self) -> bool:
        return self.brake is not None and self.brake.state.is_braked

    @property
    def spec(self) -> Spec:
        return self.request.deployment.spec

    @property
    def project(self) -> pulumi.Output[str]:
        """Id of the project that the deployment goes to; asks the caller's own provider, which calls no API for it."""
        client = gcp.organizations.get_client_config_output(opts=pulumi.InvokeOutputOptions(parent=self.request.parent))
        found: pulumi.Output[str] = client.project
        return found

    @property
    def service_name(self) -> str:
        """The service's name, which is fixed so that the names of its revisions are known."""
        return self.request.name

    def name(self, kind: str) -> str:
        """Logical name of a child."""
        return f"{self.request.name}-{kind}"


def scope_of(request: BuildRequest) -> Scope:
    """The surroundings of a deployment."""
    region = request.deployment.spec.runtime.region
    if region is None:
        raise ValueError("no region: the limits refuse this")
    return Scope(
        request=request,
        region=region,
        labels=labels_of(request.deployment, request.surroundings),
        brake=_brake_of(request, region),
    )


def _brake_of(request: BuildRequest, region: str) -> RunBrakeState | None:
    plan = plan_of(request.deployment)
    return read_state(request.name, region=region, parent=request.parent) if plan is not None and plan.brakes else None
