"""Data that a program says several times, said once under a name."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from apexai.eject.code import Call, Either, Expression, Items, Lambda, Text, identifier, literal, render_flat

_MARKS: Final = frozenset({"tags", "labels", "match_labels", "selector"})
"""Mappings that many resources carry."""
_PLACES: Final = frozenset({"region", "location"})
"""Texts that are worth a name, where they are said three times."""
_OFTEN: Final = 3


class Constants:
    """What expressions say several times, each under a name."""

    def __init__(self, expressions: Iterable[Expression]) -> None:
        said: Counter[tuple[str, str]] = Counter()
        for expression in expressions:
            said.update(_literals(expression, ""))
        self._names: dict[str, str] = {}
        for (key, text), count in said.items():
            if count >= (_OFTEN if key in _PLACES else 2) and text not in self._names:
                taken = [name.lower() for name in self._names.values()]
                self._names[text] = identifier(key, taken=taken).upper()
        self._mappings = {name: _data(text) for text, name in self._names.items() if text.startswith("{")}

    def values(self) -> Iterator[tuple[str, Expression]]:
        """The names, and what they stand for."""
        yield from ((name, literal(ast.literal_eval(text))) for text, name in self._names.items())

    def shorten(self, expression: Expression, key: str = "") -> Expression:
        """The expression with names in the places of what they stand for."""
        match expression:
            case Text(code=code):
                return Text(self._names[code]) if key in _PLACES and code in self._names else expression
            case Either(condition=condition, then=then, otherwise=otherwise):
                return Either(condition=condition, then=self.shorten(then, key), otherwise=self.shorten(otherwise, key))
            case Lambda():
                return expression
            case Items(items=items, brackets=brackets):
                known = self._shortened_mapping(expression) if key in _MARKS else None
                return known or Items(
                    items=tuple((at, self.shorten(value, _key(at))) for at, value in items), brackets=brackets
                )
            case Call(function=function, arguments=arguments):
                return Call(
                    function=function, arguments=tuple((name, self.shorten(value, name)) for name, value in arguments)
                )

    def _shortened_mapping(self, items: Items) -> Expression | None:
        """A mapping as the one that has a name, or as that one and more."""
        data = _data(render_flat(items))
        known = [(name, mapping) for name, mapping in self._mappings.items() if mapping.items() <= data.items()]
        if not known:
            return None
        name, mapping = max(known, key=lambda pair: len(pair[1]))
        if mapping == data:
            return Text(name)
        more = tuple((at, value) for at, value in items.items if _key(at) not in mapping)
        return Items(items=((None, Text(f"**{name}")), *more), brackets="{}") if len(mapping) > 1 else None


def _literals(expression: Expression, key: str) -> Iterator[tuple[str, str]]:
    """The marks and places in an expression, each with the name of what it is given as."""
    text = render_flat(expression)
    is_place = key in _PLACES and isinstance(expression, Text) and text.startswith('"')
    if is_place or (key in _MARKS and isinstance(expression, Items) and _data(text)):
        yield key, text
    if isinstance(expression, Items | Call):
        for inner, value in expression.items:
            yield from _literals(value, _key(inner))


def _key(expression: Expression | None) -> str:
    return "" if expression is None else render_flat(expression).strip("\"'")


def _data(text: str) -> Mapping[str, str]:
    """A mapping of plain texts; empty where it is made of something else."""
    try:
        found = ast.literal_eval(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) and all(isinstance(value, str) for value in found.values()) else {}
