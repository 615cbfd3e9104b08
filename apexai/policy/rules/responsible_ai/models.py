"""Which model runs: pinned, and one that the organisation let run."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Severity
from apexai.policy.rules.frameworks import iso, nist, nist_generative
from apexai.policy.subject import SERVICE, Subject


def model_pinned_by_digest(subject: Subject) -> Iterator[Answer]:
    if subject.spec("modelRef.digest").absent:
        yield Fail(message="the model is not pinned by digest", path="spec.modelRef.digest")


def model_approved(subject: Subject) -> Iterator[Answer]:
    approved = subject.circumstances.settings.approved_models
    if approved is None:
        raise NotApplicable("the organisation keeps no list of approved models")
    name, version = subject.spec("modelRef.name").text(), subject.spec("modelRef.version").text()
    digest = subject.spec("modelRef.digest").text()
    entry = next((model for model in approved if model.name == name), None)
    if entry is None:
        yield Fail(message=f"{name} is on no list of approved models", path="spec.modelRef.name")
    elif entry.versions and version not in entry.versions:
        message = f"{name} {version} is not approved; approved: {', '.join(entry.versions)}"
        yield Fail(message=message, path="spec.modelRef.version")
    elif entry.digests and digest not in entry.digests:
        yield Fail(message=f"{digest or 'no digest'} of {name} is not approved", path="spec.modelRef.digest")


RULES: Final = (
    Rule(
        id="APX-RAI-010",
        title="the model is pinned by digest",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=model_pinned_by_digest,
        reason="Under one name and version another file may lie tomorrow than the one that was tested.",
        remediation="Add modelRef.digest: sha256:… of the artifact.",
        source="https://slsa.dev/spec/v1.0/verifying-artifacts",
        frameworks=(nist("MAP 4.1"), nist_generative("MS-2.5-005"), iso("A.6.2.5")),
    ),
    Rule(
        id="APX-RAI-011",
        title="the model is approved",
        severity=Severity.HIGH,
        types=(SERVICE,),
        check=model_approved,
        reason="Only what was assessed may answer for the organisation.",
        remediation="Use an approved version, or have this one assessed.",
        source="https://airc.nist.gov/airmf-resources/airmf/5-sec-core/",
        frameworks=(nist("GOVERN 1.6"), nist_generative("GV-6.1-007"), iso("A.10.3")),
    ),
)
