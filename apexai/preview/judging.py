"""What a preview costs and what the rules say of it, worked out once, after the capture."""

from collections.abc import Mapping
from dataclasses import replace

from apexai.cost.estimate import Estimate
from apexai.cost.estimating import EstimateOptions, estimate_graph
from apexai.cost.readers import providers_of
from apexai.graph.model import ResourceGraph
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.installed import load_rules
from apexai.policy.spend import spends_of
from apexai.preview.criteria import Criteria
from apexai.preview.gates import failed_gates
from apexai.preview.result import DeploymentPreview
from apexai.prices.book import PriceBook
from apexai.spec.document import SpecDocument


def judge_deployment(
    deployment: DeploymentPreview,
    criteria: Criteria,
    *,
    documents: Mapping[str, SpecDocument] | None = None,
    environment: str = "",
) -> DeploymentPreview:
    """The preview with its estimate, its evaluation and the gates that it fails; as it is where it has no graph.

    Args:
        deployment: A preview of any origin.
        criteria: What it is judged by.
        documents: `metadata.name` → the document that it came from, for the lines of findings.
        environment: What the stack's configuration says it is, where the settings don't.

    Raises:
        UsageError: the declared use contradicts itself.
        CatalogueError: a price that is needed can't be parsed.
    """
    if deployment.graph is None:
        return deployment
    graph = replace(deployment.graph, partial=deployment.partial)
    estimate = estimate_deployment(graph, criteria)
    settings = criteria.decisions.settings
    evaluation = evaluate_graph(
        graph,
        rules=load_rules(),
        as_of=criteria.as_of,
        settings=replace(settings, environment=settings.environment or environment),
        exemptions=criteria.decisions.exemptions,
        documents=documents,
        sources=deployment.sources,
        spends=spends_of(estimate),
    )
    judged = replace(deployment, as_of=criteria.as_of, estimate=estimate, evaluation=evaluation)
    return replace(judged, failed_gates=failed_gates(estimate, evaluation, criteria))


def estimate_deployment(graph: ResourceGraph, criteria: Criteria) -> Estimate:
    """What a graph costs by the criteria.

    Raises:
        UsageError: the declared use contradicts itself.
        CatalogueError: a price that is needed can't be parsed.
    """
    book = PriceBook.load(*providers_of(graph), overrides=criteria.overrides)
    options = EstimateOptions(free_tier=criteria.free_tier, budget_case=criteria.gates.budget_case)
    return estimate_graph(graph, book=book, as_of=criteria.as_of, usage=criteria.usage, options=options)
