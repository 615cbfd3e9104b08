"""The leaves of the spec: every path at which a user can write a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import key_of
from apexai.spec.shown import shown

_NOT_LEAVES: Final = frozenset({"apiVersion", "kind", "spec.runtime.platform", "spec.targets.*"})
"""They choose the schema and the target; nothing on a target answers for them."""
_WHOLE: Final = frozenset({"spec.runtime.gpu.nodePool"})
"""Sections that a target takes or refuses as one; what is in them is answered for elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLeaf:
    """A value that the user wrote."""

    path: str
    """Where, e.g. `spec.autoscaling.schedules[0].start`."""
    leaf: str
    """The leaf that it is an instance of, e.g. `spec.autoscaling.schedules[].start`."""
    value: object
    """As the models hold it."""
    plain: object = None
    """As a file holds it, in canonical form: `4096MiB` where the value is 4096."""

    @property
    def shown(self) -> str:
        """The value for a message, shortened, with its unit."""
        is_quantity = isinstance(self.plain, str) and not isinstance(self.value, str)
        return str(self.plain) if is_quantity else shown(self.value)


def written_leaves(deployment: ServerlessModelDeployment) -> tuple[WrittenLeaf, ...]:
    """What the user wrote, told from defaults, in the order of the models; null counts as not written.

    It reads the models' record of the fields that were set, so that loaded documents and model objects are alike.
    """
    found = _written(deployment, deployment.model_dump(exclude_unset=True), path="", leaf="")
    return tuple(written for written in found if written.leaf not in _NOT_LEAVES)


def value_at(deployment: ServerlessModelDeployment, path: str) -> object:
    """The value at a concrete path, defaults included; None where the document has no such path."""
    return next((value for found, value in _values(deployment, "") if found == path), None)


@cache
def spec_leaves() -> tuple[str, ...]:
    """Every leaf, in the order of the models: `a.b`, `list[].x` for items, `map.*` for values of a map."""
    return tuple(path for path in _leaves(ServerlessModelDeployment, "") if path not in _NOT_LEAVES)


def leaves_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Every leaf of a section that stands alone."""
    return tuple(_leaves(model, ""))


def written_in(section: BaseModel) -> tuple[WrittenLeaf, ...]:
    """What was written in a section that stands alone; paths begin in it."""
    return tuple(_written(section, section.model_dump(exclude_unset=True), path="", leaf=""))


def leaf_of(path: str) -> str:
    """The leaf that a concrete path is an instance of: `spec.runtime.environment.LOG` → `spec.runtime.environment.*`.

    A path that is no instance of a leaf is returned as it stands.
    """
    return next((leaf for leaf in spec_leaves() if _is_instance(path, leaf)), path)


def _written(value: object, plain: Any, *, path: str, leaf: str) -> Iterator[WrittenLeaf]:
    match value:
        case BaseModel() if leaf not in _WHOLE:
            for name, field in type(value).model_fields.items():
                if name in value.model_fields_set:
                    key = key_of(name, field)
                    deeper = {"path": f"{path}.{key}".lstrip("."), "leaf": f"{leaf}.{key}".lstrip(".")}
                    yield from _written(getattr(value, name), plain[key], **deeper)
        case list():
            for index, item in enumerate(value):
                yield from _written(item, plain[index], path=f"{path}[{index}]", leaf=f"{leaf}[]")
        case Mapping():
            for key, item in value.items():
                yield WrittenLeaf(path=f"{path}.{key}", leaf=f"{leaf}.*", value=item, plain=plain[key])
        case None:
            pass
        case _:
            yield WrittenLeaf(path=path, leaf=leaf, value=value, plain=plain)


def _values(value: object, path: str) -> Iterator[tuple[str, object]]:
    yield path, value
    match value:
        case BaseModel():
            for name, field in type(value).model_fields.items():
                yield from _values(getattr(value, name), f"{path}.{key_of(name, field)}".lstrip("."))
        case list():
            for index, item in enumerate(value):
                yield from _values(item, f"{path}[{index}]")
        case Mapping():
            for key, item in value.items():
                yield from _values(item, f"{path}.{key}")


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
        path = f"{prefix}.{key_of(name, field)}".lstrip(".")
        yield from _below(_type_of(field), path)


def _below(kind: object, path: str) -> Iterator[str]:
    if isinstance(kind, type) and issubclass(kind, BaseModel) and path not in _WHOLE:
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
