"""`apexai exemptions`: which exemptions there are, which are used, and which end soon."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apexai.cli.day import as_of_option, parse_day
from apexai.cli.terminal import print_json, print_text, progress

if TYPE_CHECKING:
    from apexai.policy.decisions import Decisions

_FILE = click.Path(path_type=Path)


@click.command("exemptions")
@click.argument("file", type=_FILE)
@click.argument("path", required=False)
@click.option("--organisation", type=_FILE, help="Settings of the organisation.")
@click.option("--team", type=_FILE, help="Settings of the team.")
@as_of_option
@click.option("--expiring", type=click.IntRange(0), default=14, show_default=True, metavar="DAYS",
              help="What ends within so many days is marked.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    file: Path,
    path: str | None,
    organisation: Path | None,
    team: Path | None,
    as_of: str | None,
    expiring: int,
    form: str,
) -> int:
    """List the exemptions of FILE; with PATH, of a spec or a Pulumi project, also which of them it uses."""
    from apexai.policy.decisions import DecisionFiles, load_decisions
    from apexai.policy.rules import RULES
    from apexai.report.exemptions import exemption_uses, render_exemptions_json, render_exemptions_text

    today = parse_day(as_of)
    files = DecisionFiles(organisation=organisation, team=team, exemptions=file)
    decisions = load_decisions(files, rules=RULES, as_of=today)
    used = _used(path, decisions, today) if path is not None else None
    uses = exemption_uses(decisions.exemptions, used=used, as_of=today, expiring_days=expiring)
    if form == "json":
        print_json(render_exemptions_json(uses))
    else:
        print_text(render_exemptions_text(uses))
    return 0


def _used(path: str, decisions: "Decisions", today: datetime.date) -> frozenset[int]:
    """Indices of the exemptions that a preview of the path needs."""
    from apexai.preview.criteria import Criteria
    from apexai.preview.options import PreviewOptions
    from apexai.preview.project import is_project, preview_project
    from apexai.preview.specs import preview_specs

    options = PreviewOptions(criteria=Criteria(as_of=today, decisions=decisions))
    with progress(f"previewing {path}"):
        preview = preview_project(path, options) if is_project(Path(path)) else preview_specs(path, options)
    evaluations = [deployment.evaluation for deployment in preview.deployments if deployment.evaluation is not None]
    return frozenset(index for evaluation in evaluations for index in evaluation.used_exemptions)
