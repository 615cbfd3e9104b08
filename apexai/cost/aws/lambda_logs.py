"""Logs of Lambda functions whose log group Lambda makes by itself, with the first line that a function writes."""

from dataclasses import replace
from typing import Final

from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import Surroundings
from apexai.cost.view import text_at

_LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
_NOT_COUNTED: Final = (
    "logs of a function whose log group is not in the program are counted only as a usage file says under logs, and "
    "never their storage, which has no end"
)


def with_own_logs(reading: Reading, around: Surroundings) -> Reading:
    """The reading of a function, with the logs that no log group of the program counts."""
    if around.view.component(around.resource) is not None or _has_group(around):
        return reading
    written = around.usage.total("logs")
    meters = reading.meters
    if written.expected is not None:
        sku_id, region = "aws-cloudwatch-logs-ingestion-standard", around.region()
        meter = Meter(sku_id=sku_id, region_id=region, unit="GB", quantity=written.at_least(), label="logs written")
        meters = (*meters, meter)
    return replace(reading, meters=meters, assumptions=(*reading.assumptions, _NOT_COUNTED))


def _has_group(around: Surroundings) -> bool:
    view, function = around.view, around.resource
    if view.referenced(function, "loggingConfig", _LOG_GROUP) or view.dependents(function, _LOG_GROUP):
        return True
    named = str(text_at(function.inputs, "name") or function.name)
    return bool(view.with_text(f"/aws/lambda/{named}", _LOG_GROUP, "name"))
