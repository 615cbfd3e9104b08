"""Packages on Flex Consumption: sizes, instances, languages, and one version at a time."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import Autoscaling, ServerlessModelDeployment
from apexai.spec.runtime import Package, Runtime
from apexai.spec.shown import shown
from apexai.targets.azure.rules.region import azure_regions
from apexai.targets.azure_functions.hosting import flex_memory, function_facts, language_of
from apexai.targets.diagnostics import error, note

_RUNTIME: Final = "spec.runtime"
_SCALING: Final = "spec.autoscaling"
_SPLIT: Final = "spec.trafficSplit"


def check_flex(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """What Flex Consumption takes."""
    spec = deployment.spec
    if spec.runtime.package is not None:
        yield from _package(spec.runtime.package)
    yield from _instance(spec.runtime)
    yield from _images_only(spec.runtime)
    if spec.autoscaling is not None:
        yield from _instances(deployment, spec.autoscaling)
    if spec.traffic_split.stable is not None:
        message = "Flex Consumption has one version of the code at a time, and no slots"
        instead = "build images, which run on Elastic Premium with slots, or use platform azure-container-apps"
        yield error("APX-LIM-420", f"{_SPLIT}.stable", message, instead=instead)


def _package(package: Package) -> Iterator[Diagnostic]:
    known, language = function_facts()["flex_runtimes"], language_of(package.runtime)
    if language is None or language[0] not in known.value.split("|"):
        yield known.violated(
            code="APX-LIM-421",
            path=f"{_RUNTIME}.package.runtime",
            message=f"{shown(package.runtime)} is no language runtime of Flex Consumption",
            suggestion=f"write one of {known.value.replace('|', ', ')} with its version, e.g. python3.12",
        )
    elif language[0] == "python":
        yield from _python(language[1])
    else:
        message = "the package itself says where its functions are, and this changes nothing"
        yield note("APX-LIM-422", f"{_RUNTIME}.package.handler", message)
    if PurePosixPath(package.path).suffix not in ("", ".zip"):
        message = f"{shown(package.path)} is neither a zip nor a directory"
        yield error("APX-LIM-423", f"{_RUNTIME}.package.path", message, instead="give the directory with host.json")


def _python(version: str) -> Iterator[Diagnostic]:
    versions = function_facts()["flex_python_versions"]
    if version not in versions.value.split("|"):
        yield versions.violated(
            code="APX-LIM-433",
            path=f"{_RUNTIME}.package.runtime",
            message=f"Flex Consumption runs Python {versions.value.replace('|', ', ')}, not {version}",
            suggestion="write e.g. python3.12",
        )


def _instance(runtime: Runtime) -> Iterator[Diagnostic]:
    sizes, region = function_facts()["flex_memory_sizes"], function_facts()["flex_regions"]
    choices = [int(size) for size in sizes.value.split("|")]
    memory = flex_memory(runtime)
    if memory not in choices:
        fits = next((size for size in choices if size >= memory), None)
        yield sizes.violated(
            code="APX-LIM-424",
            path=f"{_RUNTIME}.memory",
            message=f"{memory} MiB is none of the sizes of Flex Consumption, {', '.join(map(str, choices))}",
            suggestion=f"write {fits}MB" if fits else "use an image on Elastic Premium, or platform kubernetes",
        )
    if runtime.cpu is not None:
        message = "an instance's cores come with its memory: 0.25, 1 or 2"
        yield error("APX-LIM-425", f"{_RUNTIME}.cpu", message, instead="remove it, and choose by runtime.memory")
    if runtime.region in azure_regions() and runtime.region not in region.value.split("|"):
        yield region.violated(
            code="APX-LIM-426",
            path=f"{_RUNTIME}.region",
            message=f"{runtime.region} is not among the regions with Flex Consumption",
            suggestion="see `az functionapp list-flexconsumption-locations`, or use another region",
        )


def _images_only(runtime: Runtime) -> Iterator[Diagnostic]:
    for path in (f"{_RUNTIME}.ports.{name}" for name in runtime.ports):
        yield error("APX-LIM-427", path, "the Functions host listens for the code", instead="remove it")
    if runtime.probes is not None:
        message = "Flex Consumption finds out by itself whether an instance is well"
        yield error("APX-LIM-428", f"{_RUNTIME}.probes", message, instead="remove it, or use an image")


def _instances(deployment: ServerlessModelDeployment, scaling: Autoscaling) -> Iterator[Diagnostic]:
    most, least = function_facts()["flex_instances_maximum"], function_facts()["flex_instances_least_maximum"]
    quota = function_facts()["flex_quota_memory"]
    path = f"{_SCALING}.maxReplicas"
    if scaling.max_replicas > most.number:
        message, suggestion = f"{scaling.max_replicas} instances are more than an app may have", f"write {most.number}"
        yield most.violated(code="APX-LIM-429", path=path, message=message, suggestion=suggestion)
    elif scaling.max_replicas < least.number:
        message = f"some regions take no maximum below {least.number}"
        yield least.violated(code="APX-LIM-430", path=path, message=message, suggestion=f"write {least.number} or see")
    if scaling.max_replicas * flex_memory(deployment.spec.runtime) > quota.number:
        message = f"all instances together would have more than the {quota.number} MiB of a subscription in a region"
        yield quota.violated(code="APX-LIM-431", path=path, message=message, suggestion="see the quota, or write fewer")
    if scaling.target_utilization is not None and deployment.spec.runtime.concurrency is None:
        message = "Flex Consumption scales by requests at once, and not by how busy an instance is"
        instead = "add runtime.concurrency, of which scaling then aims at this share, or remove it"
        yield error("APX-LIM-432", f"{_SCALING}.targetUtilization", message, instead=instead)
