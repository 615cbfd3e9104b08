"""Who hears of a budget: mail addresses, URLs, and references to channels that the platform has."""

import re
from dataclasses import dataclass
from typing import Final

from apexai.spec.fields import Text
from apexai.targets.value import known_text

_EMAIL: Final = re.compile(r"[^@\s/:]+@[^@\s/:]+\.[^@\s/:]+")
_URL: Final = re.compile(r"https://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """The recipients by kind."""

    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    references: tuple[Text, ...] = ()
    """What is neither, Outputs among them: the platform's own names of channels."""


def recipients_of(alerts: tuple[Text, ...]) -> Recipients:
    """Sort recipients by kind, each once, in their order."""
    emails = [text for text in map(known_text, alerts) if text is not None and is_email(text)]
    urls = [text for text in map(known_text, alerts) if text is not None and _URL.fullmatch(text)]
    named = {*emails, *urls}
    references = [alert for alert in alerts if known_text(alert) not in named]
    return Recipients(
        emails=tuple(dict.fromkeys(emails)),
        urls=tuple(dict.fromkeys(urls)),
        references=tuple(dict.fromkeys(references)),
    )


def is_email(text: str) -> bool:
    """Whether it looks like a mail address."""
    return _EMAIL.fullmatch(text) is not None
