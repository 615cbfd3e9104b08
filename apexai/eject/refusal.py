"""What can't be ejected: one error, with the resource and the property."""

from apexai.errors import ApexError


class EjectError(ApexError):
    """A component of which no plain program can be written; nothing was."""


class UnwritableError(ValueError):
    """A value or a function that means something only where it stands; its text ends a sentence on a property."""


def cannot_follow(*, resource: str, at: str, why: str) -> EjectError:
    """A value whose making can't be written down."""
    return EjectError(
        f"{resource}: {at}: {why}, so that no plain program can say it; nothing was written. Please open an issue with "
        "the spec [APX-EJT-001]"
    )
