"""What a preview is compared with: another preview, now or saved, reduced to what a comparison needs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation, localcontext
from itertools import takewhile
from pathlib import PurePath
from typing import Final

from apexai.cost.estimate import Estimate, Monthly, Total
from apexai.cost.pricing import PRECISION
from apexai.cost.quantity import Amount, Case
from apexai.errors import UsageError
from apexai.preview.moves import platforms_in, saved_platforms
from apexai.preview.new_findings import KnownFinding, known_findings, saved_findings
from apexai.preview.result import DeploymentPreview, Preview
from apexai.preview.values import Json, plain_properties

BROKEN: Final = "APX-PRV-013"
_SCHEMA_VERSION: Final = 1
_MOST_DIGITS: Final = 100
_NOTHING: Final[Mapping[Case, Amount]] = dict.fromkeys(Case, Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineResource:
    """One resource as it was."""

    type: str
    name: str
    inputs: Mapping[str, Json]
    amounts: Mapping[Case, Amount]
    """A month; None where it was not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineDeployment:
    """One deployment as it was."""

    name: str
    target: str
    monthly: Monthly | None
    """None where nothing was estimated."""
    resources: Mapping[str, BaselineResource]
    """URN → resource that would be created; components and providers are not among them."""
    findings: tuple[KnownFinding, ...] | None = None
    """What the rules said; None where they were not asked."""
    platforms: Mapping[str, str] = field(default_factory=dict)
    """URN of each InferenceService → its platform."""
    source: str = ""
    """The file that it is described in, as its preview named it."""
    was: str = ""
    """Its own name, where it is compared under another one."""

    def renamed(self, name: str) -> "BaselineDeployment":
        """The deployment as if it had another name, which its resources' names begin with."""
        resources = {_renamed(urn, self.name, name): found for urn, found in self.resources.items()}
        findings = self.findings and tuple(item.at(_renamed(item.urn, self.name, name)) for item in self.findings)
        return replace(self, name=name, was=self.name, resources=resources, findings=findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Everything that a preview is compared with."""

    label: str
    """As the caller named it."""
    deployments: tuple[BaselineDeployment, ...] = ()
    problem: str = ""
    """Why there is nothing to compare with; empty where there is."""

    def of(self, deployment: DeploymentPreview, *, among: Sequence[DeploymentPreview]) -> BaselineDeployment | None:
        """The deployment of the same name and target, else the one of this name whose platform changes.

        The only one, of whatever name, where both have just one. Of several of one name and target, the one whose file
        is where this one's is.

        Args:
            deployment: What it was is asked for.
            among: All that is previewed.
        """
        same = [item for item in self.deployments if item.name == deployment.name]
        here = [item for item in same if item.target == deployment.target]
        twins = [item for item in among if (item.name, item.target) == (deployment.name, deployment.target)]
        if here:
            found = max(here, key=lambda item: _common(item.source, deployment.source))
            return found if deployment is max(twins, key=lambda item: _common(item.source, found.source)) else None
        keys = {(item.name, item.target) for item in among}
        left = [item for item in same if (item.name, item.target) not in keys]
        arrived = [key for key in keys if key[0] == deployment.name and key not in self._keys]
        if len(left) == len(arrived) == 1:
            return left[0]
        if len(keys) == len(self.deployments) == 1 and self.deployments[0].target == deployment.target:
            return self.deployments[0].renamed(deployment.name)
        return None

    @property
    def _keys(self) -> frozenset[tuple[str, str]]:
        return frozenset((item.name, item.target) for item in self.deployments)


def baseline_of(preview: Preview, *, label: str) -> Baseline:
    """A preview as something to compare with."""
    found = tuple(_reduced(item) for item in preview.deployments if item.graph is not None)
    problems = [*preview.diagnostics, *(error for item in preview.deployments for error in item.problems)]
    errors = [f"{error.message} [{error.code}]" for error in problems if error.is_error]
    return Baseline(label=label, deployments=found, problem=errors[0] if errors and not found else "")


def load_saved_preview(content: bytes, *, label: str) -> Baseline | None:
    """What `apexai preview --format json` printed; None where the content is something else.

    Raises:
        UsageError: it is such a file, and broken.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or "schemaVersion" not in data or not isinstance(data.get("deployments"), list):
        return None
    if data["schemaVersion"] != _SCHEMA_VERSION:
        raise UsageError(
            f"--against {label}: the saved preview is of schema version {data['schemaVersion']!r:.40}, and this apexai "
            f"reads {_SCHEMA_VERSION} [{BROKEN}]"
        )
    try:
        found = tuple(_saved(item) for item in data["deployments"] if item.get("resources"))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, RecursionError) as error:
        raise UsageError(f"--against {label}: the saved preview is broken: {error!r:.200} [{BROKEN}]") from None
    return Baseline(label=label, deployments=found)


def resources_of(deployment: DeploymentPreview) -> dict[str, BaselineResource]:
    """URN → what a comparison needs of each resource that a deployment would create."""
    if deployment.graph is None:
        return {}
    amounts = _amounts_of(deployment.estimate) if deployment.estimate is not None else {}
    return {
        item.urn: BaselineResource(
            type=item.type,
            name=item.name,
            inputs=plain_properties(item.inputs, asset_locations=False),
            amounts=amounts.get(item.urn, _NOTHING),
        )
        for item in deployment.graph.resources
        if item.custom and not item.is_provider and not item.read
    }


def _reduced(deployment: DeploymentPreview) -> BaselineDeployment:
    return BaselineDeployment(
        name=deployment.name,
        target=deployment.target,
        monthly=deployment.estimate.monthly if deployment.estimate is not None else None,
        resources=resources_of(deployment),
        findings=known_findings(deployment.evaluation),
        platforms=platforms_in(deployment.graph) if deployment.graph is not None else {},
        source=deployment.source,
    )


def _amounts_of(estimate: Estimate) -> Mapping[str, Mapping[Case, Amount]]:
    lines = ((line.urn, line.case, line.list_cost) for line in estimate.lines)
    return _amounts(lines, {entry.urn for entry in estimate.needs_usage}, {entry.urn for entry in estimate.unpriced})


@dataclass(slots=True)
class _Sum:
    """The cost of one resource, while it is summed."""

    amounts: dict[Case, Amount] = field(default_factory=lambda: dict(_NOTHING))


def _amounts(
    lines: Iterable[tuple[str, Case, Decimal]], open_urns: set[str], unpriced: set[str]
) -> dict[str, Mapping[Case, Amount]]:
    sums: dict[str, _Sum] = {}
    with localcontext(prec=PRECISION):
        for urn, case, cost in lines:
            found = sums.setdefault(urn, _Sum()).amounts
            found[case] = (found[case] or Decimal(0)) + cost
    for urn in open_urns:
        sums.setdefault(urn, _Sum()).amounts[Case.EXPECTED] = None
    for urn in unpriced - set(sums):
        sums[urn] = _Sum(amounts=dict.fromkeys(Case))
    return {urn: found.amounts for urn, found in sums.items()}


def _saved(data: Mapping[str, Json]) -> BaselineDeployment:
    cost = data.get("cost")
    written = cost if isinstance(cost, dict) else {}
    policy = data.get("policy")
    amounts = _amounts(
        ((line["urn"], Case(line["case"]), _decimal(line["listCost"])) for line in _mappings(written.get("lines"))),
        {str(entry["urn"]) for entry in _mappings(written.get("needsUsage"))},
        {str(entry["urn"]) for entry in _mappings(written.get("unpriced"))},
    )
    return BaselineDeployment(
        name=str(data["name"]),
        target=str(data["target"]),
        monthly=_monthly(written) if written else None,
        source=str(data.get("source", "")),
        findings=saved_findings(policy) if isinstance(policy, dict) else None,
        platforms=saved_platforms(_mappings(data["resources"])),
        resources={
            str(item["urn"]): BaselineResource(
                type=str(item["type"]),
                name=str(item["name"]),
                inputs=_without_locations(item["inputs"]),
                amounts=amounts.get(str(item["urn"]), _NOTHING),
            )
            for item in _mappings(data["resources"])
            if item["custom"] and not str(item["type"]).startswith("pulumi:providers:") and not item.get("read")
        },
    )


def _common(one: str, other: str) -> int:
    """How many of the last parts of two paths are the same."""
    pairs = zip(reversed(PurePath(one).parts), reversed(PurePath(other).parts), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _renamed(urn: str, before: str, after: str) -> str:
    head, _, name = urn.rpartition("::")
    return f"{head}::{after}{name.removeprefix(before)}" if name.startswith(before) else urn


def _mappings(value: Json) -> list[dict[str, str]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []  # type: ignore[misc]


def _monthly(cost: Mapping[str, Json]) -> Monthly:
    monthly, at_least = cost.get("monthly"), cost.get("atLeast")
    amounts = monthly if isinstance(monthly, dict) else {}
    missing = at_least if isinstance(at_least, list) else []

    def total(case: Case) -> Total:
        return Total(amount=_decimal(str(amounts[case])) if case in amounts else None, at_least=case in missing)

    return Monthly(low=total(Case.LOW), expected=total(Case.EXPECTED), high=total(Case.HIGH))


def _decimal(text: str) -> Decimal:
    """An amount of money.

    Raises:
        ValueError: it is not finite, or beyond all that a report has.
    """
    amount = Decimal(text)
    if not amount.is_finite() or abs(amount.adjusted()) > _MOST_DIGITS:
        raise ValueError(f"{text!r:.40} is no amount")
    return amount


def _without_locations(inputs: object) -> dict[str, Json]:
    """Inputs as a comparison has them: of an asset its content, not its place."""
    found = _plain(inputs)  # type: ignore[arg-type]
    return found if isinstance(found, dict) else {}


def _plain(value: Json) -> Json:
    match value:
        case {"$asset": dict() as asset, **rest} if not rest:
            kept = {"sha256"} if "sha256" in asset else {"kind", "location"}
            return {"$asset": {key: text for key, text in asset.items() if key in kept}}
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value
