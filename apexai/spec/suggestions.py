"""What to write instead: the name that was probably meant, the value in the form that is wanted."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from apexai.spec.structure import key_paths

_LONGEST: Final = 64
"""Longer names are no slip of the pen, and comparing them costs time."""

_OTHER_NAMES: Final[Mapping[str, str]] = {
    "annotations": "metadata.labels",
    "resources": "spec.runtime.cpu, spec.runtime.memory and spec.runtime.requests",
    "limits": "spec.runtime.cpu and spec.runtime.memory",
    "replicas": "spec.autoscaling.minReplicas and maxReplicas",
    "scaling": "spec.autoscaling",
    "container": "spec.runtime.image",
    "containers": "spec.runtime.image",
    "containerport": "spec.runtime.ports",
    "envfrom": "spec.runtime.secrets",
    "variables": "spec.runtime.environment",
    "livenessprobe": "spec.runtime.probes",
    "readinessprobe": "spec.runtime.probes",
    "startupprobe": "spec.runtime.probes",
    "healthcheck": "spec.runtime.probes",
    "serviceaccount": "spec.runtime.identity",
    "serviceaccountname": "spec.runtime.identity",
    "role": "spec.runtime.identity",
    "nodeselector": "spec.runtime.gpu",
    "accelerator": "spec.runtime.gpu",
    "canary": "spec.trafficSplit",
    "traffic": "spec.trafficSplit",
    "logretention": "spec.monitoring.logsRetentionDays",
}
"""Names of other formats, squeezed → where the same is written here."""

_OTHER_CHOICES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("lambda", "aws"), "aws-lambda"),
    **dict.fromkeys(("k8s", "eks", "aks", "gke"), "kubernetes"),
    **dict.fromkeys(("gcp", "google"), "cloud-run"),
    **dict.fromkeys(("workers", "worker", "cloudflare"), "cloudflare-workers"),
    **dict.fromkeys(("functions", "azurefunction"), "azure-functions"),
    **dict.fromkeys(("aca", "containerapps"), "azure-container-apps"),
    **dict.fromkeys(("edge", "cloudfront"), "lambda-edge"),
}
"""Names of platforms elsewhere, squeezed → the choice that is meant."""

_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("mb", "megabyte", "megabytes"), "MB"),
    **dict.fromkeys(("gb", "g", "gigabyte", "gigabytes"), "GB"),
    **dict.fromkeys(("mib", "mibs", "mebibyte", "mebibytes"), "MiB"),
    **dict.fromkeys(("gib", "gibs", "gibibyte", "gibibytes"), "GiB"),
    **dict.fromkeys(("msec", "millis", "milliseconds"), "ms"),
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("day", "days"), "d"),
    **dict.fromkeys(("percent", "pct"), "%"),
    **dict.fromkeys(("cpu", "cpus", "core", "cores", "vcpu", "vcpus"), ""),
}
_ADDITIONS: Final = ("{}MB", "{}s", "{}%", "{}/month", "${}/month", "{}h/month", "{}GB/month")


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that differs only in case and separators, is one edit away, or begins with the name."""
    names = list(known)
    if len(name) > _LONGEST:
        return None
    plain = _squeezed(name)
    if _OTHER_CHOICES.get(plain) in names:
        return _OTHER_CHOICES[plain]
    for candidate in names:
        if _squeezed(candidate) == plain:
            return candidate
    near = [candidate for candidate in names if _one_edit(plain, _squeezed(candidate))]
    if near:
        return near[0]
    longer = [candidate for candidate in names if len(plain) >= 3 and _squeezed(candidate).startswith(plain)]
    return longer[0] if len(longer) == 1 else None


def elsewhere(name: str, *, above: str) -> tuple[str, ...]:
    """Where else in the spec a key of this name belongs; `above` is the path that it was written under."""
    plain = _squeezed(name)
    if plain in _OTHER_NAMES:
        return (_OTHER_NAMES[plain],)
    found = (path for key, path in key_paths() if _squeezed(key) == plain and path.rpartition(".")[0] != above)
    return tuple(dict.fromkeys(found))


def repaired(text: str, accepts: Callable[[object], bool]) -> str | None:
    """The text in the form that is wanted, where a small repair makes it so."""
    if len(text) > _LONGEST:
        return None
    text = text.strip()
    if re.match(r"-\s*[0-9]", text):
        return None
    repairs = _quantities(text) if re.match(r"[$€£]?\s*[0-9]", text) else _names(text)
    return next((str(candidate) for candidate in repairs if accepts(candidate)), None)


def _quantities(text: str) -> Iterator[str | float]:
    yield text
    yield text.replace("_", "").replace(",", "")
    number, unit = _number_and_unit(text)
    if number and unit.lower() in _UNITS:
        yield f"{number}{_UNITS[unit.lower()]}"
    yield re.sub(r" ?(/ ?(mo|mon|mth|m)|per month|a month|monthly)$", "/month", text)
    yield re.sub(r"^([0-9.,]+) ?\$?(/month)?$", r"$\1/month", text)
    yield from (addition.format(text) for addition in _ADDITIONS)
    if number and text.endswith("%") and float(number) <= 100:
        yield float(number) / 100
    yield f"sha256:{text}"


def _names(text: str) -> Iterator[str]:
    yield text
    yield re.sub(r"^https?://", "", text)
    yield text.lower()
    yield f"https://{text}"
    yield f"/{text}"
    if not re.search("[/:@]", text):
        yield re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _number_and_unit(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)%?", text)
    return (match[1], match[2]) if match else ("", "")


def _squeezed(name: str) -> str:
    return re.sub(r"[-_.\s]", "", name).casefold()


def _one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes them equal."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 2:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )
