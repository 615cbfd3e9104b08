"""The resources below one parent: their order, their labels, and which of them are told together."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from apexai.graph.model import Resource
from apexai.report.salient import rank
from apexai.report.wording import clean, short_of_name

_ALIKE: Final = 3
"""More siblings of one type than this are one line."""
_BESIDE: Final = ("explainer", "preprocessor")
"""First words of what our components make beside the model itself."""


def sort_siblings(siblings: Sequence[Resource], parent: Resource | None) -> list[Resource]:
    """In the order of the program; children of our components by what a reader looks for first."""
    return (
        sorted(siblings, key=lambda item: _by_rank(item, parent)) if is_ours(parent) else sorted(siblings, key=_by_line)
    )


def group_siblings(siblings: Sequence[Resource]) -> list[list[Resource]]:
    """One by one; those of a type that there are many of together, where the first of them stands."""
    many = {token for token, count in Counter(item.type for item in siblings).items() if count > _ALIKE}
    groups: dict[str, list[Resource]] = {}
    for item in siblings:
        groups.setdefault(item.type if item.type in many else item.urn, []).append(item)
    return list(groups.values())


def type_label(token: str, *, component: bool = False) -> str:
    """A type token in the words of its provider: `aws:lambda/function:Function` is `lambda.Function`."""
    package, _, rest = token.partition(":")
    module, _, kind = rest.rpartition(":")
    module = re.split(r"[/.]", module)[0]
    if token.startswith("pulumi:providers:"):
        return f"provider {kind}"
    return kind or package if component or module in ("", "index") else f"{module}.{kind}"


def short_name(item: Resource, parent: Resource | None) -> str:
    """A child's name without its parent's, without the middle of a long one."""
    return short_of_name(own_name(item, parent))


def own_name(item: Resource, parent: Resource | None) -> str:
    """A child's name without its parent's, however long it is."""
    return clean(item.name.removeprefix(f"{parent.name}-") if parent else item.name)


def is_ours(parent: Resource | None) -> bool:
    """Whether a parent is a component of this package, whose children have names that repeat their types."""
    return parent is not None and parent.package == "apexai"


def _by_rank(item: Resource, parent: Resource | None) -> tuple[bool, int, str, list[tuple[int, str]]]:
    name = own_name(item, parent)
    return (name.startswith(_BESIDE), rank(item), item.type, _natural(name))


def _by_line(item: Resource) -> tuple[str, int, str, list[tuple[int, str]]]:
    file, line = (item.source.file, item.source.line) if item.source else ("", 0)
    return (file, line, item.type, _natural(item.name))


def _natural(name: str) -> list[tuple[int, str]]:
    """A sort key for names in which `q10` follows `q9`."""
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]
