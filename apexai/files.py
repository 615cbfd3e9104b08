"""Files that are written whole or stay what they were, whatever interrupts the writing."""

import os
import shutil
from pathlib import Path
from typing import Final

_DEVICES: Final = "/dev"


def write_whole(path: Path, text: str) -> None:
    """Write a text beside the file and put it into its place, where a link stays a link and a mode what it was.

    Pipes and devices, also those that stand for a file such as `/dev/stdout`, are written to as they are.

    Raises:
        OSError: the file can't be written; it is as before.
    """
    if path.exists() and (not path.is_file() or path.absolute().is_relative_to(_DEVICES)):
        path.write_bytes(text.encode())
        return
    place = path.resolve()
    beside = place.with_name(f".apexai-{os.getpid()}.part")  # Short, since the file's name may be the longest possible.
    try:
        beside.write_bytes(text.encode())
        if place.exists():
            shutil.copymode(place, beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
