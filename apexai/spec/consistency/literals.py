"""Literals that look like credentials: refused wherever they stand, and never printed."""

from collections.abc import Iterator

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.credentials import find_credential, find_named_credential
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.spec.leaves import WrittenLeaf, written_leaves

_VARIABLES = frozenset({"spec.runtime.environment.*", "spec.runtime.preprocessor.environment.*"})
_ALERTS = "spec.finops.alerts["
_CHANNEL = "write a mail address, or a topic or channel of the platform that holds the address"
_SUGGESTION = "keep it in a secret store and name it in spec.runtime.secrets, e.g. API_TOKEN: aws-sm://fraud/api-token"


def check_literals(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """No credential in any text of the spec."""
    for written in written_leaves(deployment):
        if isinstance(written.value, str) and (kind := _kind(written)) is not None:
            yield _finding(written.path, kind)
    runtime, beside = deployment.spec.runtime, deployment.spec.runtime.preprocessor
    yield from _arguments(runtime.command, "spec.runtime.command")
    yield from _arguments(runtime.args, "spec.runtime.args")
    if beside is not None:
        yield from _arguments(beside.command, "spec.runtime.preprocessor.command")
        yield from _arguments(beside.args, "spec.runtime.preprocessor.args")


def _kind(written: WrittenLeaf) -> str | None:
    text = str(written.value)
    if written.leaf in _VARIABLES:
        return find_named_credential(written.path.rpartition(".")[2], text)
    return find_credential(text)


def _arguments(arguments: list[Text], path: str) -> Iterator[Finding]:
    """`--name=value` and `--name value` where the name says that the value is a credential."""
    previous = ""
    for index, argument in enumerate(arguments):
        text = argument if isinstance(argument, str) else ""
        name, equals, value = text.partition("=")
        if not equals:
            name, value = previous, "" if text.startswith("-") else text
        kind = find_named_credential(name.lstrip("-"), value) if name.startswith("-") or equals else None
        if kind is not None and find_credential(text) is None:
            yield _finding(f"{path}[{index}]", kind)
        previous = text


def _finding(path: str, kind: str) -> Finding:
    suggestion = _CHANNEL if path.startswith(_ALERTS) else _SUGGESTION
    return found(codes.CREDENTIAL, path, f"this looks like {kind}", suggestion=suggestion)
