"""Checked facts about platforms: dated data with its sources, one CSV file a platform."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.spec.fields import Platform

FOLDER: Final = "data"


class Confidence(StrEnum):
    """How sure a fact is: a limit of high confidence refuses, others warn."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One limit of a platform."""

    fact: str
    value: str
    unit: str
    source: str
    source_date: str
    """ISO date or month, or how the source was dated."""
    confidence: Confidence

    @property
    def number(self) -> int:
        """The value of a numeric fact."""
        return int(self.value)

    @property
    def decimal(self) -> Decimal:
        """The value of a fact that is a fraction."""
        return Decimal(self.value)

    @property
    def severity(self) -> DiagnosticSeverity:
        """What a violation is."""
        return DiagnosticSeverity.ERROR if self.confidence is Confidence.HIGH else DiagnosticSeverity.WARNING

    def violated(self, *, code: str, path: str, message: str, suggestion: str) -> Diagnostic:
        """The diagnostic of a value that this fact does not allow; it names the source."""
        return Diagnostic(
            code=code,
            severity=self.severity,
            path=path,
            message=f"{message} ({self.source}, {self.source_date})",
            suggestion=suggestion,
        )


@cache
def load_facts(platform: Platform) -> Mapping[str, Fact]:
    """A platform's facts by name, from `data/limits-<platform>.csv`."""
    file = files("apexai.targets") / FOLDER / f"limits-{platform}.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    return {row["fact"]: _fact(row) for row in csv.DictReader(lines)}


def _fact(row: Mapping[str, str]) -> Fact:
    return Fact(
        fact=row["fact"],
        value=row["value"],
        unit=row["unit"],
        source=row["source"],
        source_date=row["source_date"],
        confidence=Confidence(row["confidence"]),
    )
