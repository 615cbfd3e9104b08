"""The entry point `apexai`: finds the command, and turns whatever ends it into an exit code and a message."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

import apexai
from apexai.cli.commands import LazyGroup
from apexai.errors import ApexError

EXIT_USAGE: Final = 2
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 130
EXIT_BROKEN_PIPE: Final = 141

_COLLECT_EVERY: Final = 50_000
"""Allocations between garbage collections: imports make many objects that live as long as the process."""


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(apexai.__version__, prog_name="apexai")
def cli() -> None:
    """Describe an AI model deployment once; know what it creates before anything exists."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    gc.set_threshold(_COLLECT_EVERY)
    code = run(arguments)
    gc.freeze()  # Nothing is worth collecting at the end of the process.
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; whatever went wrong stands on standard error."""
    try:
        code = cli.main(args=arguments, prog_name="apexai", standalone_mode=False, color=_color())
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except ApexError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return EXIT_BROKEN_PIPE
    except Exception:
        return _report_bug()


def _color() -> bool | None:
    """No colour when `NO_COLOR` is set; otherwise click decides by the terminal."""
    return False if os.environ.get("NO_COLOR") else None


def _silence_stdout() -> None:
    """Keep Python from complaining at exit that standard output is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_bug() -> int:
    import platform
    import traceback

    traceback.print_exc()
    click.echo(
        f"\nThis is a bug in apexai {apexai.__version__} (Python {platform.python_version()}, {platform.system()}). "
        "Please report it with the lines above and the command that you ran: see `Reporting a bug` in the README.",
        err=True,
    )
    return EXIT_BUG
