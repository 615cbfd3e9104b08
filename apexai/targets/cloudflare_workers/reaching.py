"""How callers reach a Worker that a spec describes."""

from apexai.spec.runtime import Access, Runtime
from apexai.targets.cloudflare_workers.plan import Entry


def entry_of(runtime: Runtime) -> Entry:
    """The domain of the document, else workers.dev; nothing for callers inside the account."""
    domain = None if runtime.network is None else runtime.network.domain
    if runtime.access is Access.INTERNAL:
        return Entry()
    return Entry(domain=domain, workers_dev=domain is None)
