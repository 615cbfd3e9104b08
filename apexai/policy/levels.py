"""How strictly a rule counts for a resource: its own level, settings, what the service opted into, the law."""

import datetime
from dataclasses import dataclass

from apexai.graph import Resource
from apexai.policy.finding import LegalNote, Standing
from apexai.policy.law.obligations import Obligation, load_obligations
from apexai.policy.property import UnknownReached
from apexai.policy.rule import Enforcement, Rule
from apexai.policy.sets import rules_of, written_sets
from apexai.policy.settings import Settings
from apexai.policy.subject import Service

_RISK_CLASSES = {"high-risk": ("high",), "limited-risk": ("limited",), "prohibited": ("prohibited",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How strictly a rule counts, and why."""

    enforcement: Enforcement
    because: str = ""
    law: tuple[LegalNote, ...] = ()
    overridden: str = ""
    """The policy that asks for the rule although the organisation disabled it."""


def level_of(rule: Rule, service: Resource | None, *, settings: Settings, as_of: datetime.date) -> Level:
    """The level of a rule for a resource of a service, or of none."""
    setting = settings.of(rule.id)
    enforcement = setting.enforcement or rule.enforcement
    because = "set by the organisation" if setting.enforcement is not None else ""
    opted = _opted(rule, service, settings)
    if enforcement is Enforcement.DISABLED and setting.enforcement is not None:
        return Level(enforcement=enforcement, because=because, overridden=opted)
    law = _law(rule, service, settings, as_of)
    due = next((note for note in law if note.standing is Standing.DUE), None)
    if opted:
        enforcement, because = Enforcement.MANDATORY, f"this service opted into {opted}"
    elif due is not None:
        enforcement, because = Enforcement.MANDATORY, f"{due.article} applies since {due.due}"
    return Level(enforcement=enforcement, because=because, law=law)


def _opted(rule: Rule, service: Resource | None, settings: Settings) -> str:
    """The policy of the service that holds the rule; empty where none does."""
    if service is None:
        return ""
    names = written_sets(Service(service))
    return next((name for name in names if rule.id in rules_of(name, settings)), "")


def _law(rule: Rule, service: Resource | None, settings: Settings, as_of: datetime.date) -> tuple[LegalNote, ...]:
    if not rule.law or service is None:
        return ()
    rows = (load_obligations()[row] for row in rule.law)
    return tuple(row.note(as_of) for row in rows if _reaches(row, Service(service), settings))


def _reaches(row: Obligation, service: Service, settings: Settings) -> bool:
    if row.jurisdiction not in settings.jurisdictions:
        return False
    if row.risk == "all":
        return True
    try:
        return service.spec("responsibleAI.riskClass").text() in _RISK_CLASSES.get(row.risk, ())
    except UnknownReached:
        return False
