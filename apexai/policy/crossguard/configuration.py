"""What a pack is told: each rule's level and parameters, and in one policy settings, exemptions and the day."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pulumi.runtime.proto import analyzer_pb2 as proto

from apexai.cost.usage_sources import UsageSources, profile_usage
from apexai.errors import Diagnostic
from apexai.graph import Value
from apexai.policy import codes
from apexai.policy.crossguard.received import load_struct
from apexai.policy.exemptions import Exemption
from apexai.policy.exemptions_file import load_exemptions
from apexai.policy.files import PolicyFile, PolicyFileError
from apexai.policy.parameters import is_tighter
from apexai.policy.rule import Enforcement, ParameterValue, Rule
from apexai.policy.settings import RuleSetting, Settings
from apexai.policy.settings_file import load_settings

SETTINGS: Final = "apexai-settings"
"""Name of the policy whose configuration carries what concerns the whole pack."""

SCHEMA: Final[Mapping[str, Mapping[str, object]]] = {
    "organisation": {"type": "object", "description": "the organisation's settings file"},
    "team": {"type": "object", "description": "the team's settings file"},
    "exemptions": {
        "type": "array",
        "items": {"type": "object"},
        "description": "the entries of the exemptions file",
    },
    "asOf": {"type": "string", "description": "day that law, expiries and ages are judged on; today in UTC without it"},
    "usage": {"type": "object", "description": "the usage file, for rules on what a service costs"},
    "profile": {"type": "string", "description": "use of what says nothing: small, medium or large"},
    "environment": {"type": "string", "description": "environment of what does not say; else apexai:environment"},
}

ENVIRONMENT: Final = "apexai:environment"
"""The stack's configuration key that components read too."""

_LEVELS: Final = {
    proto.DISABLED: Enforcement.DISABLED,
    proto.ADVISORY: Enforcement.ADVISORY,
    proto.MANDATORY: Enforcement.MANDATORY,
    proto.REMEDIATE: Enforcement.MANDATORY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackConfiguration:
    """What a pack judges by."""

    as_of: datetime.date
    settings: Settings = field(default_factory=Settings)
    exemptions: tuple[Exemption, ...] = ()
    usage: UsageSources = field(default_factory=UsageSources)
    remedied: frozenset[str] = frozenset()
    """Ids of the rules that may change resources: those that the pack's configuration says `remediate` of."""


def load_configuration(
    configured: Mapping[str, proto.PolicyConfig],
    *,
    rules: Sequence[Rule],
    known: Sequence[Rule],
    stack_config: Mapping[str, str],
) -> PackConfiguration:
    """Read what the engine configures a pack with.

    Args:
        configured: Policy name → level and properties, with the defaults of the schema filled in.
        rules: Those of the pack.
        known: Those that settings and exemptions may speak of.
        stack_config: The stack's configuration.

    Raises:
        ApexError: something in it can't be used.
    """
    given = load_struct(configured[SETTINGS].properties) if SETTINGS in configured else {}
    as_of = _day(given.get("asOf"))
    settings = load_settings(organisation=_file(given, "organisation"), team=_file(given, "team"), rules=known)
    exemptions = load_exemptions(
        PolicyFile(data=given.get("exemptions") or [], file=f"{SETTINGS}.exemptions"),
        rules=known,
        settings=settings,
        as_of=as_of,
    )
    environment = str(given.get("environment") or settings.environment or stack_config.get(ENVIRONMENT, ""))
    problems = [problem for rule in rules for problem in _loosened(rule, settings.of(rule.id), configured.get(rule.id))]
    if problems:
        raise PolicyFileError(problems)
    overlaid = {rule.id: _overlaid(rule, settings.of(rule.id), configured.get(rule.id)) for rule in rules}
    merged = {**settings.rules, **overlaid}
    return PackConfiguration(
        as_of=as_of,
        settings=replace(settings, rules=merged, environment=environment),
        exemptions=exemptions,
        usage=_usage(given),
        remedied=_remedied(rules, configured),
    )


def _remedied(rules: Sequence[Rule], configured: Mapping[str, proto.PolicyConfig]) -> frozenset[str]:
    levels = {rule.id: configured[rule.id].enforcementLevel for rule in rules if rule.id in configured}
    return frozenset(id for id, level in levels.items() if level == proto.REMEDIATE)


def _loosened(rule: Rule, setting: RuleSetting, configured: proto.PolicyConfig | None) -> Iterator[Diagnostic]:
    """What the pack's own configuration takes back of a rule that the organisation locked."""
    if configured is None or not setting.locked:
        return
    file, level = PolicyFile(data={}, file=rule.id), _LEVELS[configured.enforcementLevel]
    locked = setting.enforcement or rule.enforcement
    if level is not rule.enforcement and level.rank < locked.rank:
        message = f"the organisation locked {rule.id} at {locked}, {level} is looser"
        yield file.diagnostic(codes.LOOSENED, message, path="enforcementLevel")
    changed = _changed(rule, configured)
    for parameter in rule.parameters:
        upper = setting.parameters.get(parameter.name, parameter.default)
        if parameter.name in changed and not is_tighter(parameter, changed[parameter.name], than=upper):
            message = f"the organisation locked {rule.id} with another {parameter.name}, which is stricter"
            yield file.diagnostic(codes.LOOSENED, message, path=parameter.name)


def _overlaid(rule: Rule, setting: RuleSetting, configured: proto.PolicyConfig | None) -> RuleSetting:
    """The setting with what the pack's own configuration says otherwise than the rule does.

    The engine fills in defaults, so that only what differs from them was written by somebody.
    """
    if configured is None:
        return setting
    level = _LEVELS[configured.enforcementLevel]
    return replace(
        setting,
        enforcement=setting.enforcement if level is rule.enforcement else level,
        parameters={**setting.parameters, **_changed(rule, configured)},
    )


def _changed(rule: Rule, configured: proto.PolicyConfig) -> dict[str, ParameterValue]:
    """The parameters that are not as the rule has them."""
    defaults = {parameter.name: parameter.default for parameter in rule.parameters}
    given = {name: _plain(value) for name, value in load_struct(configured.properties).items() if name in defaults}
    return {name: value for name, value in given.items() if value != defaults[name]}


def _usage(given: Mapping[str, Value]) -> UsageSources:
    profile = str(given["profile"]) if given.get("profile") else None
    if profile is not None:
        profile_usage(profile)
    data = given.get("usage")
    if not isinstance(data, dict):
        return UsageSources(profile=profile)
    from apexai.cost.usage_file import load_usage_data

    return load_usage_data(data, source=f"{SETTINGS}.usage", profile=profile)


def _file(given: Mapping[str, Value], name: str) -> PolicyFile | None:
    return PolicyFile(data=given[name], file=f"{SETTINGS}.{name}") if name in given else None


def _day(given: Value) -> datetime.date:
    if given is None:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.date.fromisoformat(str(given))
    except ValueError:
        file = PolicyFile(data=given, file=SETTINGS)
        problem = file.diagnostic(codes.SHAPE, f"{given!r} is not a date, e.g. 2027-01-31", path="asOf")
        raise PolicyFileError([problem]) from None


def _plain(value: Value) -> ParameterValue:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return value if isinstance(value, str | int | float | bool) else None
