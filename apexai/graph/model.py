"""The resource graph's data structure, the same for all sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias, final


@final
class Unknown:
    """A value that is not known before the deployment: never `None`, never a default.

    There is one instance, `UNKNOWN`. It has no truth value, so that no rule mistakes it for an empty one.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "Unknown"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false: test it with `is UNKNOWN`")


UNKNOWN: Final = Unknown()


@final
@dataclass(frozen=True, slots=True)
class Secret:
    """A secret value; its content is in no report, log, digest or error."""

    value: "Value" = field(repr=False)

    def __str__(self) -> str:
        return "[secret]"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file, text, URI or archive that a resource takes, by what it is and the digest of its content."""

    kind: str
    """`file`, `text`, `uri`, `archive-file`, `archive-uri` or `archive-map`."""
    location: str = ""
    """Path or URI as the program wrote it; empty for text and maps."""
    sha256: str = ""
    """Hex digest of the content; empty for URIs, whose content is not read."""


def name_in(urn: str) -> str:
    """The logical name in a URN, `urn:pulumi:<stack>::<project>::<types>::<name>`; names may hold `::` themselves."""
    return urn.split("::", 3)[-1]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceReference:
    """A resource passed as a value."""

    urn: str
    id: "Value" = ""


Value: TypeAlias = (
    "bool | int | float | str | list[Value] | dict[str, Value] | Unknown | Secret | Asset | ResourceReference | None"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePosition:
    """The line of the user's program that registers a resource."""

    file: str
    """Relative to the project directory where it is below it."""
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceOptions:
    """The resource options that change what a deployment does; absent ones have Pulumi's defaults."""

    protect: bool = False
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    delete_before_replace: bool | None = None
    retain_on_delete: bool = False
    deleted_with: str = ""
    import_id: str = ""
    aliases: tuple[str, ...] = ()
    """URNs."""
    additional_secret_outputs: tuple[str, ...] = ()
    custom_timeouts: tuple[tuple[str, str], ...] = ()
    version: str = ""
    plugin_download_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource that the program registers (or reads, with `read`)."""

    urn: str
    type: str
    """Type token, e.g. `aws:lambda/function:Function`."""
    name: str
    custom: bool
    """False for components, which create nothing by themselves."""
    parent: str = ""
    """URN; empty for the stack."""
    inputs: Mapping[str, Value] = field(default_factory=dict)
    """camelCase property names as the provider takes them; nulls are absent."""
    outputs: Mapping[str, Value] = field(default_factory=dict)
    """What a source knows beyond the inputs (a state file, a component's outputs); empty in previews."""
    dependencies: tuple[str, ...] = ()
    """URNs, sorted."""
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provider: str = ""
    """URN of the provider resource; empty for components, providers and the stack."""
    options: ResourceOptions = field(default_factory=ResourceOptions)
    source: SourcePosition | None = None
    read: bool = False
    """True for `.get()`: it exists already and is not created."""
    opaque: bool = False
    """True for a remote component, whose children can't be seen without its plugin."""

    @property
    def package(self) -> str:
        """The provider package, e.g. `aws`."""
        return self.type.split(":", 1)[0]

    @property
    def is_provider(self) -> bool:
        return self.type.startswith("pulumi:providers:")


@dataclass(frozen=True, kw_only=True)
class ResourceGraph:
    """The resources that a program would create, in the order in which it registers them."""

    project: str
    stack: str
    resources: tuple[Resource, ...]
    partial: bool = False
    """True where the source leaves resources out, so that no total over the graph is complete."""

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def children(self) -> Mapping[str, tuple[Resource, ...]]:
        """Parent URN → its children, in order of registration; key `""` has the roots."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.parent, []).append(resource)
        return {urn: tuple(children) for urn, children in found.items()}

    @property
    def opaque(self) -> tuple[Resource, ...]:
        return tuple(resource for resource in self.resources if resource.opaque)

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        """The resources of these type tokens, in order of registration."""
        return tuple(resource for resource in self.resources if resource.type in types)

    def descendants(self, urn: str) -> Iterable[Resource]:
        """Everything below a resource, depth first."""
        for child in self.children.get(urn, ()):
            yield child
            yield from self.descendants(child.urn)
