"""Reading IAM policies: the statements that allow something."""

from apexai.policy.property import Property
from apexai.policy.subject import Subject


def allowing(subject: Subject, path: str) -> tuple[Property, ...]:
    """The statements of a policy document that allow, none where the input is absent."""
    policy = subject[path]
    if policy.absent:
        return ()
    return tuple(
        statement for statement in policy.document()["Statement"].items() if statement["Effect"].text() != "Deny"
    )


def texts(value: Property) -> tuple[str, ...]:
    """One text or a list of them."""
    return tuple(item.text() for item in value.items())


def principals(statement: Property) -> tuple[str, ...]:
    """Who a statement is about: `*`, or ARNs and services."""
    principal = statement["Principal"]
    if principal.absent:
        return ()
    if principal.is_map:
        return tuple(text for _, value in principal.entries() for text in texts(value))
    return texts(principal)
