"""The files of a deployment for each controller: order, ownership of fields, and the controllers' own objects."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from apexai.gitops.bundle import Bundle, build_bundle
from apexai.gitops.delivery import Controller, Delivery
from apexai.policy.finding import Verdict
from apexai.policy.rule import Enforcement
from apexai.policy.settings import RuleSetting, Settings
from apexai.preview import DeploymentPreview, Preview
from apexai.preview.specs import preview_specs
from tests.gitops.admission import admits
from tests.gitops.manifests import Manifest, by_title
from tests.gitops.schemas import SCHEMAS
from tests.projects import JUDGED
from tests.targets.change import Document, at, merged
from tests.targets.changes_kubernetes import JWT, KUBERNETES_BASE, SPLIT

SCALING: Final = at("spec.autoscaling", {"minReplicas": 2, "maxReplicas": 6, "targetUtilization": 70})
PINNED: Final = f"registry.example.com/subject@sha256:{64 * '0'}"
REPOSITORY: Final = "https://github.com/acme/deployments.git"
ARGO_CD: Final = Delivery(controller=Controller.ARGO_CD, repository=REPOSITORY, path="apps")
FLUX: Final = Delivery(controller=Controller.FLUX, path="apps")
PLAIN: Final = Delivery()


def document(name: str, *patches: Document) -> Document:
    return merged(KUBERNETES_BASE, at("metadata.name", name), *patches)


DOCUMENTS: Final = (
    document("fixed", at("spec.runtime.image", PINNED), at("spec.policies", ["secure-supply-chain"]),
             at("spec.modelRef.digest", f"sha256:{64 * '0'}")),
    document("public", at("spec.runtime.access", "public"), SCALING),
    document("routed", SPLIT, JWT, SCALING),
)  # fmt: skip


@pytest.fixture(scope="module")
def previews(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, DeploymentPreview]:
    file = tmp_path_factory.mktemp("specs") / "services.yaml"
    with file.open("w") as stream:
        YAML(typ="safe").dump_all(DOCUMENTS, stream)
    preview: Preview = preview_specs(str(file), JUDGED)
    assert preview.exit_code == 0, preview
    return {deployment.name: deployment for deployment in preview.deployments}


def bundle(deployment: DeploymentPreview, delivery: Delivery, settings: Settings | None = None) -> Bundle:
    return build_bundle(deployment, delivery, settings or Settings())


def manifests(found: Bundle) -> Mapping[str, Any]:
    return by_title([item.document for item in found.objects])


def controllers(found: Bundle) -> Mapping[str, Any]:
    made = by_title(found.controllers)
    for manifest in made.values():
        errors = [error.message for error in Draft202012Validator(SCHEMAS[manifest["kind"]]).iter_errors(manifest)]
        assert errors == [], manifest
    return made


def waves(found: Bundle) -> dict[str, str]:
    key = "argocd.argoproj.io/sync-wave"
    return {
        title: manifest["metadata"]["annotations"][key]
        for title, manifest in manifests(found).items()
        if key in manifest["metadata"].get("annotations", {})
    }


def test_argo_cd_begins_a_wave_when_what_it_needs_is_ready(previews: Mapping[str, DeploymentPreview]) -> None:
    assert waves(bundle(previews["routed"], ARGO_CD)) == {
        "Deployment routed": "1",
        "Deployment routed-candidate": "1",
        "HTTPRoute routed": "2",
        # It is ready only with its route: a wave of its own before would never end.
        "SecurityPolicy routed": "2",
        "HorizontalPodAutoscaler routed": "2",
        "HorizontalPodAutoscaler routed-candidate": "2",
        "Service routed": "3",
    }
    # A load balancer that gets no address holds up no pods.
    assert waves(bundle(previews["public"], ARGO_CD))["Service public"] == "2"


def test_an_application_prunes_heals_and_leaves_an_autoscaler_alone(
    previews: Mapping[str, DeploymentPreview],
) -> None:
    found = bundle(previews["public"], ARGO_CD)
    spec = controllers(found)["Application public"]["spec"]
    assert spec["source"] == {"repoURL": REPOSITORY, "targetRevision": "main", "path": "apps/public"}
    assert spec["syncPolicy"]["automated"] == {"prune": True, "selfHeal": True}
    assert spec["destination"] == {"server": "https://kubernetes.default.svc", "namespace": "serving"}
    (ignored,) = spec["ignoreDifferences"]
    assert (ignored["kind"], ignored["name"], ignored["jsonPointers"]) == ("Deployment", "public", ["/spec/replicas"])
    assert "RespectIgnoreDifferences=true" in spec["syncPolicy"]["syncOptions"]
    assert manifests(found)["Deployment public"]["spec"]["replicas"] == 2
    fixed = controllers(bundle(previews["fixed"], ARGO_CD))["Application fixed"]["spec"]
    assert "ignoreDifferences" not in fixed
    assert "RespectIgnoreDifferences=true" not in fixed["syncPolicy"]["syncOptions"]


@pytest.mark.parametrize("delivery", [PLAIN, FLUX])
def test_replicas_of_an_autoscaler_are_in_no_file_that_is_applied_again(
    previews: Mapping[str, DeploymentPreview], delivery: Delivery
) -> None:
    assert "replicas" not in manifests(bundle(previews["public"], delivery))["Deployment public"]["spec"]
    assert manifests(bundle(previews["fixed"], delivery))["Deployment fixed"]["spec"]["replicas"] == 1


def test_flux_applies_the_check_of_tokens_before_the_route(previews: Mapping[str, DeploymentPreview]) -> None:
    found = bundle(previews["routed"], FLUX)
    assert set(found.files) >= {"routed/authentication/securitypolicy.yaml", "routed/httproute.yaml"}
    assert "securitypolicy.yaml" not in found.files["routed/kustomization.yaml"][0]["resources"]  # type: ignore[operator]
    made = controllers(found)
    assert made["Kustomization routed"]["spec"]["dependsOn"] == [{"name": "routed-authentication"}]
    assert made["Kustomization routed-authentication"]["spec"]["path"] == "./apps/routed/authentication"
    assert "dependsOn" not in controllers(bundle(previews["public"], FLUX))["Kustomization public"]["spec"]


def test_flux_waits_as_long_as_the_program_gives_a_rollout(previews: Mapping[str, DeploymentPreview]) -> None:
    graph = previews["fixed"].graph
    assert graph is not None
    (deployment,) = graph.of_type("kubernetes:apps/v1:Deployment")
    given = int(dict(deployment.options.custom_timeouts)["update"].removesuffix("s"))
    assert controllers(bundle(previews["fixed"], FLUX))["Kustomization fixed"]["spec"]["timeout"] == f"{given + 60}s"


@pytest.mark.parametrize(
    ("repository", "revision", "kind", "reference"),
    [
        (None, "main", None, None),
        (REPOSITORY, "main", "GitRepository", {"branch": "main"}),
        (REPOSITORY, "refs/tags/v1", "GitRepository", {"name": "refs/tags/v1"}),
        (REPOSITORY, 40 * "a", "GitRepository", {"commit": 40 * "a"}),
        ("oci://ghcr.io/acme/deployments", "v1", "OCIRepository", {"tag": "v1"}),
        ("oci://ghcr.io/acme/deployments", "sha256:0", "OCIRepository", {"digest": "sha256:0"}),
    ],
)
def test_the_source_of_flux(
    previews: Mapping[str, DeploymentPreview],
    repository: str | None,
    revision: str,
    kind: str | None,
    reference: Mapping[str, str] | None,
) -> None:
    delivery = replace(FLUX, repository=repository, revision=revision, namespace="delivery", name="shop")
    made = controllers(bundle(previews["fixed"], delivery))
    source = made["Kustomization shop"]["spec"]["sourceRef"]
    if kind is None:
        assert source == {"kind": "GitRepository", "name": "flux-system", "namespace": "flux-system"}
        assert set(made) == {"Kustomization shop"}
        return
    assert source == {"kind": kind, "name": "shop"}
    assert made[f"{kind} shop"]["spec"]["ref"] == reference
    assert {manifest["metadata"]["namespace"] for manifest in made.values()} == {"delivery"}


def test_a_list_of_resources_names_every_file_in_the_order_of_need(
    previews: Mapping[str, DeploymentPreview],
) -> None:
    found = bundle(previews["routed"], replace(PLAIN, create_namespace=True, admission=True))
    (kustomization,) = found.files["routed/kustomization.yaml"]
    listed = kustomization["resources"]
    assert isinstance(listed, list)
    assert {f"routed/{path}" for path in listed} == set(found.files) - {"routed/kustomization.yaml"}
    assert listed[0] == "namespace-serving.yaml"
    assert listed.index("admission/apx-sec-007.yaml") < listed.index("serviceaccount.yaml")
    assert listed.index("serviceaccount.yaml") < listed.index("deployment.yaml") < listed.index("httproute.yaml")
    assert listed.index("securitypolicy.yaml") < listed.index("httproute.yaml")


@pytest.mark.parametrize(
    ("delivery", "key", "word"),
    [
        (ARGO_CD, "argocd.argoproj.io/sync-options", "Prune=false,Delete=false"),
        (FLUX, "kustomize.toolkit.fluxcd.io/prune", "disabled"),
    ],
)
def test_a_namespace_outlives_what_is_in_it(
    previews: Mapping[str, DeploymentPreview], delivery: Delivery, key: str, word: str
) -> None:
    found = manifests(bundle(previews["fixed"], replace(delivery, create_namespace=True)))
    assert found["Namespace serving"]["metadata"]["annotations"][key] == word


def test_who_manages_an_object_stands_in_its_label(previews: Mapping[str, DeploymentPreview]) -> None:
    for delivery, manager in ((PLAIN, "kubectl"), (FLUX, "flux"), (ARGO_CD, "argocd")):
        made = manifests(bundle(previews["public"], replace(delivery, create_namespace=True, admission=True)))
        assert {found["metadata"]["labels"]["app.kubernetes.io/managed-by"] for found in made.values()} == {manager}
        template = made["Deployment public"]["spec"]["template"]["metadata"]["labels"]
        assert template["app.kubernetes.io/managed-by"] == manager


def test_admission_denies_what_is_mandatory_and_warns_of_the_rest(
    previews: Mapping[str, DeploymentPreview],
) -> None:
    disabled = Settings(rules={"APX-SEC-011": RuleSetting(enforcement=Enforcement.DISABLED)})
    found = manifests(bundle(previews["fixed"], replace(PLAIN, admission=True), disabled))
    actions = {
        found[title]["spec"]["policyName"].partition(".")[0]: found[title]["spec"]["validationActions"]
        for title in found
        if title.startswith("ValidatingAdmissionPolicyBinding ")
    }
    # The service opted into secure-supply-chain.
    assert {rule for rule, action in actions.items() if action == ["Deny"]} == {"apx-sec-005", "apx-sec-007"}
    assert {tuple(action) for action in actions.values()} == {("Deny",), ("Warn", "Audit")}
    assert "apx-sec-011" not in actions
    tags = found["ValidatingAdmissionPolicy apx-fin-002.serving.fixed"]["spec"]["validations"][0]["message"]
    assert tags.startswith("APX-FIN-002 (cost tags are there): ")
    assert tags.endswith("Asked for: costCenter.")
    policy = found["ValidatingAdmissionPolicy apx-sec-007.serving.fixed"]
    assert policy["spec"]["failurePolicy"] == "Fail"
    assert policy["metadata"]["annotations"]["apexai.apexlogic.com/because"] == (
        "this service opted into secure-supply-chain"
    )
    binding = found["ValidatingAdmissionPolicyBinding apx-sec-007.serving.fixed"]["spec"]["matchResources"]
    assert binding["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "serving"}
    assert binding["objectSelector"]["matchLabels"] == {"app.kubernetes.io/instance": "fixed"}


def test_the_deployment_itself_is_admitted_and_a_worse_one_is_not(
    previews: Mapping[str, DeploymentPreview],
) -> None:
    found = manifests(bundle(previews["fixed"], replace(PLAIN, admission=True)))
    policies = [item for title, item in found.items() if title.startswith("ValidatingAdmissionPolicy ")]
    deployment: Manifest = found["Deployment fixed"]
    refusing = [policy["metadata"]["name"] for policy in policies if not admits(policy, deployment)]
    assert refusing == ["apx-fin-002.serving.fixed"]  # No cost centre is declared, which the preview says as well.
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    worse = {**deployment, "spec": {"template": {"spec": {"containers": [{**container, "image": "nginx"}]}}}}
    assert [policy["metadata"]["name"] for policy in policies if not admits(policy, worse)] == [
        "apx-fin-002.serving.fixed",
        "apx-sec-007.serving.fixed",
        "apx-sec-009.serving.fixed",
        "apx-sec-019.serving.fixed",
    ]


def test_kubernetes_itself_carries_out_what_was_admitted(previews: Mapping[str, DeploymentPreview]) -> None:
    found = manifests(bundle(previews["fixed"], replace(PLAIN, admission=True)))
    policy = found["ValidatingAdmissionPolicy apx-sec-007.serving.fixed"]
    controller = "system:serviceaccount:kube-system:replicaset-controller"
    pod: Manifest = {
        "kind": "Pod",
        "metadata": {},
        "spec": {"containers": [{"name": "mesh", "image": "istio/proxyv2:1"}]},
    }
    owned = {**pod, "metadata": {"ownerReferences": [{"kind": "ReplicaSet"}]}}
    assert not admits(policy, pod)
    assert not admits(policy, owned)
    assert not admits(policy, pod, user=controller)
    assert admits(policy, owned, user=controller)
    assert admits(policy, pod, user="system:kube-controller-manager", operation="UPDATE")
    assert not admits(policy, owned, user="system:serviceaccount:models:replicaset-controller")
    assert admits(policy, {**pod, "metadata": {"deletionTimestamp": "2026-11-21T00:00:00Z"}}, operation="UPDATE")


def test_what_is_exempt_is_only_recorded(previews: Mapping[str, DeploymentPreview]) -> None:
    deployment = previews["fixed"]
    assert deployment.evaluation is not None
    results = tuple(
        replace(found, verdict=Verdict.EXEMPT) if found.rule == "APX-SEC-007" else found
        for found in deployment.evaluation.results
    )
    exempt = replace(deployment, evaluation=replace(deployment.evaluation, results=results))
    found = manifests(bundle(exempt, replace(PLAIN, admission=True)))
    assert found["ValidatingAdmissionPolicyBinding apx-sec-007.serving.fixed"]["spec"]["validationActions"] == ["Audit"]
    policy = found["ValidatingAdmissionPolicy apx-sec-007.serving.fixed"]
    assert policy["spec"]["failurePolicy"] == "Ignore"
    assert policy["metadata"]["annotations"]["apexai.apexlogic.com/exempt"] == "true"
