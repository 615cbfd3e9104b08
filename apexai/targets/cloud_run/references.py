"""What a spec refers to on Google Cloud: objects in Cloud Storage, and secrets."""

import re
from dataclasses import dataclass
from typing import Final

from apexai.spec.fields import Text
from apexai.spec.secret_reference import parse_secret_reference
from apexai.targets.value import known_text

GS_SCHEME: Final = "gs://"
_BUCKET: Final = re.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")
"""Source: Cloud Storage documentation, About Cloud Storage buckets: bucket names; read 2026-11-21."""
_QUOTED: Final = re.compile(r"[\"'\\\n\r]")


@dataclass(frozen=True, slots=True, kw_only=True)
class GsLocation:
    """An object, or all objects below a prefix that ends with a slash."""

    bucket: str
    key: str

    @property
    def is_grantable(self) -> bool:
        """Whether a condition can name just this."""
        return bool(_BUCKET.fullmatch(self.bucket) and self.key.strip("/")) and not _QUOTED.search(self.key)

    @property
    def expression(self) -> str:
        """The IAM condition that holds for just this.

        Source: IAM documentation, Resource attributes for IAM Conditions: resource.name of an object is
        `projects/_/buckets/BUCKET/objects/OBJECT`; read 2026-11-21.
        """
        name = f"projects/_/buckets/{self.bucket}/objects/{self.key}"
        return f'resource.name.startsWith("{name}")' if self.key.endswith("/") else f'resource.name == "{name}"'


def gs_location(uri: str) -> GsLocation | None:
    """The place that a `gs://bucket/key` names; None for other URIs."""
    if not uri.startswith(GS_SCHEME):
        return None
    bucket, _, key = uri.removeprefix(GS_SCHEME).partition("/")
    return GsLocation(bucket=bucket, key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSecret:
    """A secret of Secret Manager as a variable refers to it."""

    secret: Text
    """`projects/<project>/secrets/<secret>`, or the Output of it."""
    version: str
    """A number, an alias, or `latest`."""


def run_secret(written: Text) -> RunSecret:
    """The secret that a reference names; an Output is taken for its resource name."""
    text = known_text(written)
    if text is None:
        return RunSecret(secret=written, version="latest")
    reference = parse_secret_reference(text)
    name = f"projects/{reference.scope}/secrets/{reference.name}"
    return RunSecret(secret=name, version=reference.version or "latest")
