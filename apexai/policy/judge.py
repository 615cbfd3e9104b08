"""One rule on one resource: runs the rule's function and makes findings of what it yields or raises."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from apexai.graph import Resource
from apexai.policy.finding import Finding, Verdict
from apexai.policy.levels import Level, level_of
from apexai.policy.property import UnknownReached
from apexai.policy.rule import Answer, Change, Enforcement, NotApplicable, ParameterValue, Refer, Rule, Scope
from apexai.policy.settings import Settings
from apexai.policy.subject import Circumstances, Stack, Subject, service_of


class Judge:
    """Rules with their parameters, by the types that they judge."""

    def __init__(self, rules: Sequence[Rule], circumstances: Circumstances) -> None:
        self._circumstances: Final = circumstances
        self._rules: Final = tuple(rules)
        self._by_type: Final[dict[str, list[Rule]]] = {}
        for rule in rules:
            for type_ in rule.types:
                self._by_type.setdefault(type_, []).append(rule)
        self._parameters: Final = {rule.id: parameters_of(rule, circumstances.settings) for rule in rules}

    def judge_resource(
        self,
        resource: Resource,
        surroundings: Mapping[str, Resource],
        *,
        scopes: tuple[Scope, ...],
        stack: Stack | None = None,
    ) -> Iterator[Finding]:
        """The verdicts of the rules of these scopes on one resource; `surroundings` holds at least its ancestors."""
        rules = self._by_type.get(resource.type)
        if not rules:
            return
        service = service_of(resource, surroundings)
        for rule in rules:
            if rule.scope in scopes:
                yield from self._judge(rule, resource, service, surroundings, stack)

    def remedy(self, rule: Rule, resource: Resource, surroundings: Mapping[str, Resource]) -> Change:
        """What a rule would set to make a resource pass; nothing where it has no remedy, or can't tell."""
        subject = Subject(
            resource,
            surroundings=surroundings,
            circumstances=self._circumstances,
            parameters=self._parameters[rule.id],
        )
        try:
            return rule.remedy(subject) if rule.remedy is not None else {}
        except (UnknownReached, NotApplicable):
            return {}

    def unmatched(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """`notApplicable` for each rule that judged no resource."""
        matched = {finding.rule for finding in findings}
        for rule in self._rules:
            if rule.id not in matched:
                yield _finding(rule, Verdict.NOT_APPLICABLE, level=Level(enforcement=rule.enforcement))

    def _judge(
        self,
        rule: Rule,
        resource: Resource,
        service: Resource | None,
        surroundings: Mapping[str, Resource],
        stack: Stack | None,
    ) -> Iterator[Finding]:
        settings, as_of = self._circumstances.settings, self._circumstances.as_of
        level = level_of(rule, service, settings=settings, as_of=as_of)
        if level.enforcement is Enforcement.DISABLED:
            if level.overridden:
                yield _disabled(rule, resource, level)
            return
        subject = Subject(
            resource,
            surroundings=surroundings,
            circumstances=self._circumstances,
            parameters=self._parameters[rule.id],
            stack=stack if rule.scope is Scope.STACK else None,
        )
        yield from _findings(rule, subject, level)


def parameters_of(rule: Rule, settings: Settings) -> Mapping[str, ParameterValue]:
    """The values of a rule's parameters: those that are set, else the rule's own."""
    given = settings.of(rule.id).parameters
    return {parameter.name: given.get(parameter.name, parameter.default) for parameter in rule.parameters}


def _findings(rule: Rule, subject: Subject, level: Level) -> Iterator[Finding]:
    """What a rule says: certain answers first; only without any does an unknown value decide."""
    certain: list[Answer] = []
    try:
        certain.extend(_collected(rule, subject, certain))
    except UnknownReached as reached:
        if not certain:
            yield _finding(rule, Verdict.UNKNOWN, subject.resource, level, path=reached.path, message=str(reached))
    except NotApplicable as reason:
        if not certain:
            yield _finding(rule, Verdict.NOT_APPLICABLE, subject.resource, level, message=str(reason))
    except Exception as error:
        message = f"the rule raised {type(error).__name__}: {error}"
        yield _finding(rule, Verdict.BROKEN, subject.resource, level, message=message)
    else:
        if not certain:
            yield _finding(rule, Verdict.PASS, subject.resource, level)
    for answer in certain:
        verdict = Verdict.REFER if isinstance(answer, Refer) else Verdict.FAIL
        message, path = answer.message, answer.path
        yield _finding(rule, verdict, subject.resource, level, path=path, message=message, edit=answer.edit)


def _collected(rule: Rule, subject: Subject, certain: list[Answer]) -> tuple[()]:
    """Move the answers into `certain` one by one, so that those before an unknown value are kept."""
    for answer in rule.check(subject):
        certain.append(answer)
    return ()


def _disabled(rule: Rule, resource: Resource, level: Level) -> Finding:
    message = f"{level.overridden} asks for this rule, which the organisation disabled"
    return _finding(rule, Verdict.UNKNOWN, resource, level, message=message)


def _finding(
    rule: Rule,
    verdict: Verdict,
    resource: Resource | None = None,
    level: Level = Level(enforcement=Enforcement.ADVISORY),  # noqa: B008  frozen
    *,
    path: str = "",
    message: str = "",
    edit: str = "",
) -> Finding:
    return Finding(
        rule=rule.id,
        title=rule.title,
        verdict=verdict,
        enforcement=level.enforcement,
        severity=rule.severity,
        urn=resource.urn if resource else "",
        type=resource.type if resource else "",
        name=resource.name if resource else "",
        path=path,
        message=message,
        remediation=edit or rule.remediation,
        because=level.because,
        law=level.law,
    )
