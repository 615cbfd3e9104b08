"""Which field would bring a deployment under its budget: every answer is a spec that was built and estimated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from apexai.cost.estimate import Estimate, Verdict
from apexai.cost.quantity import Case
from apexai.errors import DiagnosticsError
from apexai.preview.captured import read_ending
from apexai.preview.checks import CheckedDocument
from apexai.preview.criteria import Criteria, criteria_of
from apexai.preview.edits import Edit, cheaper_edits, edited
from apexai.preview.judging import estimate_deployment
from apexai.preview.options import PreviewOptions
from apexai.preview.requests import ServiceRequest, capture_services, request_of
from apexai.preview.result import Status
from apexai.spec.loader import document_of
from apexai.targets.check import check_target
from apexai.targets.target import Surroundings

_MOST_EDITS: Final = 24
_MOST_REMEDIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """Edits that together bring a deployment under its budget."""

    edits: tuple[Edit, ...]
    amount: Decimal
    """What it costs a month with them, in the case that is held against the budget."""


def find_remedies(
    item: CheckedDocument, options: PreviewOptions, *, surroundings: Surroundings, estimate: Estimate
) -> tuple[Remedy, ...]:
    """Single edits that are enough, the mildest first; where none is, all fields together, if that is.

    What leaves requests unanswered that are declared, and that the document's limits let through, is no remedy.

    Args:
        item: A document whose deployment is over its budget.
        options: Those of its preview.
        surroundings: What the stack's configuration says.
        estimate: Of the deployment.
    """
    trials = _Trials(item, options, surroundings, estimate)
    single = trials.run([(edit,) for edit in list(cheaper_edits(item.accepted.spec))[:_MOST_EDITS]])
    enough = _first_of_each_field(trial for trial in single if trial.fits)
    if enough:
        mildest = sorted(enough, key=lambda trial: -trial.amount)[:_MOST_REMEDIES]
        return tuple(Remedy(edits=trial.edits, amount=trial.amount) for trial in mildest)
    best = {trial.edits[0].path: trial.edits[0] for trial in sorted(single, key=lambda trial: -trial.amount)}
    together = trials.run([tuple(best.values())]) if len(best) > 1 else []
    return tuple(Remedy(edits=trial.edits, amount=trial.amount) for trial in together if trial.fits)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """What some edits come to."""

    edits: tuple[Edit, ...]
    amount: Decimal
    fits: bool


class _Trials:
    """Builds and estimates variants of one document, many in one program."""

    def __init__(
        self, item: CheckedDocument, options: PreviewOptions, surroundings: Surroundings, estimate: Estimate
    ) -> None:
        self._item = item
        self._options = options
        self._surroundings = replace(surroundings, directory=Path(item.document.file).parent)
        self._criteria = criteria_of(options)
        self._beyond = _beyond(estimate)

    def run(self, variants: Sequence[tuple[Edit, ...]]) -> list[_Trial]:
        """The trials of those variants that the platform takes."""
        requests = {edits: self._request(number, edits) for number, edits in enumerate(variants)}
        possible = {edits: request for edits, request in requests.items() if request is not None}
        captures = capture_services(list(possible.values()), self._options)
        found: list[_Trial] = []
        for (edits, request), captured in zip(possible.items(), captures, strict=True):
            ending = read_ending(captured)
            if ending.status is Status.OK and ending.graph is not None:
                criteria = _renamed(self._criteria, before=self._item.name, after=request.name)
                found += self._trial(edits, estimate_deployment(ending.graph, criteria))
        return found

    def _trial(self, edits: tuple[Edit, ...], estimate: Estimate) -> Iterator[_Trial]:
        """Where the case is not known, the standing cost is what was found to be too much."""
        case = self._criteria.gates.budget_case
        amount = estimate.monthly.of(case).amount
        amount = estimate.monthly.of(Case.LOW).amount if amount is None else amount
        if amount is not None and not self._takes_away(estimate):
            yield _Trial(edits=edits, amount=amount, fits=estimate.budget.verdict is not Verdict.OVER)

    def _takes_away(self, estimate: Estimate) -> bool:
        """Whether the limits let fewer of the declared requests through than those of the document."""
        beyond = _beyond(estimate)
        return any(case not in self._beyond or carries < self._beyond[case] for case, carries in beyond.items())

    def _request(self, number: int, edits: tuple[Edit, ...]) -> ServiceRequest | None:
        """The variant under a name of its own; None where the platform refuses it."""
        platform = self._item.accepted.spec.runtime.platform
        data = edited(self._item.document.merged(platform), edits)
        metadata = data.get("metadata")
        data["metadata"] = {**(metadata if isinstance(metadata, Mapping) else {}), "name": f"variant-{number}"}
        document = replace(document_of(data), file=self._item.document.file)
        try:
            deployment = document.deployment(platform)
            if any(found.is_error for found in check_target(deployment, self._surroundings)):
                return None
        except DiagnosticsError:
            return None
        return request_of(document, deployment)


def _beyond(estimate: Estimate) -> dict[Case, Decimal]:
    """Cases that declare more than the limits let through → what they let through."""
    return {found.case: found.carries for service in estimate.services for found in service.shortfalls}


def _first_of_each_field(trials: Iterable[_Trial]) -> list[_Trial]:
    found: dict[str, _Trial] = {}
    for trial in trials:
        found.setdefault(trial.edits[0].path, trial)
    return list(found.values())


def _renamed(criteria: Criteria, *, before: str, after: str) -> Criteria:
    """The criteria for a service of another name: use is declared for URNs, which have the name in them."""
    by_urn = {_renamed_urn(urn, before, after): usage for urn, usage in criteria.usage.by_urn.items()}
    return replace(criteria, usage=replace(criteria.usage, by_urn=by_urn))


def _renamed_urn(urn: str, before: str, after: str) -> str:
    head, _, name = urn.rpartition("::")
    return f"{head}::{after}{name.removeprefix(before)}" if name.startswith(before) else urn
