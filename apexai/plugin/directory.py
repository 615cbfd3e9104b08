"""The directory that a project names as its package: how the engine starts the provider."""

import json
import re
from collections.abc import Mapping
from typing import Final

from apexai import __version__

EXTRAS: Final = ("aws", "azure", "cloudflare", "gcp", "kubernetes")
"""Platforms' SDKs that the provider can have."""

_ENVIRONMENT: Final = "venv"
_PLAIN: Final = re.compile(r"[A-Za-z./][\w./-]*", re.ASCII)
"""Paths that YAML takes as they are, in braces as well."""
_PROGRAM: Final = "from apexai.plugin.provider import serve\n\nserve()\n"


def render_directory(*, requirement: str) -> Mapping[str, str]:
    """The files of a directory whose virtual environment the Pulumi CLI makes from `requirement`."""
    return {
        **render_directory_for(virtualenv=_ENVIRONMENT),
        "requirements.txt": f"{requirement}\n",
        ".gitignore": f"{_ENVIRONMENT}/\n",
    }


def render_directory_for(*, virtualenv: str) -> Mapping[str, str]:
    """The files of a directory whose provider runs in a virtual environment that has this package already."""
    written = virtualenv if _PLAIN.fullmatch(virtualenv) else json.dumps(virtualenv, ensure_ascii=False)
    options = f"{{toolchain: pip, virtualenv: {written}}}"
    return {"PulumiPlugin.yaml": f"runtime: {{name: python, options: {options}}}\n", "__main__.py": _PROGRAM}


def requirement_of(extras: tuple[str, ...]) -> str:
    """What pip installs this version by, with the SDKs of platforms."""
    return f"apexai[{','.join(sorted(set(extras)))}]=={__version__}"
