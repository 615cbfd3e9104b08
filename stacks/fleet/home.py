"""A home of services: one account, region and cluster, whose foundation is another stack."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from apexai import InferenceService
from apexai.spec.document import SpecDocument


class Home:
    """The providers of a home, and what its foundation offers."""

    def __init__(self, name: str, *, foundation: str, region: str, role: str | None = None) -> None:
        self._shared = pulumi.StackReference(foundation)
        self._region = region
        roles = [] if role is None else [{"role_arn": role}]
        account = aws.Provider(f"{name}-account", region=region, assume_roles=roles)
        kubeconfig = self._shared.require_output("kubeconfig")
        self._providers = [account, kubernetes.Provider(f"{name}-cluster", kubeconfig=kubeconfig)]

    def deploy(self, document: SpecDocument) -> InferenceService:
        """Deploy a spec; the providers of its home are passed, those of other clouds are the stack's own."""
        platform = document.deployment().spec.runtime.platform
        names = ("registry", "budgetTopic", "anomalyMonitor")
        return InferenceService(
            document.name,
            document,
            overrides={"runtime": self._placed()} if platform == "aws-lambda" else None,
            foundation={name: self._shared.require_output(name) for name in names},
            opts=pulumi.ResourceOptions(providers=self._providers),
        )

    def _placed(self) -> Mapping[str, object]:
        """Where functions are: in the region and in the private subnets of the home."""
        network = self._shared.require_output("network")
        subnets = [network["subnets"][index] for index in range(2)]
        return {
            "region": self._region,
            "network": {"subnets": subnets, "securityGroups": [network["securityGroups"][0]]},
        }
