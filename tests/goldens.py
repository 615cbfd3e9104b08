"""Golden texts: what a command prints, as a file that a person can read.

`APEXAI_UPDATE_GOLDENS=1 python -m pytest …` writes them anew; read the difference before it is committed.
"""

import os
from pathlib import Path
from typing import Final

DIRECTORY: Final = Path(__file__).parent / "goldens"


def assert_golden(name: str, text: str) -> None:
    """Compare a text with the golden file of that name."""
    file = DIRECTORY / name
    if os.environ.get("APEXAI_UPDATE_GOLDENS"):
        file.write_text(text, encoding="utf-8")
    assert file.is_file(), f"no {file}: write it with APEXAI_UPDATE_GOLDENS=1"
    assert text == file.read_text(encoding="utf-8")
