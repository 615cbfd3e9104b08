"""Shadow AI: models and accelerators in the stack that no spec declares."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.property import Property
from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.frameworks import iso, nist, nist_generative
from apexai.policy.rules.pods import containers_of
from apexai.policy.rules.types import ENDPOINT_CONFIGURATION, WORKLOADS
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
)
_DEVICES: Final = ("nvidia.com/", "amd.com/gpu", "gpu.intel.com/", "aws.amazon.com/neuron", "google.com/tpu")


def ai_declared(subject: Subject) -> Iterator[Answer]:
    if subject.service is not None:
        return
    if subject.name in subject.texts("known"):
        raise NotApplicable("the organisation knows it")
    if subject.type not in WORKLOADS:
        yield Fail(message="an AI service that no spec declares")
        return
    devices = sorted(
        {device for container in containers_of(subject) for device in _devices(container["resources.limits"])}
    )
    if not devices:
        raise NotApplicable("it has no accelerator")
    yield Fail(message=f"{', '.join(devices)} for a workload that no spec declares")


def _devices(limits: Property) -> list[str]:
    return [key for key, _ in limits.entries() if key.startswith(_DEVICES)]


RULES: Final = (
    Rule(
        id="APX-RAI-025",
        title="every model and accelerator is declared",
        severity=Severity.MEDIUM,
        types=(*_SERVICES, *WORKLOADS),
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
