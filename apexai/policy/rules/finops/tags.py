"""Who pays: cost tags on everything that can carry them."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.property import Property, those
from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Scope, Severity, Tighter
from apexai.policy.rules.frameworks import finops
from apexai.policy.rules.types import WORKLOADS, taggable_types
from apexai.policy.subject import Subject

_PLACEHOLDERS: Final = frozenset(
    {"", "-", "?", "changeme", "default", "n/a", "na", "none", "null", "tbd", "todo", "unknown", "xxx"}
)
_ALLOCATION: Final = finops("Allocation")


def tags_of(subject: Subject) -> dict[str, Property]:
    """Tags with the provider's default ones below them; labels of a Kubernetes object."""
    if subject.type in WORKLOADS:
        return dict(subject["metadata.labels"].entries())
    defaults = subject.provider["defaultTags"].document()
    return {**dict(defaults["tags"].entries()), **dict(subject["tags"].entries())}


def cost_tags_present(subject: Subject) -> Iterator[Answer]:
    found = {_folded(key) for key in tags_of(subject)}
    missing = [key for key in subject.texts("required") if _folded(key) not in found]
    if missing:
        path = "metadata.labels" if subject.type in WORKLOADS else "tags"
        yield Fail(message=f"{_listed(missing)} missing", path=path, edit=f"add {', '.join(missing)} to {path}")


def cost_tags_meaningful(subject: Subject) -> Iterator[Answer]:
    tags = tags_of(subject)
    if not tags:
        raise NotApplicable("it has no tags")
    asked = {_folded(key) for key in subject.texts("required")}
    cost = [value for key, value in tags.items() if _folded(key) in asked]
    for value in those(cost, lambda value: value.text().strip().casefold() in _PLACEHOLDERS):
        yield Fail(message=f"{value.text()!r} says nothing", path=value.path)
    if len(cost) > len({_folded(key) for key in tags if _folded(key) in asked}):
        yield Fail(message="a cost tag is there twice under different spellings", path="tags")


def children_tagged(subject: Subject) -> Iterator[Answer]:
    siblings = [other for other in subject.others(*taggable_types()) if _beside(other, subject)]
    if not siblings:
        raise NotApplicable("it is no part of a component with tagged resources")
    own = {_folded(key) for key in tags_of(subject)}
    usual = set.intersection(*({_folded(key) for key in tags_of(sibling)} for sibling in siblings))
    if not own and usual:
        yield Fail(message="the other resources of its component have tags, it has none", path="tags")


def _beside(other: Subject, subject: Subject) -> bool:
    parent = subject.resource.parent
    return (
        other.urn != subject.urn
        and other.resource.parent == parent
        and "pulumi:pulumi:Stack" not in parent.rsplit("$")[-1]
    )


def _folded(key: str) -> str:
    """`finops.apexlogic.com/cost-center`, `CostCenter` and `cost_center` are the same tag."""
    return "".join(letter for letter in key.rsplit("/", 1)[-1].casefold() if letter.isalnum())


def _listed(keys: list[str]) -> str:
    return f"the cost tag{'s' if len(keys) > 1 else ''} {', '.join(keys)} {'are' if len(keys) > 1 else 'is'}"


_REQUIRED: Final = Parameter(
    name="required",
    kind="array",
    default=("costCenter",),
    description="keys that say who pays; prefixes, case and separators don't count",
    tighter=Tighter.MORE,
)

RULES: Final = (
    Rule(
        id="APX-FIN-002",
        title="cost tags are there",
        severity=Severity.MEDIUM,
        types=(*taggable_types(), *WORKLOADS),
        check=cost_tags_present,
        reason="What carries no cost tag is paid by nobody in particular.",
        remediation="Add the tag to the resource, or to the provider's defaultTags.",
        source="https://www.finops.org/framework/capabilities/allocation/",
        frameworks=(_ALLOCATION,),
        parameters=(_REQUIRED,),
    ),
    Rule(
        id="APX-FIN-003",
        title="cost tags say something",
        severity=Severity.LOW,
        types=(*taggable_types(), *WORKLOADS),
        check=cost_tags_meaningful,
        reason="A placeholder, or one tag in two spellings, splits a bill at the wrong place.",
        remediation="Write the real value under one key.",
        source="https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-alloc-tags.html",
        frameworks=(_ALLOCATION,),
        parameters=(_REQUIRED,),
    ),
    Rule(
        id="APX-FIN-021",
        title="no child of a component is left without tags",
        severity=Severity.MEDIUM,
        scope=Scope.STACK,
        types=taggable_types(),
        check=children_tagged,
        reason="Components that tag most of what they make leave costs that nobody looks for.",
        remediation="Hand the component's tags on to this resource.",
        source="https://www.finops.org/framework/capabilities/allocation/",
        frameworks=(_ALLOCATION,),
    ),
)
