"""Specs checked and not built: files that load, on the targets asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from apexai.errors import Diagnostic, SpecError
from apexai.preview.checks import CheckedDocument, check_documents
from apexai.spec.loader import PathError, load_specs
from apexai.targets.target import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What checking found."""

    checked: tuple[CheckedDocument, ...] = ()
    """Every document that loads, on every target that it was checked for."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What kept files from loading."""

    @property
    def fails(self) -> bool:
        """Whether something is wrong; a target that `all` chose may refuse."""
        return bool(self.diagnostics) or any(item.refused and item.asked for item in self.checked)


def check_specs(paths: Iterable[str], *, target: str | None, surroundings: Surroundings) -> Validation:
    """Check the documents of files, directories and standard input (`-`), all of them whatever is wrong with one.

    Args:
        paths: As the caller wrote them.
        target: A platform, or `all` for every one that this version builds; each document's own where absent.
        surroundings: What the stack's configuration would say.
    """
    checked: list[CheckedDocument] = []
    diagnostics: list[Diagnostic] = []
    for path in dict.fromkeys(paths):
        try:
            documents = load_specs(path)
        except SpecError as error:
            diagnostics += error.diagnostics
        except PathError as error:
            diagnostics.append(error.diagnostic)
        else:
            checked += check_documents(documents, target=target, surroundings=surroundings)
    return Validation(checked=tuple(checked), diagnostics=tuple(diagnostics))
