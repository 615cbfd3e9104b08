"""The usage file: how much the resources of a program are used, by URN or by type."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

from apexai.cost.usage import KEYS, Form, Usage
from apexai.cost.usage_sources import UsageSources
from apexai.cost.yaml_file import FileError, Reader, YamlFile, load_yaml_file
from apexai.spec.positions import NO_POSITIONS
from apexai.units import parse_data_rate, parse_duration, parse_hours_rate, parse_number, parse_rate

CODE: Final = "APX-CST-001"
_CASES: Final = ("low", "high")
_PARSERS: Final[Mapping[Form, Callable[[object], Decimal]]] = {
    Form.RATE: parse_rate,
    Form.DATA_RATE: parse_data_rate,
    Form.HOURS_RATE: parse_hours_rate,
    Form.DURATION: parse_duration,
    Form.NUMBER: parse_number,
}


def load_usage_file(path: str | Path, *, profile: str | None = None) -> UsageSources:
    """Read a usage file.

    Args:
        path: A YAML file with `resources` (URN → use) and `types` (type token → use).
        profile: What holds where neither the file nor an InferenceService says anything.

    Raises:
        UsageError: there is no such file.
        FileError: every error in it, with file, line and column.
    """
    loaded = load_usage_to_check(path, profile=profile)
    if loaded.problems:
        raise FileError(loaded.problems)
    return loaded


def load_usage_to_check(path: str | Path, *, profile: str | None = None) -> UsageSources:
    """Read a usage file whose errors are told once what it is for is known: `check_usage` tells all of them.

    Raises:
        UsageError: there is no such file.
        FileError: it is not YAML, or not a mapping.
    """
    return _load(Reader(load_yaml_file(path, CODE), CODE), profile)


def load_usage_data(data: Mapping[str, object], *, source: str, profile: str | None = None) -> UsageSources:
    """Read what a usage file would hold, e.g. from the configuration of a policy pack.

    Args:
        data: `resources` and `types`.
        source: What errors call it.
        profile: What holds where neither the data nor an InferenceService says anything.

    Raises:
        FileError: every error in it.
    """
    loaded = _load(Reader(YamlFile(file=source, data=data, positions=NO_POSITIONS), CODE), profile)
    if loaded.problems:
        raise FileError(loaded.problems)
    return loaded


def _load(reader: Reader, profile: str | None) -> UsageSources:
    data = reader.file.data
    reader.check_keys(data, ("resources", "types"))
    sections = {name: reader.mapping(data.get(name, {}), name) for name in ("resources", "types")}
    found = {
        name: {key: _usage(reader, value, name, key) for key, value in section.items()}
        for name, section in sections.items()
    }
    for urn in sections["resources"]:
        if not is_urn(urn):
            reader.report(f"{urn!r} is not a URN", "resources", urn, suggestion="name a type under types:")
    return UsageSources(
        by_urn=found["resources"],
        by_type=found["types"],
        profile=profile,
        file=reader.file,
        problems=tuple(sorted(reader.errors, key=lambda error: (error.line, error.column))),
    )


def is_urn(name: str) -> bool:
    """Whether an entry of `resources` is named as a resource is; others are wrong by themselves."""
    return name.startswith("urn:pulumi:")


def _usage(reader: Reader, value: object, *path: str | int) -> Usage:
    written = reader.mapping(value, *path)
    reader.check_keys(written, (*KEYS, *_CASES), *path)
    cases = {name: reader.mapping(written.get(name, {}), *path, name) for name in _CASES}
    for name, case in cases.items():
        reader.check_keys(case, tuple(KEYS), *path, name)
    usage = Usage(
        expected=_amounts(reader, {key: amount for key, amount in written.items() if key not in _CASES}, *path),
        low=_amounts(reader, cases["low"], *path, "low"),
        high=_amounts(reader, cases["high"], *path, "high"),
    )
    if wrong := usage.contradiction():
        reader.report(wrong, *path)
        return Usage()
    return usage


def _amounts(reader: Reader, written: Mapping[str, object], *path: str | int) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for key, value in written.items():
        if key in KEYS:
            amount = reader.read(value, _PARSERS[KEYS[key].form], *path, key)
            if amount is not None:
                found[key] = amount
    return found
