"""Organisation and team settings: read, checked against the rules, and merged so that locks hold."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pydantic import Field

from apexai.errors import Diagnostic
from apexai.policy import codes
from apexai.policy.files import Entry, PolicyFile, PolicyFileError
from apexai.policy.installed_sets import load_installed_sets
from apexai.policy.law.obligations import load_obligations
from apexai.policy.parameters import check_parameter, is_tighter
from apexai.policy.rule import Enforcement, Parameter, ParameterValue, Rule
from apexai.policy.rule_ids import suggest_rule
from apexai.policy.sets import SETS
from apexai.policy.settings import ApprovedModel, RuleSetting, Settings
from apexai.spec.catalogue import is_own_set
from apexai.spec.shown import shown
from apexai.spec.suggestions import closest


class RuleEntry(Entry):
    """One rule's settings in a file."""

    enforcement: Enforcement | None = None
    locked: bool = False
    parameters: dict[str, object] = {}


class ModelEntry(Entry):
    """An approved model in a file."""

    name: str = Field(min_length=1)
    versions: list[str] = []
    digests: list[str] = []


class SettingsEntry(Entry):
    """A settings file."""

    rules: dict[str, RuleEntry] = {}
    sets: dict[str, list[str]] = {}
    approved_models: list[ModelEntry] | None = None
    jurisdictions: list[str] | None = None
    environment: str | None = None


EMPTY: Final = PolicyFile(data={})


def load_settings(*, organisation: PolicyFile | None, team: PolicyFile | None, rules: Sequence[Rule]) -> Settings:
    """Merge what the organisation and the team decide.

    Raises:
        PolicyFileError: a rule or parameter does not exist, or the team loosens what the organisation locked.
    """
    upper, lower = organisation or EMPTY, team or EMPTY
    above, misshapen = upper.read_most(SettingsEntry)
    below, misshapen_too = lower.read_most(SettingsEntry)
    known = {rule.id: rule for rule in rules}
    problems = [*misshapen, *misshapen_too]
    problems += [*_check(upper, above, known), *_check(lower, below, known), *_check_team(lower, below, above, known)]
    problems += _check_installed(known)
    if problems:
        raise PolicyFileError(sorted(problems, key=lambda found: (found.line, found.column)))
    approved = above.approved_models if below.approved_models is None else below.approved_models
    return Settings(
        rules={id: _merged(above.rules.get(id), below.rules.get(id)) for id in {*above.rules, *below.rules}},
        sets={name: tuple(ids) for name, ids in sorted({**above.sets, **below.sets}.items())},
        approved_models=None if approved is None else tuple(_model(entry) for entry in approved),
        jurisdictions=tuple(above.jurisdictions or below.jurisdictions or Settings().jurisdictions),
        environment=below.environment or above.environment or "",
    )


def _check(file: PolicyFile, entry: SettingsEntry, known: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    """Rules, parameters and sets that don't exist, or have wrong values."""
    for id, setting in entry.rules.items():
        if id not in known:
            yield _no_such_rule(file, id, known, path=f"rules.{id}")
            continue
        parameters = {parameter.name: parameter for parameter in known[id].parameters}
        for name, value in setting.parameters.items():
            yield from _check_value(file, id, name, value, parameters)
    for name, ids in entry.sets.items():
        if not is_own_set(name):
            message = f"{name} is a set of the catalogue, which stays what it is"
            if name not in SETS:
                message = f"{name} is no name for an own set: specs take it for one of the catalogue"
            suggestion = "name it after the organisation, e.g. bank/models"
            yield file.diagnostic(codes.SET_NAME, message, path=f"sets.{name}", suggestion=suggestion)
        if not ids:
            yield file.diagnostic(codes.SET_NAME, f"{name} holds no rule", path=f"sets.{name}")
        if name in load_installed_sets():
            message = f"an installed package says what {name} holds"
            yield file.diagnostic(codes.SET_NAME, message, path=f"sets.{name}", suggestion="use another name")
        for index, id in enumerate(ids):
            if id not in known:
                yield _no_such_rule(file, id, known, path=f"sets.{name}[{index}]")
    yield from _check_jurisdictions(file, entry)


def _no_such_rule(file: PolicyFile, id: str, known: Mapping[str, Rule], *, path: str) -> Diagnostic:
    return file.diagnostic(
        codes.NO_SUCH_RULE, f"there is no rule {id}", path=path, suggestion=suggest_rule(id.upper(), known)
    )


def _check_jurisdictions(file: PolicyFile, entry: SettingsEntry) -> Iterator[Diagnostic]:
    """Those whose law nobody here knows: counting them would change nothing."""
    known = sorted({row.jurisdiction for row in load_obligations().values()} - {""})
    for index, name in enumerate(entry.jurisdictions or ()):
        if name not in known:
            meant = closest(name, known)
            suggestion = f"did you mean {meant}?" if meant else f"there are {', '.join(known)}"
            message = f"no law of {shown(name)} is known here"
            yield file.diagnostic(codes.NO_LAW, message, path=f"jurisdictions[{index}]", suggestion=suggestion)


def _check_installed(known: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    """Rules that sets of installed packages ask for, and that are not there to be asked."""
    for name, ids in load_installed_sets().items():
        for id in ids:
            if id not in known:
                message = f"the policy set {name} of an installed package asks for {id}, and there is no such rule"
                yield Diagnostic(code=codes.NO_SUCH_RULE, message=message)


def _check_value(
    file: PolicyFile, id: str, name: str, value: object, parameters: Mapping[str, Parameter]
) -> Iterator[Diagnostic]:
    path = f"rules.{id}.parameters.{name}"
    if name not in parameters:
        message = f"{id} has no parameter {name}"
        suggestion = f"it has {', '.join(parameters)}" if parameters else "it has none"
        yield file.diagnostic(codes.NO_SUCH_PARAMETER, message, path=path, suggestion=suggestion)
    elif (problem := check_parameter(parameters[name], value)) is not None:
        yield file.diagnostic(codes.WRONG_PARAMETER, problem, path=path)


def _check_team(
    file: PolicyFile, team: SettingsEntry, organisation: SettingsEntry, known: Mapping[str, Rule]
) -> Iterator[Diagnostic]:
    """What a team may not do: lock, loosen what is locked, or say again what the organisation says for all."""
    yield from _check_taken(file, team, organisation)
    for id, setting in team.rules.items():
        path = f"rules.{id}"
        if setting.locked:
            yield file.diagnostic(codes.LOCKED_BY_TEAM, "only the organisation locks rules", path=f"{path}.locked")
        above = organisation.rules.get(id)
        if above is None or not above.locked or id not in known:
            continue
        level = above.enforcement or known[id].enforcement
        if setting.enforcement is not None and setting.enforcement.rank < level.rank:
            message = f"the organisation locked {id} at {level}, {setting.enforcement} is looser"
            yield file.diagnostic(codes.LOOSENED, message, path=f"{path}.enforcement")
        yield from _check_tightening(file, known[id], setting, above)


def _check_taken(file: PolicyFile, team: SettingsEntry, organisation: SettingsEntry) -> Iterator[Diagnostic]:
    suggestion = "remove it here"
    for name in sorted({*team.sets} & {*organisation.sets}):
        message = f"the organisation says what {name} holds"
        yield file.diagnostic(codes.LOOSENED, message, path=f"sets.{name}", suggestion=suggestion)
    for name, own, above in (
        ("approvedModels", team.approved_models, organisation.approved_models),
        ("jurisdictions", team.jurisdictions, organisation.jurisdictions),
    ):
        if own is not None and above is not None:
            yield file.diagnostic(codes.LOOSENED, f"the organisation lists {name}", path=name, suggestion=suggestion)


def _check_tightening(file: PolicyFile, rule: Rule, setting: RuleEntry, above: RuleEntry) -> Iterator[Diagnostic]:
    parameters = {parameter.name: parameter for parameter in rule.parameters}
    for name, value in setting.parameters.items():
        parameter = parameters.get(name)
        if parameter is None or check_parameter(parameter, value) is not None:
            continue
        upper = above.parameters.get(name, parameter.default)
        if not is_tighter(parameter, value, than=upper):
            message = f"the organisation locked {rule.id} with {name} {_shown(upper)}, {_shown(value)} is not stricter"
            yield file.diagnostic(codes.LOOSENED, message, path=f"rules.{rule.id}.parameters.{name}")


def _merged(organisation: RuleEntry | None, team: RuleEntry | None) -> RuleSetting:
    entries = [entry for entry in (organisation, team) if entry is not None]
    enforcements = [entry.enforcement for entry in entries if entry.enforcement is not None]
    parameters = {name: _plain(value) for entry in entries for name, value in entry.parameters.items()}
    return RuleSetting(
        enforcement=enforcements[-1] if enforcements else None,
        parameters=parameters,
        locked=bool(organisation and organisation.locked),
    )


def _model(entry: ModelEntry) -> ApprovedModel:
    return ApprovedModel(name=entry.name, versions=tuple(entry.versions), digests=tuple(entry.digests))


def _plain(value: object) -> ParameterValue:
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    return value if isinstance(value, str | int | float | bool) else None


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
