"""What comes out of an evaluation: a finding for each rule and resource, and their sum."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apexai.policy.rule import Enforcement, Severity


class Verdict(StrEnum):
    """What a rule says of a resource."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    """It depends on a value that is not known yet; never a pass."""
    REFER = "refer"
    """A plan can't decide it: a person does."""
    EXEMPT = "exempt"
    NOT_APPLICABLE = "notApplicable"
    BROKEN = "broken"
    """The rule itself raised; the others ran."""


SILENT: Final = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})
"""Verdicts that are listed only when all results are asked for."""


class Standing(StrEnum):
    """What a row of the law asks on a date."""

    DUE = "due"
    READINESS = "readiness"
    """It will be due."""
    REFER = "refer"
    """Its date or reach is disputed, or it holds a question for a person."""
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalNote:
    """A row of the law that asks for what a rule checks."""

    obligation: str
    """Id of the row."""
    article: str
    standing: Standing
    due: datetime.date | None = None
    """From when it applies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule's verdict on one resource."""

    rule: str
    title: str
    verdict: Verdict
    enforcement: Enforcement
    severity: Severity
    urn: str = ""
    """Empty where the rule found no resource that it judges."""
    type: str = ""
    name: str = ""
    path: str = ""
    """Property path within the resource, or within the spec."""
    message: str = ""
    remediation: str = ""
    file: str = ""
    line: int = 0
    """1-based; 0 where the source has no lines."""
    because: str = ""
    """Why the level is what it is, where settings, an opted-in policy or the law made it."""
    law: tuple[LegalNote, ...] = ()
    exemption: str = ""
    """Ticket of the exemption that covers it."""
    lapsed: str = ""
    """The exemption that covered it until it ended, where there was one."""

    @property
    def blocks(self) -> bool:
        """True where it stops the deployment."""
        return self.verdict is Verdict.FAIL and self.enforcement is Enforcement.MANDATORY

    @property
    def due(self) -> datetime.date | None:
        """The first date from which a law asks for it, when none does yet."""
        dates = [note.due for note in self.law if note.standing is Standing.READINESS and note.due]
        return min(dates) if dates and all(note.standing is not Standing.DUE for note in self.law) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What the rules say of a graph on a date."""

    as_of: datetime.date
    results: tuple[Finding, ...]
    """Every verdict, sorted by rule, resource and path."""
    partial: bool = False
    """True where the graph leaves resources out, or holds some whose children nobody sees."""
    used_exemptions: tuple[int, ...] = ()
    """Indices into the exemptions that were given."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say: everything but passes and what does not apply."""
        return tuple(finding for finding in self.results if finding.verdict not in SILENT)

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Verdict → how many, with all verdicts."""
        found = Counter(finding.verdict for finding in self.results)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.results if finding.blocks)
