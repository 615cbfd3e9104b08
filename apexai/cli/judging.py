"""The options that say what previews are judged by: day, use, prices, decisions and gates."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

import click

from apexai.cli.day import as_of_option, parse_day

if TYPE_CHECKING:
    from apexai.cost.usage_sources import UsageSources
    from apexai.preview.criteria import Criteria, Gates

_FILE: Final = click.Path(path_type=Path)
_SEVERITIES: Final = ("low", "medium", "high", "critical")
_MANDATORY: Final = "mandatory"
_ADVISORY: Final = "advisory"
_UNKNOWN: Final = "unknown"


class JudgingOptions(TypedDict):
    """What `judging_options` adds to a command's arguments."""

    as_of: str | None
    usage: Path | None
    profile: str | None
    prices: Path | None
    free_tier: bool
    organisation: Path | None
    team: Path | None
    exemptions: Path | None
    fail_on: tuple[str, ...]
    require_priced: bool
    budget_case: str


_OPTIONS: Final[tuple[Callable[..., Any], ...]] = (
    as_of_option,
    click.option("--usage", type=_FILE, help="How much resources are used, by URN or type."),
    click.option("--profile", metavar="NAME", help="Use where nothing else says any: small, medium or large."),
    click.option("--prices", type=_FILE, help="The organisation's prices, discounts and currency rates."),
    click.option("--free-tier", is_flag=True, help="Count what is free once a month for a whole account."),
    click.option("--organisation", type=_FILE, help="Settings of the organisation for rules."),
    click.option("--team", type=_FILE, help="Settings of the team for rules."),
    click.option("--exemptions", type=_FILE, help="Exemptions from rules."),
    click.option("--fail-on", type=click.Choice([_MANDATORY, _ADVISORY, *_SEVERITIES, _UNKNOWN]), multiple=True,
                 help="What of the rules fails the run beside mandatory ones; may be repeated."),
    click.option("--require-priced", is_flag=True, help="Fail where anything has no price."),
    click.option("--budget-case", type=click.Choice(["low", "expected", "high"]), default="expected",
                 show_default=True, help="Which cost a month is held against the budget."),
)  # fmt: skip


def judging_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def load_criteria(chosen: JudgingOptions) -> "Criteria":
    """The criteria that the options say, with the files that they name.

    Raises:
        UsageError: a date is none, a profile is unknown, or a file is not there.
        DiagnosticsError: what is wrong in a file, with its places.
    """
    from apexai.cost.overrides_file import load_overrides_file
    from apexai.policy.decisions import DecisionFiles, load_decisions
    from apexai.policy.installed import load_rules
    from apexai.preview.criteria import Criteria
    from apexai.prices.overrides import Overrides

    as_of = parse_day(chosen["as_of"])
    files = DecisionFiles(organisation=chosen["organisation"], team=chosen["team"], exemptions=chosen["exemptions"])
    return Criteria(
        as_of=as_of,
        usage=_usage(chosen["usage"], chosen["profile"]),
        overrides=load_overrides_file(chosen["prices"]) if chosen["prices"] else Overrides(),
        free_tier=chosen["free_tier"],
        decisions=load_decisions(files, rules=load_rules(), as_of=as_of),
        gates=_gates(chosen),
    )


def _usage(file: Path | None, profile: str | None) -> "UsageSources":
    from apexai.cost.usage_file import load_usage_to_check
    from apexai.cost.usage_sources import UsageSources, profile_usage

    if profile is not None:
        profile_usage(profile)
    return UsageSources(profile=profile) if file is None else load_usage_to_check(file, profile=profile)


def _gates(chosen: JudgingOptions) -> "Gates":
    from apexai.cost.quantity import Case
    from apexai.policy.rule import Severity
    from apexai.preview.criteria import Gates

    asked = chosen["fail_on"]
    severities = [name for name in _SEVERITIES if name in asked]
    return Gates(
        advisory=_ADVISORY in asked,
        severity=Severity(severities[0]) if severities else None,
        unknown=_UNKNOWN in asked,
        unpriced=chosen["require_priced"],
        budget_case=Case(chosen["budget_case"]),
    )
