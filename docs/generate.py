"""Rewrite the generated parts of the documentation, each between `<!-- begin NAME -->` and `<!-- end NAME -->`."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from apexai.report.matrix import capability_matrix, render_matrix_markdown
from apexai.spec.reference import render_error_codes, render_fields, render_forms, render_policy_sets

PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "error-codes": render_error_codes,
    "capability": lambda: render_matrix_markdown(capability_matrix()).rstrip("\n"),
    "fields": render_fields,
    "forms": render_forms,
    "policy-sets": render_policy_sets,
}
PAGES: Final = tuple(sorted(Path(__file__).parent.glob("*.md")))

_PART: Final = re.compile(r"(?s)<!-- begin (?P<name>[a-z-]+) -->\n.*?<!-- end (?P=name) -->")


def render_page(text: str) -> str:
    """A page with its generated parts as they are today."""
    return _PART.sub(_rendered, text)


def _rendered(part: re.Match[str]) -> str:
    name = part["name"]
    return f"<!-- begin {name} -->\n{PARTS[name]()}\n<!-- end {name} -->"


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(render_page(page.read_text(encoding="utf-8")), encoding="utf-8")
