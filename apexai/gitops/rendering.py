"""The chain of `apexai render`: path → preview with its gates → files, or the reasons that there are none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apexai.errors import Diagnostic, DiagnosticSeverity, RefusedError, SpecError, UsageError
from apexai.gitops.bundle import Bundle, build_bundle
from apexai.gitops.delivery import Controller, Delivery
from apexai.gitops.obstacles import check_renderable
from apexai.graph.model import Resource
from apexai.policy.subject import SERVICE
from apexai.preview.audit import preview_engine_file, read_given
from apexai.preview.criteria import criteria_of
from apexai.preview.options import PreviewOptions
from apexai.preview.project import is_project, preview_project
from apexai.preview.result import DeploymentPreview, Preview, worst_exit_code
from apexai.preview.specs import preview_specs
from apexai.preview.usage_check import check_usage
from apexai.spec.document import SpecDocument
from apexai.spec.fields import Platform
from apexai.spec.loader import STDIN, load_spec_text, load_specs, name_of

_NO_FILES: Final = (STDIN, "")
_TAKEN: Final = frozenset(map(str, Controller))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What came of a path."""

    preview: Preview
    bundles: tuple[Bundle, ...] = ()
    """Empty where the preview fails, or where there are obstacles."""
    obstacles: tuple[Diagnostic, ...] = ()
    """What keeps the resources from being files, whether the preview fails or not."""
    notes: tuple[Diagnostic, ...] = ()
    """What the controller does otherwise than Pulumi."""

    @property
    def exit_code(self) -> int:
        return worst_exit_code((self.preview.exit_code, RefusedError.exit_code if self.obstacles else 0))


def render_path(path: str, options: PreviewOptions, delivery: Delivery, *, target: Platform | None = None) -> Rendering:
    """Judge specs or a program as a preview does, and make the files only of what fails no gate.

    Args:
        path: A spec file, a directory of specs, `-`, or a directory with a Pulumi project.
        options: What the preview takes.
        delivery: How the manifests reach the cluster.
        target: The platform of specs that name another one.

    Raises:
        RefusedError: a spec is for another platform.
        ApexError: the path can't be previewed.
    """
    if path not in _NO_FILES and is_project(Path(path)):
        if target is not None:
            raise UsageError(f"--target: {path} is a Pulumi project, whose program says where it runs [APX-PRV-003]")
        return _rendered(preview_project(path, options), {}, options, delivery)
    content = read_given(path)
    if content is not None and preview_engine_file(path, content, options) is not None:
        raise UsageError(
            f"{path} is a file of the Pulumi CLI, which holds what providers filled in; give the spec or the program "
            "that it came from [APX-GIT-002]"
        )
    documents = _documents(path, content)
    _require_kubernetes(documents, target)
    preview = preview_specs(path, options, target=target, content=content)
    return _rendered(preview, {document.name: document for document in documents}, options, delivery)


def _documents(path: str, content: bytes | None) -> Sequence[SpecDocument]:
    """The documents; none where they don't load, which the preview says."""
    try:
        return load_specs(path) if content is None else load_spec_text(content, file=name_of(path))
    except SpecError:
        return ()


def _require_kubernetes(documents: Sequence[SpecDocument], target: Platform | None) -> None:
    """Refuse documents for other platforms, before anything of those platforms runs."""
    if target is not None:
        return
    others = (
        (document, platform)
        for document in documents
        for platform in document.platforms()[:1]
        if platform is not Platform.KUBERNETES
    )
    wrong = [document.locate([_elsewhere(document, platform)], platform)[0] for document, platform in others]
    if wrong:
        raise RefusedError(wrong)


def _elsewhere(document: SpecDocument, platform: Platform) -> Diagnostic:
    return Diagnostic(
        code="APX-GIT-001",
        path="spec.runtime.platform",
        message=f"{str(platform)!r} has no manifests: only objects of Kubernetes are applied from Git",
        suggestion="add --target kubernetes, with what differs there in spec.targets.kubernetes",
        file=document.file,
    )


def _rendered(
    preview: Preview, documents: dict[str, SpecDocument], options: PreviewOptions, delivery: Delivery
) -> Rendering:
    criteria = criteria_of(options)
    check_usage(preview, criteria)
    built = [found for found in preview.deployments if found.graph is not None]
    obstacles = (
        *_collisions(preview.deployments, delivery),
        *(item for found in built for item in check_renderable(found, documents.get(found.name))),
    )
    if preview.exit_code or obstacles:
        return Rendering(preview=preview, obstacles=obstacles)
    settings = criteria.decisions.settings
    return Rendering(
        preview=preview,
        bundles=tuple(build_bundle(deployment, delivery, settings) for deployment in preview.deployments),
        notes=tuple(note for found in preview.deployments for note in _notes(found, documents, delivery)),
    )


def _collisions(deployments: Sequence[DeploymentPreview], delivery: Delivery) -> Iterator[Diagnostic]:
    """Deployments whose files would meet, and rules without a service that they are about."""
    seen: set[str] = set()
    for deployment in deployments:
        if deployment.name in seen or deployment.name in _TAKEN:
            yield Diagnostic(
                code="APX-GIT-010",
                message=f"the directory {deployment.name} would hold the files of another as well",
                suggestion="give it another name, or render it into a directory of its own",
                file=deployment.source,
            )
        seen.add(deployment.name)
        if delivery.admission and deployment.graph is not None and not deployment.graph.of_type(SERVICE):
            yield Diagnostic(
                code="APX-GIT-011",
                message=f"{deployment.name} has no InferenceService, whose objects the rules of --admission are about",
                suggestion="leave --admission out",
                file=deployment.source,
            )
    if delivery.name is not None and len(seen) > 1:
        yield Diagnostic(
            code="APX-GIT-010",
            message=f"--name {delivery.name} would be the name of {len(seen)} deployments",
            suggestion="render them one by one",
        )


def _notes(
    deployment: DeploymentPreview, documents: dict[str, SpecDocument], delivery: Delivery
) -> Iterator[Diagnostic]:
    """Where the controller keeps another order than Pulumi."""
    graph, document = deployment.graph, documents.get(deployment.name)
    resources = () if graph is None else graph.resources
    for path, message, instead in _other_orders(resources, delivery.controller):
        note = Diagnostic(
            code="APX-GIT-012",
            severity=DiagnosticSeverity.WARNING,
            path=path,
            message=message,
            suggestion=instead,
            file=deployment.source,
        )
        yield note if document is None else document.locate([note], Platform.KUBERNETES)[0]


def _other_orders(resources: Sequence[Resource], controller: Controller) -> Iterator[tuple[str, str, str]]:
    if controller is not Controller.ARGO_CD and any(map(_is_split, resources)):
        yield (
            "spec.trafficSplit",
            "the candidate gets its share at once, ready or not",
            "apply it with blue 100% and green 0% before, wait until it is ready, and then divide",
        )
    if controller is Controller.ARGO_CD and any(item.type.endswith(":SecurityPolicy") for item in resources):
        yield (
            "spec.runtime.auth",
            "Argo CD makes the route and the policy that asks for tokens at the same time, since it finds the policy "
            "healthy only with its route",
            "for the first time, let the Gateway refuse the host until both are there, or use --for flux",
        )


def _is_split(resource: Resource) -> bool:
    """Whether it is a route to both sides."""
    spec = resource.inputs.get("spec") if resource.type.endswith(":HTTPRoute") else None
    rules = spec.get("rules") if isinstance(spec, dict) else None
    backends = [rule.get("backendRefs") for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    return any(isinstance(found, list) and len(found) > 1 for found in backends)
