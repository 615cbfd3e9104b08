"""How Sphinx makes the site from these pages and from the docstrings: `make site` builds it into build/site."""

import re
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from apexai import __version__

HERE: Final = Path(__file__).parent

project = "apexai"
copyright = "the authors of apexai"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "README"
exclude_patterns = ["**/__pycache__"]

html_theme = "furo"
html_title = f"apexai {__version__}"
html_copy_source = False
html_show_sphinx = False

myst_heading_anchors = 4
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_class_signature = "separated"
default_role = "code"
napoleon_custom_sections = [("Source", "returns_style")]

suppress_warnings = ["myst.header"]  # rules.md goes from its title to the rules

CHAPTERS: Final = {
    "Describe": [
        "spec",
        "targets",
        "components",
        "targets/aws-lambda",
        "targets/azure-container-apps",
        "targets/azure-functions",
        "targets/cloud-run",
        "targets/cloudflare-workers",
        "targets/kubernetes",
        "targets/lambda-edge",
        "edge",
        "gpu-pools",
        "budgets",
    ],
    "Preview": ["cli", "output", "offline-engine", "errors"],
    "Cost": ["cost", "prices"],
    "Rules": ["policy", "rules", "own-rules"],
    "Deliver": ["stacks", "any-language", "delivery", "gitops", "eject"],
    "Reference": ["reference/components", "reference/spec", "reference/rule-kit"],
    "Work on it": ["architecture"],
}
"""Chapter → its pages; a page that is in none fails the build."""

_LINK: Final = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<path>\.\./[^)\s]*)\)")


def setup(app: Sphinx) -> None:
    """Give the first page its chapters, and name what lies outside of these pages instead of linking to it."""
    app.connect("source-read", _prepare)
    app.connect("autodoc-process-docstring", _fence, priority=100)  # before napoleon


def _prepare(app: Sphinx, page: str, source: list[str]) -> None:
    here = (HERE / page).parent

    def named(match: "re.Match[str]") -> str:
        target = (here / match["path"].split("#", 1)[0]).resolve()
        return match[0] if target.is_relative_to(HERE) else match["text"]

    source[0] = _LINK.sub(named, source[0])
    if page == root_doc:
        source[0] += "".join(map(_chapter, CHAPTERS))


def _fence(app: Sphinx, what: str, name: str, item: object, options: object, lines: list[str]) -> None:
    """Docstrings have their programs between fences, as editors show them."""
    is_inside, made = False, []
    for line in lines:
        if line.strip().startswith("```"):
            is_inside = not is_inside
            made += ["", f".. code-block:: {line.strip()[3:]}", ""] if is_inside else [""]
        else:
            made.append(f"    {line}" if is_inside else line)
    lines[:] = made


def _chapter(caption: str) -> str:
    pages = "\n".join(CHAPTERS[caption])
    return f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{pages}\n```\n"
