"""A model deployment for each document in `specs`, or below `apexai:spec`.

`apexai:overrides` says by name what differs in a stack: a partial spec for each deployment.
"""

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
        for document in read_specs()
    }
    if overrides:
        raise pulumi.RunError(f"apexai:overrides: this stack deploys no {', '.join(sorted(overrides))}")
    pulumi.export("endpoint", {name: service.endpoint for name, service in services.items()})
    pulumi.export("revision", {name: service.revision for name, service in services.items()})


def read_specs() -> tuple[SpecDocument, ...]:
    try:
        return load_specs(CONFIG.get("spec") or "specs")
    except ApexError as error:
        raise pulumi.RunError(str(error)) from None


main()
