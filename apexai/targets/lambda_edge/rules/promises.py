"""What can't be kept at the edge: a key of one's own, answers kept for longer than CloudFront keeps any."""

import math
from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.catalogue import needs_own_key
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.diagnostics import error
from apexai.targets.lambda_edge.facts import edge_facts
from apexai.targets.own_key import has_own_key
from apexai.units import render_decimal


def check_promises(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """No own key; a cache in whole seconds."""
    if has_own_key(deployment):
        by_policy = needs_own_key(deployment.spec.policies)
        path = "spec.policies" if by_policy else "spec.responsibleAI.dataClassification"
        message = "it asks for a key of the service's own, and the edge keeps code and logs under AWS's in every region"
        yield error("APX-LIM-730", path, message, instead="use platform aws-lambda")
    cache, longest = deployment.spec.runtime.cache, edge_facts()["cache_ttl_maximum"]
    if cache is None:
        return
    if cache.ttl != int(cache.ttl):
        message = f"{render_decimal(cache.ttl)} s: CloudFront keeps answers for whole seconds"
        yield error("APX-LIM-731", "spec.runtime.cache.ttl", message, instead=f"write {math.ceil(cache.ttl)}s")
    elif cache.ttl > longest.number:
        yield longest.violated(
            code="APX-LIM-732",
            path="spec.runtime.cache.ttl",
            message=f"{render_decimal(cache.ttl)} s is longer than CloudFront keeps an answer",
            suggestion=f"write {longest.number}s at most",
        )
