"""The commands by name, and the group that imports a command's module only when it runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

import click


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandEntry:
    """Where a command is, and its one line in the overview, which must not import it."""

    module: str
    """Has the click command under the name `command`."""
    summary: str


COMMANDS: Final[Mapping[str, CommandEntry]] = {
    "compare": CommandEntry(module="apexai.cli.compare", summary="Show what a spec costs on every platform."),
    "eject": CommandEntry(module="apexai.cli.eject", summary="Write the plain Pulumi program of a spec."),
    "exemptions": CommandEntry(module="apexai.cli.exemptions", summary="List exemptions: used, unused, ending soon."),
    "new": CommandEntry(module="apexai.cli.new", summary="Write a commented spec or a repository to start from."),
    "plugin": CommandEntry(module="apexai.cli.plugin", summary="Write the provider for programs in other languages."),
    "preview": CommandEntry(module="apexai.cli.preview", summary="Show what a spec or a Pulumi project would create."),
    "prices": CommandEntry(module="apexai.cli.prices", summary="Show, check and update the price book."),
    "render": CommandEntry(module="apexai.cli.render", summary="Render a spec as manifests for Argo CD or Flux."),
    "rules": CommandEntry(module="apexai.cli.rules", summary="List the rules, or explain one."),
    "schema": CommandEntry(module="apexai.cli.schema", summary="Print the JSON Schema of the spec for editors."),
    "targets": CommandEntry(module="apexai.cli.targets", summary="Print what each platform does with each setting."),
    "validate": CommandEntry(module="apexai.cli.validate", summary="Check specs without any cloud SDK."),
}


class LazyGroup(click.Group):
    """A group that reads `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name].module).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {close[0]}?" if close else f" The commands are {', '.join(self.list_commands(ctx))}."
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])
