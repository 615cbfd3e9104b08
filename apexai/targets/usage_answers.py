"""Answers for `spec.finops.usage`: what of it a platform is paid by."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from apexai.targets.capability import NOBODY, CapabilityTable, Informs, Unread

_CASES: Final = ("", "low.", "high.")
_QUANTITIES: Final = ("requests", "duration", "tokensIn", "tokensOut", "egress", "gpuHours")
_TOKENS: Final = ("tokensIn", "tokensOut")
_WORKED_OUT: Final = "how much is used, which the cost is worked out from"
BY_ACCELERATOR: Final[Mapping[str, Unread]] = MappingProxyType(
    {
        "gpuHours": Unread(
            leaf="spec.runtime.gpu.type",
            missing=True,
            why="only instances with an accelerator are paid for by its hours",
        )
    }
)
"""Where instances have an accelerator only where a document asks for one."""
_NONE: Final[Mapping[str, Unread]] = MappingProxyType({})
_SHARED: Final = Informs(reader="estimate", what="how many tokens share the cost")


def usage_answers(*, paid: Collection[str], unpaid: str, unread: Mapping[str, Unread] = _NONE) -> CapabilityTable:
    """The answer for each quantity in each case; expected tokens share the cost where nothing is paid by them.

    Args:
        paid: The quantities that the platform is paid by.
        unpaid: Why it is not paid by the others.
        unread: Quantity → when the platform is not paid by it after all.
    """
    answers = {
        f"spec.finops.usage.{case}{quantity}": Informs(reader="estimate", what=_WORKED_OUT, unread=unread.get(quantity))
        if quantity in paid
        else Informs(reader=NOBODY, what=unpaid)
        for case in _CASES
        for quantity in _QUANTITIES
    }
    shared = (key for key in _TOKENS if key not in paid or key in unread)
    return {**answers, **{f"spec.finops.usage.{key}": _SHARED for key in shared}}
