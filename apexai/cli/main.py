"""The entry point `apexai`: finds the command, and turns whatever ends it into an exit code and a message."""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

import apexai
from apexai.cli.commands import LazyGroup
from apexai.cli.terminal import print_text
from apexai.errors import ApexError

EXIT_USAGE: Final = 2
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 130
EXIT_BROKEN_PIPE: Final = 141

_OUTPUT_ERRORS: Final = frozenset({errno.EPIPE, errno.ENOSPC, errno.EIO})

_PATH_ERRORS: Final = frozenset({errno.EACCES, errno.EDQUOT, errno.ELOOP, errno.ENAMETOOLONG, errno.EPERM, errno.EROFS})
"""What only the caller's paths and rights bring about."""

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
        return _run(arguments)
    except click.exceptions.Exit as end:
        return end.exit_code
    except ApexError as error:
        print_text(f"{error}\n", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except (KeyboardInterrupt, click.Abort):
        print_text("interrupted\n", err=True)
        return EXIT_INTERRUPTED
    except OSError as error:
        return _end_with(error)
    except Exception:
        return _report_bug()


def _run(arguments: Sequence[str] | None) -> int:
    with cli.make_context("apexai", list(sys.argv[1:] if arguments is None else arguments), color=_color()) as context:
        code = cli.invoke(context)
    if sys.stdout is not None:
        sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _color() -> bool | None:
    """No colour when `NO_COLOR` is set; otherwise click decides by the terminal."""
    return False if os.environ.get("NO_COLOR") else None


def _end_with(error: OSError) -> int:
    if error.errno in _OUTPUT_ERRORS:
        return _end_output(error)
    if error.errno in _PATH_ERRORS and error.filename is not None:
        print_text(f"{error.filename}: {error.strerror} [APX-CLI-001]\n", err=True)
        return EXIT_USAGE
    return _report_bug()


def _end_output(error: OSError) -> int:
    """Standard output takes no more: quietly where its reader has gone, else with a message."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Or Python complains again when it exits.
    if error.errno == errno.EPIPE:
        return EXIT_BROKEN_PIPE
    print_text(f"the output can't be written: {error.strerror}\n", err=True)
    return EXIT_USAGE


def _report_bug() -> int:
    import traceback

    from apexai.cli.bug import render_bug_hint

    print_text(f"{traceback.format_exc()}\n{render_bug_hint()}", err=True)
    return EXIT_BUG
