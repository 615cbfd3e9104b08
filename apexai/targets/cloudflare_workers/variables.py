"""The variables of a Worker that a spec describes."""

from collections.abc import Mapping

from apexai.spec.deployment import ServerlessModelDeployment, Spec
from apexai.spec.fields import Text
from apexai.targets.cloudflare_workers.program import Program, program_of
from apexai.units import Seconds, render_decimal


def given_variables(spec: Spec) -> dict[str, Text]:
    """What the Worker gets without being asked."""
    explained = spec.responsible_ai.explainability
    given: dict[str, Text | None] = {
        "MODEL_NAME": spec.model_ref.name,
        "MODEL_VERSION": spec.model_ref.version,
        "MODEL_URI": spec.model_ref.uri,
        "MODEL_DIGEST": spec.model_ref.digest,
        "AI_ALIGNMENT_CHECK_ENDPOINT": spec.responsible_ai.alignment_check_endpoint,
        "EXPLAINABILITY_ENDPOINT": None if explained is None else explained.endpoint,
        **_of_the_program(spec),
    }
    return {name: value for name, value in given.items() if value is not None}


def worker_variables(deployment: ServerlessModelDeployment) -> Mapping[str, Text]:
    """All variables but those of tokens; the limits refuse a name with two values."""
    return given_variables(deployment.spec) | deployment.spec.runtime.environment


def milliseconds(seconds: Seconds) -> str:
    """As the program reads it."""
    return render_decimal(seconds * 1000)


def _of_the_program(spec: Spec) -> dict[str, Text | None]:
    program, cache = program_of(spec), spec.runtime.cache
    if program is Program.OWN_CODE:
        return {}
    found: dict[str, Text | None] = {
        "EDGE_TIMEOUT_MS": milliseconds(spec.runtime.timeout),
        "EDGE_CACHE_TTL_SECONDS": None if cache is None else render_decimal(cache.ttl),
    }
    if program is Program.PLATFORM_MODEL:
        found |= {"EDGE_MODE": "workers-ai", "EDGE_AI_MODEL": spec.model_ref.uri}
    return found
