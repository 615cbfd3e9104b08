"""The model reference: one digest for one artifact, in the format that its file has."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import ModelFormat, ModelRef, ServerlessModelDeployment
from apexai.spec.fields import Text

_OCI = "oci://"
FORMAT_OF_ENDING: Final[Mapping[str, ModelFormat]] = {
    ".onnx": ModelFormat.ONNX,
    ".safetensors": ModelFormat.SAFETENSORS,
    ".gguf": ModelFormat.GGUF,
    ".keras": ModelFormat.TENSORFLOW,
    ".tflite": ModelFormat.TENSORFLOW,
    ".torchscript": ModelFormat.TORCHSCRIPT,
}
"""Endings that no other format has."""


def check_model(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """`modelRef.digest` pins what `uri` names, or the image where there is no `uri`; an artifact has one digest."""
    spec = deployment.spec
    reference = spec.model_ref
    yield from _format(reference)
    if reference.uri is None:
        pinned, where = spec.runtime.image, "spec.runtime.image"
    elif isinstance(reference.uri, str) and reference.uri.startswith(_OCI):
        pinned, where = reference.uri, "spec.modelRef.uri"
    else:
        return
    other = _digest(pinned)
    if reference.digest and other and reference.digest != other:
        message = f"{reference.digest} is not the digest in {where}, {other}"
        yield found(
            codes.OTHER_DIGEST,
            "spec.modelRef.digest",
            message,
            suggestion="write the digest once",
            also=(where, "spec.modelRef.uri"),
        )


def _digest(reference: Text | None) -> str:
    return reference.partition("@")[2] if isinstance(reference, str) else ""


def _format(reference: ModelRef) -> Iterator[Finding]:
    uri, written = reference.uri, reference.format
    ending = PurePosixPath(uri).suffix.lower() if isinstance(uri, str) else ""
    found_in_name = FORMAT_OF_ENDING.get(ending)
    if written in (None, ModelFormat.CUSTOM) or found_in_name in (None, written):
        return
    yield found(
        codes.OTHER_FORMAT,
        "spec.modelRef.format",
        f"a file whose name ends with {ending} is {found_in_name}, not {written}",
        suggestion=f"write {found_in_name}, or custom where the name means something else",
        also=("spec.modelRef.uri",),
    )
