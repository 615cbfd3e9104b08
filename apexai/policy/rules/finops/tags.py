"""Who pays: cost tags on everything that can carry them."""

from collections.abc import Iterable, Iterator
from typing import Final

from apexai.policy.property import Property, UnknownReached, those
from apexai.policy.rule import Answer, Change, Fail, NotApplicable, Parameter, Rule, Scope, Severity, Tighter
from apexai.policy.rules.frameworks import finops
from apexai.policy.rules.types import WORKLOADS, taggable_types
from apexai.policy.subject import Subject

PLACEHOLDERS: Final = frozenset(
    {"", "-", "?", "changeme", "default", "n/a", "na", "none", "null", "tbd", "todo", "unknown", "xxx"}
)
"""Values that say nothing, in small letters."""
_ALLOCATION: Final = finops("Allocation")
_CHANNEL: Final = "gcp:monitoring/notificationChannel:NotificationChannel"
"""Its own `labels` say where it sends."""


def tags_of(subject: Subject) -> dict[str, Property]:
    """Tags, or labels where the cloud has those, with the provider's default ones below them."""
    match subject.type.split(":")[0]:
        case "aws":
            inherited = subject.provider["defaultTags"].document()["tags"]
        case "gcp":
            inherited = subject.provider["defaultLabels"].document()
        case _:
            inherited = Property(None)
    return {**dict(inherited.entries()), **dict(subject[path_of(subject)].entries())}


def path_of(subject: Subject) -> str:
    """Where its tags are written."""
    if subject.type in WORKLOADS:
        return "metadata.labels"
    if subject.type == _CHANNEL:
        return "userLabels"
    return "labels" if subject.type.startswith("gcp:") else "tags"


def folded(key: str) -> str:
    """`finops.apexlogic.com/cost-center`, `CostCenter` and `cost_center` are the same tag."""
    return "".join(letter for letter in key.rsplit("/", 1)[-1].casefold() if letter.isalnum())


def cost_tags_present(subject: Subject) -> Iterator[Answer]:
    found = {folded(key) for key in tags_of(subject)}
    missing = [key for key in subject.texts("required") if folded(key) not in found]
    if missing:
        path = path_of(subject)
        yield Fail(message=f"{_listed(missing)} missing", path=path, edit=f"add {', '.join(missing)} to {path}")


def missing_cost_tags(subject: Subject) -> Change:
    """The tags whose values are known: the cost centre of the resource's service, and what the parameter says."""
    if subject.type in WORKLOADS:
        return {}
    known = {folded(key): value for key, _, value in (entry.partition("=") for entry in subject.texts("values"))}
    if subject.service is not None and not subject.spec("finops.costCenter").absent:
        known["costcenter"] = subject.spec("finops.costCenter").text()
    found = {folded(key) for key in tags_of(subject)}
    missing = (key for key in subject.texts("required") if folded(key) not in found)
    return {(path_of(subject), key): known[folded(key)] for key in missing if known.get(folded(key))}


def cost_tags_meaningful(subject: Subject) -> Iterator[Answer]:
    tags = tags_of(subject)
    if not tags:
        raise NotApplicable("it has no tags")
    asked = {folded(key) for key in subject.texts("required")}
    cost = [value for key, value in tags.items() if folded(key) in asked]
    for value in those(cost, lambda value: value.text().strip().casefold() in PLACEHOLDERS):
        yield Fail(message=f"{value.text()!r} says nothing", path=value.path)
    if len(cost) > len({folded(key) for key in tags if folded(key) in asked}):
        yield Fail(message="a cost tag is there twice under different spellings", path=path_of(subject))


def children_tagged(subject: Subject) -> Iterator[Answer]:
    parent = subject.resource.parent
    if "pulumi:pulumi:Stack" in parent.rsplit("$")[-1]:
        raise NotApplicable("it is no part of a component")
    tagged, unknown = subject.stack.once(("tagged", parent), lambda: _tagged(subject.siblings()))
    if tags_of(subject):
        return
    if unknown is not None and not tagged:
        raise UnknownReached(unknown.path, unknown.reason)
    if tagged:
        yield Fail(message="the other resources of its component have tags, it has none", path=path_of(subject))


def _tagged(siblings: Iterable[Subject]) -> tuple[bool, UnknownReached | None]:
    """Whether some have tags for certain, and what is not known of one."""
    taggable, tagged, unknown = frozenset(taggable_types()), False, None
    for sibling in siblings:
        if sibling.type not in taggable:
            continue
        try:
            tagged = tagged or bool(tags_of(sibling))
        except UnknownReached as reached:
            unknown = unknown or reached
    return tagged, unknown


def _listed(keys: list[str]) -> str:
    return f"the cost tag{'s' if len(keys) > 1 else ''} {', '.join(keys)} {'are' if len(keys) > 1 else 'is'}"


_REQUIRED: Final = Parameter(
    name="required",
    kind="array",
    default=("costCenter",),
    description="keys that say who pays; prefixes, case and separators don't count",
    tighter=Tighter.MORE,
)

_VALUES: Final = Parameter(
    name="values",
    kind="array",
    default=(),
    description="what a policy pack that remediates writes, e.g. costCenter=Fraud; a service's cost centre goes first",
)

RULES: Final = (
    Rule(
        id="APX-FIN-002",
        title="cost tags are there",
        severity=Severity.MEDIUM,
        types=(*taggable_types(), *WORKLOADS),
        check=cost_tags_present,
        reason="What carries no cost tag is paid by nobody in particular.",
        remediation="Add the tag to the resource, or to the provider's defaultTags or defaultLabels.",
        source="https://www.finops.org/framework/capabilities/allocation/",
        frameworks=(_ALLOCATION,),
        parameters=(_REQUIRED, _VALUES),
        remedy=missing_cost_tags,
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
