"""A file that the Pulumi CLI wrote → resource graph, recognised by what it holds and not by its name."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apexai.errors import UsageError
from apexai.graph.model import ResourceGraph
from apexai.graph.preview_json import config_of, errors_of, load_preview_document, missing_of
from apexai.graph.state import deployment_of, load_state_document, pending_of
from apexai.graph.wire import Wire

_GZIP: Final = b"\x1f\x8b"
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_OF_SPECS: Final = frozenset({"apiVersion", "kind", "metadata", "spec"})
_EVENTS: Final = "sequence"
_BEGINNING: Final = 1000


class EngineFileKind(StrEnum):
    """What wrote it."""

    STACK_EXPORT = "stack-export"
    """`pulumi stack export`."""
    CHECKPOINT = "checkpoint"
    """A file backend's own file of a stack."""
    PREVIEW_JSON = "preview-json"
    """`pulumi preview --json`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFile:
    """The graph of such a file, and what the file says of itself."""

    kind: EngineFileKind
    graph: ResourceGraph
    time: str = ""
    """Of a state: when it was written, as the engine writes times."""
    pending: int = 0
    """Of a state: operations of an interrupted update."""
    missing: int = 0
    """Of a preview: unchanged resources that it does not show."""
    errors: tuple[str, ...] = ()
    """Of a preview: what it failed by."""
    changes: Mapping[str, int]
    """Of a preview: operation → number of resources."""
    config: Mapping[str, str]
    """Of a preview: the stack's configuration, secrets as the CLI hides them."""


def load_engine_file(content: bytes) -> EngineFile | None:
    """Read a stack export, a checkpoint (also one in gzip) or a preview; None for what may be a spec.

    Raises:
        UsageError: it is JSON of another kind, or broken.
    """
    text = _text(content)
    if text is None:
        return None
    document = _document(text)
    if document is None or _OF_SPECS & set(document):
        return None
    kind = _kind(document)
    if kind is EngineFileKind.PREVIEW_JSON:
        return EngineFile(
            kind=kind,
            graph=load_preview_document(document),
            missing=missing_of(document),
            errors=errors_of(document),
            changes=_changes(document),
            config=config_of(document),
        )
    deployment = deployment_of(document)
    manifest = deployment.get("manifest")
    time = manifest.get("time") if isinstance(manifest, dict) else ""
    return EngineFile(
        kind=kind,
        graph=load_state_document(document),
        time=time if isinstance(time, str) else "",
        pending=pending_of(deployment),
        changes={},
        config={},
    )


def begins_like_engine_file(content: bytes) -> bool:
    """Whether the beginning of a file is that of JSON or gzip, so that all of it has to be read to know."""
    return content.startswith(_GZIP) or _head(content).startswith("{")


def _text(content: bytes) -> str | None:
    """The text of what begins like JSON."""
    if content.startswith(_GZIP):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError) as error:
            raise UsageError(f"a compressed file that is broken: {error} [APX-GRA-003]") from None
    if not _head(content).startswith("{"):
        return None
    try:
        return content.decode("utf-16" if content.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        return None  # The loader of specs says where.


def _head(content: bytes) -> str:
    """The first characters, without spaces; PowerShell writes UTF-16 and a mark."""
    begin = content[:200]
    return begin.decode("utf-16" if begin.startswith(_WIDE) else "utf-8-sig", errors="ignore").lstrip()


def _document(text: str) -> dict[str, Wire] | None:
    try:
        document = json.loads(text)
    except RecursionError:
        raise UsageError("JSON that nests too deep [APX-GRA-003]") from None
    except ValueError as error:
        if f'"{_EVENTS}"' in text.lstrip()[:40]:
            raise _unknown() from None
        if "apiVersion" in text[:_BEGINNING]:
            return None  # The loader of specs says what is wrong.
        raise UsageError(f"this is not JSON, or not all of it: {error} [APX-GRA-003]") from None
    return document if isinstance(document, dict) else None


def _kind(document: Mapping[str, Wire]) -> EngineFileKind:
    if "checkpoint" in document:
        return EngineFileKind.CHECKPOINT
    if "deployment" in document:
        return EngineFileKind.STACK_EXPORT
    if "steps" in document or "changeSummary" in document:
        return EngineFileKind.PREVIEW_JSON
    raise _unknown()


def _unknown() -> UsageError:
    return UsageError(
        "this JSON is no spec, and neither what `pulumi stack export` nor what `pulumi preview --json` prints "
        "(events of PULUMI_ENABLE_STREAMING_JSON_PREVIEW and of `pulumi up --json` can't be read) [APX-GRA-003]"
    )


def _changes(document: Mapping[str, Wire]) -> dict[str, int]:
    summary = document.get("changeSummary")
    found = summary if isinstance(summary, dict) else {}
    return {operation: count for operation, count in sorted(found.items()) if isinstance(count, int)}
