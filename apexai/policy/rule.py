"""What a rule is: a frozen row of a table, with one function that judges one resource."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from apexai.policy.subject import Subject


class Severity(StrEnum):
    """How bad it is when the rule is broken, whatever is done about it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Enforcement(StrEnum):
    """What a failure does: nothing, it is printed, it stops the deployment."""

    DISABLED = "disabled"
    ADVISORY = "advisory"
    MANDATORY = "mandatory"

    @property
    def rank(self) -> int:
        """Higher is stricter."""
        return list(Enforcement).index(self)


class Scope(StrEnum):
    """What a rule sees: one resource with the service that it belongs to, or all of them."""

    RESOURCE = "resource"
    """Decides before the resource is created, also under `pulumi up --skip-preview`."""
    STACK = "stack"


class Tighter(StrEnum):
    """Which way a parameter moves when a rule becomes stricter."""

    LOWER = "lower"
    HIGHER = "higher"
    FEWER = "fewer"
    """Of a list of what is allowed."""
    MORE = "more"
    """Of a list of what is asked."""


ParameterValue: TypeAlias = "int | float | str | bool | tuple[str, ...] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value of a rule that an organisation sets."""

    name: str
    """camelCase."""
    kind: str
    """JSON Schema's name of the type: `integer`, `number`, `string`, `boolean`, `array` (of strings)."""
    default: ParameterValue
    """None where the rule asks nothing until somebody sets it."""
    description: str
    """Clause with the unit."""
    tighter: Tighter | None = None
    """None where neither way is stricter, so that a team can't change it in a locked rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """Where a framework asks for what a rule checks."""

    name: str
    """E.g. `NIST AI RMF 1.0`."""
    reference: str
    """E.g. `MEASURE 2.9`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail:
    """One thing that is wrong with the resource, for certain."""

    message: str
    """A clause with the value; never a secret's."""
    path: str = ""
    """Property path; of a service it is that of the spec, e.g. `spec.runtime.memory`."""
    edit: str = ""
    """The edit that fixes it; the rule's remediation where empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer:
    """One thing that a plan can't decide: a person does."""

    message: str
    path: str = ""
    edit: str = ""


Answer: TypeAlias = Fail | Refer
Check: TypeAlias = "Callable[[Subject], Iterator[Answer]]"
"""Yields what is wrong with one resource; nothing means that it passes.

Reading an unknown value ends it with the verdict unknown, unless something certain was yielded before.
"""

Change: TypeAlias = "Mapping[tuple[str, ...], str | int]"
"""Path of an input → what it becomes. A tuple, because keys may hold dots."""
Remedy: TypeAlias = "Callable[[Subject], Change]"
"""Gives the inputs that would make a failing resource pass, where setting them can do no harm; else nothing."""


class NotApplicable(Exception):
    """Raised by a rule that asks nothing of this resource."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule."""

    id: str
    """`APX-FIN-001`, `APX-RAI-001`, `APX-SEC-001`; own rules have their own prefix. Never reused."""
    title: str
    """The state that should hold, as a short clause."""
    severity: Severity
    enforcement: Enforcement = Enforcement.ADVISORY
    """Unless settings, a policy that the service opted into or the law say more."""
    scope: Scope = Scope.RESOURCE
    types: tuple[str, ...]
    """Type tokens of the resources that it judges."""
    check: Check
    reason: str
    """Why it matters, in a sentence."""
    remediation: str
    """What to change, in a sentence."""
    source: str
    """Where the reason is written down: a link, or an article."""
    frameworks: tuple[Framework, ...] = ()
    law: tuple[str, ...] = ()
    """Ids of obligations that ask for it."""
    parameters: tuple[Parameter, ...] = ()
    remedy: "Remedy | None" = None
    """What a policy pack sets where its configuration says `remediate`; never applied otherwise."""
