"""What a budget counts: what carries a tag or a label, is in a resource group, a project or a namespace."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from apexai.cost.view import GraphView, default_tags_of, text_at, value_at
from apexai.graph.model import Resource, Unknown

AWS_BUDGET: Final = "aws:budgets/budget:Budget"
GOOGLE_BUDGET: Final = "gcp:billing/budget:Budget"
AZURE_BUDGET: Final = "azure-native:consumption:Budget"
AZURE_GROUP: Final = "azure-native:resources:ResourceGroup"

_TAG_FILTER: Final = "TagKeyValue"
_USER_TAG: Final = "user:"
_TAGS: Final = (
    ("tags",),
    ("labels",),
    ("resourceLabels",),
    ("nodeConfig", "resourceLabels"),
    ("userLabels",),
    ("settings", "userLabels"),
)
"""Where resource types have what their costs are told apart by."""
_BILLED_WITH: Final = {
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": (
        "functionName",
        "aws:lambda/function:Function",
    )
}
"""Types that carry no tags → the input and the type of the resource whose tags their costs have."""
_POD_SUFFIXES: Final = ("-0123456789-abcde", "-0")
"""What the names of a workload's pods have behind its own."""


def tags_counted(budget: Resource) -> Iterator[tuple[str, str]]:
    """Tags and labels with the values that a budget of AWS or Google Cloud counts."""
    filters = value_at(budget.inputs, "costFilters")
    for found in filters if isinstance(filters, list) else ():
        if isinstance(found, dict) and found.get("name") == _TAG_FILTER:
            yield from _tags_of(found.get("values"))
    labels = value_at(budget.inputs, "budgetFilter", "labels")
    for key, value in labels.items() if isinstance(labels, dict) else ():
        yield key, str(value)


def tag_of(resource: Resource, view: GraphView, key: str) -> str | Unknown | None:
    """The value of a resource's tag or label, its own or its provider's default; None where it has none."""
    counted = _counted_as(resource, view)
    provider = view.provider(counted)
    for path in _TAGS:
        if counted.inputs.get(path[0]) is not None and (found := text_at(counted.inputs, *path, key)) is not None:
            return found
    inherited = None if provider is None else default_tags_of(provider)
    return None if inherited is None else text_at({"tags": inherited}, "tags", key)


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What the budget of a guard counts, of one graph."""

    guard: Resource
    view: GraphView

    def counts(self, resource: Resource) -> bool | None:
        """Whether a resource's cost is in the budget; None where a value that decides it is not known."""
        answers = [condition(resource) for condition in self._conditions]
        if not answers or False in answers:
            return False
        return None if None in answers else True

    @property
    def tags(self) -> tuple[tuple[str, str, str], ...]:
        """Package, key and value, of which a resource has to have one; empty where something else decides."""
        found = [condition for condition in self._conditions if isinstance(condition, _Tagged)]
        return tuple((found[0].package, key, value) for key, value in found[0].tags) if found else ()

    @cached_property
    def _conditions(self) -> tuple["_Tagged | _InGroup | _InProject | _InNamespace", ...]:
        view, guard = self.view, self.guard
        budgets = view.parts(guard, AWS_BUDGET, GOOGLE_BUDGET, AZURE_BUDGET)
        namespace = text_at(guard.inputs, "watches", "namespace")
        if isinstance(namespace, str):
            pods = text_at(guard.inputs, "watches", "pods")
            return (_InNamespace(namespace=namespace, pods=pods if isinstance(pods, str) else ".*"),)
        return tuple(condition for budget in budgets[:1] for condition in _conditions(budget, guard, view))


def _conditions(budget: Resource, guard: Resource, view: GraphView) -> Iterator["_Tagged | _InGroup | _InProject"]:
    if tags := tuple(tags_counted(budget)):
        yield _Tagged(package=budget.package, tags=tags, view=view)
    elif budget.type == GOOGLE_BUDGET:
        topics = view.parts(guard, "gcp:pubsub/topic:Topic")
        yield from (_InProject(project=_project_of(topic, view), view=view) for topic in topics[:1])
    if budget.type == AZURE_BUDGET:
        yield _InGroup(budget=budget, view=view)
        yield from (_Tagged(package=budget.package, tags=(tag,), view=view) for tag in _azure_tags(budget))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tagged:
    package: str
    """Of the budget and of what it counts."""
    tags: tuple[tuple[str, str], ...]
    view: GraphView

    def __call__(self, resource: Resource) -> bool | None:
        if resource.package != self.package:
            return False
        found = [(tag_of(resource, self.view, key), value) for key, value in self.tags]
        if any(tag == value for tag, value in found):
            return True
        return None if any(isinstance(tag, Unknown) for tag, _ in found) else False


@dataclass(frozen=True, slots=True, kw_only=True)
class _InGroup:
    """In the resource group that is the scope of a budget on Azure, or in its subscription."""

    budget: Resource
    view: GraphView

    def __call__(self, resource: Resource) -> bool | None:
        if resource.package != "azure-native":
            return False
        group = self.view.referenced(self.budget, "scope", AZURE_GROUP)
        if group is not None:
            return self.view.referenced(resource, "resourceGroupName", AZURE_GROUP) is group
        scope = text_at(self.budget.inputs, "scope")
        if not isinstance(scope, str):
            return None
        *_, kind, name = ("", "", *scope.strip("/").split("/"))
        written = text_at(resource.inputs, "resourceGroupName")
        if kind.casefold() != "resourcegroups":
            return True  # a subscription, which is the provider's
        return written.casefold() == name.casefold() if isinstance(written, str) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _InProject:
    project: str | Unknown | None
    view: GraphView

    def __call__(self, resource: Resource) -> bool | None:
        if resource.package != "gcp":
            return False
        project = _project_of(resource, self.view)
        if isinstance(project, Unknown) or isinstance(self.project, Unknown):
            return None
        return project == self.project


@dataclass(frozen=True, slots=True, kw_only=True)
class _InNamespace:
    namespace: str
    pods: str

    def __call__(self, resource: Resource) -> bool | None:
        if resource.package != "kubernetes":
            return False
        namespace = text_at(resource.inputs, "metadata", "namespace")
        name = text_at(resource.inputs, "metadata", "name")
        if isinstance(namespace, Unknown) or isinstance(name, Unknown):
            return None
        if (namespace or "default") != self.namespace:
            return False
        try:
            return any(re.fullmatch(self.pods, f"{name or resource.name}{suffix}") for suffix in _POD_SUFFIXES)
        except re.error:
            return None  # Prometheus reads expressions that Python doesn't


def _counted_as(resource: Resource, view: GraphView) -> Resource:
    key, type_ = _BILLED_WITH.get(resource.type, ("", ""))
    return view.referenced(resource, key, type_) or resource


def _tags_of(values: object) -> Iterator[tuple[str, str]]:
    """`user:service$fraud` is the tag `service` with the value `fraud`."""
    for value in values if isinstance(values, list) else ():
        key, dollar, wanted = str(value).removeprefix(_USER_TAG).partition("$")
        if dollar:
            yield key, wanted


def _azure_tags(budget: Resource) -> Iterator[tuple[str, str]]:
    key, values = text_at(budget.inputs, "filter", "tags", "name"), value_at(budget.inputs, "filter", "tags", "values")
    for value in values if isinstance(values, list) and isinstance(key, str) else ():
        yield str(key), str(value)


def _project_of(resource: Resource, view: GraphView) -> str | Unknown | None:
    provider = view.provider(resource)
    own = text_at(resource.inputs, "project")
    return text_at(provider.inputs, "project") if own is None and provider is not None else own
