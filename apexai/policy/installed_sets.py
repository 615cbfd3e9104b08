"""Policy sets that installed packages offer: names that a spec's `policies` may hold, beside the catalogue."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from apexai.errors import UsageError
from apexai.policy import codes
from apexai.spec.catalogue import is_own_set

GROUP: Final = "apexai.policy_sets"
"""Entry points of this group name a mapping: `acme = "acme_rules:SETS"`, set → rule ids."""


@cache
def load_installed_sets() -> Mapping[str, tuple[str, ...]]:
    """Name of each set → its rule ids.

    Raises:
        UsageError: a package's sets can't be imported, or are none.
    """
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return {name: rules for point in points for name, rules in _load(point).items()}


def _load(point: EntryPoint) -> dict[str, tuple[str, ...]]:
    try:
        found = {str(name): tuple(map(str, rules)) for name, rules in dict(point.load()).items()}
    except Exception as error:
        problem = f"the policy sets of {point.value} can't be loaded: {type(error).__name__}: {error}"
        raise UsageError(f"{problem}; repair or uninstall the package [{codes.OWN_RULES}]") from error
    wrong = [name for name, rules in found.items() if not is_own_set(name) or not rules]
    if wrong:
        problem = f"{point.value} has a policy set {wrong[0]!r}"
        raise UsageError(f"{problem}; name it like bank/models, and let it hold a rule [{codes.SET_NAME}]")
    return found
