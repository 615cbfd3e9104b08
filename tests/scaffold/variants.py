"""Repositories of every kind that delivery files are written for."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apexai.scaffold import render_spec
from apexai.scaffold.clouds import Cluster
from apexai.scaffold.delivery import Delivery, delivery_files
from apexai.scaffold.discovery import Wanted, load_repository
from apexai.scaffold.repository import Repository
from apexai.scaffold.starter import starter_files
from apexai.scaffold.writing import write_files
from apexai.spec.fields import Platform
from apexai.targets.registry import available_platforms

FLEET: Final = (Platform.AWS_LAMBDA, Platform.CLOUD_RUN, Platform.AZURE_CONTAINER_APPS, Platform.CLOUDFLARE_WORKERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One kind of repository."""

    platform: Platform
    cluster: Cluster | None = None
    backend: str | None = None

    @property
    def id(self) -> str:
        parts = (self.platform, self.cluster, self.backend and self.backend.partition(":")[0])
        return "-".join(part for part in parts if part)


NEW: Final = (
    *(Variant(platform=platform) for platform in available_platforms()),
    *(Variant(platform=Platform.KUBERNETES, cluster=cluster) for cluster in Cluster),
    Variant(platform=Platform.CLOUD_RUN, backend="s3://acme-state?region=us-east-1"),
    Variant(platform=Platform.AWS_LAMBDA, backend="https://pulumi.acme.example"),
)


def write_variant(directory: Path, variant: Variant, delivery: Delivery) -> Repository:
    """Write a new repository of a kind, with what delivers it."""
    wanted = Wanted(
        directory=directory, platform=variant.platform, cluster=variant.cluster, backend=variant.backend, name="fraud"
    )
    repository = load_repository(wanted)
    files = (*delivery_files(delivery, repository), *starter_files(repository, variant.platform))
    write_files(files, force=False)
    return repository


def write_fleet(top: Path, *, toolchain: str = "uv") -> Path:
    """A project of others in a folder of a repository: several clouds, own stack names, another toolchain."""
    directory = top / "infra" / "models"
    (directory / "services").mkdir(parents=True)
    (top / ".git").mkdir()
    (directory / "Pulumi.yaml").write_text(
        f"name: fleet\nruntime: {{name: python, options: {{toolchain: {toolchain}}}}}\nbackend: {{url: 'gs://acme'}}\n"
    )
    for stack in ("production", "qa", "2_EU"):
        (directory / f"Pulumi.{stack}.yaml").write_text("config: {}\n")
    for platform in FLEET:
        text = render_spec(platform, name=f"on-{platform}").replace("us-east-1", "eu-central-1")
        (directory / "services" / f"{platform}.yaml").write_text(text)
    return directory
