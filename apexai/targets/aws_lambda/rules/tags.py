"""Tags: how many, and which keys are ours."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.aws_lambda.tags import OWN_KEYS, tags_of
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings

_OF_THE_FUNCTION = frozenset({"modelVersion"})


def check_tags(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """The tags fit, and none of them is set twice."""
    finops, metadata = deployment.spec.finops, deployment.metadata
    for path, tags in (("spec.finops.tags", finops.tags), ("metadata.labels", metadata.labels)):
        for key in tags:
            if key in OWN_KEYS | _OF_THE_FUNCTION:
                message = f"the tag {key!r} is set from another field of the spec"
                yield error("APX-LIM-181", f"{path}.{key}", message, instead="use another key")
    most = lambda_facts()["tags"]
    count = len(tags_of(deployment, surroundings)) + len(_OF_THE_FUNCTION)
    if count > most.number:
        yield most.violated(
            code="APX-LIM-180",
            path="spec.finops.tags",
            message=f"the function would have {count} tags",
            suggestion=f"keep {most.number - count + len(finops.tags) + len(metadata.labels)} tags and labels at most",
        )
