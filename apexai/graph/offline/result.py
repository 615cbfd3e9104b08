"""What the runner wrote → a capture, or one error that says what went wrong and on which line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apexai.errors import Diagnostic
from apexai.graph.model import Resource, ResourceGraph, ResourceOptions, SourcePosition, Value
from apexai.graph.offline.child import Returned
from apexai.graph.offline.failure import raise_failure
from apexai.graph.offline.findings import check_run
from apexai.graph.offline.program import Run
from apexai.graph.offline.redaction import redacted
from apexai.graph.wire import load_properties, load_value


@dataclass(frozen=True, slots=True, kw_only=True)
class InvokeRecord:
    """One data source that the program asked."""

    token: str
    arguments: Mapping[str, Value]
    answered: str
    """`computed` (from the arguments, as the provider does), `file` (the invokes file), `placeholder` or `unknown`."""
    source: SourcePosition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What one run of a program gave."""

    graph: ResourceGraph
    outputs: Mapping[str, Value]
    """Of the stack, by name."""
    diagnostics: tuple[Diagnostic, ...]
    """What the program logged, what of the network was refused, what placeholders and unknowns stand in."""
    invokes: tuple[InvokeRecord, ...]
    stdout: str
    stderr: str
    sdk_version: str
    """Of the pulumi distribution that ran the program."""
    notes: tuple[str, ...] = ()
    """Debug messages of the program that begin with `apexai:`, in order."""


def load_capture(run: Run, returned: Returned) -> Capture:
    """Read a finished run.

    Raises: ProgramError, ProjectError.
    """
    result = returned.result
    if result is None or result["outcome"]["kind"] != "ok":
        raise_failure(run, returned)
    resources = tuple(_resource(record) for record in result["resources"])
    return Capture(
        graph=ResourceGraph(project=run.project, stack=run.stack, resources=resources),
        outputs=load_properties(result["outputs"]),
        diagnostics=(*run.diagnostics, *check_run(run, result)),
        invokes=tuple(_invoke(record) for record in result["invokes"]),
        stdout=redacted(returned.ended.stdout, run),
        stderr=redacted(returned.ended.stderr, run),
        sdk_version=result["sdkVersion"],
        notes=tuple(result["notes"]),
    )


def _resource(record: Mapping[str, Any]) -> Resource:
    return Resource(
        urn=record["urn"],
        type=record["type"],
        name=record["name"],
        custom=record["custom"],
        parent=record["parent"],
        inputs=load_properties(record["inputs"]),
        outputs=load_properties(record.get("outputs", {})),
        dependencies=tuple(record["dependencies"]),
        property_dependencies={key: tuple(urns) for key, urns in record["propertyDependencies"].items()},
        provider=record["provider"].rpartition("::")[0],
        options=_options(record["options"], record),
        source=_source(record["source"]),
        read=record.get("read", False),
        opaque=record.get("opaque", False),
    )


def _options(options: Mapping[str, Any], record: Mapping[str, Any]) -> ResourceOptions:
    return ResourceOptions(
        protect=options.get("protect", False),
        ignore_changes=tuple(options.get("ignoreChanges", ())),
        replace_on_changes=tuple(options.get("replaceOnChanges", ())),
        delete_before_replace=options.get("deleteBeforeReplace"),
        retain_on_delete=options.get("retainOnDelete", False),
        deleted_with=options.get("deletedWith", ""),
        import_id=options.get("importId", ""),
        aliases=tuple(options.get("aliases", ())),
        additional_secret_outputs=tuple(options.get("additionalSecretOutputs", ())),
        custom_timeouts=tuple(sorted(options.get("customTimeouts", {}).items())),
        version=options.get("version", ""),
        plugin_download_url=options.get("pluginDownloadURL", ""),
    )


def _source(source: list[Any] | None) -> SourcePosition | None:
    return SourcePosition(file=source[0], line=source[1]) if source else None


def _invoke(record: Mapping[str, Any]) -> InvokeRecord:
    return InvokeRecord(
        token=record["token"],
        arguments={key: load_value(value) for key, value in record["args"].items()},
        answered=record["answered"],
        source=_source(record["source"]),
    )
