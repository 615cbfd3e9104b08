"""The capability matrix: what every available platform does with every leaf of the spec."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final, assert_never

from rich.console import Console
from rich.table import Table

from apexai.preview.values import Json
from apexai.report.json import render_json
from apexai.spec.fields import Platform
from apexai.spec.leaves import spec_leaves
from apexai.targets.capability import Answer, Emulated, Honoured, Informs, Refused, Unread
from apexai.targets.registry import available_platforms, load_target

SCHEMA_VERSION: Final = 1
_WIDEST: Final = 200
_MISSING: Final = "not answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One leaf and what each platform answers."""

    leaf: str
    answers: Mapping[Platform, Answer]


def capability_matrix() -> tuple[MatrixRow, ...]:
    """Every leaf of the spec in the order of the models, without any provider SDK."""
    tables = {platform: load_target(platform).capability for platform in available_platforms()}
    return tuple(
        MatrixRow(leaf=leaf, answers={platform: table[leaf] for platform, table in tables.items() if leaf in table})
        for leaf in spec_leaves()
    )


def render_matrix_text(rows: Sequence[MatrixRow]) -> str:
    """A table of one word for each leaf and platform, as wide as it needs to be: a folded one can't be searched."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("setting", no_wrap=True)
    platforms = available_platforms()
    for platform in platforms:
        table.add_column(platform.replace("-", "-\n"), no_wrap=True)
    for row in rows:
        table.add_row(row.leaf, *(_kind(row, platform) for platform in platforms))
    return _rendered(table)


def render_matrix_markdown(rows: Sequence[MatrixRow]) -> str:
    """A table for documents, with what each answer means in a few words."""
    platforms = available_platforms()
    head = ["setting", *map(str, platforms)]
    lines = [head, ["---"] * len(head)]
    lines += [[f"`{row.leaf}`", *(_markdown(row, platform) for platform in platforms)] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def render_matrix_json(rows: Sequence[MatrixRow]) -> str:
    """Every leaf with the whole answer of every platform."""
    leaves: list[Json] = [
        {"leaf": row.leaf, "answers": {str(platform): _json(answer) for platform, answer in row.answers.items()}}
        for row in rows
    ]
    return render_json({"schemaVersion": SCHEMA_VERSION, "leaves": leaves})


def render_leaf_text(row: MatrixRow) -> str:
    """What each platform does with one leaf, in full."""
    lines = [row.leaf]
    for platform in available_platforms():
        lines += ["", f"  {platform}: {_kind(row, platform)}"]
        answer = row.answers.get(platform)
        lines += [f"    {line}" for line in _explained(answer)] if answer is not None else []
    return "\n".join(lines) + "\n"


def _kind(row: MatrixRow, platform: Platform) -> str:
    answer = row.answers.get(platform)
    return _MISSING if answer is None else type(answer).__name__.lower()


def _explained(answer: Answer) -> Iterable[str]:
    match answer:
        case Honoured():
            yield from (f"{to.type} {to.path}{f' ({to.form})' if to.form else ''}" for to in answer.sets)
            yield from [answer.note] if answer.note else []
        case Emulated():
            yield answer.how
            yield f"by {', '.join(answer.by)}"
        case Informs():
            yield f"{answer.what} (read by: {answer.reader})"
            yield from [_unread(answer.unread)] if answer.unread is not None else []
        case Refused():
            yield f"{answer.reason} [{answer.code}]"
            yield f"instead: {answer.instead}"
            yield f"source: {answer.source}"
        case _:
            assert_never(answer)


def _unread(unread: Unread) -> str:
    """In which documents nobody reads the leaf."""
    preposition = "without" if unread.missing else "with"
    value = "" if unread.like == ("*",) else f": {', '.join(unread.like)}"
    return f"read by nobody {preposition} {unread.leaf}{value}, as {unread.why}"


def _json(answer: Answer) -> Json:
    match answer:
        case Honoured():
            sets: list[Json] = [
                {"type": to.type, "path": to.path, **({"form": to.form} if to.form else {})} for to in answer.sets
            ]
            return {"answer": "honoured", "sets": sets, **({"note": answer.note} if answer.note else {})}
        case Emulated():
            return {"answer": "emulated", "by": list(answer.by), "how": answer.how}
        case Informs():
            unread = {"unread": _unread(answer.unread)} if answer.unread is not None else {}
            return {"answer": "informs", "reader": answer.reader, "what": answer.what, **unread}
        case Refused():
            return {
                "answer": "refused",
                "code": answer.code,
                "reason": answer.reason,
                "instead": answer.instead,
                "source": answer.source,
            }
        case _:
            assert_never(answer)


def _markdown(row: MatrixRow, platform: Platform) -> str:
    answer = row.answers.get(platform)
    more = ""
    match answer:
        case Emulated():
            more = f": {answer.how}"
        case Informs():
            unread = f"; {_unread(answer.unread)}" if answer.unread is not None else ""
            more = f": {answer.what}{unread}"
        case Refused():
            more = f": {answer.reason}"
        case _:
            pass
    return f"{_kind(row, platform)}{more}".replace("|", "\\|")


def _rendered(table: Table) -> str:
    file = StringIO()
    console = Console(file=file, width=_WIDEST, color_system=None, highlight=False, markup=False, emoji=False)
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())
