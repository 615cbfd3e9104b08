"""The page says which errors and which admission policies there are."""

import re
from pathlib import Path
from typing import Final

from apexai.gitops.admission.expressions import EXPRESSIONS

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "gitops.md").read_text(encoding="utf-8")


def test_every_error_is_documented() -> None:
    files = [file for part in ("gitops", "cli", "report") for file in (ROOT / "apexai" / part).rglob("*.py")]
    used = {code for file in files for code in re.findall(r"APX-GIT-\d{3}", file.read_text(encoding="utf-8"))}
    assert used == set(re.findall(r"^\| `(APX-GIT-\d{3})` ", PAGE, re.MULTILINE))


def test_every_rule_that_is_said_in_cel_is_documented() -> None:
    rows = re.findall(r"^\| ((?:`APX-(?:FIN|RAI|SEC)-\d{3}`(?:, )?)+) \|", PAGE, re.MULTILINE)
    listed = [rule for row in rows for rule in re.findall(r"APX-[A-Z]+-\d{3}", row)]
    assert sorted(listed) == sorted(expression.rule for expression in EXPRESSIONS)
