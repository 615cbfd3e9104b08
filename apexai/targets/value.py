"""Text of the spec as an input of a resource."""

from typing import TYPE_CHECKING, cast

from apexai.spec.fields import Deferred, Text

if TYPE_CHECKING:
    import pulumi


def input_of(text: Text) -> "pulumi.Input[str]":
    """The text itself, or the Output that stands behind it."""
    return cast("pulumi.Output[str]", text.output) if isinstance(text, Deferred) else text


def known_text(text: Text | None) -> str | None:
    """The text where it is known while the program is written, else None."""
    return None if isinstance(text, Deferred) else text
