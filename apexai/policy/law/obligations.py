"""The obligations: what a law or a standard asks, from when, and what it asks on a date."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from apexai.policy.finding import LegalNote, Standing

_EU: Final = "EU"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One thing that a law or standard asks."""

    id: str
    instrument: str
    article: str
    title: str
    risk: str
    """Which systems it reaches: `all`, `high-risk`, `limited-risk`, `gpai`, `prohibited`."""
    jurisdiction: str
    """`EU`, `US-CO`, …; empty for voluntary frameworks."""
    applies_from: datetime.date | None
    """None for voluntary frameworks and where the date was not found."""
    applies_until: datetime.date | None
    transition: str
    """What is known of the date, in words."""
    question: str
    """What a person has to clear up before anyone relies on the row; empty where nothing."""
    confidence: str
    sources: tuple[str, ...]
    """`title, locator`."""

    def note(self, as_of: datetime.date) -> LegalNote:
        """What it asks on a date."""
        return LegalNote(
            obligation=self.id, article=self.article, standing=self._standing(as_of), due=self.applies_from
        )

    def _standing(self, as_of: datetime.date) -> Standing:
        if self.applies_until is not None and as_of > self.applies_until:
            return Standing.SUPERSEDED
        if self.question or self.applies_from is None:
            return Standing.REFER
        return Standing.DUE if as_of >= self.applies_from else Standing.READINESS


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """A use that the AI Act names: high-risk ones of Annex III, prohibited ones of Article 5."""

    id: str
    point: str
    description: str
    hints: tuple[str, ...]
    """Words in a declared purpose that suggest it; none of them proves anything."""
    applies_from: datetime.date


@cache
def load_obligations() -> Mapping[str, Obligation]:
    """Every obligation by id.

    Source: law/obligations.json, which names the source of each row.
    """
    book = _book()
    return {row["id"]: _obligation(row, book["sources"]) for row in book["obligations"]}


@cache
def load_high_risk_uses() -> tuple[UseCase, ...]:
    """The use cases of Annex III."""
    return tuple(_use_case(row) for row in _book()["annex_iii_use_cases"])


@cache
def load_prohibited_practices() -> tuple[UseCase, ...]:
    """The practices of Article 5."""
    return tuple(_use_case(row) for row in _book()["article_5_prohibited_practices"])


def law_as_of() -> datetime.date:
    """The day up to which the data was compiled."""
    return datetime.date.fromisoformat(_book()["meta"]["as_of"])


@cache
def _book() -> Any:
    return json.loads(files(__package__).joinpath("obligations.json").read_text("utf-8"))


def _obligation(row: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Obligation:
    return Obligation(
        id=row["id"],
        instrument=row["instrument"],
        article=f"{_short(row['instrument'])} {row['article_control']}",
        title=row["title"],
        risk=row["applies_to"]["risk"],
        jurisdiction=row.get("jurisdiction") or (_EU if row["id"].startswith(("eu-", "gdpr-")) else ""),
        applies_from=_day(row["applies_from"]),
        applies_until=_day(row["applies_until"]),
        transition=row["transition_notes"] or "",
        question=_question(row),
        confidence=row["confidence"],
        sources=tuple(f"{sources[source['ref']]['title']}, {source['locator']}" for source in row["sources"]),
    )


def _short(instrument: str) -> str:
    """The instrument's name up to its number."""
    for mark in (" Regulation", " (", " Generative", " Annex", " of 2021"):
        instrument = instrument.split(mark)[0]
    return instrument


def _question(row: Mapping[str, Any]) -> str:
    if row.get("check_before_use"):
        return str(row["check_before_use"])
    if row.get("date_conflict"):
        return f"sources disagree on the date: {row.get('literal_application_date')} or {row['applies_from']}"
    return "its sources are weak or disagree" if row["confidence"] == "low" else ""


def _use_case(row: Mapping[str, Any]) -> UseCase:
    return UseCase(
        id=row["id"],
        point=row["point"],
        description=row["description"],
        hints=tuple(row["classifier_hints"]),
        applies_from=datetime.date.fromisoformat(row["applies_from"]),
    )


def _day(text: str | None) -> datetime.date | None:
    """The date; None for text that only mentions one, such as the end of a transition."""
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None
