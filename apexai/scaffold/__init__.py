"""Commented documents to start from, one for each platform."""

from importlib.resources import files
from typing import Final

from apexai.spec.fields import Platform

_NAME: Final = "my-model"

BESIDE: Final = {
    Platform.AZURE_FUNCTIONS: "build/function_app.py",
    Platform.CLOUDFLARE_WORKERS: "model.onnx",
    Platform.LAMBDA_EDGE: "build/index.mjs",
}
"""The user's own file that a platform's document names, beside the document."""

NO_NAMESPACE: Final = "  # namespace: models           # a tag or label where the platform has none\n"
NAMESPACED: Final = "  namespace: default            # one that the cluster has\n"
"""In the documents for Kubernetes, since manifests for GitOps name it: what a kubeconfig chooses is in no file."""
_COSTS: Final = "  finops:\n"
_NODES: Final = "    nodeType: m7i.large         # the cluster's machines: a pod costs its share of one\n"
"""In the documents for Kubernetes, where nothing else says what runs a pod, and so what it costs."""


def render_spec(platform: Platform, *, name: str) -> str:
    """A document for a platform, which previews as it stands, with the file of `BESIDE` where there is one.

    Args:
        platform: Where it shall run.
        name: Of the deployment and its model; the caller has checked its form.
    """
    parts = (_text("head.yaml"), _text(f"{platform}.yaml"), _text("tail.yaml"))
    text = "".join(parts).replace(_NAME, name)
    if platform is not Platform.KUBERNETES:
        return text
    return text.replace(NO_NAMESPACE, NAMESPACED).replace(_COSTS, f"{_COSTS}{_NODES}")


def _text(file: str) -> str:
    return files(__package__).joinpath(file).read_text(encoding="utf-8")
