"""Short ways to write where frameworks ask for what a rule checks."""

from apexai.policy.rule import Framework


def nist(reference: str) -> Framework:
    return Framework(name="NIST AI RMF 1.0", reference=reference)


def nist_generative(reference: str) -> Framework:
    return Framework(name="NIST AI 600-1", reference=reference)


def iso(reference: str) -> Framework:
    return Framework(name="ISO/IEC 42001:2023", reference=reference)


def ai_act(reference: str) -> Framework:
    return Framework(name="EU AI Act", reference=reference)


def gdpr(reference: str) -> Framework:
    return Framework(name="GDPR", reference=reference)


def finops(reference: str) -> Framework:
    """A capability of the FinOps Framework."""
    return Framework(name="FinOps Framework", reference=reference)


def security_hub(reference: str) -> Framework:
    """A control of AWS Security Hub."""
    return Framework(name="AWS Foundational Security Best Practices", reference=reference)


def cis_controls(reference: str) -> Framework:
    """A safeguard of the CIS Critical Security Controls."""
    return Framework(name="CIS Controls v8", reference=reference)


def cis_kubernetes(reference: str) -> Framework:
    """A section of the CIS Kubernetes Benchmark."""
    return Framework(name="CIS Kubernetes Benchmark v1.8", reference=reference)


def pod_security(reference: str) -> Framework:
    """A profile of the Kubernetes Pod Security Standards."""
    return Framework(name="Kubernetes Pod Security Standards", reference=reference)
