"""Answers for how a model is started and sized: `spec.runtime`."""

from typing import Final

from apexai.targets.capability import CapabilityTable, Refused, Sets
from apexai.targets.kubernetes.answers.kinds import (
    DEPLOYMENT,
    HTTP_ROUTE,
    NODE_SELECTOR,
    POD,
    SERVICE,
    SERVICE_ACCOUNT,
    VARIABLES,
    container,
    honoured,
)

PACKAGE: Final = Refused(
    code="APX-CAP-201",
    reason="a pod runs images and not packages",
    source="https://kubernetes.io/docs/concepts/containers/images/, read 2026-11-21",
    instead="build an image and write runtime.image, in a split stable.image",
)
_CONCURRENCY: Final = Refused(
    code="APX-CAP-202",
    reason="neither pods nor Services limit the requests that are served at once",
    source="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/, read 2026-11-21",
    instead="limit it in the model server, and scale on its queue with autoscaling.prometheus",
)
_PERMISSIONS: Final = Refused(
    code="APX-CAP-206",
    reason="a cluster can't grant rights in a cloud",
    source="https://kubernetes.io/docs/concepts/security/service-accounts/, read 2026-11-21",
    instead="make a cloud identity that has them and write it as runtime.identity",
)
_CACHE: Final = Refused(
    code="APX-CAP-207",
    reason="a response cache is not available yet",
    source="apexai",
    instead="put a CDN in front of runtime.network.domain, or a cache into the model server",
)

_PROBES: Final = ("startupProbe", "readinessProbe", "livenessProbe")

RUNTIME: Final[CapabilityTable] = {
    "spec.runtime.region": honoured(
        Sets(type=DEPLOYMENT, path=NODE_SELECTOR, form="topology.kubernetes.io/region"),
        note="pods run only on nodes that carry the region's label, as clouds set it",
    ),
    "spec.runtime.image": honoured(container("image")),
    "spec.runtime.package.path": PACKAGE,
    "spec.runtime.package.handler": PACKAGE,
    "spec.runtime.package.runtime": PACKAGE,
    "spec.runtime.command[]": honoured(container("command")),
    "spec.runtime.args[]": honoured(container("args")),
    "spec.runtime.ports.*": honoured(container("ports.*.containerPort"), Sets(type=SERVICE, path="spec.ports.*.port")),
    "spec.runtime.probes.path": honoured(*(container(f"{probe}.httpGet.path") for probe in _PROBES)),
    "spec.runtime.probes.port": honoured(*(container(f"{probe}.httpGet.port") for probe in _PROBES)),
    "spec.runtime.probes.initialDelay": honoured(container("startupProbe.initialDelaySeconds", form="seconds")),
    "spec.runtime.probes.period": honoured(*(container(f"{probe}.periodSeconds", form="seconds") for probe in _PROBES)),
    "spec.runtime.probes.timeout": honoured(
        *(container(f"{probe}.timeoutSeconds", form="seconds") for probe in _PROBES)
    ),
    "spec.runtime.probes.failureThreshold": honoured(
        container("readinessProbe.failureThreshold"), container("livenessProbe.failureThreshold")
    ),
    "spec.runtime.probes.startupBudget": honoured(
        container("startupProbe.failureThreshold", form="the budget over the period, rounded up"),
        Sets(type=DEPLOYMENT, path="spec.progressDeadlineSeconds"),
    ),
    "spec.runtime.cpu": honoured(container("resources.limits.cpu"), container("resources.requests.cpu")),
    "spec.runtime.memory": honoured(container("resources.limits.memory"), container("resources.requests.memory")),
    "spec.runtime.ephemeralStorage": honoured(
        container("resources.limits.ephemeral-storage"),
        Sets(type=DEPLOYMENT, path=f"{POD}.volumes.*.emptyDir.sizeLimit"),
    ),
    "spec.runtime.timeout": honoured(
        Sets(type=HTTP_ROUTE, path="spec.rules.*.timeouts.request"),
        Sets(type=DEPLOYMENT, path=f"{POD}.terminationGracePeriodSeconds", form="10 s of draining and 5 s more"),
        note="without a gateway nothing ends a request; pods that go away still have the time for it",
    ),
    "spec.runtime.requests.cpu": honoured(container("resources.requests.cpu")),
    "spec.runtime.requests.memory": honoured(container("resources.requests.memory")),
    "spec.runtime.gpu.type": honoured(
        Sets(
            type=DEPLOYMENT,
            path=f"{POD}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
            form="labels of GPU feature discovery, Karpenter, EKS Auto Mode or GKE",
        )
    ),
    "spec.runtime.gpu.count": honoured(
        container("resources.limits.*", form="nvidia.com/gpu"), container("resources.requests.*", form="nvidia.com/gpu")
    ),
    "spec.runtime.gpu.pool": honoured(Sets(type=DEPLOYMENT, path=NODE_SELECTOR, form="finops.apexlogic.com/gpu-pool")),
    "spec.runtime.gpu.nodePool": honoured(
        Sets(type=DEPLOYMENT, path=NODE_SELECTOR, form="finops.apexlogic.com/gpu-pool"),
        Sets(type="aws:eks/nodeGroup:NodeGroup", path="scalingConfig.maxSize", form="what a GpuNodePool makes of it"),
    ),
    "spec.runtime.concurrency": _CONCURRENCY,
    "spec.runtime.architecture": honoured(Sets(type=DEPLOYMENT, path=NODE_SELECTOR, form="kubernetes.io/arch")),
    "spec.runtime.identity": honoured(
        Sets(type=SERVICE_ACCOUNT, path="metadata.annotations.*", form="the annotation of the identity's cloud")
    ),
    "spec.runtime.permissions[].actions[]": _PERMISSIONS,
    "spec.runtime.permissions[].resources[]": _PERMISSIONS,
    "spec.runtime.environment.*": honoured(Sets(type=DEPLOYMENT, path=VARIABLES)),
    "spec.runtime.secrets.*": honoured(
        container("env.*.valueFrom.secretKeyRef.name"),
        container("env.*.valueFrom.secretKeyRef.key"),
        note="Secrets of the namespace; of other stores by the External Secrets Operator, which makes such Secrets",
    ),
    "spec.runtime.preprocessor.image": honoured(container("image")),
    "spec.runtime.preprocessor.command[]": honoured(container("command")),
    "spec.runtime.preprocessor.args[]": honoured(container("args")),
    "spec.runtime.preprocessor.port": honoured(
        container("ports.*.containerPort"),
        note="it stands in front of the model then, whose address it gets as MODEL_URL",
    ),
    "spec.runtime.preprocessor.environment.*": honoured(Sets(type=DEPLOYMENT, path=VARIABLES)),
    "spec.runtime.preprocessor.cpu": honoured(container("resources.requests.cpu"), container("resources.limits.cpu")),
    "spec.runtime.preprocessor.memory": honoured(container("resources.limits.memory")),
    "spec.runtime.cache.ttl": _CACHE,
}
