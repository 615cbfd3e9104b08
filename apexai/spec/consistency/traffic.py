"""The traffic split: two sides that sum to 100 %, and a stable side that names what runs."""

from collections.abc import Iterator

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import ServerlessModelDeployment, Stable
from apexai.units import render_decimal

_BLUE = "spec.trafficSplit.blue"
_GREEN = "spec.trafficSplit.green"
_STABLE = "spec.trafficSplit.stable"


def check_traffic(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """blue + green = 100; both sides need a name for what runs already."""
    split = deployment.spec.traffic_split
    if split.blue + split.green != 100:
        blue, green = render_decimal(split.blue), render_decimal(split.green)
        written = split.model_fields_set
        wrong, right = (_BLUE, 100 - split.green) if "blue" not in written else (_GREEN, 100 - split.blue)
        message = f"blue {blue}% and green {green}% sum to {render_decimal(split.blue + split.green)}%, not to 100%"
        suggestion = f"write {wrong.rpartition('.')[2]}: {render_decimal(right)}%"
        yield found(codes.SPLIT_SUM, wrong, message, suggestion=suggestion, also=(_BLUE, _GREEN))
    elif split.blue and split.green and split.stable is None:
        message = f"{render_decimal(split.blue)}% of the traffic goes to the stable side, and nothing says what that is"
        suggestion = "add stable with the revision (or image or package) that runs already"
        yield found(codes.STABLE_MISSING, _STABLE, message, suggestion=suggestion, also=(_BLUE, _GREEN))
    if split.stable is not None:
        yield from _stable(split.stable)


def _stable(stable: Stable) -> Iterator[Finding]:
    if stable.revision is None and stable.image is None and stable.package is None:
        message = "the stable side names nothing that runs"
        suggestion = "add revision (the output of the deployment that made it), image or package"
        yield found(codes.STABLE_MISSING, _STABLE, message, suggestion=suggestion)
    if stable.image is not None and stable.package is not None:
        message = "an instance runs an image or a package, not both"
        yield found(
            codes.EXCLUSIVE,
            f"{_STABLE}.package",
            message,
            suggestion="remove one of them",
            also=(f"{_STABLE}.image",),
        )
