"""Whether a declared purpose speaks of a use case: by words, in whatever order and form they stand."""

import re
from collections.abc import Iterable
from typing import Final

from apexai.policy.law.obligations import UseCase

_WORD: Final = re.compile(r"[^\W_]+")
_SUFFIXES: Final = ("ings", "ing", "ions", "ion", "ers", "er", "ors", "or", "ies", "ed", "es", "e", "s", "y")
_STEM_LETTERS: Final = 3
"""Fewest that are left of a word without its suffix."""
_ALIKE_LETTERS: Final = 6
"""Of longer words, which are taken for the same where they begin alike: `predict` and `predictive`."""


def hinted(purpose: str, cases: Iterable[UseCase]) -> tuple[UseCase, ...]:
    """The use cases of which a purpose has all words of a hint; none of them is proven by that."""
    stems = {_stem(word) for word in _WORD.findall(purpose.casefold())}
    return tuple(case for case in cases if any(_is_in(hint, stems) for hint in case.hints))


def _is_in(hint: str, stems: set[str]) -> bool:
    return all(any(_is_same(_stem(word), stem) for stem in stems) for word in _WORD.findall(hint))


def _is_same(one: str, other: str) -> bool:
    long = min(len(one), len(other)) > _ALIKE_LETTERS
    return one == other or (long and one[:_ALIKE_LETTERS] == other[:_ALIKE_LETTERS])


def _stem(word: str) -> str:
    """A word without what inflects it: `scores`, `scoring` and `scored` are `scor`."""
    ending = next((end for end in _SUFFIXES if word.endswith(end) and len(word) - len(end) >= _STEM_LETTERS), "")
    return word.removesuffix(ending)
