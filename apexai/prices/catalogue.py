"""The catalogue's files: one CSV for each provider and service, read as they are and parsed when asked for."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, NamedTuple

from apexai.errors import ApexError
from apexai.prices import allowance, row

PROVIDERS: Final = ("aws", "azure", "cloudflare", "gcp")
ALLOWANCES: Final = "allowances.csv"


class CatalogueError(ApexError):
    """A price file that can't be read; the text says file and line."""


class RawRow(NamedTuple):
    """One line of a price file, not parsed yet; a book has thousands, and an estimate parses a few."""

    file: str
    line: int
    cells: list[str]

    def load(self) -> row.PriceRow:
        """Raises CatalogueError."""
        try:
            return row.load_row(self.cells)
        except ValueError as error:
            raise CatalogueError(f"{self.file}:{self.line}: {error} [APX-PRC-001]") from None


def shipped_catalogue() -> Traversable:
    """The folder with the catalogue of this package: one folder a provider."""
    return files("apexai.prices") / "catalogue"


def read_rows(provider: str, *, catalogue: Traversable | None = None) -> Iterator[RawRow]:
    """Every line of a provider's price files.

    Raises:
        CatalogueError: no such provider, or a file has another header.
    """
    for file in _files(provider, catalogue or shipped_catalogue()):
        if file.name != ALLOWANCES:
            yield from _lines(file, provider, row.COLUMNS)


def read_declarations(provider: str, *, catalogue: Traversable | None = None) -> Iterator[RawRow]:
    """Every line of a provider's `allowances.csv`; none where it has none.

    Raises:
        CatalogueError: no such provider, or the file has another header.
    """
    for file in _files(provider, catalogue or shipped_catalogue()):
        if file.name == ALLOWANCES:
            yield from _lines(file, provider, allowance.COLUMNS)


def _files(provider: str, catalogue: Traversable) -> list[Traversable]:
    folder = catalogue / provider
    if not folder.is_dir():
        raise CatalogueError(f"{provider!r} is no provider: use one of {', '.join(PROVIDERS)} [APX-PRC-002]")
    return sorted((file for file in folder.iterdir() if file.name.endswith(".csv")), key=lambda file: file.name)


def _lines(file: Traversable, provider: str, columns: tuple[str, ...]) -> Iterator[RawRow]:
    name = f"{provider}/{file.name}"
    reader = csv.reader(file.read_text(encoding="utf-8").splitlines(keepends=True), strict=True)
    if tuple(next(reader, ())) != columns:
        raise CatalogueError(f"{name}:1: the header is not {','.join(columns)} [APX-PRC-001]")
    for cells in reader:
        yield RawRow(name, reader.line_num, cells)
