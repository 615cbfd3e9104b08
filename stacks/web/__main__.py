"""A frontend that asks a model in the same cluster, and the edge in front of the model for browsers."""

import pulumi
from frontend import Frontend

from apexai import EdgeInferenceWorker, EdgeInferenceWorkerArgs, InferenceService
from apexai.components.edge_args import EdgeCache, RateLimit, Tokens
from apexai.spec.loader import load_specs

config = pulumi.Config()

(document,) = load_specs("recommendation.yaml")
model = InferenceService("recommendation", document)
edge = EdgeInferenceWorker(
    "recommendation-edge",
    EdgeInferenceWorkerArgs(
        origin=model,
        model_name="recommendation",
        model_version=document.deployment().spec.model_ref.version,
        domain=config.require("edgeDomain"),
        tokens=Tokens(issuer="https://login.example.com", audiences=("recommendation",)),
        cache=EdgeCache(ttl="60s", stale="10m", stale_if_error="1h"),
        rate_limit=RateLimit(requests=100),
        tags={"costCenter": "Shop"},
    ),
)
frontend = Frontend(
    "frontend",
    image=config.require("image"),
    namespace="shop",
    environment={"AI_SERVICE_URL": model.endpoint, "PUBLIC_AI_URL": edge.endpoint},
)

pulumi.export("endpoint", edge.endpoint)
pulumi.export("frontend", frontend.address)
