"""Text that looks like a credential: well-known shapes, and random text under a telling name."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

_SHAPES: Final[Mapping[str, str]] = {
    "an AWS access key": r"\b(A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b",
    "a private key": r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY( BLOCK)?-----",
    "a JSON web token": r"\bey[A-Za-z0-9_-]{15,}\.ey[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{10,}",
    "a GitHub token": r"\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})",
    "a GitLab token": r"\bgl(pat|ptt|rt|dt|cbt|oas)-[A-Za-z0-9_-]{20}",
    "a Slack token": r"\b(xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}|hooks\.slack\.com/services/T[A-Za-z0-9/]{20,}",
    "a Stripe key": r"\b(sk|rk)_(live|test)_[A-Za-z0-9]{16,}",
    "an OpenAI or Anthropic key": r"\bsk-(proj-|svcacct-|admin-|ant-[a-z0-9]+-)?[A-Za-z0-9_-]{20,}",
    "a Hugging Face token": r"\b(hf|api_org)_[A-Za-z]{34}\b",
    "a Google API key": r"\bAIza[0-9A-Za-z_-]{35}",
    "a Google OAuth token": r"\bya29\.[0-9A-Za-z_-]{20,}",
    "an Azure storage key": r"AccountKey=[A-Za-z0-9+/]{40,}=*",
    "a shared access signature": r"[?&;]sig=[A-Za-z0-9%+/]{30,}",
    "an npm token": r"\bnpm_[A-Za-z0-9]{36}\b",
    "a PyPI token": r"\bpypi-AgE[A-Za-z0-9_-]{20,}",
    "a Docker token": r"\bdckr_(pat|oat)_[A-Za-z0-9_-]{20,}",
    "a SendGrid key": r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
    "a Pulumi token": r"\bpul-[0-9a-f]{40}\b",
    "a Databricks token": r"\bdapi[0-9a-f]{32}\b",
    "an NVIDIA key": r"\bnvapi-[A-Za-z0-9_-]{40,}",
    "a Vault token": r"\bhv[sbr]\.[A-Za-z0-9_-]{20,}",
    "a URL with a password": r"\b[a-z][a-z0-9+.-]{0,20}://[^\s/@:?#]{0,100}:"
    r"([^$\s/@?#][^\s/@?#]{0,199}|\$([^({\s/@?#][^\s/@?#]{0,198})?)@",
}
"""They are expressions of RE2 as well, for readers that have no other: without looking ahead.

Source: the issuers' documentation of their formats and the public rule sets of secret scanners, read 2026-11-21.
"""

ANY_SHAPE: Final = "|".join(f"({shape})" for shape in _SHAPES.values())
PASSWORD_NAME: Final = r"(?i)(^|[_.-])(PASSWORD|PASSWD|PASSPHRASE|PWD)$"
_KEY_NAME: Final = (
    r"(?i)(^|[_.-])(KEY|TOKEN|SECRET|CREDENTIALS?|AUTH|APIKEY|ACCESSKEY)$"
    r"|(api|access|secret|private|auth)_?(key|token)$"
)
ELSEWHERE: Final = r"[a-z][a-z0-9+.-]{1,20}://|arn:|/|\.{1,2}/|\$[({]"
"""Text that points at something, so that it is no credential itself: URLs, ARNs, paths, expansions."""

SHORTEST_SHAPE: Final = 8
_SHORTEST_KEY: Final = 16
_LEAST_ENTROPY: Final = 3.0
"""Bits a letter; English words joined by hyphens stay below, random hexadecimal digits above."""


def find_credential(text: str) -> str | None:
    """What credential the text holds by its shape, as a clause such as `an AWS access key`; None for none."""
    if len(text) < SHORTEST_SHAPE or re.search(ANY_SHAPE, text) is None:
        return None
    return next(kind for kind, shape in _SHAPES.items() if re.search(shape, text))


def redacted(text: str) -> str:
    """The text with anything that has the shape of a credential left out."""
    return text if find_credential(text) is None else re.sub(ANY_SHAPE, "(not shown)", text)


def find_named_credential(name: str, text: str) -> str | None:
    """What credential the text is by its shape, or by the name it stands under."""
    if (kind := find_credential(text)) is not None:
        return kind
    if not text or re.match(ELSEWHERE, text):
        return None
    if re.search(PASSWORD_NAME, name):
        return "a password"
    return "a key or token" if re.search(_KEY_NAME, name) and _is_random(text) else None


def is_telling(name: str) -> bool:
    """Whether a value under this name may be a credential, whatever it looks like."""
    return bool(re.search(PASSWORD_NAME, name) or re.search(_KEY_NAME, name))


def _is_random(text: str) -> bool:
    if len(text) < _SHORTEST_KEY or any(letter.isspace() for letter in text):
        return False
    kinds = (str.isdigit, str.isupper, str.islower)
    mixed = sum(any(kind(letter) for letter in text) for kind in kinds) >= 2
    counts = Counter(text)
    entropy = -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())
    return mixed and entropy >= _LEAST_ENTROPY
