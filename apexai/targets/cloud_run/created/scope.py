"""What all resources of one deployment share: region, labels, project, options."""

from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from apexai.spec.deployment import Spec
from apexai.targets.cloud_run.labels import labels_of
from apexai.targets.target import BuildRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The surroundings of each resource."""

    request: BuildRequest
    region: str
    project: pulumi.Output[str]
    """Id of the project that the deployment goes to."""
    labels: dict[str, str]

    @property
    def spec(self) -> Spec:
        return self.request.deployment.spec

    @property
    def service_name(self) -> str:
        """The service's name, which is fixed so that the names of its revisions are known."""
        return self.request.name

    def name(self, kind: str) -> str:
        """Logical name of a child."""
        return f"{self.request.name}-{kind}"


def scope_of(request: BuildRequest) -> Scope:
    """The surroundings of a deployment; asks the caller's own provider for its project, which calls no API."""
    region = request.deployment.spec.runtime.region
    if region is None:
        raise ValueError("no region: the limits refuse this")
    client = gcp.organizations.get_client_config_output(opts=pulumi.InvokeOutputOptions(parent=request.parent))
    return Scope(
        request=request,
        region=region,
        project=client.project,
        labels=labels_of(request.deployment, request.surroundings),
    )
