"""A usage file to fill in: what has no expected cost, since nothing says how much it is used."""

import json
from collections.abc import Mapping
from typing import Final

from apexai.cost.estimate import NeedsUsage
from apexai.cost.usage import KEYS
from apexai.preview.result import Preview
from apexai.report.wording import clean

_HEAD: Final = """\
# How much is used. Fill in what you know, remove the rest, and give the file to `apexai preview --usage FILE`.
# `low:` and `high:` below a resource may hold the same keys for the other cases.
"""


def render_usage_file(preview: Preview) -> str:
    """The keys to declare of each resource that needs some; an empty one is an error until it is filled in."""
    found = {
        entry.urn: entry
        for deployment in preview.deployments
        if deployment.estimate is not None
        for entry in deployment.estimate.needs_usage
    }
    if not found:
        return f"{_HEAD}resources: {{}}  # the expected cost of everything is known, or waits for a price\n"
    return f"{_HEAD}resources:\n{''.join(_entry(urn, found) for urn in sorted(found))}"


def _entry(urn: str, entries: Mapping[str, NeedsUsage]) -> str:
    entry = entries[urn]
    rows = [(f"    {key}:", f"# {KEYS[key].meaning}: {KEYS[key].form}") for key in entry.keys]
    width = max(len(key) for key, _ in rows)
    return "".join((f"  {json.dumps(clean(urn))}:\n", *(f"{key:<{width}}  {comment}\n" for key, comment in rows)))
