"""The rules that count: those of this package, and those that installed packages offer."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from apexai.errors import Diagnostic, DiagnosticsError
from apexai.policy import codes
from apexai.policy.rule import Rule
from apexai.policy.rules import RULES

GROUP: Final = "apexai.rules"
"""Entry points of this group name a sequence of rules: `acme = "acme_rules:RULES"`."""

_ID: Final = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-\d{3}")
_OURS: Final = "APX-"


class OwnRulesError(DiagnosticsError):
    """Rules of an installed package that can't be used."""


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules, those of installed packages after our own, by package and as the package lists them.

    Raises:
        OwnRulesError: a package's rules can't be imported, are none, or have an id that is taken.
    """
    own = [rule for point in sorted(entry_points(group=GROUP), key=lambda point: point.name) for rule in _of(point)]
    return check_rules((*RULES, *own))


def check_rules(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules, after a look at their ids.

    Raises:
        OwnRulesError: two have the same id, or one has a wrong one.
    """
    problems = list(_check(rules))
    if problems:
        raise OwnRulesError(problems)
    return rules


def _check(rules: tuple[Rule, ...]) -> Iterator[Diagnostic]:
    shipped, seen = frozenset(rule.id for rule in RULES), set[str]()
    for rule in rules:
        if rule.id in seen:
            yield _problem(f"two rules have the id {rule.id}", "ids are never reused")
        elif rule.id.startswith(_OURS) and rule.id not in shipped:
            yield _problem(f"{rule.id} begins like the rules of this package", "use a prefix of your own")
        elif not _ID.fullmatch(rule.id):
            yield _problem(f"{rule.id!r} is no id of a rule", "write it like ACME-001")
        seen.add(rule.id)


def _of(point: EntryPoint) -> tuple[Rule, ...]:
    try:
        found = tuple(point.load())
    except Exception as error:
        problem = f"the rules of {point.value} can't be loaded: {type(error).__name__}: {error}"
        raise OwnRulesError([_problem(problem, "repair or uninstall the package")]) from error
    strange = [item for item in found if not isinstance(item, Rule)]
    if strange:
        raise OwnRulesError([_problem(f"{point.value} holds a {type(strange[0]).__name__}", "list rules only")])
    return found


def _problem(message: str, suggestion: str) -> Diagnostic:
    return Diagnostic(code=codes.OWN_RULES, message=message, suggestion=suggestion)
