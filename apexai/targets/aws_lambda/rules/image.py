"""Images: Lambda takes them from private ECR registries of its own region."""

import re
from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.fields import Text
from apexai.spec.shown import shown
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.aws_lambda.regions import regions
from apexai.targets.value import known_text


def check_image(image: Text, path: str, region: str | None) -> Iterator[Diagnostic]:
    """The registry is one of ECR's, in the function's region; `<…>` stands for a registry that nobody named yet."""
    text, fact = known_text(image), lambda_facts()["image_registry"]
    if text is None or text.startswith("<"):
        return
    host = text.partition("/")[0]
    match = re.fullmatch(fact.value, host)
    if match is None:
        yield fact.violated(
            code="APX-LIM-111",
            path=path,
            message=f"Lambda can't take an image from {shown(host)}",
            suggestion="push it to a private ECR repository, or reach it by an ECR pull-through cache: "
            f"<account>.dkr.ecr.{region or '<region>'}.amazonaws.com/<repository>",
        )
    elif region in regions() and match["region"] != region:
        yield fact.violated(
            code="APX-LIM-115",
            path=path,
            message=f"the image is in {match['region']}, and the function in {region} can't take it from there",
            suggestion=f"let ECR replicate the repository to {region}, and write that registry",
        )
