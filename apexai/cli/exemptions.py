"""`apexai exemptions`: which exemptions there are, which are used, and which end soon."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
@click.option("--as-of", metavar="DATE", help="Day on which they are judged.  [default: today in UTC]")
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

    today = _day(as_of)
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
    from apexai.policy.evaluate import evaluate_graph
    from apexai.policy.rules import RULES
    from apexai.preview.options import PreviewOptions
    from apexai.preview.project import is_project, preview_project
    from apexai.preview.specs import preview_specs

    with progress(f"previewing {path}"):
        options = PreviewOptions()
        preview = preview_project(path, options) if is_project(Path(path)) else preview_specs(path, options)
    used: set[int] = set()
    for deployment in preview.deployments:
        if deployment.graph is not None:
            evaluation = evaluate_graph(
                deployment.graph,
                rules=RULES,
                as_of=today,
                settings=decisions.settings,
                exemptions=decisions.exemptions,
            )
            used |= set(evaluation.used_exemptions)
    return frozenset(used)


def _day(text: str | None) -> datetime.date:
    if text is None:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text}: this is not a date, e.g. 2027-01-31 [APX-POL-013]") from None
