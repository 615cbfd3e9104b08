"""A stand-in for clouds: one gRPC server that plays the provider of any package for the real engine.

It keeps objects on disk, refuses what the clouds refuse, and breaks where a test asks for it.
"""

from tests.engine.standin.cloud import Cloud, CloudObject, Rpc
from tests.engine.standin.faults import Fault
from tests.engine.standin.refusals import Refusal

__all__ = ["Cloud", "CloudObject", "Fault", "Refusal", "Rpc"]
