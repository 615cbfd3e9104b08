"""The executables that the engine finds on PATH: each prints the port of a live server and waits for its end."""

from collections.abc import Iterable
from pathlib import Path

from tests.engine.standin.server import Server

PACKAGES = (
    "apiextensions",
    "archive",
    "aws",
    "azure",
    "azure-native",
    "azuread",
    "cloudflare",
    "command",
    "digitalocean",
    "docker",
    "docker-build",
    "gcp",
    "kubernetes",
    "pulumiservice",
    "random",
    "time",
    "tls",
)

SCRIPT = "#!/bin/sh\n# standard input ends when the engine does\necho {port}\nexec cat\n"


def write_plugins(server: Server, *, directory: Path, packages: Iterable[str] = PACKAGES) -> Path:
    """Write `pulumi-resource-<package>` for each package; the directory is one for PATH."""
    directory.mkdir(parents=True, exist_ok=True)
    for package in packages:
        file = directory / f"pulumi-resource-{package}"
        file.write_text(SCRIPT.format(port=server.port(package)))
        file.chmod(0o755)
    return directory
