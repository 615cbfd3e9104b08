"""A preview as JSON, version 1 of the contract in `preview.schema.json`."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from apexai.errors import Diagnostic
from apexai.graph.model import Resource, ResourceGraph, SourcePosition
from apexai.preview.result import DeploymentPreview, Preview
from apexai.preview.values import Json, plain_properties
from apexai.report.blast_radius import blast_radius_of
from apexai.report.cost_json import cost_data
from apexai.report.difference_json import blast_radius_data, difference_data, removed_data
from apexai.report.findings import policy_data
from apexai.units import render_decimal

if TYPE_CHECKING:
    from apexai.preview.edits import Edit
    from apexai.preview.remedies import Remedy

SCHEMA_VERSION: Final = 1


def render_preview_json(preview: Preview, *, all_results: bool = False) -> str:
    """Write a preview; the same preview is the same text.

    Args:
        preview: What to write.
        all_results: Whether to list what passes and what does not apply too.
    """
    return render_json(
        {
            "schemaVersion": SCHEMA_VERSION,
            "deployments": [_deployment(deployment, all_results=all_results) for deployment in preview.deployments],
            "diagnostics": [diagnostic_json(diagnostic) for diagnostic in preview.diagnostics],
            **_against(preview),
            "exitCode": preview.exit_code,
        }
    )


def render_graph_json(preview: Preview) -> str:
    """Write the resource graphs of a preview, without diagnostics and digests."""
    graphs = [(deployment, deployment.graph) for deployment in preview.deployments if deployment.graph is not None]
    return render_json(
        {
            "schemaVersion": SCHEMA_VERSION,
            "graphs": [
                {
                    "name": deployment.name,
                    "target": deployment.target,
                    "project": graph.project,
                    "stack": graph.stack,
                    "partial": deployment.partial,
                    "resources": _resources(graph, deployment.sources),
                }
                for deployment, graph in graphs
            ],
        }
    )


def load_preview_schema() -> str:
    """The JSON Schema of what `render_preview_json` writes."""
    return files("apexai.report").joinpath("preview.schema.json").read_text(encoding="utf-8")


def render_json(document: Json) -> str:
    """Indented JSON with a final newline; characters that UTF-8 can't carry are escaped."""
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    # A lone surrogate becomes `\udcxx`, which is its escape in JSON too.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def diagnostic_json(diagnostic: Diagnostic) -> Json:
    """A diagnostic; what is not known of its place is absent."""
    place: dict[str, Json] = {"line": diagnostic.line, "column": diagnostic.column}
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        **_present({"path": diagnostic.path, "file": diagnostic.file}),
        **{key: number for key, number in place.items() if number},
        "message": diagnostic.message,
        **_present({"suggestion": diagnostic.suggestion}),
    }


def _deployment(deployment: DeploymentPreview, *, all_results: bool) -> Json:
    graph = deployment.graph
    return {
        "name": deployment.name,
        "source": deployment.source,
        "target": deployment.target,
        **_present({"region": deployment.region, "stack": deployment.stack}),
        "origin": deployment.origin,
        "status": deployment.status,
        "diagnostics": [diagnostic_json(diagnostic) for diagnostic in deployment.diagnostics],
        "resources": _resources(graph, deployment.sources) if graph is not None else [],
        **_judged(deployment, all_results=all_results),
        **({"against": difference_data(deployment.difference)} if deployment.difference is not None else {}),
        "partial": deployment.partial,
        **_present({"failure": deployment.failure, "digest": deployment.digest}),
    }


def _against(preview: Preview) -> dict[str, Json]:
    if not preview.against:
        return {}
    removed = [removed_data(item) for item in preview.removed]
    return {
        "against": {
            "label": preview.against,
            "removed": removed,
            "blastRadius": blast_radius_data(blast_radius_of(preview)),
        }
    }


def _judged(deployment: DeploymentPreview, *, all_results: bool) -> dict[str, Json]:
    if deployment.estimate is None or deployment.evaluation is None:
        return {}
    return {
        "cost": cost_data(deployment.estimate),
        "policy": policy_data(deployment.evaluation, all_results=all_results),
        **({"remedies": [_remedy(remedy) for remedy in deployment.remedies]} if deployment.remedies else {}),
        "failedGates": [{"gate": failed.gate, "reason": failed.reason} for failed in deployment.failed_gates],
        "asOf": str(deployment.as_of),
    }


def _edit(edit: "Edit") -> Json:
    note = {"note": edit.note} if edit.note else {}
    return {"path": edit.path, "before": edit.before, "after": str(edit.after), **note}


def _remedy(remedy: "Remedy") -> Json:
    return {
        "edits": [_edit(edit) for edit in remedy.edits],
        "amount": render_decimal(remedy.amount),
    }


def _resources(graph: ResourceGraph, sources: Mapping[str, SourcePosition]) -> list[Json]:
    return [_resource(resource, sources) for resource in sorted(graph.resources, key=lambda item: item.urn)]


def _resource(resource: Resource, sources: Mapping[str, SourcePosition]) -> Json:
    source = sources.get(resource.urn, resource.source)
    return {
        "urn": resource.urn,
        "type": resource.type,
        "name": resource.name,
        **_present({"parent": resource.parent}),
        "custom": resource.custom,
        **({"read": True} if resource.read else {}),
        **({"opaque": True} if resource.opaque else {}),
        "inputs": plain_properties(resource.inputs),
        **({"outputs": plain_properties(resource.outputs)} if resource.outputs else {}),
        "dependencies": list(resource.dependencies),
        **_present({"provider": resource.provider}),
        **({"source": {"file": source.file, "line": source.line}} if source is not None else {}),
    }


def _present(fields: Mapping[str, str]) -> dict[str, Json]:
    """The fields that have a value: what does not apply is absent, not empty."""
    return {key: value for key, value in fields.items() if value}
