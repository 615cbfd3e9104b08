"""`apexai rules`: what is checked, why, and what a rule can be told."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from apexai.cli.day import parse_day
from apexai.cli.terminal import print_json, print_text
from apexai.errors import UsageError

if TYPE_CHECKING:
    from apexai.policy.decisions import DecisionFiles
    from apexai.policy.rule import Rule
    from apexai.preview.values import Json

_FILE = click.Path(path_type=Path)


@click.command("rules")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--pack", type=click.Choice(["finops", "responsible-ai", "security"]), help="Only rules of this pack.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--pack-config", is_flag=True, help="Print the files below as the configuration of a policy pack.")
@click.option("--organisation", type=_FILE, help="Settings of the organisation.")
@click.option("--team", type=_FILE, help="Settings of the team.")
@click.option("--exemptions", type=_FILE, help="Exemptions file, for --pack-config.")
@click.option("--usage", type=_FILE, help="Usage file, for --pack-config.")
def command(
    ids: tuple[str, ...],
    pack: str | None,
    form: str,
    pack_config: bool,
    organisation: Path | None,
    team: Path | None,
    exemptions: Path | None,
    usage: Path | None,
) -> int:
    """List the rules, or explain the ones that are named; with files, at the levels that those give them."""
    from apexai.policy.decisions import DecisionFiles

    files = DecisionFiles(organisation=organisation, team=team, exemptions=exemptions, usage=usage)
    if pack_config:
        return _print_pack_config(files)
    if exemptions is not None:
        raise UsageError(
            "--exemptions changes no rule: it is for --pack-config, and `apexai exemptions` lists it [APX-POL-015]"
        )
    if usage is not None:
        raise UsageError("--usage changes no rule: it is for --pack-config [APX-POL-015]")
    from apexai.policy.decisions import load_decisions
    from apexai.policy.installed import load_rules
    from apexai.policy.rules import PACKS
    from apexai.report.rules import render_rule_text, render_rules_json, render_rules_text

    settings = load_decisions(files, rules=load_rules(), as_of=parse_day(None)).settings
    rules = _named(ids, PACKS[pack] if pack else load_rules())
    if form == "json":
        print_json(render_rules_json(rules, settings))
    elif ids:
        print_text("\n".join(render_rule_text(rule, settings) for rule in rules))
    else:
        print_text(render_rules_text(rules, settings))
    return 0


def _named(ids: tuple[str, ...], rules: "tuple[Rule, ...]") -> "tuple[Rule, ...]":
    """The rules with these ids; all where none is named."""
    from apexai.policy.rule_ids import suggest_rule

    by_id = {rule.id: rule for rule in rules}
    for id in ids:
        if id.upper() not in by_id:
            raise UsageError(f"there is no rule {id} here; {suggest_rule(id.upper(), by_id)} [APX-POL-003]")
    return tuple(by_id[id.upper()] for id in ids) or rules


def _print_pack_config(files: "DecisionFiles") -> int:
    from apexai.policy.decisions import pack_configuration
    from apexai.policy.installed import load_rules
    from apexai.report.json import render_json

    configuration = pack_configuration(files, rules=load_rules(), as_of=parse_day(None))
    print_json(render_json(cast("Json", configuration)))
    return 0
