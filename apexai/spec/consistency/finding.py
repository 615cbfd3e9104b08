"""A contradiction, and the fields that it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass

from apexai.errors import Diagnostic
from apexai.spec.positions import ancestors


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One contradiction."""

    diagnostic: Diagnostic
    rests_on: tuple[str, ...]
    """Paths whose values it was made of; where one of them is itself wrong, the finding says nothing."""

    def is_sound(self, wrong: "WrongFields") -> bool:
        """Whether none of its fields, nor anything above or below them, is wrong itself."""
        return not any(wrong.touch(path) for path in self.rests_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongFields:
    """The paths of a document whose values are not what the user wrote."""

    paths: frozenset[str]
    above: frozenset[str]
    """Every path above one of them."""

    @classmethod
    def at(cls, paths: Iterable[str]) -> "WrongFields":
        """The fields at these paths."""
        wrong = frozenset(paths)
        return cls(paths=wrong, above=frozenset(above for path in wrong for above in ancestors(path)))

    def touch(self, path: str) -> bool:
        """Whether one of them is the path, or above it, or below it."""
        return path in self.above or any(above in self.paths for above in ancestors(path))


def found(code: str, path: str, message: str, *, suggestion: str = "", also: tuple[str, ...] = ()) -> Finding:
    """A finding at a path, which rests on that path and on others."""
    diagnostic = Diagnostic(code=code, path=path, message=message, suggestion=suggestion)
    return Finding(diagnostic=diagnostic, rests_on=(path, *also))
