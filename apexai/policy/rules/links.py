"""Which resources of a stack are about another one: a bucket's lifecycle, a repository's policy."""

from dataclasses import dataclass, field

from apexai.policy.property import UnknownReached
from apexai.policy.subject import Subject


def find_about(whole: Subject, types: tuple[str, ...], path: str, *, name: str) -> tuple[Subject, ...]:
    """The resources of these types whose input at `path` names `whole`, whose own name is its input `name`.

    Raises:
        UnknownReached: none does for certain, and one may, or the graph leaves resources out.
    """
    links = whole.stack.once((types, path, whole.type), lambda: _links(whole, types, path))
    found = links.wired.get(whole.urn, ())
    if not found and links.written:
        names = {whole[name].text(), str(whole.resource.outputs.get("id", ""))} - {""}
        found = tuple(part for name in sorted(names) for part in links.written.get(name, ()))
    if found:
        return found
    if links.unknown is not None:
        raise UnknownReached(links.unknown.path, links.unknown.reason)
    whole.stack.require_complete()
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    """What the inputs of some types point at."""

    wired: dict[str, tuple[Subject, ...]] = field(default_factory=dict)
    """URN → those whose input is its output, known or not."""
    written: dict[str, tuple[Subject, ...]] = field(default_factory=dict)
    """Name → those that write it."""
    unknown: UnknownReached | None = None
    """Of one that points nobody knows where."""


def _links(whole: Subject, types: tuple[str, ...], path: str) -> _Links:
    wired: dict[str, tuple[Subject, ...]] = {}
    written: dict[str, tuple[Subject, ...]] = {}
    unknown: UnknownReached | None = None
    for part in whole.others(*types):
        urns = part.resource.property_dependencies.get(path, ())
        for urn in urns:
            wired[urn] = (*wired.get(urn, ()), part)
        if part.wired(path, whole.type):
            continue
        try:
            text = part[path].text()
        except UnknownReached as reached:
            unknown = unknown or reached
            continue
        written[text] = (*written.get(text, ()), part)
    return _Links(wired=wired, written=written, unknown=unknown)
