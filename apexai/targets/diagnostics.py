"""Diagnostics in the three degrees: refused, doubtful, worth knowing."""

from apexai.errors import Diagnostic, DiagnosticSeverity


def error(code: str, path: str, message: str, *, instead: str) -> Diagnostic:
    """The deployment can't be had as it is written."""
    return Diagnostic(code=code, path=path, message=message, suggestion=instead)


def warning(code: str, path: str, message: str, *, instead: str) -> Diagnostic:
    """The deployment can be had and may not do what is meant."""
    return Diagnostic(code=code, severity=DiagnosticSeverity.WARNING, path=path, message=message, suggestion=instead)


def note(code: str, path: str, message: str, *, instead: str = "") -> Diagnostic:
    """How something is done that one could expect otherwise."""
    return Diagnostic(code=code, severity=DiagnosticSeverity.NOTE, path=path, message=message, suggestion=instead)
