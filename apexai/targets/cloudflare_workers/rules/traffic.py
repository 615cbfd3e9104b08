"""Splits: which version serves beside the one that the document uploads."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.cloudflare_workers.facts import worker_facts
from apexai.targets.diagnostics import error
from apexai.targets.kept_revision import check_kept_revision
from apexai.targets.value import known_text
from apexai.units import Percent, render_decimal

_STABLE: Final = "spec.trafficSplit.stable"
VERSION_ID: Final = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def check_traffic(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """The stable side is a version that exists, and each side gets a share that can be had."""
    split = deployment.spec.traffic_split
    yield from check_kept_revision(split)
    if split.stable is None or split.blue == 0:
        return
    yield from _revision(deployment)
    for side, share in (("blue", split.blue), ("green", split.green)):
        yield from _share(side, share)


def _revision(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    stable, path = deployment.spec.traffic_split.stable, f"{_STABLE}.revision"
    assert stable is not None, "only splits with a stable side come here"
    revision = known_text(stable.revision)
    if stable.revision is None:
        message = "Workers keep versions by their ids, and the stable side has to name one"
        yield error("APX-LIM-830", path, message, instead="write the output `revision` of that release")
    elif revision is not None and not VERSION_ID.fullmatch(revision):
        message = f"{revision!r} is no id of a version, which has 32 hexadecimal digits and four hyphens"
        yield error("APX-LIM-831", path, message, instead="write the output `revision` of that release")


def _share(side: str, share: Percent) -> Iterator[Diagnostic]:
    """The fact's value is a fraction of a per cent."""
    least = worker_facts()["percentage_minimum"]
    if 0 < share < Percent(least.decimal):
        yield least.violated(
            code="APX-LIM-832",
            path=f"spec.trafficSplit.{side}",
            message=f"{render_decimal(share)}% is less than a version can get",
            suggestion=f"write {least.value}% or more",
        )
