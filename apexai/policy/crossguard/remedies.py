"""Remediation: what a pack sets on a resource before it is judged, where the configuration asks for it by name."""

from collections.abc import Callable, Iterator

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as proto

from apexai import __version__
from apexai.graph import Resource
from apexai.policy.crossguard.received import load_struct
from apexai.policy.rule import Change, Rule

Remedied = Callable[[Rule, Resource], Change]
"""What a rule sets on a resource that fails it."""


def remediate(
    resource: Resource, properties: Struct, *, pack: str, rules: tuple[Rule, ...], remedied: Remedied
) -> Iterator[proto.Remediation]:
    """One remediation for each rule that changes something, each on top of those before it."""
    for rule in rules:
        try:
            change = remedied(rule, resource)
        except Exception as error:
            yield _broken(rule, error, pack)
            continue
        if not change:
            continue
        changed = Struct()
        changed.CopyFrom(properties)
        for path, value in change.items():
            _set(changed, path, value)
        properties = changed
        resource = _with(resource, properties)
        yield proto.Remediation(
            policyName=rule.id,
            policyPackName=f"apexai-{pack}",
            policyPackVersion=__version__,
            description=f"{rule.title}: {', '.join(f'{_shown(path)} = {value}' for path, value in change.items())}",
            properties=properties,
        )


def _broken(rule: Rule, error: Exception, pack: str) -> proto.Remediation:
    """A remediation that only says what went wrong; the engine warns, and the resource stays as it is."""
    return proto.Remediation(
        policyName=rule.id,
        policyPackName=f"apexai-{pack}",
        policyPackVersion=__version__,
        diagnostic=f"the remedy raised {type(error).__name__}: {error}",
    )


def _with(resource: Resource, properties: Struct) -> Resource:
    return Resource(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        custom=resource.custom,
        parent=resource.parent,
        inputs=load_struct(properties),
        provider=resource.provider,
    )


def _set(struct: Struct, path: tuple[str, ...], value: str | int) -> None:
    *above, last = path
    for key in above:
        struct = struct.get_or_create_struct(key)
    struct.update({last: value})


def _shown(path: tuple[str, ...]) -> str:
    return ".".join(path)
