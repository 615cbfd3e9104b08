"""Container images: which one exactly, and whether anybody looked inside."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.property import Property, UnknownReached, those
from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Severity
from apexai.policy.rules.containers import CONTAINERS, containers_of
from apexai.policy.rules.frameworks import cis_kubernetes, security_hub
from apexai.policy.rules.types import GOOGLE_REPOSITORY, LAMBDA, REPOSITORY, WEB_APP
from apexai.policy.subject import SERVICE, Subject

_DIGEST: Final = "@sha256:"
_WITHOUT_IMAGES: Final = "cloudflare-workers"


def image_pinned_by_digest(subject: Subject) -> Iterator[Answer]:
    if subject.type == SERVICE:
        yield from _service_image(subject)
        return
    images = _images(subject)
    if all(not image.is_unknown and image.absent for image in images):
        raise NotApplicable("it runs a package")
    for image in those(images, lambda image: _DIGEST not in image.text() and not _is_of_service(image, subject)):
        yield Fail(message=f"{image.text()} is not pinned by digest", path=image.path)


def _images(subject: Subject) -> list[Property]:
    match subject.type:
        case t if t == LAMBDA:
            return [subject["imageUri"]]
        case t if t == WEB_APP:
            image = subject["siteConfig.linuxFxVersion"]
            return [image] if image.is_unknown or image.text().startswith("DOCKER|") else []
        case _:
            return [container["image"] for container in containers_of(subject)]


def registry_scans(subject: Subject) -> Iterator[Answer]:
    if subject.type == GOOGLE_REPOSITORY:
        yield from _google_registry_scans(subject)
        return
    if not subject["imageScanningConfiguration.scanOnPush"].flag():
        yield Fail(message="nobody looks into the images", path="imageScanningConfiguration.scanOnPush")


def _google_registry_scans(subject: Subject) -> Iterator[Answer]:
    path = "vulnerabilityScanningConfig.enablementConfig"
    _require_images(subject)
    if subject[path].absent:
        raise UnknownReached(path, "is not declared: the project decides whether images are scanned")
    if subject[path].text() == "DISABLED":
        yield Fail(message="nobody looks into the images", path=path, edit="set it to INHERITED")


def _require_images(subject: Subject) -> None:
    """Keep packages of other kinds out.

    Raises:
        NotApplicable: the repository holds no images.
    """
    if subject["format"].text().upper() != "DOCKER":
        raise NotApplicable("it holds no images")


def tags_immutable(subject: Subject) -> Iterator[Answer]:
    if subject.type == GOOGLE_REPOSITORY:
        _require_images(subject)
        if not subject["dockerConfig.immutableTags"].flag():
            yield Fail(message="a tag may name another image tomorrow", path="dockerConfig.immutableTags")
        return
    mutability = subject["imageTagMutability"].text() or "MUTABLE"
    if not mutability.startswith("IMMUTABLE"):
        yield Fail(message="a tag may name another image tomorrow", path="imageTagMutability")


def _service_image(subject: Subject) -> Iterator[Answer]:
    runtime = subject.spec("runtime")
    if not runtime["package"].absent:
        raise NotApplicable("it runs a package")
    if runtime["platform"].text() == _WITHOUT_IMAGES:
        raise NotApplicable("it runs no image")
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
        types=(REPOSITORY, GOOGLE_REPOSITORY),
        check=registry_scans,
        reason="Known flaws in an image are found by looking.",
        remediation="Set imageScanningConfiguration.scanOnPush to true, or enablementConfig to INHERITED.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
        frameworks=(security_hub("ECR.1"),),
    ),
    Rule(
        id="APX-SEC-007",
        title="the image is pinned by digest",
        severity=Severity.MEDIUM,
        types=(SERVICE, LAMBDA, WEB_APP, *CONTAINERS),
        check=image_pinned_by_digest,
        reason="A tag can be moved to another image; a digest can't.",
        remediation="Add @sha256:… to the image.",
        source="https://kubernetes.io/docs/concepts/containers/images/#image-digests",
        frameworks=(cis_kubernetes("5.5.1"),),
    ),
    Rule(
        id="APX-SEC-008",
        title="tags of a registry are immutable",
        severity=Severity.MEDIUM,
        types=(REPOSITORY, GOOGLE_REPOSITORY),
        check=tags_immutable,
        reason="What was tested under a tag must be what runs under it.",
        remediation="Set imageTagMutability to IMMUTABLE, or dockerConfig.immutableTags to true.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
        frameworks=(security_hub("ECR.2"),),
    ),
)
