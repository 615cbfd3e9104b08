"""Wire values → `Value`: how Pulumi writes unknowns, secrets, assets and references in JSON, for every graph source."""

import json
from collections.abc import Mapping
from typing import Final, TypeAlias

from apexai.graph.model import UNKNOWN, Asset, ResourceReference, Secret, Unknown, Value

Wire: TypeAlias = "bool | int | float | str | list[Wire] | dict[str, Wire] | None"
"""JSON as Pulumi's RPCs, `preview --json`, state files and policy packs carry it."""

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key that makes an object something other than an object. Source: pulumi sdk/go/common/resource/sig."""
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"
ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

UNKNOWNS: Final = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # string, and whatever has no kind of its own
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # bool
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
"""The strings that stand for values not known yet. Source: pulumi sdk/go/common/resource/plugin/rpc.go."""

_LARGEST_EXACT_INTEGER: Final = 2**53


def load_properties(wire: Mapping[str, Wire]) -> dict[str, Value]:
    """Read a resource's properties, in the order of their names; absent and null ones are the same."""
    return {key: load_value(wire[key]) for key in sorted(wire) if wire[key] is not None}


def load_value(wire: Wire) -> Value:
    """Read one value: sentinels become `UNKNOWN`, envelopes their types, whole numbers ints."""
    if isinstance(wire, str):
        return UNKNOWN if wire in UNKNOWNS else wire
    if isinstance(wire, dict):
        return _load_envelope(wire) if SIGNATURE in wire else load_properties(wire)
    if isinstance(wire, float):
        return _load_number(wire)
    if isinstance(wire, list):
        return [load_value(item) for item in wire]
    return wire


def _load_number(wire: float) -> int | float:
    return int(wire) if wire.is_integer() and abs(wire) <= _LARGEST_EXACT_INTEGER else wire


def _load_envelope(wire: dict[str, Wire]) -> Value:
    match wire[SIGNATURE]:
        case str() as signature if signature == SECRET:
            return Secret(_load_secret_content(wire))
        case str() as signature if signature == OUTPUT:
            return _load_output(wire)
        case str() as signature if signature == RESOURCE:
            return ResourceReference(urn=_text(wire, "urn"), id=load_value(wire.get("id", "")))
        case str() as signature if signature in (ASSET, ARCHIVE):
            return _load_asset(wire, archive=signature == ARCHIVE)
        case _:
            return {key: load_value(value) for key, value in wire.items() if key != SIGNATURE}


def _load_secret_content(wire: dict[str, Wire]) -> Value:
    if "value" in wire:
        return load_value(wire["value"])
    if "plaintext" in wire:  # state files carry the secret's JSON as text
        return _load_plaintext(_text(wire, "plaintext"))
    return UNKNOWN  # encrypted


def _load_plaintext(text: str) -> Value:
    try:
        return load_value(json.loads(text))
    except ValueError:
        return UNKNOWN  # What is no JSON is no value of a property, and still a secret.


def _load_output(wire: dict[str, Wire]) -> Value:
    content: Value = load_value(wire["value"]) if "value" in wire else UNKNOWN
    return Secret(content) if wire.get("secret") and not isinstance(content, Secret) else content


def _load_asset(wire: dict[str, Wire], *, archive: bool) -> Asset | Unknown:
    sha256 = _text(wire, "hash")
    if path := _text(wire, "path"):
        return Asset(kind="archive-file" if archive else "file", location=path, sha256=sha256)
    if uri := _text(wire, "uri"):
        return Asset(kind="archive-uri" if archive else "uri", location=uri)
    if archive:
        return Asset(kind="archive-map", sha256=sha256)
    return Asset(kind="text", sha256=sha256)


def _text(wire: dict[str, Wire], key: str) -> str:
    found = wire.get(key, "")
    return found if isinstance(found, str) else ""
