"""A resource graph as a tree that fits a screen: what is many is counted, what matters is said."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from apexai.graph.model import Resource, ResourceGraph
from apexai.report.salient import details
from apexai.report.siblings import group_siblings, is_ours, own_name, short_name, sort_siblings, type_label
from apexai.report.wording import clean, plural

STACK: Final = "pulumi:pulumi:Stack"
_ROWS: Final = 10
"""Lines below one parent; the last says what more there is."""
_REPORT_ROWS: Final = 60
"""Of a whole tree; a longer one loses its lower levels."""
_DEEPEST: Final = 12
_WHOLE: Final = 500
"""Resources that a page shows one by one."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """Where in the tree a line is."""

    parent: Resource | None
    depth: int
    """How many levels there may be from here on."""
    collapse: bool


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


def tree_branches(graph: ResourceGraph) -> tuple[Branch, ...]:
    """The whole tree, and of a large graph what is many as a number."""
    return _Tree(graph).branches(collapse=len(graph.resources) > _WHOLE, depth=_DEEPEST)


def created(graph: ResourceGraph) -> tuple[Resource, ...]:
    """The resources that would come to be: neither components, nor providers, nor those that are only read."""
    return tuple(item for item in graph.resources if item.custom and not item.is_provider and not item.read)


class _Tree:
    """The graph with what its lines need to know of the whole."""

    def __init__(self, graph: ResourceGraph) -> None:
        self._graph = graph
        self._roots = [item for item in graph.resources if _is_root(item, graph)]
        self._several_packages = len({item.package for item in created(graph)}) > 1
        self._counts = _descendant_counts(graph)

    def branches(self, *, collapse: bool, depth: int) -> tuple[Branch, ...]:
        return self._branches(self._roots, _Level(parent=None, depth=depth, collapse=collapse))

    def _branches(self, siblings: Sequence[Resource], level: _Level) -> tuple[Branch, ...]:
        shown = sort_siblings([item for item in siblings if not _is_furniture(item)], level.parent)
        if not level.collapse:
            return tuple(self._branch(item, level) for item in shown)
        groups = group_siblings(shown)
        kept = groups if len(groups) <= _ROWS else groups[: _ROWS - 1]
        branches = [self._grouped(group, level) for group in kept]
        if is_ours(level.parent):
            branches = _without_needless_names(branches)
        rest = [item for group in groups[len(kept) :] for item in group]
        return (*branches, *([self._more(rest)] if rest else []))

    def _grouped(self, group: Sequence[Resource], level: _Level) -> Branch:
        if len(group) == 1:
            return self._branch(group[0], level)
        names = [short_name(item, level.parent) for item in group[:_NAMES]]
        below = sum(self._counts[item.urn] for item in group)
        return Branch(
            label=f"{self._label(group[0])} × {len(group):,}",
            name=", ".join((*names, "…") if len(group) > _NAMES else names),
            said=plural(below, "resource") + " below" if below else "",
        )

    def _branch(self, item: Resource, level: _Level) -> Branch:
        children = self._graph.children.get(item.urn, ())
        hidden = bool(children) and level.depth <= 1
        below = () if hidden else self._branches(children, replace(level, parent=item, depth=level.depth - 1))
        said = [*_state(item), *details(item)]
        if hidden:
            said.append(plural(self._counts[item.urn], "resource") + " below")
        named = short_name if level.collapse else own_name
        label, name = self._label(item), named(item, level.parent)
        if not item.custom:
            label, name = f"{label} {name}", ""
        return Branch(label=label, name=name, said=" · ".join(said), below=below)

    def _more(self, rest: Sequence[Resource]) -> Branch:
        counts = Counter(self._label(item) for item in rest)
        words = [label if count == 1 else f"{count} {label}" for label, count in counts.items()]
        listed = [*words[:_WORDS], *(["…"] if len(words) > _WORDS else [])]
        return Branch(label=f"{len(rest):,} more", said=", ".join(listed))

    def _label(self, item: Resource) -> str:
        label = type_label(item.type, component=not item.custom)
        with_package = self._several_packages and item.custom and not item.is_provider
        return clean(f"{item.package}:{label}" if with_package else label)


def _without_needless_names(branches: Sequence[Branch]) -> list[Branch]:
    """The names stay where they tell two of a type apart."""
    counts = Counter(branch.label for branch in branches)
    return [replace(branch, name="") if counts[branch.label] == 1 else branch for branch in branches]


def _rows(branches: Sequence[Branch], indent: str = "", *, root: bool = True) -> list[Row]:
    rows = []
    for branch in branches:
        last = branch is branches[-1]
        guide = "" if root else indent + ("└─ " if last else "├─ ")
        rows.append(Row(guide=guide, label=branch.label, name=branch.name, said=branch.said))
        below = "" if root else indent + ("   " if last else "│  ")
        rows += _rows(branch.below, below, root=False)
    return rows


def _state(item: Resource) -> list[str]:
    if item.opaque:
        return ["opaque: what it creates can't be seen offline"]
    return ["exists already"] if item.read else []


def _is_root(item: Resource, graph: ResourceGraph) -> bool:
    parent = graph.by_urn.get(item.parent)
    return parent is None or parent.type == STACK


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
