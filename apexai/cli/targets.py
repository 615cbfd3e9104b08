"""`apexai targets`: what every available platform does with every setting of the spec."""

from typing import TYPE_CHECKING

import click

from apexai.cli.terminal import print_json, print_text
from apexai.errors import UsageError

if TYPE_CHECKING:
    from apexai.report.matrix import MatrixRow


@click.command("targets")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--explain", metavar="SETTING", help="Show one setting in full, e.g. spec.autoscaling.targetUtilization.")
def command(form: str, explain: str | None) -> int:
    """Print the capability matrix.

    honoured: the platform has it. emulated: extra resources do it. informs: it changes no resource, something else
    reads it. refused: an error with the reason and what to write instead.
    """
    from apexai.report import matrix

    rows = matrix.capability_matrix()
    if explain is not None:
        rows = _explained(rows, explain)
    match form:
        case "json":
            print_json(matrix.render_matrix_json(rows))
        case "markdown":
            print_text(matrix.render_matrix_markdown(rows))
        case _ if explain is not None:
            print_text("\n".join(matrix.render_leaf_text(row) for row in rows))
        case _:
            print_text(matrix.render_matrix_text(rows))
    return 0


def _explained(rows: "tuple[MatrixRow, ...]", path: str) -> "tuple[MatrixRow, ...]":
    """The row of a setting, or those of a section."""
    from difflib import get_close_matches

    from apexai.spec.leaves import leaf_of

    wanted = path if path.startswith(("spec.", "metadata.")) else f"spec.{path}"
    by_leaf = {row.leaf: row for row in rows}
    found = by_leaf.get(leaf_of(wanted))
    below = tuple(row for row in rows if row.leaf.startswith((f"{wanted}.", f"{wanted}[]")))
    if found is None and not below:
        named = [f"{leaf.partition(f'.{path}.')[0]}.{path}" for leaf in by_leaf if f".{path}." in f"{leaf}."]
        close = named or get_close_matches(wanted, by_leaf, n=1, cutoff=0.0)
        raise UsageError(f"--explain {path}: there is no such setting; did you mean {close[0]}? [APX-PRV-006]")
    return below if found is None else (found,)
