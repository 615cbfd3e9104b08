"""Container images: which one exactly, and whether anybody looked inside."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.property import Property, those
from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Severity
from apexai.policy.rules.frameworks import security_hub
from apexai.policy.rules.pods import containers_of
from apexai.policy.rules.types import LAMBDA, REPOSITORY, WORKLOADS
from apexai.policy.subject import SERVICE, Subject

_DIGEST: Final = "@sha256:"


def image_pinned_by_digest(subject: Subject) -> Iterator[Answer]:
    if subject.type == SERVICE:
        yield from _service_image(subject)
        return
    images = [subject["imageUri"]] if subject.type == LAMBDA else [each["image"] for each in containers_of(subject)]
    if all(not image.is_unknown and image.absent for image in images):
        raise NotApplicable("it runs a package")
    for image in those(images, lambda image: _DIGEST not in image.text() and not _is_of_service(image, subject)):
        yield Fail(message=f"{image.text()} is not pinned by digest", path=image.path)


def registry_scans(subject: Subject) -> Iterator[Answer]:
    if not subject["imageScanningConfiguration.scanOnPush"].flag():
        yield Fail(message="nobody looks into the images", path="imageScanningConfiguration.scanOnPush")


def tags_immutable(subject: Subject) -> Iterator[Answer]:
    mutability = subject["imageTagMutability"].text() or "MUTABLE"
    if not mutability.startswith("IMMUTABLE"):
        yield Fail(message="a tag may name another image tomorrow", path="imageTagMutability")


def _service_image(subject: Subject) -> Iterator[Answer]:
    runtime = subject.spec("runtime")
    if not runtime["package"].absent:
        raise NotApplicable("it runs a package")
    path = "spec.runtime.image"
    pinned_by_model = subject.spec("modelRef.uri").absent and not subject.spec("modelRef.digest").absent
    if runtime["image"].absent:
        if not pinned_by_model:
            yield Fail(message="the image comes from the registry by the model's version alone", path=path)
    elif _DIGEST not in runtime["image"].text() and not pinned_by_model:
        yield Fail(message=f"{runtime['image'].text()} is not pinned by digest", path=path)


def _is_of_service(image: Property, subject: Subject) -> bool:
    """Whether it is the image of the spec, which is judged there."""
    service = subject.service
    if service is None:
        return False
    declared = service.spec("runtime.image")
    return declared.absent or declared.text() == image.text()


RULES: Final = (
    Rule(
        id="APX-SEC-006",
        title="a registry scans its images",
        severity=Severity.MEDIUM,
        types=(REPOSITORY,),
        check=registry_scans,
        reason="Known flaws in an image are found by looking.",
        remediation="Set imageScanningConfiguration.scanOnPush to true.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
        frameworks=(security_hub("ECR.1"),),
    ),
    Rule(
        id="APX-SEC-007",
        title="the image is pinned by digest",
        severity=Severity.MEDIUM,
        types=(SERVICE, LAMBDA, *WORKLOADS),
        check=image_pinned_by_digest,
        reason="A tag can be moved to another image; a digest can't.",
        remediation="Add @sha256:… to the image.",
        source="https://kubernetes.io/docs/concepts/containers/images/#image-digests",
    ),
    Rule(
        id="APX-SEC-008",
        title="tags of a registry are immutable",
        severity=Severity.MEDIUM,
        types=(REPOSITORY,),
        check=tags_immutable,
        reason="What was tested under a tag must be what runs under it.",
        remediation="Set imageTagMutability to IMMUTABLE.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
        frameworks=(security_hub("ECR.2"),),
    ),
)
