"""Variables of the model's container that the document says twice."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.diagnostics import error
from apexai.targets.kubernetes.variables import told_variables


def check_variables(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """No value of the user's own stands over what another field says."""
    runtime, told = deployment.spec.runtime, told_variables(deployment)
    for path, written in (("environment", runtime.environment), ("secrets", runtime.secrets)):
        for name, value in written.items():
            if told.get(name, value) != value:
                message = f"{name} is set from another field: the explainer's address, or sampleRate"
                instead = "remove it, or give it another name"
                yield error("APX-LIM-254", f"spec.runtime.{path}.{name}", message, instead=instead)
