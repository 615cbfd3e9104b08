"""The exemptions file: read, and refused where it exempts too much, too long or for no reason."""

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Final

from pydantic import BeforeValidator

from apexai.errors import Diagnostic
from apexai.policy import codes
from apexai.policy.exemptions import LONGEST_DAYS, Exemption
from apexai.policy.files import Entry, PolicyFile, PolicyFileError
from apexai.policy.rule import Rule
from apexai.policy.rule_ids import suggest_rule
from apexai.policy.settings import Settings

_LEAST_LETTERS: Final = 3
"""Of a glob, besides wildcards and alternatives."""


def _day(value: object) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a date, e.g. 2027-01-31") from None


class ExemptionEntry(Entry):
    """One exemption in a file."""

    rule: str
    resource: str
    reason: str
    owner: str
    ticket: str
    expires: Annotated[datetime.date, BeforeValidator(_day)]


def load_exemptions(
    file: PolicyFile, *, rules: Sequence[Rule], settings: Settings, as_of: datetime.date
) -> tuple[Exemption, ...]:
    """Read a list of exemptions.

    Those that are over are kept, so that they can be listed.

    Raises:
        PolicyFileError: with the place of each: no reason or owner, a wildcard for everything, an expiry more than
            90 days away, an unknown or locked rule.
    """
    if not isinstance(file.data, list):
        message = "an exemptions file is a list of entries with rule, resource, reason, owner, ticket and expires"
        raise PolicyFileError([file.diagnostic(codes.SHAPE, message, path="")])
    known = {rule.id for rule in rules}
    problems: list[Diagnostic] = []
    exemptions: list[Exemption] = []
    for index, data in enumerate(file.data):
        problems += _check(file, f"[{index}]", data, known=known, settings=settings, as_of=as_of)
        try:
            exemptions.append(_exemption(file, index, file.read(ExemptionEntry, data, below=(index,))))
        except PolicyFileError as error:
            problems += error.diagnostics
    if problems:
        raise PolicyFileError(sorted(problems, key=lambda found: (found.line, found.column)))
    return tuple(exemptions)


def _check(
    file: PolicyFile, path: str, written: object, *, known: set[str], settings: Settings, as_of: datetime.date
) -> Iterator[Diagnostic]:
    """What is wrong with values that have the right form, also where others of the entry have not."""
    texts = (
        {key: value for key, value in written.items() if isinstance(value, str)} if isinstance(written, dict) else {}
    )
    for name in ("reason", "owner", "ticket"):
        if name in texts and not texts[name].strip():
            yield file.diagnostic(
                codes.EMPTY_FIELD, f"the {name} is empty, and an exemption needs one", path=f"{path}.{name}"
            )
    if "rule" in texts:
        yield from _check_rule(file, f"{path}.rule", texts["rule"], known=known, settings=settings)
    if "resource" in texts:
        yield from _check_resource(file, f"{path}.resource", texts["resource"])
    if isinstance(written, dict) and "expires" in written:
        yield from _check_expiry(file, f"{path}.expires", written["expires"], as_of)


def _check_rule(file: PolicyFile, path: str, rule: str, *, known: set[str], settings: Settings) -> Iterator[Diagnostic]:
    if rule not in known:
        suggestion = suggest_rule(rule.upper(), known)
        yield file.diagnostic(codes.NO_SUCH_RULE, f"there is no rule {rule}", path=path, suggestion=suggestion)
    if settings.of(rule).locked:
        message = f"the organisation locked {rule}: nobody is exempt from it"
        yield file.diagnostic(codes.LOCKED_RULE, message, path=path)


def _check_resource(file: PolicyFile, path: str, resource: str) -> Iterator[Diagnostic]:
    glob = resource.rsplit("::", 1)[-1]
    if _is_too_broad(glob):
        everything = not any(letter.isalnum() for letter in _outside_classes(glob))
        message = f"{resource!r} exempts {'everything' if everything else 'far too much'}"
        suggestion = f"name the resource, or at least {_LEAST_LETTERS} letters of its name beside the wildcards"
        yield file.diagnostic(codes.TOO_BROAD, message, path=path, suggestion=suggestion)


def _check_expiry(file: PolicyFile, path: str, expires: object, as_of: datetime.date) -> Iterator[Diagnostic]:
    try:
        days = (_day(expires) - as_of).days
    except ValueError:
        return  # reading the entry says so
    if days > LONGEST_DAYS:
        message = f"it would hold {days} more days, and {LONGEST_DAYS} are the most"
        latest = f"{as_of + datetime.timedelta(days=LONGEST_DAYS)}"
        yield file.diagnostic(codes.TOO_LONG, message, path=path, suggestion=f"use {latest} or earlier")


def _is_too_broad(glob: str) -> bool:
    """Whether hardly more than wildcards stand there; a whole name may be short."""
    letters = sum(letter.isalnum() for letter in _outside_classes(glob))
    return letters < (_LEAST_LETTERS if set(glob) & set("*?[") else 1)


def _outside_classes(glob: str) -> str:
    """A glob without what stands in brackets."""
    return re.sub(r"\[[^]]*\]", "", glob)


def _exemption(file: PolicyFile, index: int, entry: ExemptionEntry) -> Exemption:
    place = file.diagnostic(codes.SHAPE, "", path=f"[{index}]")
    return Exemption(
        rule=entry.rule,
        resource=entry.resource,
        reason=entry.reason,
        owner=entry.owner,
        ticket=entry.ticket,
        expires=entry.expires,
        file=file.file,
        line=place.line,
    )
