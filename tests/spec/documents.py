"""Documents that the tests of the spec start from, and what they are told about them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from apexai.errors import Diagnostic, SpecError
from apexai.spec.document import SpecDocument
from apexai.spec.loader import load_spec_text

ROOT: Final = Path(__file__).parents[2]
PUBLISHED: Final = ROOT / "examples" / "fraud-detection" / "as-published.yaml"

MINIMAL: Final = """\
apiVersion: ai.apexlogic.com/v1alpha1
kind: ServerlessModelDeployment
metadata:
  name: fraud
spec:
  modelRef:
    name: fraud
    version: "1"
  runtime:
    platform: kubernetes
"""
"""Everything that must be written; `spec` and `spec.runtime` are open for more at two and four spaces."""

FILE: Final = "service.yaml"


def with_spec(*lines: str) -> str:
    """The minimal document with more lines below `spec`."""
    return MINIMAL + "".join(f"  {line}\n" for line in lines)


def with_runtime(*lines: str) -> str:
    """The minimal document with more lines below `spec.runtime`."""
    return MINIMAL + "".join(f"    {line}\n" for line in lines)


def load_one(text: str | bytes) -> SpecDocument:
    """The document of a text that has one."""
    (document,) = load_spec_text(text, file=FILE)
    return document


def errors_of(text: str | bytes, *, file: str = FILE) -> Sequence[Diagnostic]:
    """What a text that does not load is told."""
    with pytest.raises(SpecError) as error:
        load_spec_text(text, file=file)
    return error.value.diagnostics


def only_error(text: str | bytes, *, file: str = FILE) -> Diagnostic:
    """The one error of a text."""
    found = errors_of(text, file=file)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def place(text: str, fragment: str) -> tuple[int, int]:
    """Line and column, from 1, at which a fragment first stands in a text."""
    before = text[: text.index(fragment)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
