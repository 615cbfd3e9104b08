"""Commented documents to start from, one for each platform."""

from importlib.resources import files
from typing import Final

from apexai.spec.fields import Platform

_NAME: Final = "my-model"


def render_spec(platform: Platform, *, name: str) -> str:
    """A document for a platform, which validates and previews as it stands.

    Args:
        platform: Where it shall run.
        name: Of the deployment and its model; the caller has checked its form.
    """
    parts = (_text("head.yaml"), _text(f"{platform}.yaml"), _text("tail.yaml"))
    return "".join(parts).replace(_NAME, name)


def _text(file: str) -> str:
    return files(__package__).joinpath(file).read_text(encoding="utf-8")
