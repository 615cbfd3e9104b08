"""What providers add to a program's inputs in Check, taken off again, so that graphs of all sources compare.

Bridged providers list what they filled in under `__defaults`, pulumi-kubernetes marks names of its own with an
annotation. Values that a provider computes are among a resource's outputs.
"""

from collections.abc import Mapping
from typing import Final

from apexai.graph.model import Value

DEFAULTS: Final = "__defaults"
"""Source: github.com/pulumi/pulumi-terraform-bridge pkg/tfbridge/schema.go."""

AUTONAMED: Final = "pulumi.com/autonamed"
"""Source: github.com/pulumi/pulumi-kubernetes provider/pkg/metadata/naming.go."""

OF_THE_ENGINE: Final = frozenset({"__internal", "version", "pluginDownloadURL", "envVarMappings"})
"""What the engine keeps among a provider resource's inputs. Source: pulumi pkg/resource/deploy/providers."""


def declared_inputs(type_token: str, inputs: Mapping[str, Value]) -> dict[str, Value]:
    """Return what the program itself declares of a resource's inputs."""
    if type_token.startswith("pulumi:providers:"):
        return {key: value for key, value in inputs.items() if key not in OF_THE_ENGINE}
    declared = _without_defaults(dict(inputs))
    if type_token.startswith("kubernetes:"):
        return _without_autoname(declared)
    return declared


def _without_defaults(properties: dict[str, Value]) -> dict[str, Value]:
    filled = properties.get(DEFAULTS)
    names = frozenset(name for name in filled if isinstance(name, str)) if isinstance(filled, list) else frozenset()
    return {key: _clean(value) for key, value in properties.items() if key != DEFAULTS and key not in names}


def _clean(value: Value) -> Value:
    if isinstance(value, dict):
        return _without_defaults(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


def _without_autoname(properties: dict[str, Value]) -> dict[str, Value]:
    metadata = properties.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(metadata, dict) or not isinstance(annotations, dict) or AUTONAMED not in annotations:
        return properties
    own = {key: value for key, value in annotations.items() if key != AUTONAMED}
    kept = {key: value for key, value in metadata.items() if key not in ("name", "annotations")}
    cleaned: dict[str, Value] = {**kept, "annotations": own} if own else kept
    others = {key: value for key, value in properties.items() if key != "metadata"}
    return {**others, "metadata": cleaned} if cleaned else others
