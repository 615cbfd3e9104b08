"""Where data may go: which regions an inference profile or a deployment type may reach."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The regions that a cross-Region inference profile may route a request to."""

    prefix: str
    regions: tuple[str, ...] | None
    """Upper bound, sorted; None where nothing bounds it."""
    beyond: tuple[str, ...]
    """Those of `regions` that lie outside the geography that the prefix names, as far as is known."""
    note: str


@cache
def load_reaches() -> Mapping[str, Reach]:
    """Prefix of a Bedrock model id (`eu.`, `global.`) → reach.

    Source: law/residency.json, which names the source of each row.
    """
    rows = _book()["bedrock_inference_profile_prefixes"]["prefixes"]
    return {prefix: _reach(prefix, row) for prefix, row in rows.items() if prefix != "none"}


@cache
def load_deployment_reach() -> Mapping[str, str]:
    """Deployment type of Azure → where requests are processed: `any_azure_region`, `data_zone`, `single_region`.

    Source: law/residency.json, which names the source of each row.
    """
    rows = _book()["azure_openai_deployment_types"]["types"]
    return {kind: str(row["processing"]) for kind, row in rows.items()}


def reach_of(model: str) -> Reach | None:
    """The reach of a Bedrock model id or inference profile ARN; None for a model of the region itself."""
    name = model.rsplit("/", 1)[-1]
    return next((reach for prefix, reach in load_reaches().items() if name.startswith(prefix)), None)


def region_allowed(region: str, allowed: tuple[str, ...]) -> bool:
    """Whether a region is among what a spec's `dataResidency` lists: regions, or prefixes of them such as `eu`."""
    return any(region == place or region.startswith(f"{place}-") for place in allowed)


@cache
def _book() -> Any:
    return json.loads(files(__package__).joinpath("residency.json").read_text("utf-8"))


def _reach(prefix: str, row: Mapping[str, Any]) -> Reach:
    worldwide = row["scope"] == "worldwide"
    extra = tuple(row.get("may_also", ()))
    regions = None if worldwide else tuple(sorted({*row["may_route_to"], *extra}))
    return Reach(prefix=prefix, regions=regions, beyond=extra, note=row.get("note", ""))
