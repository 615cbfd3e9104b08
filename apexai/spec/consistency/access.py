"""Who may call, and what the service may do: one way to authenticate, grants that name what they grant."""

from collections.abc import Iterator

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Access, Permission, Runtime
from apexai.spec.shown import shown

_ARN_PARTS = 6


def check_access(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """`auth` only for authenticated access, by one means; no grant of everything."""
    runtime = deployment.spec.runtime
    yield from _auth(runtime)
    for index, permission in enumerate(runtime.permissions):
        yield from _wildcards(permission, f"spec.runtime.permissions[{index}]")


def _auth(runtime: Runtime) -> Iterator[Finding]:
    auth, path = runtime.auth, "spec.runtime.auth"
    if auth is None:
        return
    if runtime.access is not Access.AUTHENTICATED:
        message = f"auth can't be used with access {runtime.access}, which asks nobody who they are"
        suggestion = "write access: authenticated, or remove auth"
        yield found(codes.AUTH_UNUSED, path, message, suggestion=suggestion, also=("spec.runtime.access",))
    if auth.jwt is not None and auth.iam:
        message = "jwt and iam are two ways to say who calls, only one can be used"
        yield found(codes.EXCLUSIVE, f"{path}.iam", message, suggestion="remove one of them", also=(f"{path}.jwt",))
    if auth.jwt is not None and auth.gateway is False:
        message = "jwt needs the gateway that gateway: false leaves out"
        suggestion = "remove gateway, or use iam in place of jwt"
        yield found(codes.EXCLUSIVE, f"{path}.gateway", message, suggestion=suggestion, also=(f"{path}.jwt",))


def _wildcards(permission: Permission, path: str) -> Iterator[Finding]:
    for index, action in enumerate(permission.actions):
        if "*" in action or "?" in action:
            message = f"{shown(action)} grants actions that it does not name"
            yield found(
                codes.WILDCARD, f"{path}.actions[{index}]", message, suggestion="name each action, e.g. s3:GetObject"
            )
    for index, resource in enumerate(permission.resources):
        if isinstance(resource, str) and _is_everything(resource):
            message = f"{shown(resource)} grants the actions on everything"
            yield found(
                codes.WILDCARD,
                f"{path}.resources[{index}]",
                message,
                suggestion="name the resources, e.g. arn:aws:s3:::bucket/prefix/*",
            )


def _is_everything(resource: str) -> bool:
    """Whether a resource pattern leaves nothing out: `*`, or an ARN that names no resource of its service."""
    return not resource.split(":", _ARN_PARTS - 1)[-1].strip("*?")
