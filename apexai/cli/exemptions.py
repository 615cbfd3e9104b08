"""`apexai exemptions`: which exemptions there are, which are used, and which end soon."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apexai.cli.day import as_of_option, parse_day
from apexai.cli.terminal import print_json, print_text, progress
from apexai.errors import UsageError

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
    """List the exemptions of FILE; with PATH, of anything that can be previewed, also which of them it uses."""
    from apexai.policy.decisions import DecisionFiles, load_decisions
    from apexai.policy.installed import load_rules
    from apexai.report.exemptions import exemption_uses, render_exemptions_json, render_exemptions_text

    today = parse_day(as_of)
    files = DecisionFiles(organisation=organisation, team=team, exemptions=file)
    decisions = load_decisions(files, rules=load_rules(), as_of=today)
    used = _used(path, decisions, today) if path is not None else None
    uses = exemption_uses(decisions.exemptions, used=used, as_of=today, expiring_days=expiring)
    if form == "json":
        print_json(render_exemptions_json(uses, as_of=today))
    else:
        print_text(render_exemptions_text(uses, as_of=today))
    return 0


def _used(path: str, decisions: "Decisions", today: datetime.date) -> frozenset[int]:
    """Indices of the exemptions that a preview of the path needs.

    Raises:
        UsageError: the preview came to no end, so that nobody knows.
    """
    from apexai.preview.criteria import Criteria
    from apexai.preview.options import PreviewOptions
    from apexai.preview.paths import preview_path
    from apexai.report.errors import render_errors

    options = PreviewOptions(criteria=Criteria(as_of=today, decisions=decisions))
    with progress(f"previewing {path}"):
        preview = preview_path(path, options)
    if preview.exit_code > 1:
        print_text(render_errors(preview), err=True)
        raise UsageError(f"{path}: its preview failed, so that nobody knows which exemptions it uses [APX-POL-014]")
    evaluations = [deployment.evaluation for deployment in preview.deployments if deployment.evaluation is not None]
    return frozenset(index for evaluation in evaluations for index in evaluation.used_exemptions)
