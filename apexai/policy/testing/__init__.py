"""A kit for own rules: programs as fixtures, judged offline and as the engine asks a policy pack."""

from apexai.policy.testing.fixtures import later
from apexai.policy.testing.proof import evaluate_program, prove_rule

__all__ = ["evaluate_program", "later", "prove_rule"]
