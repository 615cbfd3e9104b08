"""What a component says beside what it makes: in the log of the program."""

from collections.abc import Iterable
from functools import cache
from typing import Final

import pulumi

from apexai.errors import Diagnostic, DiagnosticSeverity

_OF_THE_ACCOUNT: Final = frozenset({"APX-BGT-008", "APX-BGT-015"})
"""Codes of what holds of the whole account, whichever component finds it."""


def log_diagnostics(diagnostics: Iterable[Diagnostic], *, name: str = "") -> None:
    """Log what is worth knowing; what holds of the account once a program, without a place in one of its documents.

    Args:
        diagnostics: Warnings and notes.
        name: Of the component, where its diagnostics have no place in a document.
    """
    for diagnostic in diagnostics:
        log = pulumi.warn if diagnostic.severity is DiagnosticSeverity.WARNING else pulumi.info
        if diagnostic.code in _OF_THE_ACCOUNT:
            _inform_once(f"{diagnostic.message}; {diagnostic.suggestion} [{diagnostic.code}]")
        else:
            log(f"{name}: {diagnostic}" if name else str(diagnostic))


@cache
def _inform_once(text: str) -> None:
    pulumi.info(text)
