"""What several fields of a spec must satisfy together, on every platform."""

from apexai.spec.consistency.check import check_consistency, check_remaining

__all__ = ["check_consistency", "check_remaining"]
