"""A contradiction, and the fields that it rests on."""

from dataclasses import dataclass

from apexai.errors import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One contradiction."""

    diagnostic: Diagnostic
    rests_on: tuple[str, ...]
    """Paths whose values it was made of; where one of them is itself wrong, the finding says nothing."""

    def is_sound(self, pruned: frozenset[str]) -> bool:
        """Whether none of its fields, nor anything above or below them, is among the pruned."""
        return not any(_overlap(path, wrong) for path in self.rests_on for wrong in pruned)


def found(code: str, path: str, message: str, *, suggestion: str = "", also: tuple[str, ...] = ()) -> Finding:
    """A finding at a path, which rests on that path and on others."""
    diagnostic = Diagnostic(code=code, path=path, message=message, suggestion=suggestion)
    return Finding(diagnostic=diagnostic, rests_on=(path, *also))


def _overlap(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    return other == one or not one or (other.startswith(one) and other[len(one)] in ".[")
