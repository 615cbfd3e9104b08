"""What an instance is made of: an image or a package, memory and vCPU within their limits, ports of their own."""

from collections.abc import Iterator
from decimal import Decimal

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Runtime
from apexai.units import render_decimal


def check_resources(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """Image or package; requests within limits; each port once."""
    runtime = deployment.spec.runtime
    if runtime.image is not None and runtime.package is not None:
        message = "an instance runs an image or a package, not both"
        suggestion = "remove one of them; in spec.targets, null removes it for one platform"
        yield found(
            codes.EXCLUSIVE, "spec.runtime.package", message, suggestion=suggestion, also=("spec.runtime.image",)
        )
    yield from _requests(runtime)
    yield from _ports(runtime)


def _requests(runtime: Runtime) -> Iterator[Finding]:
    requests = runtime.requests
    if requests is None:
        return
    if requests.cpu is not None and runtime.cpu is not None and requests.cpu > runtime.cpu:
        yield _over("cpu", render_decimal(requests.cpu), render_decimal(runtime.cpu))
    if requests.memory is not None and requests.memory > runtime.memory:
        yield _over("memory", f"{Decimal(requests.memory)}MiB", f"{Decimal(runtime.memory)}MiB")


def _over(what: str, requested: str, limit: str) -> Finding:
    return found(
        codes.REQUEST_OVER_LIMIT,
        f"spec.runtime.requests.{what}",
        f"{requested} is more than the limit, spec.runtime.{what} {limit}",
        suggestion=f"request at most {limit}, or raise spec.runtime.{what}",
        also=(f"spec.runtime.{what}",),
    )


def _ports(runtime: Runtime) -> Iterator[Finding]:
    taken: dict[int, str] = {}
    beside = {} if runtime.preprocessor is None else {"spec.runtime.preprocessor.port": runtime.preprocessor.port}
    ports = {f"spec.runtime.ports.{name}": port for name, port in runtime.ports.items()}
    for path, port in {**ports, **beside}.items():
        if port is None:
            continue
        if port in taken:
            message = f"port {port} is taken by {taken[port]}"
            yield found(codes.PORT_TAKEN, path, message, suggestion="use another port", also=(taken[port],))
        taken.setdefault(port, path)
