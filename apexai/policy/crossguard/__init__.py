"""The rules as CrossGuard policy packs, served on the SDK's own analyzer interface.

That interface keeps secrets, unknown values and integers as they are. The SDK for policies does not: it takes secrets
off their values before a rule sees them, turns integers into floats, and ends the run when a rule raises.
"""

from apexai.policy.crossguard.described import describe_pack
from apexai.policy.crossguard.server import serve_pack

__all__ = ["describe_pack", "serve_pack"]
