"""The region: one of Azure's."""

from collections.abc import Iterator
from difflib import get_close_matches

from apexai.errors import Diagnostic
from apexai.spec.fields import Platform
from apexai.spec.shown import shown
from apexai.targets.diagnostics import error
from apexai.targets.facts import load_facts

_PATH = "spec.runtime.region"


def azure_regions() -> tuple[str, ...]:
    """All regions: Azure's list, and the early one that only Flex Consumption's has."""
    listed = load_facts(Platform.AZURE_CONTAINER_APPS)["regions"].value.split("|")
    early = load_facts(Platform.AZURE_FUNCTIONS)["flex_regions"].value.split("|")
    return tuple(dict.fromkeys((*listed, *early)))


def check_region(region: str | None, *, missing: str, unknown: str, why: str) -> Iterator[Diagnostic]:
    """A region is given, and Azure has it; `missing` and `unknown` are the platform's codes."""
    if region is None:
        yield error(missing, _PATH, why, instead="add runtime.region, e.g. westeurope")
    elif region not in azure_regions():
        near = get_close_matches(region, azure_regions(), n=1, cutoff=0.8)
        suggestion = f"did you mean {near[0]}?" if near else "give the region's name, e.g. westeurope"
        message = f"{shown(region)} is not among the regions of Azure"
        if region.isalnum():
            known = load_facts(Platform.AZURE_CONTAINER_APPS)["regions"]
            yield known.violated(code=unknown, path=_PATH, message=message, suggestion=suggestion)
        else:
            yield error(unknown, _PATH, f"{message}, whose names are letters and digits", instead=suggestion)
