"""The reference stack: an InferenceService for each spec that `apexai:spec` names, one path or a list of them.

pulumi config set apexai:spec examples/fraud-detection/service.yaml
pulumi config set --path apexai:spec[0] specs/fraud.yaml
"""

from pathlib import Path

import pulumi

from apexai.components import InferenceService
from apexai.errors import ApexError
from apexai.spec.loader import load_specs


def main() -> None:
    services = {name: InferenceService(name, spec=path) for path in _paths() for name in [_name(path)]}
    pulumi.export("endpoint", {name: service.endpoint for name, service in services.items()})
    pulumi.export("revision", {name: service.revision for name, service in services.items()})


def _paths() -> list[Path]:
    config = pulumi.Config("apexai")
    given = config.require("spec")
    paths = config.require_object("spec") if given.startswith("[") else [given]
    return [Path(pulumi.get_root_directory(), path) for path in paths]


def _name(path: Path) -> str:
    try:
        return load_specs(path)[0].deployment().metadata.name
    except ApexError as error:
        raise pulumi.RunError(str(error)) from None


main()
