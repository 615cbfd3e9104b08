"""Text of users, safe in Markdown as forges render it: no markup, no HTML, no mention, no reference to an issue.

Source: https://github.github.com/gfm/ and https://docs.github.com/en/get-started/writing-on-github, read 2026-11.
"""

import re
from collections.abc import Sequence
from typing import Final

from apexai.report.wording import clean

_MARKUP: Final = re.compile(r"([\\`*_\[\]|~$])")
_FIRST: Final = re.compile(r"^(\s*[0-9]*)([#+=.)-])")
"""What begins a heading or an item of a list."""
_BREAK: Final = "<!-- -->"
"""Stands in words that a forge would make a link of."""
_LINKED: Final = re.compile(r"(?<=[@#])(?=\w)|(?<=\bGH)-(?=[0-9])|(?<=\bhttp)(?=s?:)|(?<=\bwww)(?=\.)", re.IGNORECASE)


def escape(text: str) -> str:
    """Text that stands for itself, on one line, in a paragraph or a table's cell."""
    html = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    marked = _FIRST.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", html))
    return _LINKED.sub(_broken, marked)


def code(text: str) -> str:
    """Text as code, which no forge looks into; pipes are escaped for tables."""
    plain = clean(text)
    longest = max((len(run) for run in re.findall(r"`+", plain)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") or not plain.strip() else ""
    return f"{fence}{pad}{plain}{pad}{fence}".replace("|", "\\|")


def details(summary: str, body: str) -> str:
    """A part that is folded until somebody opens it; the summary is Markdown-free text."""
    return f"<details>\n<summary>{_plain(summary)}</summary>\n\n{body.strip()}\n\n</details>\n"


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, numbers: int = 0) -> str:
    """A table of cells that are escaped; the last `numbers` columns are aligned to the right."""
    texts = len(heads) - numbers
    rule = " | ".join("---" if index < texts else "--:" for index in range(len(heads)))
    lines = [f"| {' | '.join(heads)} |", f"| {rule} |", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _broken(match: "re.Match[str]") -> str:
    return f"{_BREAK}{match[0]}"
