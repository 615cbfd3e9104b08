"""What changes between a baseline and a preview: resources, what each costs, and the totals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Final

from apexai.cost.estimate import Monthly
from apexai.cost.pricing import PRECISION
from apexai.cost.quantity import Amount, Case
from apexai.graph.model import Resource, ResourceGraph
from apexai.graph.replacement import replacing_paths
from apexai.preview.baseline import BaselineDeployment, BaselineResource, resources_of
from apexai.preview.moves import Move, moves, platforms_in
from apexai.preview.new_findings import FindingsChange, compare_findings
from apexai.preview.result import DeploymentPreview
from apexai.preview.values import Json

_NOTHING: Final[Mapping[Case, Amount]] = dict.fromkeys(Case, Decimal(0))
_MOST_PATHS: Final = 20


class Change(StrEnum):
    """What happens to a resource."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    """Made anew, since an input changes that its provider can't change in place."""
    CHANGED = "changed"
    """Its inputs or its cost; in place, unless `in_place` says that this is not known."""


_STAYING: Final = (Change.REPLACED, Change.CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceChange:
    """One resource that is not as it was."""

    urn: str
    type: str
    name: str
    change: Change
    paths: tuple[str, ...] = ()
    """Inputs that differ, of a resource that is changed or replaced."""
    replacing: tuple[str, ...] = ()
    """Those of the inputs that replace it, with those that follow from another replacement."""
    in_place: bool | None = None
    """Whether a changed resource stays; None where that is not known for its type."""
    before: Mapping[Case, Amount]
    after: Mapping[Case, Amount]

    def delta(self, case: Case) -> Amount:
        """After less before; None where one of them is not known."""
        return subtract(self.after[case], self.before[case])


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changes in one deployment."""

    label: str
    """What it is compared with."""
    is_new: bool
    """Whether the baseline does not have the deployment."""
    moved_from: str = ""
    """The platform that it was on, where that changes."""
    moves: tuple[Move, ...] = ()
    """Services of a program that are made anew on another platform."""
    problem: str = ""
    """Why there is nothing to compare with; empty where there is."""
    before: Monthly | None = None
    after: Monthly | None = None
    resources: tuple[ResourceChange, ...] = ()
    """Those that change, by URN."""
    unchanged: int = 0
    findings: FindingsChange | None = None
    """None where the rules judged only one side, or the deployment is new."""
    budget_dollars: Decimal | None = None
    """A month's budget in the billing currency, as it is after the change."""

    def delta(self, case: Case) -> Amount:
        """What the change costs a month; None where it is not known.

        Where both totals lack the use of resources that stay as they are, the others say what it is.
        """
        if self.after is None or self.problem:
            return None
        before = Decimal(0) if self.before is None else self.before.of(case).amount
        after = self.after.of(case).amount
        if before is None and after is None:
            return _sum(item.delta(case) for item in self.resources)
        return subtract(after, before)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing from either total."""
        monthly = [found for found in (self.before, self.after) if found is not None]
        return not any(found.of(case).at_least for found in monthly for case in Case)

    def count(self, change: Change) -> int:
        return sum(item.change is change for item in self.resources)


def compare_deployment(deployment: DeploymentPreview, before: BaselineDeployment | None, *, label: str) -> Difference:
    """What changes from a baseline, which is nothing at all where there is none, to a deployment with a graph."""
    was, moved_from = (before.resources, before.target) if before is not None else ({}, deployment.target)
    now = resources_of(deployment)
    changes = tuple(_changes(was, now, deployment.graph))
    estimate = deployment.estimate
    return Difference(
        label=label,
        is_new=before is None,
        moved_from=moved_from if moved_from != deployment.target else "",
        moves=_moves(deployment, before) if moved_from == deployment.target else (),
        before=before.monthly if before is not None else None,
        after=estimate.monthly if estimate is not None else None,
        resources=changes,
        unchanged=len(now.keys() & was.keys()) - sum(item.change in _STAYING for item in changes),
        findings=_findings(deployment, before),
        budget_dollars=estimate.budget.dollars if estimate is not None else None,
    )


def subtract(after: Amount, before: Amount) -> Amount:
    """A difference; None where one of the amounts is not known."""
    with localcontext(prec=PRECISION):
        return None if after is None or before is None else after - before


def _moves(deployment: DeploymentPreview, before: BaselineDeployment | None) -> tuple[Move, ...]:
    if before is None or deployment.graph is None:
        return ()
    return moves(before.platforms, platforms_in(deployment.graph))


def _findings(deployment: DeploymentPreview, before: BaselineDeployment | None) -> FindingsChange | None:
    if before is None or before.findings is None or deployment.evaluation is None:
        return None
    return compare_findings(before.findings, deployment.evaluation)


def _sum(amounts: Iterable[Amount]) -> Amount:
    known = Decimal(0)
    with localcontext(prec=PRECISION):
        for amount in amounts:
            if amount is None:
                return None
            known += amount
    return known


def _changes(
    was: Mapping[str, BaselineResource], now: Mapping[str, BaselineResource], graph: ResourceGraph | None
) -> Iterator[ResourceChange]:
    kept = _kept(was, now, graph)
    for urn in sorted(was.keys() | now.keys()):
        before, after = was.get(urn), now.get(urn)
        if before is None and after is not None:
            yield _change(urn, after, Change.ADDED, before=_NOTHING, after=after.amounts)
        elif after is None and before is not None:
            yield _change(urn, before, Change.REMOVED, before=before.amounts, after=_NOTHING)
        elif urn in kept:
            yield kept[urn]


def _kept(
    was: Mapping[str, BaselineResource], now: Mapping[str, BaselineResource], graph: ResourceGraph | None
) -> Mapping[str, ResourceChange]:
    """URN → what changes of a resource that is before and after; what is replaced changes those that refer to it."""
    found: dict[str, ResourceChange] = {}
    replaced: set[str] = set()
    for resource in graph.resources if graph is not None else ():
        before, after = was.get(resource.urn), now.get(resource.urn)
        change = _altered(resource, before, after, replaced) if before is not None and after is not None else None
        if change is not None:
            found[resource.urn] = change
            replaced |= {resource.urn} if change.change is Change.REPLACED else set()
    return found


def _altered(
    resource: Resource, before: BaselineResource, after: BaselineResource, replaced: Set[str]
) -> ResourceChange | None:
    options = resource.options
    own = [
        path
        for path in _paths(dict(before.inputs), dict(after.inputs))
        if not any(f"{path}.".startswith(f"{ignored}.") for ignored in options.ignore_changes)
    ]
    following = [name for name, urns in resource.property_dependencies.items() if replaced & set(urns)]
    paths = [*own, *(name for name in following if name not in own)]
    if not paths and before.amounts == after.amounts:
        return None
    replacing = replacing_paths(resource.type, paths, further=options.replace_on_changes)
    return _change(
        resource.urn,
        after,
        Change.REPLACED if replacing else Change.CHANGED,
        paths,
        before=before.amounts,
        after=after.amounts,
        replacing=replacing,
    )


def _change(
    urn: str,
    resource: BaselineResource,
    change: Change,
    paths: Sequence[str] = (),
    *,
    before: Mapping[Case, Amount],
    after: Mapping[Case, Amount],
    replacing: Sequence[str] | None = (),
) -> ResourceChange:
    return ResourceChange(
        urn=urn,
        type=resource.type,
        name=resource.name,
        change=change,
        paths=tuple(paths[:_MOST_PATHS]),
        replacing=tuple((replacing or ())[:_MOST_PATHS]),
        in_place=(None if replacing is None and paths else True) if change is Change.CHANGED else None,
        before=before,
        after=after,
    )


def _paths(before: Json, after: Json, path: str = "") -> Iterator[str]:
    """The paths of values that differ, sorted."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from _paths(before.get(key), after.get(key), f"{path}.{key}" if path else key)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _paths(one, other, f"{path}[{index}]")
    elif before != after:
        yield path
