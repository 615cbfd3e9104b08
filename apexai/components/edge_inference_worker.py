"""EdgeInferenceWorker: inference at the edge, in front of any service or with a model of its own, as one component."""

from importlib import import_module
from importlib.util import find_spec
from typing import Final

import pulumi

from apexai.components.edge_args import EdgeInferenceWorkerArgs
from apexai.components.edge_checks import check_args
from apexai.components.edge_plan import plan_of_args
from apexai.components.options import check_options, dependencies_of
from apexai.components.refusal import RefusedArgumentsError, refused
from apexai.errors import Diagnostic, MissingExtraError

_SDK: Final = "pulumi_cloudflare"
_CREATED: Final = "apexai.targets.cloudflare_workers.created"


class EdgeInferenceWorker(pulumi.ComponentResource):
    """A Worker that answers inference requests near their callers.

    ```python
    service = InferenceService("fraud", spec="service.yaml")
    edge = EdgeInferenceWorker(
        "fraud-edge",
        EdgeInferenceWorkerArgs(
            origin=service,
            domain="fraud.example.com",
            tokens=Tokens(issuer="https://login.example.com", audiences=("fraud",)),
            cache=EdgeCache(ttl="60s", stale="10m", stale_if_error="1h"),
        ),
    )
    pulumi.export("endpoint", edge.endpoint)
    ```
    """

    endpoint: pulumi.Output[str]
    """URL that callers use; the Worker's name for service bindings where nothing reaches it from outside."""
    revision: pulumi.Output[str]
    """Id of the version that the program uploads, for `stable` of the next release."""

    def __init__(self, name: str, args: EdgeInferenceWorkerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Check what is asked for and register the Worker with what is bound to it.

        Args:
            name: Logical name; children's names begin with it.
            args: What is asked for.
            opts: Pulumi's resource options; `depends_on` reaches every child.

        Raises:
            pulumi.RunError: The Worker can't be had; the text has every reason.
        """
        check_options(name, opts)
        _check(name, args)
        super().__init__("apexai:index:EdgeInferenceWorker", name, _inputs(args), opts)
        scope = import_module(f"{_CREATED}.scope").scope_of(name, self, dependencies_of(opts), args.account_id)
        built = import_module(f"{_CREATED}.building").build_plan(scope, plan_of_args(args))
        self.endpoint = built.endpoint
        self.revision = built.revision
        self.register_outputs({"endpoint": self.endpoint, "revision": self.revision})


def _check(name: str, args: EdgeInferenceWorkerArgs) -> None:
    found = tuple(check_args(args))
    if errors := [diagnostic for diagnostic in found if diagnostic.is_error]:
        raise RefusedArgumentsError("\n".join(_said(name, diagnostic) for diagnostic in errors), errors)
    if find_spec(_SDK) is None:
        raise refused(MissingExtraError(target=name, extra="cloudflare"))
    for diagnostic in found:
        pulumi.warn(_said(name, diagnostic))


def _said(name: str, diagnostic: Diagnostic) -> str:
    return f"{name}.{diagnostic.path}: {diagnostic.message}; {diagnostic.suggestion} [{diagnostic.code}]"


def _inputs(args: EdgeInferenceWorkerArgs) -> dict[str, pulumi.Input[object]]:
    """What rules may read of it; no path and no secret."""
    backend = "origin" if args.origin is not None else "onnx" if args.model is not None else "workers-ai"
    return {
        "mode": backend,
        "model": {"name": args.model_name, "version": args.model_version},
        "access": "public" if args.public else "authenticated" if args.tokens is not None else "internal",
        "tags": dict(args.tags),
        **({} if args.origin_url is None else {"origin": args.origin_url}),
        **({} if args.domain is None else {"domain": args.domain}),
    }
