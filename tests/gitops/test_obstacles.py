"""What can't be a file is refused with its place and the alternative; nothing is left out silently."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from apexai.cli.main import run
from apexai.errors import RefusedError, UsageError
from apexai.gitops.delivery import Controller, Delivery
from apexai.gitops.rendering import render_path
from tests.gitops.manifests import documents_in
from tests.projects import JUDGED, write_project

HARD: Final = """\
import pulumi
import pulumi_kubernetes as k8s

config = pulumi.Config()
here = {"namespace": "shop"}
k8s.core.v1.ConfigMap("secret", metadata={"name": "a", **here}, data={"k": pulumi.Output.secret("hunter2")})
made = k8s.core.v1.Service("late", metadata={"name": "b", **here}, spec={"ports": [{"port": 80}]})
k8s.core.v1.ConfigMap("unknown", metadata={"name": "c", **here}, data={"ip": made.status.load_balancer.ingress[0].ip})
k8s.core.v1.ConfigMap("unnamed", metadata=here, data={"k": "v"})
k8s.core.v1.ConfigMap("nowhere", metadata={"name": "d"}, data={"k": "v"})
k8s.core.v1.Secret("plain", metadata={"name": "e", **here}, string_data={"k": "hunter2"})
k8s.helm.v3.Release("release", chart="redis", namespace="shop")
k8s.apps.v1.DeploymentPatch("patch", metadata={"name": "f", **here}, spec={"replicas": 2})
pulumi.CustomResource("aws:kms/key:Key", "key", {"description": "of the shop"})
k8s.core.v1.Service("twin", metadata={"name": "b", **here}, spec={"ports": [{"port": 81}]})
"""
REFUSED: Final = """\
6 APX-GIT-009 ConfigMap secret: data.k is a secret
8 APX-GIT-006 ConfigMap unknown: data.ip is known only when something is deployed
9 APX-GIT-006 ConfigMap unnamed can't be rendered: it has no name
10 APX-GIT-003 metadata.namespace: no namespace is given
11 APX-GIT-009 Secret plain: data is a secret
12 APX-GIT-005 Release release can't be rendered: it is no object of a cluster
13 APX-GIT-005 DeploymentPatch patch can't be rendered: it is no object of a cluster
14 APX-GIT-005 aws:kms/key:Key key can't be rendered: it is no object of a cluster
15 APX-GIT-005 Service twin can't be rendered: another resource is the same object
"""
GOOD: Final = """\
import pulumi
import pulumi_kubernetes as k8s

here = k8s.Provider("here", namespace="shop", kubeconfig="{}")
opts = pulumi.ResourceOptions(provider=here)
k8s.core.v1.ConfigMap(
    "settings",
    metadata={"name": "settings", "annotations": {"pulumi.com/skipAwait": "true", "team": "x"}},
    data={"a": "on", "b": "1e3", "c": "0o14", "d": "12:30:45", "e": "two\\nlines\\n", "f": "null", "g": "2026-11-21"},
    opts=pulumi.ResourceOptions(provider=here, retain_on_delete=True),
)
k8s.apiextensions.CustomResource(
    "shelf", api_version="example.com/v1", kind="Shelf", metadata={"name": "shelf"}, spec={"rows": 3.0}, opts=opts
)
k8s.core.v1.Namespace("shop", metadata={"name": "shop"}, opts=opts)
k8s.apiextensions.v1.CustomResourceDefinition(
    "shelves",
    metadata={"name": "shelves.example.com"},
    spec={
        "group": "example.com",
        "names": {"kind": "Shelf", "plural": "shelves"},
        "scope": "Namespaced",
        "versions": [{"name": "v1", "served": True, "storage": True}],
    },
    opts=opts,
)
"""
SPEC: Final = """\
apiVersion: ai.apexlogic.com/v1alpha1
kind: ServerlessModelDeployment
metadata:
  name: fraud
spec:
  modelRef: {name: fraud, version: "1"}
  runtime: {platform: kubernetes, access: internal, cpu: 1}
  finops: {onBreach: pause, budgetLimit: $5000/month}
"""


WATCHED: Final = replace(JUDGED, config={"apexai:prometheus": "http://prometheus.monitoring:9090"})


def refusals(path: Path) -> list[str]:
    try:
        rendering = render_path(str(path), WATCHED, Delivery(controller=Controller.FLUX))
    except RefusedError as error:
        found = error.diagnostics
    else:
        found = rendering.obstacles
        assert (rendering.exit_code, rendering.bundles) == (2, ())
    return [
        f"{item.line} {item.code} {f'{item.path}: ' if item.path else ''}{item.message}"
        for item in sorted(found, key=lambda item: item.line)
    ]


def test_each_obstacle_has_its_line(tmp_path: Path) -> None:
    found = refusals(write_project(tmp_path, HARD))
    wanted = REFUSED.splitlines()
    assert len(found) == len(wanted), found
    for line, start in zip(found, wanted, strict=True):
        shortened = line.replace("kubernetes:core/v1:", "").replace("kubernetes:helm.sh/v3:", "")
        assert shortened.replace("kubernetes:apps/v1:", "").startswith(start)
    assert "hunter2" not in str(found)


def test_a_program_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = write_project(tmp_path / "project", GOOD)
    options = ["--for", "argocd", "--repo", "https://example.com/x.git", "--path", "", "--as-of", "2026-11-21"]
    assert run(["render", str(project), *options]) == 0
    *objects, application = documents_in(capsys.readouterr().out)
    assert [item["kind"] for item in objects] == ["CustomResourceDefinition", "Namespace", "ConfigMap", "Shelf"]
    settings, shelf = objects[2:]
    assert settings["metadata"]["namespace"] == "shop"
    assert settings["metadata"]["annotations"] == {
        "team": "x",
        "argocd.argoproj.io/sync-wave": "1",
        "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
    }
    assert list(settings["data"].values()) == [
        "on",
        "1e3",
        "0o14",
        "12:30:45",
        "two\nlines\n",
        "null",
        "2026-11-21",
    ]
    assert shelf["spec"] == {"rows": 3}
    assert application["spec"]["source"]["path"] == "demo"


def test_a_spec_is_refused_at_the_setting_that_needs_pulumi(tmp_path: Path) -> None:
    file = tmp_path / "fraud.yaml"
    file.write_text(SPEC)
    *others, brake = refusals(file)
    assert brake == (
        "8 APX-GIT-004 spec.finops.onBreach: 'pause' can't be rendered: the program reads the brake's state when it "
        "runs, and a controller that takes its state from Git undoes what a brake does"
    )
    assert [line.split(": ")[0] for line in others] == [
        "3 APX-GIT-003 metadata.namespace",
        "7 APX-GIT-007 spec.runtime.image",
    ]


def test_a_preview_that_fails_says_also_what_no_file_can_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fraud.yaml"
    file.write_text(
        SPEC.replace("onBreach: pause, ", "").replace("\nspec:", "\nspec:\n  policies: [model-explainability-required]")
    )
    assert run(["render", str(file), "--as-of", "2026-11-21"]) == 2
    printed = capsys.readouterr()
    assert [code for code in ("APX-RAI-004", "APX-GIT-003", "APX-GIT-007") if code not in printed.err] == []
    assert printed.out == ""


def test_another_platform_is_refused_before_anything_runs(tmp_path: Path) -> None:
    file = tmp_path / "fraud.yaml"
    file.write_text(SPEC.replace("kubernetes", "aws-lambda"))
    assert refusals(file) == [
        "7 APX-GIT-001 spec.runtime.platform: 'aws-lambda' has no manifests: only objects of Kubernetes are applied "
        "from Git"
    ]


def test_two_deployments_of_one_name_are_refused(tmp_path: Path) -> None:
    image = SPEC.replace("cpu: 1", "cpu: 1, image: a/b:1").replace("onBreach: pause, ", "")
    texts = [image.replace("name: fraud\nspec", f"name: fraud\n  namespace: {name}\nspec") for name in ("a", "b")]
    (tmp_path / "fraud.yaml").write_text("---\n".join(texts))
    assert [line.split(" ")[1] for line in refusals(tmp_path)] == ["APX-GIT-010"]


def test_a_state_is_no_program(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text('{"version": 3, "deployment": {"manifest": {}, "resources": []}}')
    with pytest.raises(UsageError, match=r"give the spec or the program.*APX-GIT-002"):
        render_path(str(file), JUDGED, Delivery())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--for", "argocd"], "needs --repo URL"),
        (["--for", "argocd"], "--path is needed with --output -"),
        (["--for", "argocd", "--repo", "not a URL", "--path", "x"], "Argo CD reads https://"),
        (["--repo", "https://example.com/x"], "--for plain writes no object of a controller"),
        (["--for", "flux", "--project", "x"], "only Argo CD has projects"),
        (["--for", "flux", "--revision", "v1"], "it is of the --repo, and none is given"),
        (["--for", "flux", "--repo", "git@example.com:a/b"], "ssh://git@HOST/PATH"),
        (["--for", "flux", "--repo", "https://x:hunter2@example.com/a"], "a password goes into no file"),
        (["--for", "flux", "--path", "x", "--name", "A_b"], "a name has small letters"),
        (["--for", "flux", "--path", "a/../.."], "it leads out of the repository"),
        (["--check"], "--check needs --output DIR"),
        (["--for", "flux"], "--path is needed with --output -"),
        (["--for", "flux", "--output", "/"], "is in no Git repository"),
    ],
)
def test_options_that_do_not_fit_are_refused(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "nowhere.yaml", *options]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert "hunter2" not in printed
