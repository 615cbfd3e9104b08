"""The answer for `spec.modelRef.format`, which is the same wherever the model's file is only handed on."""

from typing import Final

from apexai.spec.consistency.model import FORMAT_OF_ENDING
from apexai.targets.capability import Informs, Unread

MODEL_FORMAT: Final = Informs(
    reader="check",
    what="whether the file that modelRef.uri names is one of it",
    unread=Unread(
        leaf="spec.modelRef.uri",
        like=tuple(f"*{ending}" for ending in FORMAT_OF_ENDING),
        missing=True,
        why="modelRef.uri names no file whose ending tells its format",
    ),
)
