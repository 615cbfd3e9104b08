"""Every spec of a directory, on the platform that it names, in the account, region and cluster of its home."""

import pulumi
from home import Home

from apexai.errors import ApexError
from apexai.spec.document import SpecDocument
from apexai.spec.loader import load_specs

CONFIG = pulumi.Config("fleet")


def main() -> None:
    homes = {name: Home(name, **declared) for name, declared in CONFIG.require_object("homes").items()}
    placed = CONFIG.get_object("placed") or {}
    documents = {document.name: document for document in _documents()}
    if unknown := sorted(set(placed) - set(documents)):
        raise pulumi.RunError(f"fleet:placed: there is no spec of {', '.join(unknown)}")
    home_of = {name: placed.get(name, "default") for name in documents}
    if unknown := sorted(set(home_of.values()) - set(homes)):
        raise pulumi.RunError(f"fleet:homes: there is no {', '.join(unknown)}")
    services = {name: homes[home_of[name]].deploy(document) for name, document in documents.items()}
    pulumi.export("endpoints", {name: service.endpoint for name, service in services.items()})
    pulumi.export("revisions", {name: service.revision for name, service in services.items()})


def _documents() -> tuple[SpecDocument, ...]:
    try:
        return load_specs(CONFIG.require("specs"))
    except ApexError as error:
        raise pulumi.RunError(str(error)) from None


main()
