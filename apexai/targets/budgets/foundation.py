"""What exists once in an account or a cluster, which guards refer to and never own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apexai.spec.fields import Text
from apexai.targets.value import known_text

TOPIC: Final = "apexai:budgetTopic"
ANOMALY_MONITOR: Final = "apexai:anomalyMonitor"
BILLING_ACCOUNT: Final = "apexai:billingAccount"
PROMETHEUS: Final = "apexai:prometheus"
BRAKE_IMAGE: Final = "apexai:brakeImage"
AZURE_GROUP: Final = "apexai:azureGroup"
CLOUDFLARE_ACCOUNT: Final = "apexai:cloudflareAccountId"
KEYS: Final = (TOPIC, ANOMALY_MONITOR, BILLING_ACCOUNT, PROMETHEUS, BRAKE_IMAGE, AZURE_GROUP, CLOUDFLARE_ACCOUNT)
"""Keys of the stack's configuration that name parts of the foundation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """The parts that the stack's configuration names; None where it names none."""

    topic: Text | None = None
    """AWS: ARN of the topic that budgets publish to."""
    anomaly_monitor: Text | None = None
    """AWS: ARN of the cost anomaly monitor."""
    billing_account: Text | None = None
    """Google Cloud: id of the billing account."""
    prometheus: str | None = None
    """Kubernetes: URL of the Prometheus that has OpenCost's metrics."""
    brake_image: str | None = None
    """Kubernetes, Cloud Run: an image with Python 3.11 or later, which the brake runs in."""
    azure_group: str | None = None
    """Azure: resource group, by name or id, of the registries, vaults and storage accounts that specs name."""
    cloudflare_account: Text | None = None
    """Cloudflare: id of the account; the only one that the credentials lead to where absent."""


def foundation_of(config: Mapping[str, Text | None]) -> Foundation:
    """The foundation that a configuration names, by the full keys."""
    return Foundation(
        topic=config.get(TOPIC) or None,
        anomaly_monitor=config.get(ANOMALY_MONITOR) or None,
        billing_account=config.get(BILLING_ACCOUNT) or None,
        prometheus=known_text(config.get(PROMETHEUS)) or None,
        brake_image=known_text(config.get(BRAKE_IMAGE)) or None,
        azure_group=known_text(config.get(AZURE_GROUP)) or None,
        cloudflare_account=config.get(CLOUDFLARE_ACCOUNT) or None,
    )
