"""Answers for `spec.finops.usage`: what of it a platform is paid by."""

from collections.abc import Collection
from typing import Final

from apexai.targets.capability import NOBODY, CapabilityTable, Informs

_CASES: Final = ("", "low.", "high.")
_QUANTITIES: Final = ("requests", "duration", "tokensIn", "tokensOut", "egress", "gpuHours")
_TOKENS: Final = ("tokensIn", "tokensOut")
_PAID: Final = Informs(reader="estimate", what="how much is used, which the cost is worked out from")
_SHARED: Final = Informs(reader="estimate", what="how many tokens share the cost")


def usage_answers(*, paid: Collection[str], unpaid: str) -> CapabilityTable:
    """The answer for each quantity in each case; expected tokens share the cost where nothing is paid by them.

    Args:
        paid: The quantities that the platform is paid by.
        unpaid: Why it is not paid by the others.
    """
    unread = Informs(reader=NOBODY, what=unpaid)
    answers = {
        f"spec.finops.usage.{case}{quantity}": _PAID if quantity in paid else unread
        for case in _CASES
        for quantity in _QUANTITIES
    }
    return {**answers, **{f"spec.finops.usage.{key}": _SHARED for key in _TOKENS if key not in paid}}
