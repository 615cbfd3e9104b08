"""Property values as JSON: what is unknown, secret, a file or a resource is an object with one marked key."""

import math
from collections.abc import Mapping
from typing import Final, TypeAlias

from apexai.graph.model import Asset, ResourceReference, Secret, Unknown, Value

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

UNKNOWN_MARK: Final = "$unknown"
SECRET_MARK: Final = "$secret"
ASSET_MARK: Final = "$asset"
RESOURCE_MARK: Final = "$resource"
_MARKS: Final = (UNKNOWN_MARK, SECRET_MARK, ASSET_MARK, RESOURCE_MARK)


def plain_properties(properties: Mapping[str, Value], *, asset_locations: bool = True) -> dict[str, Json]:
    """Properties as JSON, keys sorted; of a secret only that it is there.

    Args:
        properties: The inputs of a resource.
        asset_locations: Whether an asset says where it is, or only what it holds.
    """
    return {_key(key): plain_value(value, asset_locations=asset_locations) for key, value in sorted(properties.items())}


def plain_value(value: Value, *, asset_locations: bool = True) -> Json:
    """One value as JSON; numbers that JSON lacks are text."""
    match value:
        case Unknown():
            return {UNKNOWN_MARK: True}
        case Secret():
            return {SECRET_MARK: True}
        case Asset():
            return {ASSET_MARK: _asset(value, with_location=asset_locations)}
        case ResourceReference():
            return {RESOURCE_MARK: {"urn": value.urn}}
        case list():
            return [plain_value(item, asset_locations=asset_locations) for item in value]
        case dict():
            return plain_properties(value, asset_locations=asset_locations)
        case float() if not math.isfinite(value):
            return str(value)
        case _:
            return value


def _key(key: str) -> str:
    """A map's own key that looks like a mark has one `$` more."""
    return f"${key}" if key.lstrip("$") in {mark[1:] for mark in _MARKS} and key.startswith("$") else key


def _asset(asset: Asset, *, with_location: bool) -> Json:
    if with_location:
        known = {"kind": asset.kind, "location": asset.location, "sha256": asset.sha256}
        return {key: text for key, text in known.items() if text}
    # A file and a text with the same content create the same thing; of a URI nothing is known but itself.
    return {"sha256": asset.sha256} if asset.sha256 else {"kind": asset.kind, "location": asset.location}
