"""Which fields take Outputs of a program, and that all others refuse them with their path."""

import re
from pathlib import Path
from typing import Any, Final

from apexai.errors import SpecError
from apexai.spec import codes
from apexai.spec.fields import Deferred
from apexai.spec.leaves import spec_leaves
from apexai.spec.loader import document_of
from tests.targets.change import merged

PAGE: Final = Path(__file__).parents[2] / "docs" / "components.md"
BASE: Final[dict[str, Any]] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "fraud"},
    "spec": {"modelRef": {"name": "fraud", "version": "1"}, "runtime": {"platform": "kubernetes", "image": "a:1"}},
}


def with_output(leaf: str) -> dict[str, Any]:
    """A document with an Output at a leaf, in the first item of lists and under `A` in maps."""
    value: Any = Deferred(1)
    for step in reversed(leaf.split(".")):
        name, items, _ = step.partition("[]")
        value = {"A" if name == "*" else name: [value] if items else value}
    return merged(BASE, value)


def refusals(leaf: str) -> list[str]:
    """Paths at which a document with an Output at a leaf is refused for it."""
    try:
        document_of(with_output(leaf)).deployment()
    except SpecError as error:
        return [found.path for found in error.diagnostics if found.code == codes.OUTPUT]
    return []


def test_the_page_says_which_fields_take_outputs_and_all_others_say_where_one_stands() -> None:
    refused = {leaf: refusals(leaf) for leaf in spec_leaves()}
    concrete = {leaf: leaf.replace("[]", "[0]").replace(".*", ".A") for leaf in refused}
    assert {leaf: paths for leaf, paths in refused.items() if paths not in ([], [concrete[leaf]])} == {}
    takes = {leaf for leaf, paths in refused.items() if not paths}
    assert len(refused) - len(takes) > len(takes) > 20
    table = PAGE.read_text(encoding="utf-8").partition("<!-- outputs -->")[2].partition("<!-- /outputs -->")[0]
    assert set(re.findall(r"`([^`]+)`", table)) == {leaf.removeprefix("spec.") for leaf in takes}
