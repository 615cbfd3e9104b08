"""Which node labels name an accelerator: facts from `data/gpu-labels.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeLabel:
    """A label with the values that name the accelerator."""

    key: str
    values: tuple[str, ...]


NodeTerm = tuple[NodeLabel, ...]
"""Labels that a node has all of."""


def node_terms(accelerator: str) -> tuple[NodeTerm, ...]:
    """Terms of which a node with the accelerator satisfies one, whoever labelled it; none where it is not known."""
    return _load_terms().get(accelerator, ())


def known_accelerators() -> tuple[str, ...]:
    """The accelerators that nodes can be found by."""
    return tuple(_load_terms())


@cache
def _load_terms() -> Mapping[str, tuple[NodeTerm, ...]]:
    text = (files("apexai.targets") / "data" / "gpu-labels.csv").read_text(encoding="utf-8")
    terms: dict[str, tuple[NodeTerm, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        for accelerator in row["accelerators"].split("|"):
            terms[accelerator] = (*terms.get(accelerator, ()), _term(row))
    return terms


def _term(row: Mapping[str, str]) -> NodeTerm:
    pairs = ((row["label"], row["values"]), (row["and_label"], row["and_values"]))
    return tuple(NodeLabel(key=key, values=tuple(values.split("|"))) for key, values in pairs if key)
