"""Where findings come from: lines of specs for services and what they are made of, of programs for everything else."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from apexai.errors import ApexError, Diagnostic
from apexai.graph.model import Resource, ResourceGraph, SourcePosition, Value
from apexai.policy.finding import Finding, Verdict
from apexai.policy.subject import SERVICE
from apexai.spec.document import SpecDocument
from apexai.spec.fields import Platform
from apexai.spec.leaves import written_leaves
from apexai.targets.capability import Honoured
from apexai.targets.registry import load_target

_STEP: Final = re.compile(r'\[(\d+)\]|\["([^"]*)"\]|([^.\[\]]+)')
_ANY: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A property that a value in a spec sets."""

    type: str
    """Type token of the resource."""
    steps: tuple[str, ...]
    """Where in its inputs; `*` is any index or key."""
    written: str
    """The path of the value in the spec."""

    def sets(self, steps: tuple[str, ...]) -> bool:
        """Whether it sets what stands there, or what that is a part of."""
        pairs = zip(self.steps, steps, strict=False)
        return len(self.steps) <= len(steps) and all(own in (_ANY, given) for own, given in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Finds the lines that findings are about."""

    graph: ResourceGraph
    documents: Mapping[str, SpecDocument]
    """`metadata.name` of a deployment → the document that it came from."""
    sources: Mapping[str, SourcePosition]
    """URN → the line that caused a resource, where the caller knows it better than the graph."""
    settings: dict[str, tuple[Setting, ...]] = field(default_factory=dict)
    """URN of a service → what its spec sets, once somebody asked."""

    def locate(self, finding: Finding) -> Finding:
        """The finding with its file and line; as it is where they are not known."""
        resource = self.graph.by_urn.get(finding.urn)
        if resource is None:
            return finding
        position = self._in_spec(finding, resource) or self.sources.get(finding.urn) or resource.source
        return replace(finding, file=position.file, line=position.line) if position else finding

    def _in_spec(self, finding: Finding, resource: Resource) -> SourcePosition | None:
        service = self._service_of(resource)
        document = self.documents.get(deployment_name(service)) if service else None
        if service is None or document is None:
            return None
        path = finding.path if resource is service else self._cause(finding, service, document)
        if path is None:
            return None
        at = document.locate([Diagnostic(code=finding.rule, message="", path=path)], platform_of(service))[0]
        return SourcePosition(file=at.file, line=at.line) if at.line or resource is service else None

    def _service_of(self, resource: Resource) -> Resource | None:
        """The service that it is or belongs to; parents in a file that somebody wrote may go round in a circle."""
        found: Resource | None = resource
        seen: set[str] = set()
        while found is not None and found.type != SERVICE and found.urn not in seen:
            seen.add(found.urn)
            found = self.graph.by_urn.get(found.parent)
        return found if found is not None and found.type == SERVICE else None

    def _cause(self, finding: Finding, service: Resource, document: SpecDocument) -> str | None:
        """The path of the one value in the spec that sets what the finding is about.

        What is not known before the deployment is no value of the spec's.
        """
        if finding.verdict is Verdict.UNKNOWN:
            return None
        if service.urn not in self.settings:
            self.settings[service.urn] = tuple(_settings(document, platform_of(service)))
        steps = steps_of(finding.path)
        return cause_of(steps, [one for one in self.settings[service.urn] if one.type == finding.type])


def cause_of(steps: tuple[str, ...], settings: Iterable[Setting]) -> str | None:
    """The value that sets a property: of several that may, the one that is told from the others; None without one."""
    setting = [one for one in settings if one.sets(steps)]
    plainest = min((one.steps.count(_ANY) for one in setting), default=0)
    setting = [one for one in setting if one.steps.count(_ANY) == plainest]
    named = [one for one in setting if steps_of(one.written)[-1] == steps[-1]]
    paths = {one.written for one in named or setting}
    return paths.pop() if len(paths) == 1 else None


def steps_of(path: str) -> tuple[str, ...]:
    """`a.b[0]["c.d"]` as `("a", "b", "0", "c.d")`."""
    return tuple(index or key or name for index, key, name in _STEP.findall(path))


def deployment_name(service: Resource) -> str:
    """`metadata.name` of a service's spec; empty where it can't be read."""
    resolved = service.inputs.get("resolved")
    metadata = resolved.get("metadata") if isinstance(resolved, dict) else None
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else ""


def platform_of(service: Resource) -> Platform | None:
    """Where a service's document is built, whose overrides have lines of their own."""
    found: Value = service.inputs.get("resolved")
    for key in ("spec", "runtime", "platform"):
        found = found.get(key) if isinstance(found, dict) else None
    return next((platform for platform in Platform if platform == found), None)


def _settings(document: SpecDocument, platform: Platform | None) -> Iterable[Setting]:
    """What the values that are written in a document set; nothing where only the program makes it valid."""
    try:
        deployment = document.deployment(platform)
    except ApexError:
        return
    table = load_target(deployment.spec.runtime.platform).capability
    for written in written_leaves(deployment):
        answer = table.get(written.leaf)
        for sets in answer.sets if isinstance(answer, Honoured) else ():
            yield Setting(type=sets.type, steps=steps_of(sets.path), written=written.path)
