"""Which resources of a stack are about another one."""

from collections.abc import Iterable

from apexai.policy.property import UnknownReached
from apexai.policy.subject import Subject


def is_about(part: Subject, whole: Subject, path: str, *, name: str) -> bool:
    """Whether `part`'s input at `path` names `whole`, whose own name is its input `name`.

    Raises:
        UnknownReached: nobody can tell.
    """
    if whole.urn in part.resource.property_dependencies.get(path, ()):
        return True
    if part.wired(path, whole.type):
        return False
    written = part[path].text()
    return bool(written) and written in (whole[name].text(), str(whole.resource.outputs.get("id", "")))


def find_about(whole: Subject, parts: Iterable[Subject], path: str, *, name: str) -> tuple[Subject, ...]:
    """Those of `parts` that are about `whole`.

    Raises:
        UnknownReached: none is for certain, and one may be, or the graph leaves resources out.
    """
    found: list[Subject] = []
    unknown: UnknownReached | None = None
    for part in parts:
        try:
            if is_about(part, whole, path, name=name):
                found.append(part)
        except UnknownReached as reached:
            unknown = reached
    if found:
        return tuple(found)
    if unknown is not None:
        raise unknown
    whole.stack.require_complete()
    return ()
