"""What a cluster does with each leaf of the spec."""

from typing import Final

from apexai.targets.capability import CapabilityTable
from apexai.targets.kubernetes.answers.access import ACCESS
from apexai.targets.kubernetes.answers.finops import FINOPS
from apexai.targets.kubernetes.answers.model import MODEL
from apexai.targets.kubernetes.answers.responsible_ai import RESPONSIBLE_AI
from apexai.targets.kubernetes.answers.runtime import RUNTIME
from apexai.targets.kubernetes.answers.traffic import TRAFFIC

CAPABILITY: Final[CapabilityTable] = {
    **MODEL,
    **RUNTIME,
    **ACCESS,
    **TRAFFIC,
    **FINOPS,
    **RESPONSIBLE_AI,
}
