"""A usage file held against what was previewed: every name and key in it has to mean something."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from apexai.cost.usage import Usage
from apexai.cost.usage_file import CODE, is_urn
from apexai.cost.usage_reads import known_types, recording
from apexai.cost.yaml_file import FileError, YamlFile
from apexai.errors import Diagnostic
from apexai.graph.model import name_in
from apexai.preview.criteria import Criteria
from apexai.preview.judging import estimate_deployment
from apexai.preview.result import Preview

_CLOSE = 0.6


def check_usage(preview: Preview, criteria: Criteria) -> None:
    """Hold every name and key of the usage file to being used.

    A type that no previewed program has may stay, where the estimate knows it: files are shared. Where something was
    not previewed to the end nothing is said of URNs, which may belong to it.

    Raises:
        FileError: a URN, a type or a key that nothing reads, each with its place and the nearest that is known, with
            whatever else is wrong in the file.
    """
    file = criteria.usage.file
    if file is None:
        return
    sources = recording(criteria.usage)
    graphs = [item.graph for item in preview.deployments if item.graph is not None]
    for graph in graphs:
        estimate_deployment(graph, replace(criteria, usage=sources))
    urns = {item.urn for graph in graphs for item in graph.resources}
    types = {item.type for graph in graphs for item in graph.resources}
    whole = len(graphs) == len(preview.deployments) and not preview.diagnostics
    problems = [
        *criteria.usage.problems,
        *(_unknown_urns(file, criteria.usage.by_urn, urns) if whole else ()),
        *_unknown_types(file, criteria.usage.by_type, types),
        *_unread(file, "resources", criteria.usage.by_urn, urns, sources.reads),
        *_unread(file, "types", criteria.usage.by_type, types, sources.reads),
    ]
    if problems:
        raise FileError(sorted(problems, key=lambda found: (found.line, found.column)))


def _unknown_urns(file: YamlFile, declared: Mapping[str, Usage], urns: set[str]) -> Iterator[Diagnostic]:
    for urn in declared:
        if is_urn(urn) and urn not in urns:
            message = f"no resource of what is previewed has the URN {urn}"
            yield file.wrong(CODE, message, "resources", urn, suggestion=_nearest(urn, urns))


def _unknown_types(file: YamlFile, declared: Mapping[str, Usage], types: set[str]) -> Iterator[Diagnostic]:
    missing = [name for name in declared if name not in types]
    known = {*known_types(), *types} if missing else types
    for name in missing:
        if name not in known:
            message = f"there is no resource type {name} whose cost is known"
            yield file.wrong(CODE, message, "types", name, suggestion=_nearest(name, known))


def _unread(
    file: YamlFile, section: str, declared: Mapping[str, Usage], present: set[str], reads: Mapping[str, set[str]]
) -> Iterator[Diagnostic]:
    """Keys that no cost depends on, of resources and types that are there."""
    for name, usage in declared.items():
        if name not in present:
            continue
        read = reads.get(name, set())
        for key in sorted({*usage.low, *usage.expected, *usage.high} - read):
            suggestion = f"its cost depends on {', '.join(sorted(read))}" if read else "leave it out"
            message = f"no cost of {name_in(name)} depends on {key}"
            yield file.wrong(CODE, message, *_place(file, section, name, key), suggestion=suggestion)


def _place(file: YamlFile, section: str, name: str, key: str) -> tuple[str, ...]:
    """Where a key stands, in whichever case."""
    places = ((section, name, key), (section, name, "low", key), (section, name, "high", key))
    return next((place for place in places if file.positions.get(place) is not None), places[0])


def _nearest(name: str, known: set[str]) -> str:
    close = get_close_matches(name, sorted(known), n=1, cutoff=_CLOSE)
    return f"did you mean {close[0]}?" if close else "name one of its resources, or their type under types:"
