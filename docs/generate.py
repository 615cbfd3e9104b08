"""Rewrite the generated parts of the documentation, each between `<!-- begin NAME -->` and `<!-- end NAME -->`."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from apexai.policy.rules import RULES
from apexai.report.matrix import capability_matrix, render_matrix_markdown
from apexai.report.rules import render_rules_markdown
from apexai.spec.reference import render_error_codes, render_fields, render_forms, render_policy_sets

PROGRAMS: Final = Path(__file__).parents[1] / "tests" / "policy" / "programs"


def rule_examples() -> dict[str, dict[str, str]]:
    """Rule id → `fails`, `passes` → body of the program that the tests run."""
    found: dict[str, dict[str, str]] = {}
    for name, body in sorted(_programs(), key=lambda program: len(program[0])):
        _, area, number, kind, *_ = name.split("_")
        found.setdefault(f"APX-{area.upper()}-{number}", {}).setdefault(kind.replace("refers", "fails"), body)
    return found


def _programs() -> Iterator[tuple[str, str]]:
    """Name and body of each; the shortest name of a rule's is the plainest program."""
    for file in sorted(PROGRAMS.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("apx_"):
                yield node.name, "\n".join(text.splitlines()[node.body[0].lineno - 1 : node.end_lineno])


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "error-codes": render_error_codes,
    "capability": lambda: render_matrix_markdown(capability_matrix()).rstrip("\n"),
    "fields": render_fields,
    "rules": lambda: render_rules_markdown(RULES, rule_examples()),
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
