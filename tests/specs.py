"""Spec files for the tests of what happens to them."""

from pathlib import Path
from typing import Final

from apexai.preview import DeploymentPreview, Preview, PreviewOptions
from apexai.preview.specs import preview_specs
from tests.projects import JUDGED

KUBERNETES: Final = """\
apiVersion: ai.apexlogic.com/v1alpha1
kind: ServerlessModelDeployment
metadata:
  name: fraud
  namespace: ai-production
spec:
  modelRef:
    name: fraud-detection-model
    version: "2.1.0"
  runtime:
    platform: kubernetes
    image: ghcr.io/apexlogic/fraud:2.1.0
    access: internal
    cpu: "1"
    memory: 1GiB
    ports:
      http: 8080
    environment:
      LOG_LEVEL: INFO
  autoscaling:
    minReplicas: 2
    maxReplicas: 4
    targetUtilization: 70
"""


def write_spec(directory: Path, text: str = KUBERNETES, *, name: str = "service.yaml") -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / name
    file.write_text(text, encoding="utf-8")
    return file


def preview_of(path: Path, options: PreviewOptions | None = None, *, target: str | None = None) -> Preview:
    return preview_specs(str(path), options or JUDGED, target=target)


def deployment_of(path: Path, options: PreviewOptions | None = None) -> DeploymentPreview:
    (deployment,) = preview_of(path, options).deployments
    return deployment
