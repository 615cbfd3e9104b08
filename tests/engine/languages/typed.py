import pulumi
from apexlogic_apexai import (
    AwsScopeArgs,
    BudgetGuard,
    BudgetScopeArgs,
    ClusterKind,
    EdgeInferenceWorker,
    GpuNodePool,
    InferenceService,
    KeyValueArgs,
    MetadataArgs,
    Platform,
)

service = InferenceService(
    "fraud",
    metadata=MetadataArgs(name="fraud"),
    spec={
        "model_ref": {"name": "fraud", "version": "2.1.0"},
        "runtime": {
            "platform": Platform.AWS_LAMBDA,
            "cpu": 0.5,
            "environment": {"TOKEN": pulumi.Output.secret("s3cret")},
        },
    },
)
topic: pulumi.Input[str] = service.endpoint
scope = BudgetScopeArgs(aws=AwsScopeArgs(tag=KeyValueArgs(key="a", value="b"), region="us-east-1", topic=topic))
BudgetGuard("guard", limit="$5/month", thresholds=["80%", 50], scope=scope)
GpuNodePool("pool", accelerator="nvidia-l4", pool={"cluster": {"kind": ClusterKind.EKS, "name": topic}, "max_nodes": 2})
EdgeInferenceWorker("edge", origin=service.endpoint, tokens={"issuer": topic, "audiences": ["fraud"]})
InferenceService("other", platform=topic)  # wrong
GpuNodePool("other", accelerator="nvidia-l4", pool={"max_nodes": 2})  # wrong
BudgetGuard("other", limit=service.endpoint, scope=scope)  # wrong
