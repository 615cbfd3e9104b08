"""What the monitor refuses, each with a message of its own in the parent."""

from __future__ import annotations


class RefusedError(Exception):
    """The program asks for what can't be had."""

    kind = "refused"


class DuplicateError(RefusedError):
    """A second resource of the same URN."""

    kind = "duplicate"


class UnansweredError(RefusedError):
    """A plain invoke whose answer the program needs at once, and nobody has."""

    kind = "unanswered"
