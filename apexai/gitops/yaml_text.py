"""Plain data as YAML that every reader of a cluster's tools takes for the same: keys sorted, text in quotes."""

import re
from io import StringIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.representer import SafeRepresenter

    from apexai.graph.model import Value

_PLAIN: Final = re.compile(r"[A-Za-z/][A-Za-z0-9_./@-]*(:[A-Za-z0-9_./@-]+)*")
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Text that one version of YAML or another reads as something else.

Source: YAML 1.1 types bool and null, https://yaml.org/type/, read 2026-11-21.
"""
_LONGEST_LINE: Final = 2**31 - 1


def render_yaml(value: "Value") -> str:
    """The text of one document, without `---`."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _representer()
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = _LONGEST_LINE
    text = StringIO()
    yaml.dump(value, text)
    return text.getvalue()


def _representer() -> "type[SafeRepresenter]":
    from ruamel.yaml.representer import SafeRepresenter

    class Representer(SafeRepresenter):
        """Of its own, since representers are told apart by class."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    Representer.add_representer(str, _text)
    return Representer


def _text(representer: "SafeRepresenter", text: str) -> "ScalarNode":
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        style = None
    elif "\n" in text and _is_block(text):
        style = "|"
    else:
        style = "'" if ('"' in text or "\\" in text) and text.isprintable() else '"'
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _is_block(text: str) -> bool:
    """Whether the lines can stand as they are."""
    clean = all(line == line.rstrip() and line.isprintable() for line in text.split("\n"))
    return clean and not text.startswith((" ", "\n")) and not text.endswith("\n\n")
