"""Changes that need other surroundings on AWS Lambda."""

from collections.abc import Mapping
from typing import Final

from tests.targets.change import Change, Document

AWS_LAMBDA_BASE: Final[Document] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "subject"},
    "spec": {
        "modelRef": {"name": "subject", "version": "1.0.0"},
        "runtime": {
            "platform": "aws-lambda",
            "region": "us-east-1",
            "image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/subject:1.0.0",
        },
    },
}

AWS_LAMBDA: Final[Mapping[str, Change]] = {}
