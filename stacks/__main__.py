"""The reference stack: an InferenceService for each spec that `apexai:spec` names, one path or a list of them.

`apexai:overrides` says by name what differs in this stack: a partial spec for each service.
"""

from os.path import relpath
from pathlib import Path

import pulumi

from apexai import InferenceService
from apexai.errors import ApexError
from apexai.spec.document import SpecDocument
from apexai.spec.loader import load_specs

CONFIG = pulumi.Config("apexai")


def main() -> None:
    overrides = CONFIG.get_object("overrides") or {}
    services = {
        document.name: InferenceService(document.name, document, overrides=overrides.pop(document.name, None))
        for document in _documents()
    }
    if overrides:
        raise pulumi.RunError(f"apexai:overrides: this stack deploys no {', '.join(sorted(overrides))}")
    pulumi.export("endpoint", {name: service.endpoint for name, service in services.items()})
    pulumi.export("revision", {name: service.revision for name, service in services.items()})


def _documents() -> list[SpecDocument]:
    paths = CONFIG.require_object("spec") if CONFIG.require("spec").startswith("[") else [CONFIG.require("spec")]
    root = Path(pulumi.get_root_directory())
    try:
        return [document for path in paths for document in load_specs(relpath(root / path))]
    except ApexError as error:
        raise pulumi.RunError(str(error)) from None


main()
