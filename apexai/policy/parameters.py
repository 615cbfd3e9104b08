"""A rule's parameters: whether a value fits, which of two is stricter, and their JSON Schema."""

from typing import Final

from apexai.policy.rule import Parameter, Tighter

_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "boolean": (bool,),
    "array": (list, tuple),
}


def check_parameter(parameter: Parameter, value: object) -> str | None:
    """What is wrong with a value; None where nothing."""
    kinds = _KINDS[parameter.kind]
    whole = isinstance(value, float) and value.is_integer() and parameter.kind == "integer"
    if (isinstance(value, bool) and bool not in kinds) or not (isinstance(value, kinds) or whole):
        return f"{value!r} is not {_named(parameter.kind)}: {parameter.description}"
    if isinstance(value, list | tuple) and not all(isinstance(item, str | int) for item in value):
        return f"every item must be a text: {parameter.description}"
    return None


def is_tighter(parameter: Parameter, value: object, *, than: object) -> bool:
    """Whether a value asks at least as much as another one; None asks nothing."""
    if value == than or (than is None and parameter.tighter is not None):
        return True
    match parameter.tighter:
        case Tighter.LOWER:
            return _number(value) <= _number(than)
        case Tighter.HIGHER:
            return _number(value) >= _number(than)
        case Tighter.FEWER:
            return not _items(than) or (bool(_items(value)) and _items(value) <= _items(than))
        case Tighter.MORE:
            return _items(value) >= _items(than)
        case None:
            return False


def parameter_schema(parameter: Parameter) -> dict[str, object]:
    """The JSON Schema of a parameter."""
    schema: dict[str, object] = {"type": parameter.kind, "description": parameter.description}
    if parameter.kind == "array":
        schema["items"] = {"type": "string"}
    if parameter.default is not None:
        default = parameter.default
        schema["default"] = list(default) if isinstance(default, tuple) else default
    return schema


def _named(kind: str) -> str:
    return {"integer": "a whole number", "array": "a list", "boolean": "true or false"}.get(kind, f"a {kind}")


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _items(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list | tuple) else frozenset()
