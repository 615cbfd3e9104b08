"""The shop's frontend: a Deployment and its Service, as a component of the shop's own."""

from collections.abc import Mapping

import pulumi
import pulumi_kubernetes as k8s

PORT = 3000
COST = {"finops.apexlogic.com/cost-center": "Shop"}


class Frontend(pulumi.ComponentResource):
    """Pages that ask the model on the visitor's behalf."""

    address: pulumi.Output[str]
    """Name and port in the cluster."""

    def __init__(
        self,
        name: str,
        *,
        image: str,
        namespace: str,
        environment: Mapping[str, pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("shop:index:Frontend", name, {}, opts)
        child, labels = pulumi.ResourceOptions(parent=self), {"app": name}
        variables = [k8s.core.v1.EnvVarArgs(name=key, value=value) for key, value in environment.items()]
        limits = {"cpu": "500m", "memory": "512Mi"}
        container = k8s.core.v1.ContainerArgs(
            name=name,
            image=image,
            ports=[k8s.core.v1.ContainerPortArgs(container_port=PORT)],
            env=variables,
            resources=k8s.core.v1.ResourceRequirementsArgs(requests=limits, limits=limits),
            security_context=k8s.core.v1.SecurityContextArgs(
                run_as_non_root=True,
                allow_privilege_escalation=False,
                read_only_root_filesystem=True,
                capabilities=k8s.core.v1.CapabilitiesArgs(drop=["ALL"]),
                seccomp_profile=k8s.core.v1.SeccompProfileArgs(type="RuntimeDefault"),
            ),
            readiness_probe=k8s.core.v1.ProbeArgs(http_get=k8s.core.v1.HTTPGetActionArgs(path="/", port=PORT)),
        )
        k8s.apps.v1.Deployment(
            f"{name}-deployment",
            metadata=k8s.meta.v1.ObjectMetaArgs(name=name, namespace=namespace, labels={**labels, **COST}),
            spec=k8s.apps.v1.DeploymentSpecArgs(
                replicas=3,
                selector=k8s.meta.v1.LabelSelectorArgs(match_labels=labels),
                template=k8s.core.v1.PodTemplateSpecArgs(
                    metadata=k8s.meta.v1.ObjectMetaArgs(labels=labels),
                    spec=k8s.core.v1.PodSpecArgs(containers=[container], automount_service_account_token=False),
                ),
            ),
            opts=child,
        )
        service = k8s.core.v1.Service(
            f"{name}-service",
            metadata=k8s.meta.v1.ObjectMetaArgs(name=name, namespace=namespace, labels=labels),
            spec=k8s.core.v1.ServiceSpecArgs(
                selector=labels, ports=[k8s.core.v1.ServicePortArgs(name="http", port=80, target_port=PORT)]
            ),
            opts=child,
        )
        self.address = pulumi.Output.concat(service.metadata.name, ".", namespace, ".svc.cluster.local:80")
        self.register_outputs({"address": self.address})
