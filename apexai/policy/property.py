"""A resource's property, read so that an unknown or secret value can't be mistaken for a known one."""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from apexai.graph import UNKNOWN, Secret, Unknown, Value
from apexai.units import FormError

Result = TypeVar("Result")


class UnknownReached(Exception):
    """A rule read a value that nobody knows yet, or that nobody may read."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} {reason}" if path else reason)


_UNKNOWN: Final = "is not known before the deployment"
_SECRET: Final = "is a secret, which no rule reads"


class Property:
    """One value at a path.

    Asking for its content raises `UnknownReached` where it is unknown, secret or of another kind; the evaluator makes
    the verdict `unknown` of it. What is absent reads as empty.
    """

    __slots__ = ("_value", "path")

    def __init__(self, value: Value, path: str = "") -> None:
        self._value: Final = value
        self.path: Final = path

    def __bool__(self) -> bool:
        raise TypeError("a property has no truth value: ask for .absent, .flag() or .text()")

    def __getitem__(self, key: str) -> "Property":
        """The property below a key, or below several: `["vpcConfig.subnetIds"]`."""
        found = self
        for step in key.split("."):
            found = found.child(step)
        return found

    def child(self, key: str) -> "Property":
        """The property below one key, which may hold dots."""
        path = f"{self.path}.{key}" if self.path else key
        match self._known():
            case None:
                return Property(None, path)
            case dict() as values:
                return Property(values.get(key), path)
            case _:
                raise UnknownReached(self.path, "is not a map")

    @property
    def absent(self) -> bool:
        """True where nothing is set; a secret is set."""
        if self._value is UNKNOWN:
            raise UnknownReached(self.path, _UNKNOWN)
        return self._value is None

    @property
    def is_secret(self) -> bool:
        return isinstance(self._value, Secret)

    @property
    def is_unknown(self) -> bool:
        """True where the value is not known; for rules that can decide by what the value comes from."""
        return isinstance(self._value, Unknown)

    @property
    def is_map(self) -> bool:
        return isinstance(self._known(), dict)

    def text(self) -> str:
        """The text, empty where absent; numbers and flags as JSON writes them."""
        match self._known():
            case None:
                return ""
            case str() as text:
                return text
            case bool() as flag:
                return "true" if flag else "false"
            case int() | float() as number:
                return str(number)
            case _:
                raise UnknownReached(self.path, "is not text")

    def number(self) -> Decimal | None:
        """The number, None where absent; text that is a number counts."""
        match self._known():
            case None:
                return None
            case bool():
                raise UnknownReached(self.path, "is not a number")
            case int() | float() | str() as written:
                return self._decimal(written)
            case _:
                raise UnknownReached(self.path, "is not a number")

    def parsed(self, parse: Callable[[object], Result]) -> Result:
        """What a parser of `apexai.units` makes of the text.

        Raises:
            UnknownReached: it can't be read, or is not written in that form.
        """
        try:
            return parse(self.text())
        except FormError as error:
            raise UnknownReached(self.path, f"is not {error.form}") from None

    def day(self) -> datetime.date:
        """The date.

        Raises:
            UnknownReached: it is none.
        """
        try:
            return datetime.date.fromisoformat(self.text())
        except ValueError:
            raise UnknownReached(self.path, "is not a date") from None

    def flag(self, *, default: bool = False) -> bool:
        """The flag, `default` where absent; the texts `true` and `false` count."""
        match self._known():
            case None:
                return default
            case bool() as flag:
                return flag
            case "true" | "True":
                return True
            case "false" | "False":
                return False
            case _:
                raise UnknownReached(self.path, "is neither true nor false")

    def items(self) -> "tuple[Property, ...]":
        """The items of a list, none where absent; a single value counts as a list of one."""
        match self._known():
            case None:
                return ()
            case list() as values:
                return tuple(Property(value, f"{self.path}[{index}]") for index, value in enumerate(values))
            case value:
                return (Property(value, self.path),)

    def entries(self) -> "tuple[tuple[str, Property], ...]":
        """The keys and values of a map, sorted by key, none where absent."""
        match self._known():
            case None:
                return ()
            case dict() as values:
                return tuple((key, Property(values[key], f"{self.path}.{key}")) for key in sorted(values))
            case _:
                raise UnknownReached(self.path, "is not a map")

    def document(self) -> "Property":
        """What JSON text says, e.g. an IAM policy; a map stands for itself."""
        value = self._known()
        if not isinstance(value, str):
            return self
        try:
            return Property(json.loads(value), self.path)
        except ValueError:
            raise UnknownReached(self.path, "is not JSON") from None

    def _known(self) -> Value:
        if isinstance(self._value, Unknown):
            raise UnknownReached(self.path, _UNKNOWN)
        if isinstance(self._value, Secret):
            raise UnknownReached(self.path, _SECRET)
        return self._value

    def _decimal(self, written: int | float | str) -> Decimal:
        try:
            number = Decimal(str(written))
        except InvalidOperation:
            raise UnknownReached(self.path, "is not a number") from None
        if not number.is_finite():
            raise UnknownReached(self.path, "is not a number")
        return number


def those(items: Iterable[Property], holds: Callable[[Property], bool]) -> Iterator[Property]:
    """The items for which it holds; what can't be read is raised only after the certain ones were given."""
    unknown: UnknownReached | None = None
    for item in items:
        try:
            found = holds(item)
        except UnknownReached as reached:
            unknown = unknown or reached
            continue
        if found:
            yield item
    if unknown is not None:
        raise unknown
