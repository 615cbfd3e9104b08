"""Which lines of a vendor's list are which SKU of the catalogue, as data: `aws.csv` and `azure.csv` beside this.

What a selector relies on, it says in the column `sources`, whose words are in `sources.csv`.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

_USAGE_TYPE: Final = "usageType"
_IN_NAME: Final = re.compile(r"\{([^}]+)\}")
_STANDS_FOR: Final = "*"
"""Name in `{}` of what stands for the `*` of a usage type."""
_REGION_PREFIX: Final = r"(?:EU-|[A-Z]{3}[0-9]-|[a-z]{2}-[a-z]+-[0-9]-)?"
"""What a usage type of a region begins with, e.g. `EUC1-`; of another kind of place it begins otherwise."""
_LOCATIONS: Final = ("Location Type", "From Location Type")
_REGION: Final = "AWS Region"
_MACHINES: Final = "azure-vm-{armSkuName}"
"""SKUs of virtual machines, which the list names itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsSelector:
    """Lines of an AWS offer that are a SKU, or one SKU for each value of a column."""

    sku_id: str
    """May name columns, e.g. `aws-ec2-{Instance Type}-linux`, and `{*}`: what the `*` of the usage type stands for."""
    service_name: str
    offer_code: str
    region_id: str
    """The region in the catalogue, of an offer that has one list for all; empty where each line names its region."""
    pricing_unit: str
    source_units: tuple[str, ...]
    """What AWS calls the unit."""
    units: Decimal
    """Pricing units in one unit of AWS."""
    conditions: tuple[tuple[str, re.Pattern[str]], ...]
    """Column → the whole of what it has to hold."""
    names: re.Pattern[str]
    """The SKUs that it can find."""

    def place_of(self, line: Mapping[str, str]) -> tuple[str, str] | None:
        """The SKU and the region that a line is for; None where it is none of these."""
        region_id = self.region_id or _region_of(line)
        if not region_id:
            return None
        stands_for = ""
        for column, pattern in self.conditions:
            found = pattern.fullmatch(line.get(column, ""))
            if found is None:
                return None
            stands_for = found.groupdict().get("any") or stands_for
        named = {**line, _STANDS_FOR: stands_for}
        return _IN_NAME.sub(lambda match: named.get(match[1], ""), self.sku_id), region_id


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureSelector:
    """A meter of the Azure retail prices."""

    sku_id: str
    unit_of_measure: str
    units: Decimal
    """Pricing units in one unit of measure."""


@cache
def load_aws_selectors(offer_code: str) -> tuple[AwsSelector, ...]:
    """The selectors for one offer."""
    return tuple(_aws_selector(row) for row in _rows("aws.csv") if row["offer_code"] == offer_code)


@cache
def aws_offers() -> Mapping[str, bool]:
    """The offer codes that there are selectors for, sorted → whether the offer has one list for all regions."""
    return {row["offer_code"]: bool(row["region_id"]) for row in sorted(_rows("aws.csv"), key=_offer_code)}


@cache
def load_azure_selectors() -> Mapping[tuple[str, str, str], tuple[AzureSelector, ...]]:
    """Product, SKU and meter name → the SKUs of the catalogue: the meter's, and that of its free grant."""
    found: dict[tuple[str, str, str], list[AzureSelector]] = {}
    for row in _rows("azure.csv"):
        key = (row["product_name"], row["sku_name"], row["meter_name"])
        selector = AzureSelector(
            sku_id=row["sku_id"], unit_of_measure=row["unit_of_measure"], units=Decimal(row["units"])
        )
        found.setdefault(key, []).append(selector)
    return {key: tuple(group) for key, group in found.items()}


def is_selected(provider: str, sku_id: str) -> bool:
    """Whether an update can find the SKU in the vendor's list."""
    return _selected(provider).fullmatch(sku_id) is not None


def load_sources() -> Mapping[str, str]:
    """Word in the column `sources` → the source that it stands for."""
    return {row["word"]: row["source"] for row in _rows("sources.csv")}


def _aws_selector(row: Mapping[str, str]) -> AwsSelector:
    return AwsSelector(
        sku_id=row["sku_id"],
        service_name=row["service_name"],
        offer_code=row["offer_code"],
        region_id=row["region_id"],
        pricing_unit=row["pricing_unit"],
        source_units=tuple(row["source_units"].split("|")),
        units=Decimal(row["units"]),
        conditions=tuple(_condition(text, regional=not row["region_id"]) for text in row["conditions"].split(";")),
        names=re.compile(_names(row["sku_id"])),
    )


def _region_of(line: Mapping[str, str]) -> str:
    """The region of a line; empty for one that is for another kind of place, e.g. a local zone."""
    if any(line.get(column) not in (None, "", _REGION) for column in _LOCATIONS):
        return ""
    return line.get("Region Code") or line.get("From Region Code") or ""


def _condition(text: str, *, regional: bool) -> tuple[str, re.Pattern[str]]:
    column, _, values = text.partition("=")
    star = "(?P<any>.+)" if values.count("*") == 1 else ".+"
    patterns = "|".join(star.join(map(re.escape, value.split("*"))) for value in values.split("|"))
    prefix = _REGION_PREFIX if regional and column == _USAGE_TYPE else ""
    return column, re.compile(f"{prefix}(?:{patterns})")


@cache
def _selected(provider: str) -> re.Pattern[str]:
    if provider == "aws":
        names = {row["sku_id"] for row in _rows("aws.csv")}
    else:
        names = {row["sku_id"] for row in _rows("azure.csv")} | {_MACHINES}
    return re.compile("|".join(map(_names, sorted(names))))


def _names(sku_id: str) -> str:
    return ".+".join(map(re.escape, _IN_NAME.split(sku_id)[::2]))


def _offer_code(row: Mapping[str, str]) -> str:
    return row["offer_code"]


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    text = (files("apexai.prices.update") / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(), strict=True))
