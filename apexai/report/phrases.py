"""How single properties are said: shares, durations, images, weights."""

import re
from typing import Final

from apexai.graph.model import Value
from apexai.report.wording import clean, duration, plural, word

_DIGEST: Final = r"(?<=@sha256:[0-9a-f]{8})[0-9a-f]+"


def percent(value: Value) -> str:
    """A fraction in percent."""
    return f"{value:.0%}".replace("%", " %") if isinstance(value, int | float) else word(value)


def seconds(value: Value) -> str:
    """A number of seconds in the largest unit that divides it."""
    return duration(value) if isinstance(value, int) else word(value)


def replicas(value: Value) -> str:
    """A number of replicas."""
    return plural(value, "replica") if isinstance(value, int) else word(value)


def last_step(value: Value) -> str:
    """What follows the last slash of an image or an ARN; of a digest its beginning."""
    if not isinstance(value, str):
        return word(value)
    _, slash, name = value.rpartition("/")
    return word(f"{'…/' if slash else ''}{re.sub(_DIGEST, '…', name)}")


def versions(value: Value) -> str:
    """The weights of an alias: `90 % to version 6`."""
    weights = value if isinstance(value, dict) else {}
    return ", ".join(f"{percent(weight)} to version {clean(version)}" for version, weight in weights.items())


def backends(value: Value) -> str:
    """The weights of a route: `90 to fraud-stable, 10 to fraud-candidate`; one backend has none."""
    listed = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    if len(listed) == 1:
        return f"to {word(listed[0].get('name'))}"
    return ", ".join(f"{word(item.get('weight', 1))} to {word(item.get('name'))}" for item in listed)


def revisions(value: Value) -> str:
    """The sides of a Cloud Run service: `90 % to fraud-1-0-0-0a1b2c3d`; one side has all."""
    listed = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    if len(listed) == 1:
        return "all traffic"
    return ", ".join(f"{word(item.get('percent', 0))} % to {word(item.get('revision'))}" for item in listed)


def weights(value: Value) -> str:
    """The sides of a container app: `90 % to fraud--0a1b2c3, 10 % to the latest`; one side has all."""
    listed = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    if len(listed) == 1:
        return "all traffic"
    sides = [(item.get("weight", 0), item.get("revisionName", "the latest")) for item in listed]
    return ", ".join(f"{word(share)} % to {word(revision)}" for share, revision in sides)


def shares(value: Value) -> str:
    """The versions of a Worker's deployment: `90 % to version 1a2b3c4d-…`; one version has all."""
    listed = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    if len(listed) == 1:
        return "all traffic"
    return ", ".join(f"{word(item.get('percentage', 0))} % to version {word(item.get('versionId'))}" for item in listed)
