"""The chain from a spec or a Pulumi project to what it would create: load, check, capture, as data."""

from apexai.preview.options import PreviewOptions
from apexai.preview.result import DeploymentPreview, Preview, Status

__all__ = ["DeploymentPreview", "Preview", "PreviewOptions", "Status"]
