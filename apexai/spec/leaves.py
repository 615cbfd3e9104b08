"""The leaves of the spec: every path at which a user can write a value."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from apexai.spec.deployment import ServerlessModelDeployment

_NOT_LEAVES: Final = frozenset({"apiVersion", "kind", "spec.runtime.platform", "spec.targets.*"})
"""They choose the schema and the target; nothing on a target answers for them."""


@cache
def spec_leaves() -> tuple[str, ...]:
    """Every leaf, in the order of the models: `a.b`, `list[].x` for items, `map.*` for values of a map."""
    return tuple(path for path in _leaves(ServerlessModelDeployment, "") if path not in _NOT_LEAVES)


def leaf_of(path: str) -> str:
    """The leaf that a concrete path is an instance of: `spec.runtime.environment.LOG` → `spec.runtime.environment.*`.

    A path that is no instance of a leaf is returned as it stands.
    """
    return next((leaf for leaf in spec_leaves() if _is_instance(path, leaf)), path)


def _is_instance(path: str, leaf: str) -> bool:
    if leaf.endswith(".*"):
        return path.startswith(leaf[:-1]) or path == leaf[:-2]
    parts = path.replace("[", ".[").split(".")
    wanted = leaf.replace("[", ".[").split(".")
    return len(parts) == len(wanted) and all(
        have == want or (want == "[]" and have.startswith("[")) for have, want in zip(parts, wanted, strict=True)
    )


def _leaves(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        path = f"{prefix}.{field.alias or name}".lstrip(".")
        yield from _below(_type_of(field), path)


def _below(kind: object, path: str) -> Iterator[str]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _leaves(kind, path)
    elif get_origin(kind) is list:
        yield from _below(_plain(get_args(kind)[0]), f"{path}[]")
    elif get_origin(kind) is dict:
        yield f"{path}.*"
    else:
        yield path


def _type_of(field: FieldInfo) -> object:
    return _plain(field.annotation)


def _plain(kind: Any) -> object:
    """The type without `Annotated`, `None` and aliases."""
    if hasattr(kind, "__metadata__"):
        return _plain(get_args(kind)[0])
    models = [arg for arg in get_args(kind) if get_origin(kind) not in (list, dict) and arg is not type(None)]
    return _plain(models[0]) if len(models) == 1 else kind
