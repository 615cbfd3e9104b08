"""What a component raises for arguments that it can't use."""

from collections.abc import Iterable

import pulumi

from apexai.errors import ApexError, Diagnostic, DiagnosticsError
from apexai.spec.loader import PathError


class RefusedArgumentsError(pulumi.RunError):
    """Arguments that can't be used, with every reason; it ends a program without a stack trace.

    Paths of the diagnostics are those of the arguments; a reason that has no place of its own is in the text only.
    """

    def __init__(self, text: str, diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(text)
        self.diagnostics = tuple(diagnostics)


def refused(error: ApexError) -> RefusedArgumentsError:
    """The same as an error of ours."""
    match error:
        case DiagnosticsError():
            return RefusedArgumentsError(str(error), error.diagnostics)
        case PathError():
            return RefusedArgumentsError(str(error), [error.diagnostic])
        case _:
            return RefusedArgumentsError(str(error))
