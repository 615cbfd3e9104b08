"""Everything that an organisation and a team decide, from their files."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from apexai.cost.usage_file import load_usage_file
from apexai.policy.exemptions import Exemption
from apexai.policy.exemptions_file import load_exemptions
from apexai.policy.files import load_policy_file
from apexai.policy.rule import Rule
from apexai.policy.settings import Settings
from apexai.policy.settings_file import load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFiles:
    """Where the decisions are; None where there are none."""

    organisation: Path | None = None
    team: Path | None = None
    exemptions: Path | None = None
    usage: Path | None = None
    """For policy packs; a preview takes it beside its decisions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What `evaluate_graph` takes."""

    settings: Settings = field(default_factory=Settings)
    exemptions: tuple[Exemption, ...] = ()


def load_decisions(files: DecisionFiles, *, rules: Sequence[Rule], as_of: datetime.date) -> Decisions:
    """Read the files.

    Raises:
        UsageError: a file is not there.
        PolicyFileError: something in one can't be used.
    """
    organisation = load_policy_file(files.organisation) if files.organisation else None
    team = load_policy_file(files.team) if files.team else None
    settings = load_settings(organisation=organisation, team=team, rules=rules)
    if files.exemptions is None:
        return Decisions(settings=settings)
    file = load_policy_file(files.exemptions)
    return Decisions(settings=settings, exemptions=load_exemptions(file, rules=rules, settings=settings, as_of=as_of))


def pack_configuration(files: DecisionFiles, *, rules: Sequence[Rule], as_of: datetime.date) -> dict[str, object]:
    """The files as the configuration of a policy pack, which can't read them from where it runs.

    Raises:
        UsageError: a file is not there.
        DiagnosticsError: something in one can't be used.
    """
    load_decisions(files, rules=rules, as_of=as_of)
    if files.usage is not None:
        load_usage_file(files.usage)
    parts = {
        "organisation": files.organisation,
        "team": files.team,
        "exemptions": files.exemptions,
        "usage": files.usage,
    }
    given = {name: load_policy_file(path).data for name, path in parts.items() if path is not None}
    return {"apexai-settings": given}
