"""One document of a file: as written, merged for a platform, and where each of its parts stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apexai.errors import Diagnostic, SpecError
from apexai.spec.consistency import check_consistency
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Platform
from apexai.spec.overrides import PLATFORM, TARGETS, merge_overrides, written_platforms
from apexai.spec.positions import NO_POSITIONS, Path, Place, Positions, ancestors
from apexai.spec.shape import validate_shape


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

    def deployment(self, platform: Platform | None = None) -> ServerlessModelDeployment:
        """The deployment for a platform, `runtime.platform` where none is given, with `targets` merged in.

        Raises:
            SpecError: every error of the document for that platform, each with its place.
        """
        try:
            deployment = validate_shape(self.merged(platform))
        except SpecError as error:
            raise SpecError(self.locate(error.diagnostics, platform)) from None
        if found := tuple(check_consistency(deployment)):
            raise SpecError(self.locate(found, platform))
        return deployment

    def merged(self, platform: Platform | None = None) -> Mapping[str, object]:
        """What is written for a platform: `targets[platform]` merged over the rest, without `targets`."""
        return merge_overrides(self.written, platform)

    def platforms(self) -> tuple[Platform, ...]:
        """The document's own platform first, then those that `targets` names."""
        return written_platforms(self.written)

    def locate(self, diagnostics: Iterable[Diagnostic], platform: Platform | None = None) -> tuple[Diagnostic, ...]:
        """The diagnostics with the place of their path, or of its nearest ancestor that is written.

        A value that comes from `targets` is located there.
        """
        return tuple(self._locate(diagnostic, platform) for diagnostic in diagnostics)

    def _locate(self, diagnostic: Diagnostic, platform: Platform | None) -> Diagnostic:
        if not len(self.positions) or diagnostic.line:
            return diagnostic
        place = self._place(diagnostic.path, platform)
        return diagnostic.at(file=self.file, line=place.line, column=place.column)

    def _place(self, text: str, platform: Platform | None) -> Place:
        own = next(iter(self.platforms()), None)
        override: Path = (*TARGETS, str(platform or own or ""))
        for ancestor in ancestors(text):
            below = ancestor.removeprefix("spec").removeprefix(".")
            overridden = self.positions.parse(".".join((*map(str, override), below)))
            if platform not in (None, own) and ancestor == ".".join(map(str, PLATFORM)):
                overridden = override
            path = (overridden if ancestor.startswith("spec.") else None) or self.positions.parse(ancestor)
            if path is not None and (place := self.positions.get(path)) is not None:
                return place
        return Place(key_line=1, key_column=1, line=1, column=1)
