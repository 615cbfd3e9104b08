"""The usual meters: so many hours, a fixed amount, what the usage says."""

from decimal import Decimal

from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter
from apexai.cost.surroundings import Surroundings
from apexai.units import HOURS_PER_MONTH


def hours(
    around: Surroundings, sku_id: str, label: str, *, count: Quantity | Decimal | int = 1, unit: str = "hour"
) -> Meter:
    """So many of something, all month."""
    number = count if isinstance(count, Quantity) else fixed(count)
    return Meter(sku_id=sku_id, region_id=around.region(), unit=unit, quantity=number * HOURS_PER_MONTH, label=label)


def standing(around: Surroundings, sku_id: str, unit: str, label: str, *, amount: Decimal | int = 1) -> Meter:
    """An amount that does not depend on use."""
    return Meter(sku_id=sku_id, region_id=around.region(), unit=unit, quantity=fixed(amount), label=label)


def used(
    around: Surroundings, sku_id: str, unit: str, key: str, *, label: str = "", per_unit: Decimal | int = 1
) -> Meter:
    """What the usage declares under a key, `per_unit` pricing units for one of the key's."""
    return Meter(
        sku_id=sku_id,
        region_id=around.region(),
        unit=unit,
        quantity=around.use(key) * per_unit,
        label=label or key,
        needs=(key,),
    )
