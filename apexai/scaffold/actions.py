"""The actions of GitHub that written workflows use, each pinned to a commit, since a tag can be moved."""

from types import MappingProxyType
from typing import Final

_PINNED: Final = (
    ("actions/checkout", "3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    ("actions/download-artifact", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", "v8.0.1"),
    ("actions/setup-python", "5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    ("actions/upload-artifact", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"),
    ("aws-actions/configure-aws-credentials", "e6de054238d6b7531b4efff3b6587d9aade6a06c", "v6.2.3"),
    ("azure/login", "f5d393ae46f8fde4be8b75f32e3fc50e654ad0ca", "v3.0.1"),
    ("azure/use-kubelogin", "0ce7c36141aa27d4934872cf00b0120804c98a29", "v1.3"),
    ("github/codeql-action", "8aad20d150bbac5944a9f9d289da16a4b0d87c1e", "v4.36.2"),
    ("google-github-actions/auth", "7c6bc770dae815cd3e89ee6cdf493a5fab2cc093", "v3.0.0"),
    ("google-github-actions/get-gke-credentials", "3da1e46a907576cefaa90c484278bb5b259dd395", "v3.0.0"),
    ("pulumi/actions", "8e5e406f4007fca908480587cb9893c07090f58d", "v7.0.0"),
    ("pulumi/auth-actions", "141415910c3beb54e03b48e9057c204c97b956f2", "v2.1.0"),
)
"""Repository, commit and the tag that named it. Source: the repositories' tags, copies read 2026-11-21."""

ACTIONS: Final = MappingProxyType({name: (commit, tag) for name, commit, tag in _PINNED})
"""Repository → commit, tag."""


def render_use(action: str) -> str:
    """What stands behind `uses:`; an action of a repository may be in a folder of it."""
    owner, name, *_ = action.split("/")
    commit, tag = ACTIONS[f"{owner}/{name}"]
    return f"{action}@{commit} # {tag}"
