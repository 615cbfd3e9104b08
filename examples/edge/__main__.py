"""A model on AWS with a cache at the edge, and a small model that answers there by itself."""

import pulumi

from apexai import EdgeInferenceWorker, EdgeInferenceWorkerArgs, InferenceService
from apexai.components.edge_args import EdgeCache, RateLimit, Tokens

ranking = InferenceService("ranking", spec="ranking.yaml")
edge = EdgeInferenceWorker(
    "ranking-edge",
    EdgeInferenceWorkerArgs(
        origin=ranking,
        model_name="ranking",
        model_version="1.4.0",
        domain="ranking.example.com",
        tokens=Tokens(issuer="https://login.example.com", audiences=("ranking",)),
        cache=EdgeCache(ttl="60s", stale="10m", stale_if_error="1h", shared=True),
        rate_limit=RateLimit(requests=100),
        tags={"costCenter": "Search"},
    ),
)
screening = InferenceService("screening", spec="screening.yaml")

pulumi.export("ranking", edge.endpoint)
pulumi.export("screening", screening.endpoint)
