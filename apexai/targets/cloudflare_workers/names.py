"""Names in a Cloudflare account: Pulumi adds nothing to them, so that the stack's name tells two stacks apart."""

import hashlib
import re
import zlib
from typing import Final

from apexai.targets.cloudflare_workers.facts import worker_facts

_DIGEST_CHARACTERS: Final = 8
_OTHERS: Final = re.compile("[^a-z0-9-]+")


def account_name(name: str, stack: str, kind: str = "") -> str:
    """The name of something in the account: `<component>-<stack>[-<kind>]`, shortened where it is too long."""
    full = "-".join(part for part in (name, stack, kind) if part)
    text = _OTHERS.sub("-", full.lower()).strip("-")
    most = worker_facts()["name_characters"].number
    if len(text) <= most:
        return text
    digest = hashlib.sha256(full.encode()).hexdigest()[:_DIGEST_CHARACTERS]
    return f"{text[: most - _DIGEST_CHARACTERS - 1].rstrip('-')}-{digest}"


def counter_id(name: str) -> str:
    """The positive number that tells one Worker's rate limiter from all others of the account."""
    return str(zlib.crc32(name.encode()) % (2**31 - 1) + 1)
