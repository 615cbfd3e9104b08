"""The inputs that the SDKs' classes have, read from their sources, so that no test imports whole clouds."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PACKAGES: Final = {
    "aws": "pulumi_aws",
    "azure-native": "pulumi_azure_native",
    "cloudflare": "pulumi_cloudflare",
    "gcp": "pulumi_gcp",
    "kubernetes": "pulumi_kubernetes",
}
_TOKEN: Final = re.compile(r'@pulumi\.type_token\("([^"]+)"\)')
_CLASS: Final = re.compile(r"^class (\w+)\b.*?:$(.*?)(?=^class |\Z)", re.MULTILINE | re.DOTALL)
_GETTER: Final = re.compile(
    r"@(?:_builtins\.)?property\s+@pulumi\.getter(?:\(name=\"(\w+)\"\))?\s+(?:@.*\s+)*def (\w+)\(self\) -> (.*?):$",
    re.MULTILINE,
)
_NESTED: Final = re.compile(r"'(?:_([\w.]+)\.)?(\w+Args)'")
_OPEN: Final = re.compile(r"Mapping\[|\bAny\b")


@cache
def type_files() -> Mapping[str, Path]:
    """Type token → the module of the SDK that holds it."""
    return {
        token: file
        for package in PACKAGES.values()
        for file in _root(package).rglob("*.py")
        if file.name not in ("_inputs.py", "outputs.py", "_enums.py")
        for token in _TOKEN.findall(file.read_text(encoding="utf-8"))
    }


def has_path(token: str, path: str) -> bool:
    """Whether a resource of the type has an input at a dotted path; `[…]` after a key is ignored."""
    file = type_files()[token]
    fields = _fields_of(file, _arguments_of(file))
    for key in re.sub(r"\[[^\]]*\]", "", path).split("."):
        if fields is None:
            return True
        if key not in fields:
            return False
        nested = _NESTED.search(fields[key])
        if nested is not None:
            file = _inputs_of(file, module=nested[1] or "", name=nested[2])
            fields = _fields_of(file, nested[2])
        else:
            fields = None if _OPEN.search(fields[key]) else {}
    return True


def tagged_types(package: str, argument: str) -> set[str]:
    """Type tokens of a provider whose resources have this argument, a map."""
    return {
        token
        for token, file in type_files().items()
        if token.startswith(f"{package}:") and _takes_map(file.read_text(encoding="utf-8"), argument)
    }


def _takes_map(text: str, argument: str) -> bool:
    signature = re.search(r"def _internal_init\(__self__,(.*?)\):", text, re.DOTALL)
    return bool(signature and re.search(rf"\b{argument}: [^\n]*Mapping", signature[1]))


def _arguments_of(file: Path) -> str:
    """The name of the class with a resource's arguments."""
    found = re.search(r"^class (\w+Args)\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return found[1]


def _root(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


@cache
def _classes(file: Path) -> Mapping[str, str]:
    return dict(_CLASS.findall(file.read_text(encoding="utf-8"))) if file.exists() else {}


@cache
def _fields_of(file: Path, name: str) -> Mapping[str, str] | None:
    body = _classes(file)[name]
    return {camel or snake: annotation for camel, snake, annotation in _GETTER.findall(body)}


def _inputs_of(file: Path, *, module: str, name: str) -> Path:
    """The module that holds a class of nested arguments: beside the file, above it, or the one that is named."""
    for folder in (file.parent, *file.parent.parents):
        inputs = folder.joinpath(*module.split("."), "_inputs.py") if module else folder / "_inputs.py"
        if name in _classes(inputs):
            return inputs
        if folder.name.startswith("pulumi_"):
            break
    raise LookupError(f"{name} of {file}")
