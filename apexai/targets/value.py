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


def pinned_image(image: Text, digest: str | None) -> Text:
    """The image with the digest that pins it; as it is where it names one or there is none."""
    if digest is None:
        return image
    if isinstance(image, Deferred):
        output = cast("pulumi.Output[str]", image.output)
        return Deferred(output.apply(lambda text: _pinned(text, digest)))
    return _pinned(image, digest)


def _pinned(image: str, digest: str) -> str:
    return image if "@" in image else f"{image}@{digest}"
