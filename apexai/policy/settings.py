"""What an organisation and a team decide about rules, merged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from apexai.policy.rule import Enforcement, ParameterValue


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetting:
    """What is decided about one rule."""

    enforcement: Enforcement | None = None
    """The rule's own where None."""
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    locked: bool = False
    """The organisation's word: a team may tighten it, neither loosen nor exempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedModel:
    """A model that the organisation lets run."""

    name: str
    versions: tuple[str, ...] = ()
    """Any where empty."""
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that is decided outside of specs and programs."""

    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    """Rule id → setting."""
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Own policy sets: name that a spec's `policies` may hold → rule ids."""
    approved_models: tuple[ApprovedModel, ...] | None = None
    """None where nobody keeps a list."""
    jurisdictions: tuple[str, ...] = ("EU",)
    """Whose law counts, as the obligations name it: `EU`, `US-CO`, `UK`, …"""
    environment: str = ""
    """`dev`, `staging`, `prod` or own; of resources whose service does not say."""

    def of(self, rule: str) -> RuleSetting:
        return self.rules.get(rule, _NOTHING)


_NOTHING = RuleSetting(parameters=MappingProxyType({}))
