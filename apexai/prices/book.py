"""The price book: what a SKU costs in a region on a day, or why that is not known."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable

from apexai.prices.allowance import Allowance, AllowanceScope, by_sku, load_declaration
from apexai.prices.catalogue import CatalogueError, RawRow, read_declarations, read_rows
from apexai.prices.ladder import Ladder, build_ladder
from apexai.prices.overrides import Overrides
from apexai.prices.row import EVERYWHERE, PriceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Why there is no price."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBook:
    """Prices of one or several providers, with the overrides of an organisation."""

    providers: tuple[str, ...] = ()
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    """SKU whose row states the amount → the allowance."""
    counted: Mapping[str, Allowance] = field(default_factory=dict)
    """Priced SKU → the allowance that its quantity counts against."""
    overrides: Overrides = field(default_factory=Overrides)
    raw: Mapping[str, Mapping[str, tuple[RawRow, ...]]] = field(default_factory=dict)
    """SKU → region → lines."""

    @classmethod
    def load(
        cls, *providers: str, overrides: Overrides | None = None, catalogue: Traversable | None = None
    ) -> "PriceBook":
        """Load the prices of providers.

        Args:
            providers: Names of `PROVIDERS`.
            overrides: Prices that replace or add to the list.
            catalogue: Another folder than the one in the package, of the same form.

        Raises:
            CatalogueError: no such provider, or a file that can't be read.
        """
        listed = _shipped(providers) if catalogue is None else _listed(providers, catalogue)
        return replace(listed, overrides=overrides or Overrides())

    def ladder(self, sku_id: str, region_id: str, *, as_of: datetime.date) -> Ladder | Missing:
        """The prices of a SKU in a region on a day; a price of another region is never taken instead.

        Raises:
            CatalogueError: a line of the SKU can't be parsed.
        """
        private = self.overrides.rows_of(sku_id, region_id, as_of)
        if private:
            return build_ladder(private)
        regions = self.raw.get(sku_id)
        if regions is None:
            return Missing(reason=f"no source states a price of {sku_id}")
        for region in (region_id, *EVERYWHERE):
            if region in regions:
                return self._valid([line.load() for line in regions[region]], as_of)
        return Missing(reason=f"no source states a price of {sku_id} in {region_id}, only in {', '.join(regions)}")

    def service_name(self, ladder: Ladder) -> str:
        """Who bills a SKU; prices of the organisation have the name of the list's row, private SKUs their own."""
        named = ladder.tiers[0].service_name
        if named or ladder.sku_id not in self.raw:
            return named or ladder.sku_id
        return next(iter(self.raw[ladder.sku_id].values()))[0].load().service_name

    def regions(self, sku_id: str) -> tuple[str, ...]:
        """The regions that a SKU has prices in, sorted."""
        return tuple(sorted(self.raw.get(sku_id, ())))

    def rows(self) -> Iterator[PriceRow]:
        """Every row of the list, without overrides, in the order of the files.

        Raises:
            CatalogueError: a line can't be parsed.
        """
        for regions in self.raw.values():
            for lines in regions.values():
                yield from (line.load() for line in lines)

    def _valid(self, rows: list[PriceRow], as_of: datetime.date) -> Ladder | Missing:
        valid = [self.overrides.discounted(row, as_of) for row in rows if row.valid_on(as_of)]
        if valid:
            return build_ladder(valid)
        row = rows[0]
        return Missing(reason=f"the prices of {row.sku_id} in {row.region_id} do not hold on {as_of.isoformat()}")


@cache
def _shipped(providers: tuple[str, ...]) -> PriceBook:
    """Read once: a search for cheaper variants asks for each of them."""
    return _listed(providers, None)


def _listed(providers: tuple[str, ...], catalogue: Traversable | None) -> PriceBook:
    raw = _grouped(line for name in providers for line in read_rows(name, catalogue=catalogue))
    declared = (line for name in providers for line in read_declarations(name, catalogue=catalogue))
    allowances = {found.sku_id: found for found in (_allowance(line, raw) for line in declared)}
    return PriceBook(providers=providers, allowances=allowances, counted=by_sku(allowances), raw=raw)


def _grouped(lines: Iterable[RawRow]) -> dict[str, dict[str, tuple[RawRow, ...]]]:
    found: dict[str, dict[str, list[RawRow]]] = {}
    for line in lines:
        cells = line.cells
        if len(cells) < 3:
            raise CatalogueError(f"{line.file}:{line.line}: has {len(cells)} cells [APX-PRC-001]")
        regions = found.get(cells[0])
        if regions is None:
            regions = found[cells[0]] = {}
        if cells[2] in regions:
            regions[cells[2]].append(line)
        else:
            regions[cells[2]] = [line]
    return {sku_id: {region: tuple(group) for region, group in regions.items()} for sku_id, regions in found.items()}


def _allowance(line: RawRow, raw: Mapping[str, Mapping[str, tuple[RawRow, ...]]]) -> Allowance:
    try:
        sku_id, scope, sku_ids = load_declaration(line.cells)
    except ValueError as error:
        raise CatalogueError(f"{line.file}:{line.line}: {error} [APX-PRC-001]") from None
    stating = [stated.load() for regions in raw.get(sku_id, {}).values() for stated in regions]
    ends = {row.tier_end for row in stating if not row.list_unit_price and row.tier_end is not None}
    if len(ends) != 1 and scope is not AllowanceScope.NONE:
        raise CatalogueError(f"{line.file}:{line.line}: {sku_id} does not state one amount [APX-PRC-001]")
    quantity = min((end for end in ends if end is not None), default=None)
    unknown = [name for name in sku_ids if name not in raw]
    if unknown:
        raise CatalogueError(f"{line.file}:{line.line}: there is no SKU {', '.join(unknown)} [APX-PRC-001]")
    return Allowance(sku_id=sku_id, scope=scope, sku_ids=sku_ids, quantity=quantity or Decimal(0))
