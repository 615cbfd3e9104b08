"""`--config KEY=VALUE`, which stands for the stack's configuration."""

from collections.abc import Iterable

from apexai.errors import UsageError


def parse_config(pairs: Iterable[str]) -> dict[str, str]:
    """The values by key; the last one of a key counts.

    Raises:
        UsageError: a pair has no key or no `=`.
    """
    split = [pair.partition("=") for pair in pairs]
    wrong = [key for key, equals, _ in split if not equals or not key]
    if wrong:
        raise UsageError(f"--config {wrong[0]}: write KEY=VALUE, e.g. aws:region=eu-west-1 [APX-PRV-004]")
    return {key: value for key, _, value in split}
