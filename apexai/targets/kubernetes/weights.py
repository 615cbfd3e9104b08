"""Shares of the traffic as the whole numbers that a route takes."""

from collections.abc import Sequence
from decimal import Decimal


def weights_of(shares: Sequence[Decimal]) -> list[int]:
    """Whole numbers in the proportion of the shares: the percentages themselves where they are whole."""
    decimals = max(_decimals(share) for share in shares)
    return [int(share.scaleb(decimals)) for share in shares]


def _decimals(share: Decimal) -> int:
    exponent = share.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
