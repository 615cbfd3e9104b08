"""Headers that tell the function what the document says: as long as CloudFront lets them be."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.diagnostics import note
from apexai.targets.lambda_edge.facts import edge_facts
from apexai.targets.lambda_edge.headers import candidate_headers
from apexai.targets.value import known_text

_PATHS: Final[Mapping[str, str]] = {
    "x-model-name": "spec.modelRef.name",
    "x-model-version": "spec.modelRef.version",
    "x-model-uri": "spec.modelRef.uri",
    "x-model-digest": "spec.modelRef.digest",
    "x-alignment-check-endpoint": "spec.responsibleAI.alignmentCheckEndpoint",
    "x-explainability-endpoint": "spec.responsibleAI.explainability.endpoint",
}


def check_headers(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Each value fits; the function reads headers where others have variables."""
    names = ", ".join(candidate_headers(deployment.spec))
    message = f"the edge has no variables: the function finds {names} among the custom headers of the request's origin"
    yield note("APX-LIM-721", "spec.modelRef", message)
    longest = edge_facts()["custom_header_value_characters"]
    for name, value in candidate_headers(deployment.spec).items():
        if len(known_text(value) or "") > longest.number:
            yield longest.violated(
                code="APX-LIM-720",
                path=_PATHS[name],
                message=f"the header {name} would have more than {longest.number:,} characters",
                suggestion="write something shorter",
            )
