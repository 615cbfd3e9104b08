"""A resource graph as a tree that fits a screen: what is many is counted, what matters is said."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apexai.graph.model import Resource, ResourceGraph
from apexai.report.salient import details, rank
from apexai.report.wording import clean, plural

STACK: Final = "pulumi:pulumi:Stack"
_ALIKE: Final = 3
"""More siblings of one type than this are one line."""
_ROWS: Final = 10
"""Lines below one parent; the last says what more there is."""
_REPORT_ROWS: Final = 60
"""Of a whole tree; a longer one loses its lower levels."""
_DEEPEST: Final = 12
_NAMES: Final = 3
_WORDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One line of the tree, and what is below it."""

    label: str
    name: str = ""
    said: str = ""
    below: "tuple[Branch, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line as it is printed."""

    guide: str
    label: str
    name: str
    said: str


def tree_rows(graph: ResourceGraph, *, full: bool = False) -> tuple[Row, ...]:
    """The lines of a graph's tree; `full` has one for each resource."""
    tree = _Tree(graph)
    if full:
        return tuple(_rows(tree.branches(collapse=False, depth=_DEEPEST)))
    for depth in (_DEEPEST, 4, 3, 2, 1):
        rows = tuple(_rows(tree.branches(collapse=True, depth=depth)))
        if len(rows) <= _REPORT_ROWS:
            break
    return rows


def created(graph: ResourceGraph) -> tuple[Resource, ...]:
    """The resources that would come to be: neither components, nor providers, nor those that are only read."""
    return tuple(item for item in graph.resources if item.custom and not item.is_provider and not item.read)


class _Tree:
    """The graph with what its lines need to know of the whole."""

    def __init__(self, graph: ResourceGraph) -> None:
        self._graph = graph
        self._roots = [
            item for item in graph.resources if item.parent not in graph.by_urn or _is_stack_urn(item.parent)
        ]
        self._several_packages = len({item.package for item in created(graph)}) > 1
        self._counts = _descendant_counts(graph)

    def branches(self, *, collapse: bool, depth: int) -> tuple[Branch, ...]:
        return self._branches(self._roots, parent=None, collapse=collapse, depth=depth)

    def _branches(
        self, siblings: Sequence[Resource], *, parent: Resource | None, collapse: bool, depth: int
    ) -> tuple[Branch, ...]:
        shown = _sorted([item for item in siblings if not _is_furniture(item)], parent)
        if not collapse:
            return tuple(self._branch(item, parent=parent, collapse=False, depth=depth) for item in shown)
        groups = _groups(shown)
        kept = groups if len(groups) <= _ROWS else groups[: _ROWS - 1]
        branches = [self._grouped(group, parent=parent, depth=depth) for group in kept]
        rest = [item for group in groups[len(kept) :] for item in group]
        return (*branches, *([self._more(rest)] if rest else []))

    def _grouped(self, group: Sequence[Resource], *, parent: Resource | None, depth: int) -> Branch:
        if len(group) == 1:
            return self._branch(group[0], parent=parent, collapse=True, depth=depth)
        names = [_short_name(item.name, parent) for item in group[:_NAMES]]
        below = sum(self._counts[item.urn] for item in group)
        return Branch(
            label=f"{self._label(group[0])} × {len(group):,}",
            name=", ".join((*names, "…") if len(group) > _NAMES else names),
            said=plural(below, "resource") + " below" if below else "",
        )

    def _branch(self, item: Resource, *, parent: Resource | None, collapse: bool, depth: int) -> Branch:
        children = self._graph.children.get(item.urn, ())
        hidden = bool(children) and depth <= 1
        below = () if hidden else self._branches(children, parent=item, collapse=collapse, depth=depth - 1)
        said = [*_state(item), *details(item)]
        if hidden:
            said.append(plural(self._counts[item.urn], "resource") + " below")
        return Branch(label=self._label(item), name=_short_name(item.name, parent), said=" · ".join(said), below=below)

    def _more(self, rest: Sequence[Resource]) -> Branch:
        counts = Counter(self._label(item) for item in rest)
        words = [label if count == 1 else f"{count} {label}" for label, count in counts.items()]
        listed = [*words[:_WORDS], *(["…"] if len(words) > _WORDS else [])]
        return Branch(label=f"{len(rest):,} more", said=", ".join(listed))

    def _label(self, item: Resource) -> str:
        label = type_label(item.type, component=not item.custom)
        return clean(f"{item.package}:{label}" if self._several_packages and _is_of_package(item) else label)


def type_label(token: str, *, component: bool = False) -> str:
    """A type token in the words of its provider: `aws:lambda/function:Function` is `lambda.Function`."""
    package, _, rest = token.partition(":")
    module, _, kind = rest.rpartition(":")
    module = re.split(r"[/.]", module)[0]
    if token.startswith("pulumi:providers:"):
        return f"provider {kind}"
    return kind or package if component or module in ("", "index") else f"{module}.{kind}"


def _rows(branches: Sequence[Branch], indent: str = "", *, root: bool = True) -> list[Row]:
    rows = []
    for branch in branches:
        last = branch is branches[-1]
        guide = "" if root else indent + ("└─ " if last else "├─ ")
        rows.append(Row(guide=guide, label=branch.label, name=branch.name, said=branch.said))
        below = "" if root else indent + ("   " if last else "│  ")
        rows += _rows(branch.below, below, root=False)
    return rows


def _groups(siblings: Sequence[Resource]) -> list[list[Resource]]:
    """Siblings one by one; those of a type that there are many of together, where the first of them stands."""
    many = {token for token, count in Counter(item.type for item in siblings).items() if count > _ALIKE}
    groups: dict[str, list[Resource]] = {}
    for item in siblings:
        groups.setdefault(item.type if item.type in many else item.urn, []).append(item)
    return list(groups.values())


def _sorted(siblings: list[Resource], parent: Resource | None) -> list[Resource]:
    """In the order of the program; children of our components by what a reader looks for first."""
    ours = parent is not None and parent.package == "apexai"
    return sorted(siblings, key=_by_rank) if ours else sorted(siblings, key=_by_line)


def _by_rank(item: Resource) -> tuple[int, str, list[tuple[int, str]]]:
    return (rank(item), item.type, _natural(item.name))


def _by_line(item: Resource) -> tuple[str, int, str, list[tuple[int, str]]]:
    file, line = (item.source.file, item.source.line) if item.source else ("", 0)
    return (file, line, item.type, _natural(item.name))


def _natural(name: str) -> list[tuple[int, str]]:
    """A sort key for names in which `q10` follows `q9`."""
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


def _state(item: Resource) -> list[str]:
    if item.opaque:
        return ["opaque: what it creates can't be seen offline"]
    return ["exists already"] if item.read else []


def _short_name(name: str, parent: Resource | None) -> str:
    """A child's name without its parent's."""
    return clean(name.removeprefix(f"{parent.name}-") if parent else name)


def _is_of_package(item: Resource) -> bool:
    return item.custom and not item.is_provider


def _is_stack_urn(urn: str) -> bool:
    return urn.split("::")[2:3] == [STACK]


def _is_furniture(item: Resource) -> bool:
    """The stack itself and the providers that nobody asked for."""
    return item.type == STACK or (item.is_provider and (item.name == "default" or item.name.startswith("default_")))


def _descendant_counts(graph: ResourceGraph) -> Counter[str]:
    """URN → how many created resources are below it, at any depth."""
    parents = {item.urn: item.parent for item in graph.resources}
    counts: Counter[str] = Counter()
    for item in created(graph):
        urn, seen = parents[item.urn], set[str]()
        while urn and urn not in seen:
            counts[urn] += 1
            seen.add(urn)
            urn = parents.get(urn, "")
    return counts
