"""The catalogue of policy sets: what a service can opt into by name, as data in catalogue.yaml."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_OWN: Final = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySet:
    """A set of rules that a service opts into by its name."""

    name: str
    title: str
    asks: str
    """What the rules of the set ask for, in one sentence."""
    own_key_encryption: bool
    """Whether data at rest must be encrypted with a key of the service's own."""
    areas: tuple[str, ...]
    """Areas that its rules come from."""


@cache
def policy_names() -> tuple[str, ...]:
    """The names of the sets, without reading what they ask: every spec that names one is checked against them."""
    return tuple(re.findall(r"(?m)^- name: (\S+)$", _text()))


def is_own_set(name: str) -> bool:
    """Whether a name is in the form of an organisation's own sets, `bank/models`, which rules know and specs don't."""
    return _OWN.fullmatch(name) is not None


@cache
def load_catalogue() -> tuple[PolicySet, ...]:
    """The policy sets, in the order of the catalogue."""
    from apexai.spec.yaml_data import DataBuilder
    from apexai.spec.yaml_tree import parse_nodes

    roots = [root for root in parse_nodes(_text(), first_line=1) if root is not None]
    entries, _ = DataBuilder().build(roots[0])
    assert isinstance(entries, list)
    return tuple(
        PolicySet(
            name=entry["name"],
            title=entry["title"],
            asks=entry["asks"],
            own_key_encryption=entry["ownKeyEncryption"],
            areas=tuple(entry["areas"]),
        )
        for entry in entries
    )


def needs_own_key(policies: list[str]) -> bool:
    """Whether one of the named sets asks for a key of the service's own."""
    return any(policy.own_key_encryption for policy in load_catalogue() if policy.name in policies)


def _text() -> str:
    return Path(__file__).with_name("catalogue.yaml").read_text(encoding="utf-8")
