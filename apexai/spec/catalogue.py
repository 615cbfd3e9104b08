"""The catalogue of policy sets: what a service can opt into by name, as data in catalogue.yaml."""

from functools import cache
from pathlib import Path

from apexai.spec.fields import Flag, Plain, Section


class PolicySet(Section):
    """A set of rules that a service opts into by its name."""

    name: Plain
    title: Plain
    asks: Plain
    """What the rules of the set ask for, in one sentence."""
    own_key_encryption: Flag
    """Whether data at rest must be encrypted with a key of the service's own."""
    areas: tuple[Plain, ...]
    """Areas that its rules come from."""


@cache
def load_catalogue() -> tuple[PolicySet, ...]:
    """The policy sets, in the order of the catalogue."""
    from apexai.spec.yaml_data import DataBuilder
    from apexai.spec.yaml_tree import parse_nodes

    text = Path(__file__).with_name("catalogue.yaml").read_text(encoding="utf-8")
    roots = [root for root in parse_nodes(text, first_line=1) if root is not None]
    entries, _ = DataBuilder().build(roots[0])
    assert isinstance(entries, list)
    return tuple(PolicySet.model_validate(entry) for entry in entries)


def needs_own_key(policies: list[str]) -> bool:
    """Whether one of the named sets asks for a key of the service's own."""
    return any(policy.own_key_encryption for policy in load_catalogue() if policy.name in policies)
