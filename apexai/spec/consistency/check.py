"""All consistency checks of a deployment, in the order of the spec."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.consistency.access import check_access
from apexai.spec.consistency.budget import check_budget
from apexai.spec.consistency.environment import check_environment
from apexai.spec.consistency.finding import Finding, WrongFields
from apexai.spec.consistency.governance import check_governance
from apexai.spec.consistency.literals import check_literals
from apexai.spec.consistency.model import check_model
from apexai.spec.consistency.promises import check_promises
from apexai.spec.consistency.resources import check_resources
from apexai.spec.consistency.scaling import check_scaling
from apexai.spec.consistency.traffic import check_traffic
from apexai.spec.deployment import ServerlessModelDeployment

_CHECKS: Final[tuple[Callable[[ServerlessModelDeployment], Iterator[Finding]], ...]] = (
    check_model,
    check_resources,
    check_access,
    check_environment,
    check_literals,
    check_traffic,
    check_scaling,
    check_promises,
    check_budget,
    check_governance,
)


def check_consistency(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Contradictions within the spec; paths are those of the spec."""
    return check_remaining(deployment, ())


def check_remaining(deployment: ServerlessModelDeployment, pruned: Iterable[str]) -> Iterator[Diagnostic]:
    """Contradictions that rest on none of the pruned paths, whose values are not what the user wrote."""
    wrong = WrongFields.at(pruned)
    for check in _CHECKS:
        for finding in check(deployment):
            if finding.is_sound(wrong):
                yield finding.diagnostic
