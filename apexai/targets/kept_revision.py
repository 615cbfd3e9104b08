"""What becomes of a stable side that takes no traffic any more, where the platform keeps revisions by itself."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import TrafficSplit
from apexai.targets.diagnostics import note

KEPT: Final = "APX-CAP-004"


def check_kept_revision(split: TrafficSplit) -> Iterator[Diagnostic]:
    """A note on a stable side that no resource is made of."""
    if split.stable is not None and split.blue == 0:
        message = "this model takes everything: the platform keeps what ran before, and nothing is made of `stable`"
        instead = "to go back, write blue: 100%, green: 0% with this stable, or deploy its own document"
        yield note(KEPT, "spec.trafficSplit.stable", message, instead=instead)
