"""Models of Azure OpenAI: by the token where they are shared, by the hour where throughput is reserved."""

from collections.abc import Iterator
from typing import Final

from apexai.cost.meters import hours
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings

_BY_DEPLOYMENT: Final = ("OpenAI", "AIServices")
"""Kinds of accounts whose models are deployed one by one."""
_SHARED: Final = {"GlobalStandard": "global", "DataZoneStandard": "datazone", "Standard": "regional"}
"""Name of a deployment's SKU → where its tokens may be processed, as prices are told apart."""
_RESERVED: Final = {
    "GlobalProvisionedManaged": "global",
    "DataZoneProvisionedManaged": "datazone",
    "ProvisionedManaged": "regional",
}
_UNCACHED: Final = "no token is taken to come from the cache of prompts, which costs less"


def read_account(around: Surroundings) -> Reading:
    """An account for models costs nothing by itself."""
    kind = around.text("kind", default="")
    if kind in _BY_DEPLOYMENT:
        return Reading(free="the models of an account are counted with their deployments")
    raise NotKnown(f"what an account of the kind {kind or 'that it has'} is asked for is not in the program")


def read_deployment(around: Surroundings) -> Reading:
    """Tokens in and out, or the throughput units that it keeps. Source: as the price book's rows name it."""
    sku = around.text("sku", "name")
    if sku in _RESERVED:
        meter = hours(
            around,
            f"azure-openai-ptu-{_RESERVED[sku]}",
            "throughput units",
            count=around.number("sku", "capacity"),
            unit="PTU-hour",
        )
        return Reading(meters=(meter,))
    if sku not in _SHARED:
        raise NotKnown(f"no source states the price of deployments of the kind {sku}")
    return Reading(meters=tuple(_tokens(around, _SHARED[sku])), assumptions=(_UNCACHED,))


def _tokens(around: Surroundings, place: str) -> Iterator[Meter]:
    model = _model(around, place)
    if model.startswith("text-embedding"):
        yield _meter(around, f"{model}-{place}-token", "tokensIn", "tokens")
        return
    yield _meter(around, f"{model}-{place}-input-token", "tokensIn", "tokens in")
    yield _meter(around, f"{model}-{place}-output-token", "tokensOut", "tokens out")


def _model(around: Surroundings, place: str) -> str:
    """The model as prices name it: with month and day of its version where those tell versions apart."""
    name = around.text("properties", "model", "name")
    _, *day = around.text("properties", "model", "version", default="").split("-")
    dated = f"{name}-{''.join(day)}"
    return dated if around.book.regions(f"azure-openai-{dated}-{place}-input-token") else name


def _meter(around: Surroundings, sku: str, key: str, label: str) -> Meter:
    return Meter(
        sku_id=f"azure-openai-{sku}",
        region_id=around.region(),
        unit="token",
        quantity=around.usage.total("requests") * around.usage.each(key),
        label=label,
        needs=("requests", key),
    )
