"""Shadow AI: models and accelerators in the stack that no spec declares."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.property import Property
from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.containers import containers_of
from apexai.policy.rules.finops.accelerators import accelerated, attached
from apexai.policy.rules.finops.machines import instance_types
from apexai.policy.rules.frameworks import iso, nist, nist_generative
from apexai.policy.rules.types import (
    AI_DEPLOYMENT,
    ENDPOINT_CONFIGURATION,
    RUN_SERVICE,
    WORKER_SCRIPT,
    WORKER_VERSION,
    WORKLOADS,
)
from apexai.policy.subject import Subject

_SERVICES: Final = (
    ENDPOINT_CONFIGURATION,
    "aws:bedrock/agentAgent:AgentAgent",
    "aws:bedrock/customModel:CustomModel",
    "aws:bedrock/inferenceProfile:InferenceProfile",
    "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput",
    "aws:sagemaker/endpoint:Endpoint",
    "aws:sagemaker/model:Model",
    "aws:sagemaker/notebookInstance:NotebookInstance",
    AI_DEPLOYMENT,
    "azure-native:machinelearningservices:BatchEndpoint",
    "azure-native:machinelearningservices:OnlineEndpoint",
    "azure-native:machinelearningservices:ServerlessEndpoint",
    "cloudflare:index/aiGateway:AiGateway",
    "cloudflare:index/aiSearchInstance:AiSearchInstance",
    "gcp:vertex/aiEndpoint:AiEndpoint",
    "gcp:vertex/aiEndpointWithModelGardenDeployment:AiEndpointWithModelGardenDeployment",
    "gcp:vertex/aiReasoningEngine:AiReasoningEngine",
)
_DECLARING: Final = "apexai:index:"
"""Components that are made from a spec, or that serve such ones."""
_MACHINES: Final = (
    "aws:ec2/instance:Instance",
    "azure-native:compute:VirtualMachine",
    "gcp:compute/instance:Instance",
)
"""Pools of a cluster are no workload: what runs on them is."""
_WORKERS: Final = (WORKER_SCRIPT, WORKER_VERSION)
_DEVICES: Final = ("nvidia.com/", "amd.com/gpu", "gpu.intel.com/", "aws.amazon.com/neuron", "google.com/tpu")


def ai_declared(subject: Subject) -> Iterator[Answer]:
    if any(above.type.startswith(_DECLARING) for above in subject.ancestors):
        return
    if subject.name in subject.texts("known"):
        raise NotApplicable("the organisation knows it")
    if subject.type in _SERVICES:
        yield Fail(message="an AI service that no spec declares")
        return
    found = sorted(_accelerators_of(subject))
    if not found:
        raise NotApplicable("it has no accelerator")
    yield Fail(message=f"{', '.join(found)} for a workload that no spec declares")


def _accelerators_of(subject: Subject) -> set[str]:
    """Devices of containers, models of machines, and the AI binding of a Worker."""
    if subject.type in _MACHINES:
        kinds = {kind.text() for kind in instance_types(subject)}
        return {kind for kind in kinds if accelerated(kind)} | {kind.text() for kind in attached(subject)}
    if subject.type in _WORKERS:
        return {"Workers AI" for binding in subject["bindings"].items() if binding["type"].text() == "ai"}
    limited = {device for container in containers_of(subject) for device in _devices(container["resources.limits"])}
    if subject.type == RUN_SERVICE and not subject["template.nodeSelector.accelerator"].absent:
        limited.add(subject["template.nodeSelector.accelerator"].text())
    return limited


def _devices(limits: Property) -> list[str]:
    return [key for key, _ in limits.entries() if key.startswith(_DEVICES)]


RULES: Final = (
    Rule(
        id="APX-RAI-025",
        title="every model and accelerator is declared",
        severity=Severity.MEDIUM,
        types=(*_SERVICES, *WORKLOADS, *_MACHINES, *_WORKERS, RUN_SERVICE),
        check=ai_declared,
        reason="Nobody governs a model that is on no list.",
        remediation="Deploy it as an InferenceService, or add its name to the parameter `known`.",
        source="https://airc.nist.gov/airmf-resources/airmf/5-sec-core/",
        frameworks=(nist("GOVERN 1.6"), nist_generative("GV-1.6-003"), iso("A.4.2")),
        parameters=(
            Parameter(
                name="known",
                kind="array",
                default=(),
                description="logical names of resources that need no spec",
                tighter=Tighter.FEWER,
            ),
        ),
    ),
)
