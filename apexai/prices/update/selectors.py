"""Which lines of a vendor's list are which SKU of the catalogue, as data: `aws.csv` and `azure.csv` beside this."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Final

_COLUMN: Final = re.compile(r"\{([^}]+)\}")
_MACHINES: Final = "azure-vm-{armSkuName}"
"""SKUs of virtual machines, which the list names itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsSelector:
    """Lines of an AWS offer that are a SKU, or one SKU for each value of a column."""

    sku_id: str
    """May name columns, e.g. `aws-ec2-{Instance Type}-linux`."""
    service_name: str
    offer_code: str
    pricing_unit: str
    source_units: tuple[str, ...]
    """What AWS calls the pricing unit."""
    conditions: tuple[tuple[str, str], ...]
    """Column → value, or a pattern with `*`."""

    def sku_of(self, line: Mapping[str, str]) -> str | None:
        """The SKU that a line is; None where it is none of these."""
        if any(not fnmatchcase(line.get(column, ""), value) for column, value in self.conditions):
            return None
        return _COLUMN.sub(lambda match: line.get(match[1], ""), self.sku_id)


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
    return tuple(
        AwsSelector(
            sku_id=row["sku_id"],
            service_name=row["service_name"],
            offer_code=row["offer_code"],
            pricing_unit=row["pricing_unit"],
            source_units=tuple(row["source_units"].split("|")),
            conditions=tuple(_condition(text) for text in row["conditions"].split(";")),
        )
        for row in _rows("aws.csv")
        if row["offer_code"] == offer_code
    )


def aws_offers() -> tuple[str, ...]:
    """The offer codes that there are selectors for, sorted."""
    return tuple(sorted({row["offer_code"] for row in _rows("aws.csv")}))


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


@cache
def _selected(provider: str) -> re.Pattern[str]:
    if provider == "aws":
        names = {selector.sku_id for offer in aws_offers() for selector in load_aws_selectors(offer)}
    else:
        names = {selector.sku_id for group in load_azure_selectors().values() for selector in group} | {_MACHINES}
    return re.compile("|".join(".+".join(map(re.escape, _COLUMN.split(name)[::2])) for name in sorted(names)))


def _condition(text: str) -> tuple[str, str]:
    column, _, value = text.partition("=")
    return column, value


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("apexai.prices.update") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))
