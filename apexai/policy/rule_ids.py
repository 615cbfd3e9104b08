"""Ids of rules as people write them: what was meant by one that there is none of."""

import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

_CLOSE: Final = 0.6
_DIGITS: Final = 3
"""Of a rule's number."""


def suggest_rule(id: str, known: Collection[str]) -> str:
    """The rule whose id differs in how it is written; a number that is not there means none of its neighbours."""
    letters, digits = re.sub("[^A-Z]", "", id), re.sub("[^0-9]", "", id)
    number = digits.lstrip("0").zfill(_DIGITS)
    alike = [rule for rule in known if re.sub("[^0-9]", "", rule) == number]
    packs = sorted({rule.rpartition("-")[0] for rule in known})
    if close := get_close_matches(letters, [re.sub("[^A-Z]", "", rule) for rule in alike], n=1, cutoff=_CLOSE):
        return f"did you mean {next(rule for rule in alike if re.sub('[^A-Z]', '', rule) == close[0])}?"
    pack = id.rpartition("-")[0]
    if pack in packs:
        ids = sorted(rule for rule in known if rule.startswith(f"{pack}-"))
        return f"those of {pack} are {ids[0]} to {ids[-1]}"
    return "`apexai rules` lists them"
