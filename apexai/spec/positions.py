"""Where each key and value of a document stands in its file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]
"""Keys and list indices from the document's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one key and its value begin; lines and columns count from 1."""

    key_line: int
    key_column: int
    """Those of the value where it is an item of a list or the root."""
    line: int
    column: int
    kind: Literal["mapping", "list", "scalar"] = "scalar"
    written: str | None = None
    """A plain scalar letter by letter (`2.10`, `~`); None for everything else."""

    @property
    def start(self) -> tuple[int, int]:
        """Where a reader looks for it: the value, or the key where the value is blank or has keys of its own."""
        at_key = self.kind != "scalar" or self.written == ""
        return (self.key_line, self.key_column) if at_key else (self.line, self.column)


class Positions:
    """Path → place; empty for a document that came from no file."""

    __slots__ = ("_by_text", "_places")

    def __init__(self, places: Mapping[Path, Place]) -> None:
        self._places: Final = places
        self._by_text: dict[str, Path] | None = None

    def __contains__(self, path: Path) -> bool:
        return path in self._places

    def __iter__(self) -> Iterator[Path]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def get(self, path: Path) -> Place | None:
        return self._places.get(path)

    def parse(self, text: str) -> Path | None:
        """The path that `render_path` writes as this text, where the document has it.

        Keys may hold dots and brackets, so text alone does not tell one path from another.
        """
        if self._by_text is None:
            self._by_text = {render_path(path): path for path in self._places}
        return self._by_text.get(text)


NO_POSITIONS: Final = Positions({})


def render_path(path: Path) -> str:
    """`spec.autoscaling.schedules[0].start`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def ancestors(text: str) -> Iterator[str]:
    """The path text itself and every shorter one that it may be below, longest first, `""` last."""
    while text:
        yield text
        text = text[: max(text.rfind("."), text.rfind("["), 0)]
    yield ""
