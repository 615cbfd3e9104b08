"""One document of a file: as written, merged for a platform, and where each of its parts stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from apexai.errors import Diagnostic, SpecError
from apexai.spec import codes
from apexai.spec.consistency import check_remaining
from apexai.spec.credentials import redacted
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Platform
from apexai.spec.overlay import check_overlay, merge_overlay, overlay_path, without_overlay
from apexai.spec.overrides import (
    check_overrides,
    merge_overrides,
    merge_positions,
    own_platform,
    written_platforms,
)
from apexai.spec.positions import NO_POSITIONS, Path, Positions, ancestors
from apexai.spec.shape import Shape, check_shape
from apexai.spec.telling import limited
from apexai.spec.written import check_written

SPEC_NOTE: Final = "apexai:spec "
"""What a component's note on the file of its spec begins with."""
_KEY_CODES = frozenset({codes.UNKNOWN_KEY, codes.KEY_NOT_TEXT, codes.DUPLICATE_KEY})
"""Errors of a key, not of its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecDocument:
    """A ServerlessModelDeployment as somebody wrote it."""

    file: str = ""
    """As given on the command line; `<stdin>` for standard input, empty for a dict."""
    index: int = 0
    """Which document of the file, from 0."""
    written: Mapping[str, object]
    """Plain data; may hold `Deferred` values where it comes from a Pulumi program."""
    positions: Positions = NO_POSITIONS
    overlay: Mapping[str, object] = field(default_factory=dict)
    """A partial spec of the program that has the document, over all that is written: its `overrides`."""

    @property
    def name(self) -> str:
        """`metadata.name` as written; empty where the document has none."""
        metadata = self.written.get("metadata")
        name = metadata.get("name") if isinstance(metadata, Mapping) else None
        return name if isinstance(name, str) else ""

    def deployment(self, platform: Platform | None = None) -> ServerlessModelDeployment:
        """The deployment for a platform, `runtime.platform` where none is given, with `targets` merged in.

        Raises:
            SpecError: every error of the document for that platform, each with its place.
        """
        positions = self._positions(platform)
        shape = check_shape(self.merged(platform), lambda path: _written(positions, path))
        errors = sorted(
            dict.fromkeys(self.locate(self._errors(shape, positions), platform)),
            key=lambda error: (error.line, error.column),
        )
        if errors or shape.deployment is None:
            raise SpecError(limited(errors, untold=shape.untold))
        return shape.deployment

    def check(self) -> tuple[Diagnostic, ...]:
        """Every error of the document, on its own platform and on all that `targets` names."""
        errors: dict[Diagnostic, None] = {}
        platforms: dict[Platform | None, None] = dict.fromkeys(self.platforms())
        for platform in platforms if own_platform(self.written) in platforms else (None, *platforms):
            try:
                self.deployment(platform)
            except SpecError as error:
                errors.update(dict.fromkeys(error.diagnostics))
        return tuple(errors)

    def merged(self, platform: Platform | None = None) -> Mapping[str, object]:
        """What is written for a platform: `targets[platform]` merged over the rest, without `targets`."""
        return merge_overlay(merge_overrides(self.written, platform), self.overlay)

    def platforms(self) -> tuple[Platform, ...]:
        """The document's own platform first, then those that `targets` names."""
        return written_platforms(self.written)

    def locate(self, diagnostics: Iterable[Diagnostic], platform: Platform | None = None) -> tuple[Diagnostic, ...]:
        """The diagnostics with the place of their path, or of its nearest ancestor that is written.

        A value that comes from `targets` is located there, one of the overlay by its path in `overrides`. Nothing in
        them has the shape of a credential.
        """
        positions = self._positions(platform)
        return tuple(self._located(_safe(diagnostic), positions) for diagnostic in diagnostics)

    def _located(self, diagnostic: Diagnostic, positions: Positions) -> Diagnostic:
        own = overlay_path(self.overlay, diagnostic.path, positions) if self.overlay else None
        return _located(diagnostic, positions, self.file) if own is None else replace(diagnostic, path=own)

    def _positions(self, platform: Platform | None) -> Positions:
        return without_overlay(merge_positions(self.positions, self.written, platform), self.overlay)

    def _errors(self, shape: Shape, positions: Positions) -> Iterator[Diagnostic]:
        yield from shape.errors
        yield from check_overrides(self.written)
        yield from check_overlay(self.overlay)
        told = {error.path for error in shape.errors}
        yield from (found for found in check_written(positions) if found.path not in told)
        if shape.deployment is not None:
            yield from check_remaining(shape.deployment, shape.pruned)


def _safe(diagnostic: Diagnostic) -> Diagnostic:
    return replace(diagnostic, message=redacted(diagnostic.message), suggestion=redacted(diagnostic.suggestion))


def _located(diagnostic: Diagnostic, positions: Positions, file: str) -> Diagnostic:
    if not len(positions) or diagnostic.line:
        return diagnostic
    for ancestor in ancestors(diagnostic.path):
        path = positions.parse(ancestor)
        place = None if path is None else positions.get(path)
        if place is not None:
            at_key = ancestor != diagnostic.path or diagnostic.code in _KEY_CODES
            line, column = (place.key_line, place.key_column) if at_key else place.start
            return diagnostic.at(file=file, line=line, column=column)
    return diagnostic.at(file=file, line=1, column=1)


def _written(positions: Positions, path: Path) -> str | None:
    place = positions.get(path)
    return None if place is None else place.written
