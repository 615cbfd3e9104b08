"""How a bridged provider checks and names: autonames, schema defaults and `__defaults`.

Source: github.com/pulumi/pulumi-terraform-bridge pkg/tfbridge/schema.go (`applyDefaults`) and names.go.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from tests.engine.standin.kinds import Kind
from tests.engine.standin.wire import SECRET, SIGNATURE, UNKNOWN, Properties, has_unknowns

DEFAULTS: Final = "__defaults"

BLOCKS: Final = frozenset(
    {
        "accessLogSettings",
        "corsConfiguration",
        "cors",
        "deadLetterConfig",
        "defaultRouteSettings",
        "destinationConfig",
        "encryptionConfigurations",
        "environment",
        "ephemeralStorage",
        "imageConfig",
        "imageScanningConfiguration",
        "jwtConfiguration",
        "loggingConfig",
        "predefinedMetricSpecification",
        "routingConfig",
        "scalableTargetAction",
        "snapStart",
        "targetTrackingScalingPolicyConfiguration",
        "tracingConfig",
        "vpcConfig",
    }
)
"""Properties whose objects have a schema, and so `__defaults` of their own; maps with the user's keys have none."""

JSON_DOCUMENTS: Final = frozenset({"assumeRolePolicy", "policy", "redrivePolicy"})
"""Properties that take an object and are stored as JSON text (`TransformJSONDocument`)."""


def checked(kind: Kind, news: Properties, *, olds: Properties, logical_name: str, seed: bytes) -> Properties:
    """Fill in what the provider fills in."""
    inputs = {name: _marked(name, value) for name, value in news.items()}
    filled = {name: value for name, value in kind.defaults.items() if name not in news}
    if kind.autoname and kind.autoname not in news:
        filled[kind.autoname] = _kept_name(kind, olds) or _autoname(kind, logical_name=logical_name, seed=seed)
    return {**inputs, **filled, DEFAULTS: sorted(filled)}


def must_be_deleted_first(kind: Kind, news: Mapping[str, Any], *, olds: Mapping[str, Any]) -> bool:
    """Whether a replacement would meet the old one's name: a name that the program sets and does not change.

    Source: pulumi-terraform-bridge pkg/tfbridge/provider.go `nameRequiresDeleteBeforeReplace`.
    """
    if not kind.autoname or kind.autoname in news.get(DEFAULTS, ()):
        return False
    return bool(news.get(kind.autoname) == olds.get(kind.autoname))


def without_defaults(value: Any) -> Any:
    """Leave the `__defaults` out, at any depth."""
    if isinstance(value, dict):
        return {key: without_defaults(item) for key, item in value.items() if key != DEFAULTS}
    if isinstance(value, list):
        return [without_defaults(item) for item in value]
    return value


def _kept_name(kind: Kind, olds: Properties) -> str:
    return str(olds[kind.autoname]) if kind.autoname in olds.get(DEFAULTS, ()) else ""


def _autoname(kind: Kind, *, logical_name: str, seed: bytes) -> str:
    suffix = hashlib.sha256(seed + kind.token.encode()).hexdigest()[:7]
    name = f"{logical_name}-{suffix}"
    if kind.autoname == "bucket":
        name = name.lower()
    return kind.autoname_prefix + name


def _marked(name: str, value: Any) -> Any:
    if name in JSON_DOCUMENTS and isinstance(value, dict | list):
        return UNKNOWN if has_unknowns(value) else json.dumps(value, separators=(",", ":"), sort_keys=True)
    if isinstance(value, list):
        return [_marked(name, item) for item in value]
    if not isinstance(value, dict) or (name not in BLOCKS and SIGNATURE not in value):
        return value
    if SIGNATURE in value:
        return {**value, "value": _marked(name, value["value"])} if value[SIGNATURE] == SECRET else value
    return {**{key: _marked(key, item) for key, item in value.items()}, DEFAULTS: []}
