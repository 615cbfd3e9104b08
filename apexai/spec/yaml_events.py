"""YAML text → the parser's events, with one clear error where the text is no YAML."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from apexai.errors import Diagnostic
from apexai.spec import codes

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.events import Event

_QUOTES: Final = "put the text in quotes"
_ADVICE: Final[Mapping[str, str]] = {
    r"'\t'": "indent with spaces, YAML allows no tabs there",
    "cannot start any token": f"{_QUOTES}, it begins with a sign that means something in YAML",
    "mapping values are not allowed": f"{_QUOTES} if it holds a colon and a space, or mend the indentation",
    "while scanning an alias": f"{_QUOTES}, * begins an alias",
    "while scanning an anchor": f"{_QUOTES}, & begins an anchor",
    "expected <block end>": "mend the indentation or the quotes, in this line or above it",
    "expected ':'": "write a colon after the key, and mend the indentation or the quotes above it",
    "while scanning a quoted scalar": "close the quote that begins here",
    "while parsing a flow": "close the bracket or brace, and put commas between its entries",
    "while scanning a double-quoted scalar": r"write \\ for a backslash, or use single quotes",
}
"""A part of the parser's complaint → what to do."""


STREAM_END: Final = "<stream end>"
"""What the parser says where the text ends too early."""


class YamlError(Exception):
    """Text that is not the YAML that is read here."""

    def __init__(self, code: str, message: str, *, line: int, column: int, suggestion: str = "") -> None:
        self.diagnostic = Diagnostic(code=code, message=message, suggestion=suggestion, line=line, column=column)
        super().__init__(str(self.diagnostic))


def parse_events(text: str, *, first_line: int) -> Iterator["Event"]:
    """The events of all documents of a text.

    Raises:
        YamlError: the text is not YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.docinfo import DocInfo
    from ruamel.yaml.error import MarkedYAMLError

    yaml = YAML(typ="safe", pure=True)
    yaml.doc_infos.append(DocInfo())  # Directives are noted there.
    try:
        _, parser = yaml.get_constructor_parser(text)
        while parser.check_event():
            yield parser.get_event()
    except MarkedYAMLError as error:
        raise _syntax_error(error, first_line) from None
    except Exception as error:
        # The scanner lets some errors of Python's own through, e.g. for an escape beyond the last character.
        line, column = yaml.reader.line + first_line, yaml.reader.column + 1
        raise YamlError(codes.SYNTAX, f"this is not YAML: {error}", line=line, column=column) from None


def _syntax_error(error: "MarkedYAMLError", first_line: int) -> YamlError:
    complaint = ", ".join(str(part) for part in (error.context, error.problem) if part)
    is_open = "end of stream" in complaint or STREAM_END in complaint
    mark = (error.context_mark if is_open else None) or error.problem_mark or error.context_mark
    line, column = (mark.line + first_line, mark.column + 1) if mark is not None else (first_line, 1)
    suggestion = next((advice for part, advice in _ADVICE.items() if part in complaint), "")
    return YamlError(codes.SYNTAX, f"this is not YAML: {complaint}", line=line, column=column, suggestion=suggestion)
