"""Component resources for Pulumi programs."""

from apexai.components.inference_service import InferenceService

__all__ = ["InferenceService"]
