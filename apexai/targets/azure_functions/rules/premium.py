"""Images on Elastic Premium: sizes, instances that never sleep, slots."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import Autoscaling, ModelRef, ServerlessModelDeployment, Stable
from apexai.spec.runtime import Runtime
from apexai.targets.azure_functions.hosting import function_facts, premium_size, premium_sizes
from apexai.targets.diagnostics import error, note, warning
from apexai.units import render_decimal

_RUNTIME: Final = "spec.runtime"
_SCALING: Final = "spec.autoscaling"
_STABLE: Final = "spec.trafficSplit.stable"


def check_premium(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """What Elastic Premium takes."""
    spec = deployment.spec
    yield from _size(spec.runtime)
    yield from _start(spec.runtime)
    if spec.autoscaling is None or spec.autoscaling.min_replicas == 0:
        path = f"{_SCALING}.minReplicas" if spec.autoscaling is not None else f"{_RUNTIME}.image"
        message = "an image runs on Elastic Premium, which keeps one instance running and paid at all times"
        instead = "to sleep, use a package on Flex Consumption, or platform azure-container-apps"
        yield note("APX-LIM-440", path, message, instead=instead)
    if spec.autoscaling is not None:
        yield from _instances(spec.autoscaling)
    split = spec.traffic_split
    if split.stable is not None and split.blue > 0 and split.stable.image is None:
        message = "an app keeps no revisions, and the stable side has to say what it runs"
        yield error("APX-LIM-441", _STABLE, message, instead="add trafficSplit.stable.image")
    if split.stable is not None and split.stable.image is not None:
        yield from _stable(spec.model_ref, split.stable)


def _stable(model: ModelRef, stable: Stable) -> Iterator[Diagnostic]:
    """The app that runs already is told of its own model, and not of the candidate's."""
    if stable.model_version is None:
        message = "the stable side's app is told its model's version"
        instead = "add stable.modelVersion, the version that runs already"
        yield error("APX-LIM-446", f"{_STABLE}.modelVersion", message, instead=instead)
    if model.uri is not None and stable.model_uri is None:
        message = "modelRef.uri is the candidate's: where the stable side's model is, nothing says"
        yield error("APX-LIM-447", f"{_STABLE}.modelUri", message, instead="add stable.modelUri")
    if model.digest is not None and stable.model_digest is None:
        message = "modelRef.digest is the candidate's: if the stable side had one, its app is told none"
        yield warning("APX-LIM-448", f"{_STABLE}.modelDigest", message, instead="add stable.modelDigest")


def _size(runtime: Runtime) -> Iterator[Diagnostic]:
    if premium_size(runtime) is None:
        largest, fact = premium_sizes()[-1], function_facts()["premium_sizes"]
        yield fact.violated(
            code="APX-LIM-442",
            path=f"{_RUNTIME}.{'memory' if runtime.memory > largest.memory_mib else 'cpu'}",
            message=f"the largest instance, {largest.name}, has {largest.millicores // 1000} vCPU and "
            f"{largest.memory_mib} MiB",
            suggestion="write less, or use platform kubernetes",
        )


def _start(runtime: Runtime) -> Iterator[Diagnostic]:
    longest = function_facts()["container_start_maximum"]
    budget = None if runtime.probes is None else runtime.probes.startup_budget
    if budget is not None and budget > longest.number:
        yield longest.violated(
            code="APX-LIM-443",
            path=f"{_RUNTIME}.probes.startupBudget",
            message=f"{render_decimal(budget)} s is longer than a container may take to start",
            suggestion=f"write {longest.number}s at most",
        )


def _instances(scaling: Autoscaling) -> Iterator[Diagnostic]:
    everywhere, most = function_facts()["premium_instances_everywhere"], function_facts()["premium_instances_maximum"]
    if scaling.max_replicas > everywhere.number:
        broken = most if scaling.max_replicas > most.number else everywhere
        yield broken.violated(
            code="APX-LIM-444",
            path=f"{_SCALING}.maxReplicas",
            message=f"{scaling.max_replicas} instances are more than a plan has in "
            f"{'any' if broken is most else 'every'} region",
            suggestion=f"write {broken.number} or less",
        )
    if scaling.target_utilization is not None:
        message = "Elastic Premium scales by its own judgement of the triggers"
        instead = "remove it, or use platform azure-container-apps"
        yield error("APX-LIM-445", f"{_SCALING}.targetUtilization", message, instead=instead)
