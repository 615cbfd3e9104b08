"""InferenceServices on Lambda for `test_services.py`; a bill's resources begin with its name."""

import copy

from apexai.components import InferenceService

SPEC = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "model"},
    "spec": {
        "modelRef": {"name": "m", "version": "1"},
        "runtime": {
            "platform": "aws-lambda",
            "region": "us-east-1",
            "image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/m:1",
            "memory": "4096MB",
            "architecture": "arm64",
            "auth": {"iam": True},
        },
        "autoscaling": {"minReplicas": 1, "maxReplicas": 10, "targetUtilization": 70},
        "monitoring": {"logsRetentionDays": 30},
    },
}
USED = {"requests": "2M/month", "duration": "120ms"}


def service(name: str, **more: object) -> None:
    document = copy.deepcopy(SPEC)
    document["metadata"]["name"] = name
    document["spec"].update(more)
    InferenceService(name, spec=document)


service("unused")
service("used", finops={"usage": USED})
service("tight", finops={"usage": USED, "budgetLimit": "$53/month"})
service("roomy", finops={"usage": USED, "budgetLimit": "$54/month"})
service("blind", finops={"budgetLimit": "$5000/month"})
service("tokens", finops={"usage": {**USED, "tokensIn": 500, "tokensOut": 500}})


def on_azure(name: str, platform: str, code: dict[str, object], **more: object) -> None:
    document = copy.deepcopy(SPEC)
    document["metadata"]["name"] = name
    document["spec"]["runtime"] = {"platform": platform, "region": "eastus2", **code}
    document["spec"]["autoscaling"] = {"minReplicas": 1, "maxReplicas": 40}
    document["spec"].update(more)
    InferenceService(name, spec=document)


IMAGE = {"image": "models.azurecr.io/m:1", "memory": "4GiB"}
CODE = {"package": {"path": "code.zip", "handler": "app.main", "runtime": "python3.12"}}
STABLE = {"modelVersion": "0", "revision": "azure-split--a1b2c3d"}
on_azure("azure-app", "azure-container-apps", IMAGE, finops={"usage": USED})
on_azure(
    "azure-split",
    "azure-container-apps",
    IMAGE,
    finops={"usage": USED},
    trafficSplit={"blue": "90%", "green": "10%", "stable": STABLE},
)
on_azure("azure-function", "azure-functions", CODE, finops={"usage": USED})
