"""Traces of one component with each state of its brake, as one trace that says what the state decides."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from apexai.eject import brakes
from apexai.eject.equality import Reader
from apexai.eject.refusal import cannot_follow
from apexai.graph.offline.tracing import TRACE, TracedProgram, TracedResource

EITHER: Final = "apexai:either"
"""Key of a condition; beside it are `then` and `otherwise`."""
STATE_TEXT: Final = {"apexai:state": True}
"""Stands for the text of the state."""
HELD: Final = "held"
"""Option: the dependencies while the service is held back."""

BRAKED: Final = "state.is_braked"
_ONCE_DECIDED: Final = "state != functions.RELEASED"
_TEXTS: Final = (brakes.BRAKED.render(), brakes.RELEASED_BY_HAND.render())


def merged(variants: Sequence[TracedProgram]) -> tuple[TracedProgram, frozenset[str]]:
    """The trace with no state yet, with what differs in the others; and the URNs that a held service has not.

    Raises:
        EjectError: the state decides something in a way that can't be said.
    """
    free, held, ended = variants
    mine = {resource.urn: resource for resource in free.resources}
    others = [{resource.urn: resource for resource in variant.resources} for variant in (held, ended)]
    if set(others[1]) != set(mine) or not set(others[0]) <= set(mine):
        raise cannot_follow(resource=free.resources[0].name, at="brake", why="its state decides over resources by more")
    translate = [_Translation(free, variant) for variant in (held, ended)]
    resources = tuple(
        _merged(resource, [(found.get(resource.urn), by) for found, by in zip(others, translate, strict=True)])
        for resource in free.resources
    )
    return replace(free, resources=resources), frozenset(set(mine) - set(others[0]))


def _merged(resource: TracedResource, others: "list[tuple[TracedResource | None, _Translation]]") -> TracedResource:
    values = [by.read(other.arguments) for other, by in others if other is not None]
    if len(values) < len(others):
        return resource
    arguments = _either(dict(resource.arguments), *values, resource=resource.name, at="")
    (held, by), _ = others
    assert held is not None
    after = by.indices(held.options.get("depends_on", ()))
    options = dict(resource.options)
    if sorted(after) != sorted(options.get("depends_on", ())):
        options[HELD] = after
    return replace(resource, arguments=arguments, options=options)


def _either(free: Any, held: Any, ended: Any, *, resource: str, at: str) -> Any:
    if free == held == ended:
        return free
    if all(isinstance(value, dict) for value in (free, held, ended)) and (not at or free.keys() == held.keys()):
        return {
            key: _either(free.get(key), held.get(key), ended.get(key), resource=resource, at=f"{at}.{key}")
            for key in (*free, *(key for key in held if key not in free))
        }
    if all(isinstance(value, list) and len(value) == len(free) for value in (free, held, ended)):
        return [
            _either(*values, resource=resource, at=f"{at}[{index}]")
            for index, values in enumerate(zip(free, held, ended, strict=True))
        ]
    if free == ended:
        return {EITHER: BRAKED, "then": held, "otherwise": free}
    if held == ended:
        return {EITHER: _ONCE_DECIDED, "then": held, "otherwise": free}
    raise cannot_follow(resource=resource, at=at.lstrip("."), why="the brake's state decides over it in several ways")


class _Translation:
    """Values of one trace in the numbers of another."""

    def __init__(self, to: TracedProgram, of: TracedProgram) -> None:
        reader = Reader(to, {}, parents=True)
        self._numbers = {reader.origin(number): number for number in range(len(to.origins))}
        self._reader = Reader(of, {}, parents=True)
        self._indices = {resource.urn: index for index, resource in enumerate(to.resources)}
        self._of = of

    def read(self, value: Any) -> Any:
        match value:
            case str() if value in _TEXTS:
                return dict(STATE_TEXT)
            case str():
                return TRACE.sub(lambda found: f"<<apexai:{self._number(int(found[1]))}>>", value)
            case Mapping():
                return {key: self.read(item) for key, item in value.items()}
            case list():
                return [self.read(item) for item in value]
            case _:
                return value

    def indices(self, indices: Sequence[int]) -> list[int]:
        return [self._indices[self._of.resources[index].urn] for index in indices]

    def _number(self, number: int) -> int:
        origin = self._reader.origin(number)
        if origin not in self._numbers:
            raise cannot_follow(
                resource=self._of.resources[0].name, at="brake", why="its state decides over references"
            )
        return self._numbers[origin]
