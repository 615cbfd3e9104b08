"""`evaluate_graph`: every rule over every resource of a graph, the same for all sources of it."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from apexai.graph import Resource, ResourceGraph, SourcePosition
from apexai.policy.exemptions import Exemption
from apexai.policy.finding import Evaluation, Finding, Verdict
from apexai.policy.judge import Judge
from apexai.policy.places import Places, deployment_name
from apexai.policy.rule import Rule, Scope
from apexai.policy.settings import Settings
from apexai.policy.spend import Spend
from apexai.policy.subject import GUARD, SERVICE, Circumstances, Stack
from apexai.spec.document import SpecDocument

_EXEMPTIBLE: Final = frozenset({Verdict.FAIL, Verdict.UNKNOWN, Verdict.REFER})


def evaluate_graph(
    graph: ResourceGraph,
    *,
    rules: Sequence[Rule],
    as_of: datetime.date,
    settings: Settings | None = None,
    exemptions: Sequence[Exemption] = (),
    documents: Mapping[str, SpecDocument] | None = None,
    sources: Mapping[str, SourcePosition] | None = None,
    spends: Mapping[str, Spend] | None = None,
) -> Evaluation:
    """Judge every resource that the program creates.

    Args:
        graph: From any source.
        rules: Those that count; `apexai.policy.rules.RULES` has all.
        as_of: The day that the law, expiries and ages are judged on.
        settings: What organisation and team decided.
        exemptions: Loaded for the same day.
        documents: `metadata.name` of a deployment → the document that it came from, for lines of findings on services.
        sources: URN → the line that caused a resource, where the caller knows it better than the graph.
        spends: `metadata.name` of a deployment, or URN of a service or of a lone guard → what it costs.
    """
    settings = settings or Settings()
    stack = Stack(graph)
    circumstances = Circumstances(as_of=as_of, settings=settings, spends=_by_urn(graph, spends or {}))
    judge = Judge(rules, circumstances)
    judged = [
        finding
        for resource in _created(graph)
        for finding in judge.judge_resource(resource, graph.by_urn, stack=stack, scopes=tuple(Scope))
    ]
    places = Places(graph=graph, documents=documents or {}, sources=sources or {})
    located = [places.locate(finding) for finding in [*judged, *judge.unmatched(judged)]]
    results, used = apply_exemptions(located, exemptions, graph.by_urn, circumstances)
    return Evaluation(
        as_of=as_of,
        results=tuple(sorted(results, key=_order)),
        partial=not stack.complete,
        used_exemptions=tuple(sorted(used)),
    )


def apply_exemptions(
    findings: Iterable[Finding],
    exemptions: Sequence[Exemption],
    resources: Mapping[str, Resource],
    circumstances: Circumstances,
) -> tuple[list[Finding], set[int]]:
    """The findings with those exempt that an exemption covers, and the indices of the exemptions that were used.

    A rule that the organisation locked is never exempt. A finding that an exemption covered until it ended says so.
    """
    used: set[int] = set()
    results = []
    for finding in findings:
        named = _exemptions_for(finding, exemptions, resources, circumstances)
        index = next((index for index in named if exemptions[index].days_left(circumstances.as_of) >= 0), None)
        if index is not None:
            used.add(index)
            finding = _exempt(finding, exemptions[index])
        elif named:
            last = max((exemptions[index] for index in named), key=lambda exemption: exemption.expires)
            finding = replace(finding, lapsed=_lapsed(last))
        results.append(finding)
    return results, used


def _created(graph: ResourceGraph) -> list[Resource]:
    """What is judged; resources that are only read exist already, and the engine shows packs none of them."""
    return sorted((resource for resource in graph.resources if not resource.read), key=lambda resource: resource.urn)


def _by_urn(graph: ResourceGraph, spends: Mapping[str, Spend]) -> Mapping[str, Spend]:
    found = {}
    for service in (*graph.of_type(SERVICE), *graph.of_type(GUARD)):
        spend = spends.get(service.urn) or spends.get(deployment_name(service))
        if spend is not None:
            found[service.urn] = spend
    return found


def _exemptions_for(
    finding: Finding,
    exemptions: Sequence[Exemption],
    resources: Mapping[str, Resource],
    circumstances: Circumstances,
) -> list[int]:
    """Indices of the exemptions from its rule for its resource, those that are over too."""
    resource = resources.get(finding.urn)
    if resource is None or finding.verdict not in _EXEMPTIBLE or circumstances.settings.of(finding.rule).locked:
        return []
    return [index for index, exemption in enumerate(exemptions) if exemption.names(finding.rule, resource)]


def _exempt(finding: Finding, exemption: Exemption) -> Finding:
    because = f"exempt until {exemption.expires} by {exemption.owner}: {exemption.reason}"
    return replace(finding, verdict=Verdict.EXEMPT, exemption=exemption.ticket, because=because)


def _lapsed(exemption: Exemption) -> str:
    return f"was exempt until {exemption.expires} by {exemption.owner}, {exemption.ticket}: that is over"


def _order(finding: Finding) -> tuple[str, str, str, str]:
    return (finding.rule, finding.urn, finding.path, finding.message)
