"""Edits of a spec that make it cost less: each is one field with a smaller value."""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from apexai.spec.deployment import Autoscaling, Spec
from apexai.spec.fields import Platform
from apexai.spec.runtime import Architecture
from apexai.units import Cores, render_cores

_LEAST_MEMORY_MIB: Final = 128
_MOST_HALVINGS: Final = 5
"""Of the most replicas, which the high case of a bill follows."""
_SHARES: Final = {1: "half", 2: "a quarter of", 3: "an eighth of"}
"""Of a halving, of two and of three."""
_BY_MEMORY: Final = frozenset({Platform.AWS_LAMBDA, Platform.LAMBDA_EDGE, Platform.AZURE_FUNCTIONS})
"""Platforms that give processor in proportion to memory.
Source: docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html, the Web Apps REST API's instanceMemoryMB
(2026-11-21)."""
_SLOWER: Final = "a request that computes takes longer, and costs more than this says"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One field with another value."""

    path: str
    before: str
    after: str | int
    """As it is written in a spec."""
    note: str = ""
    """What else it changes."""

    def __str__(self) -> str:
        note = f" ({self.note})" if self.note else ""
        return f"{self.path}: {self.after} instead of {self.before}{note}"


def cheaper_edits(spec: Spec) -> Iterator[Edit]:
    """Edits of the fields that decide most of a bill, of each field the smallest change first."""
    if spec.autoscaling is not None:
        yield from _fewer_replicas(spec.autoscaling)
    yield from _smaller_machine(spec)


def edited(document: Mapping[str, object], edits: Iterable[Edit]) -> dict[str, object]:
    """A copy of a document with the edits made."""
    changed = copy.deepcopy(dict(document))
    for edit in edits:
        _set(changed, edit.path.replace("[", ".[").split("."), edit.after)
    return changed


def _fewer_replicas(scaling: Autoscaling) -> Iterator[Edit]:
    yield from _fewer("spec.autoscaling.minReplicas", scaling.min_replicas, least=0)
    for index, window in enumerate(scaling.schedules):
        path = f"spec.autoscaling.schedules[{index}].minReplicas"
        yield from _fewer(path, window.min_replicas or 0, least=scaling.min_replicas)
    least = max(scaling.min_replicas, 1)
    yield from _fewer("spec.autoscaling.maxReplicas", scaling.max_replicas, least=least, halvings=_MOST_HALVINGS)


def _fewer(path: str, count: int, *, least: int, halvings: int = 1) -> Iterator[Edit]:
    shares = (count // 2**power for power in range(1, halvings + 1))
    for smaller in dict.fromkeys((count - 1, *shares, least)):
        if least <= smaller < count:
            yield Edit(path=path, before=str(count), after=smaller)


def _smaller_machine(spec: Spec) -> Iterator[Edit]:
    runtime = spec.runtime
    if runtime.architecture is Architecture.X86_64:
        yield Edit(path="spec.runtime.architecture", before=runtime.architecture, after=str(Architecture.ARM64))
    for power in _SHARES:
        memory_mib = runtime.memory // 2**power
        if memory_mib >= _LEAST_MEMORY_MIB:
            note = f"{_SHARES[power]} the processor with it: {_SLOWER}" if runtime.platform in _BY_MEMORY else ""
            yield Edit(path="spec.runtime.memory", before=f"{runtime.memory}MB", after=f"{memory_mib}MB", note=note)
    if runtime.cpu is not None:
        cpu = Cores(runtime.cpu / 2)
        yield Edit(path="spec.runtime.cpu", before=render_cores(runtime.cpu), after=render_cores(cpu))
    if runtime.gpu is not None:
        yield from _fewer("spec.runtime.gpu.count", runtime.gpu.count, least=1)


def _set(value: object, steps: list[str], after: str | int) -> None:
    step, rest = steps[0], steps[1:]
    if isinstance(value, list):
        _set(value[int(step.strip("[]"))], rest, after)
    elif isinstance(value, dict):
        if rest:
            _set(value.setdefault(step, {}), rest, after)
        else:
            value[step] = after
