"""`apexai rules`: what is checked, why, and what a rule can be told."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from apexai.cli.terminal import print_json, print_text
from apexai.errors import UsageError

if TYPE_CHECKING:
    from apexai.policy.rule import Rule

_FILE = click.Path(path_type=Path)


@click.command("rules")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--pack", type=click.Choice(["finops", "responsible-ai", "security"]), help="Only rules of this pack.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--pack-config", is_flag=True, help="Print the files below as the configuration of a policy pack.")
@click.option("--organisation", type=_FILE, help="Settings of the organisation.")
@click.option("--team", type=_FILE, help="Settings of the team.")
@click.option("--exemptions", type=_FILE, help="Exemptions file.")
def command(
    ids: tuple[str, ...],
    pack: str | None,
    form: str,
    pack_config: bool,
    organisation: Path | None,
    team: Path | None,
    exemptions: Path | None,
) -> int:
    """List the rules, or explain the ones that are named."""
    if pack_config:
        return _print_pack_config(organisation, team, exemptions)
    import json

    from apexai.policy.rules import PACKS, RULES
    from apexai.report.rules import render_rule_text, render_rules_data, render_rules_text

    listed = PACKS[pack] if pack else RULES
    rules = tuple(_named(id, listed) for id in ids) or listed
    if form == "json":
        print_json(json.dumps(render_rules_data(rules), indent=2) + "\n")
    elif ids:
        print_text("\n".join(render_rule_text(rule) for rule in rules))
    else:
        print_text(render_rules_text(rules))
    return 0


def _named(id: str, rules: "tuple[Rule, ...]") -> "Rule":
    from difflib import get_close_matches

    by_id = {rule.id: rule for rule in rules}
    if id.upper() not in by_id:
        close = get_close_matches(id.upper(), by_id, n=1, cutoff=0.0)
        raise UsageError(f"there is no rule {id}; did you mean {close[0]}? [APX-POL-003]")
    return by_id[id.upper()]


def _print_pack_config(organisation: Path | None, team: Path | None, exemptions: Path | None) -> int:
    import datetime
    import json

    from apexai.policy.decisions import DecisionFiles, pack_configuration
    from apexai.policy.rules import RULES

    files = DecisionFiles(organisation=organisation, team=team, exemptions=exemptions)
    today = datetime.datetime.now(datetime.UTC).date()
    configuration = pack_configuration(files, rules=RULES, as_of=today)
    print_json(json.dumps(configuration, indent=2, default=str) + "\n")
    return 0
