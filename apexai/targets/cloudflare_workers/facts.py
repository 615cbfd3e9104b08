"""The platform's facts, read once."""

from collections.abc import Mapping

from apexai.spec.fields import Platform
from apexai.targets.facts import Fact, load_facts


def worker_facts() -> Mapping[str, Fact]:
    """Facts by name, from `data/limits-cloudflare-workers.csv`."""
    return load_facts(Platform.CLOUDFLARE_WORKERS)
