"""`apexai new --ci`: it writes into repositories as they are, twice as well as once, and overwrites nothing."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from apexai.cli.main import run
from apexai.errors import UsageError
from apexai.scaffold import BESIDE, render_spec
from apexai.scaffold.discovery import Wanted, load_repository
from apexai.scaffold.repository import Toolchain
from apexai.spec.fields import Platform
from apexai.targets.registry import available_platforms


def contents(directory: Path) -> dict[str, str]:
    return {
        str(file.relative_to(directory)): file.read_text() for file in sorted(directory.rglob("*")) if file.is_file()
    }


def project(directory: Path, *, runtime: str = "python", stacks: tuple[str, ...] = ("prod", "dev")) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "Pulumi.yaml").write_text(f"name: shop\nruntime: {runtime}\n")
    for stack in stacks:
        (directory / f"Pulumi.{stack}.yaml").write_text("config: {}\n")
    return directory


def test_every_platforms_repository_previews_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The documents of all platforms in one project, which takes one interpreter."""
    for platform in available_platforms():
        name = f"on-{platform}"
        assert run(["new", str(platform), str(tmp_path / name), "--name", name, "--ci", "github"]) == 0
    first, *others = (tmp_path / f"on-{platform}" for platform in available_platforms())
    for other in others:
        (other / "specs" / f"{other.name}.yaml").rename(first / "specs" / f"{other.name}.yaml")
    (first / "specs" / "build").mkdir()
    for file in BESIDE.values():
        (first / "specs" / file).write_text("")
    (first / "Pulumi.yaml").write_text("name: all\nruntime: python\n")
    capsys.readouterr()
    assert run(["preview", str(first), "--stack", "staging", "--format", "json"]) in (0, 1)
    (found,) = json.loads(capsys.readouterr().out)["deployments"]
    assert found["status"] == "ok"
    services = {item["name"] for item in found["resources"] if item["type"] == "apexai:index:InferenceService"}
    assert services == {f"on-{platform}" for platform in available_platforms()}


@pytest.mark.parametrize("ci", ["github", "deployments", "operator"])
def test_the_same_command_again_changes_nothing(ci: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["new", "cloud-run", str(tmp_path), "--ci", ci, "--name", "fraud"]
    assert run(command) == 0
    before = contents(tmp_path)
    (tmp_path / "specs" / "fraud.yaml").write_text(before["specs/fraud.yaml"] + "# mine\n")
    (tmp_path / "policy" / "organisation.yaml").write_text("jurisdictions: [UK]\n")
    capsys.readouterr()
    assert run(command) == 0
    assert "wrote" not in capsys.readouterr().out
    assert run(["new", str(tmp_path), "--ci", ci]) == 0
    mine = {"specs/fraud.yaml", "policy/organisation.yaml"}
    assert {name for name, text in contents(tmp_path).items() if text != before[name]} == mine


@pytest.mark.parametrize("platform", ["lambda-edge", "kubernetes"])
def test_what_is_interrupted_is_finished_by_the_same_command(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["new", platform, "--ci", "github", "--name", "fraud"]
    assert run([*command[:2], str(tmp_path / "whole"), *command[2:]]) == 0
    whole, replace = contents(tmp_path / "whole"), Path.replace
    for written in range(len(whole)):
        directory, left = tmp_path / str(written), iter(range(written))

        def stop(self: Path, target: Path, left: Iterator[int] = left) -> Path:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return replace(self, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", stop)
            assert run([*command[:2], str(directory), *command[2:]]) == 130
        assert contents(directory).items() <= whole.items()
        assert run([*command[:2], str(directory), *command[2:]]) == 0
        assert contents(directory) == whole


def test_packs_have_what_the_organisation_decided_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (organisation := tmp_path / "policy" / "organisation.yaml").parent.mkdir()
    organisation.write_text("rules: {APX-SEC-006: {enforcement: sometimes}}\n")
    command = ["new", "cloud-run", str(tmp_path), "--ci", "operator"]
    assert run(command) == 2
    assert "sometimes" in capsys.readouterr().err
    assert len(contents(tmp_path)) == 1
    organisation.write_text("rules: {APX-SEC-006: {enforcement: mandatory}}\n")
    assert run(command) == 0
    settings = json.loads((tmp_path / "policy" / "packs.json").read_text())["apexai-settings"]
    assert settings["organisation"] == {"rules": {"APX-SEC-006": {"enforcement": "mandatory"}}}


def test_what_is_kept_of_another_program_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "requirements.txt").write_text("flask\n")
    (tmp_path / "__main__.py").write_text("print()\n")
    assert run(["new", "cloud-run", str(tmp_path), "--ci", "github"]) == 0
    told = capsys.readouterr().out
    assert "requirements.txt was there and is kept: add apexai[gcp]==" in told
    assert "__main__.py was there and is kept, and pulumi runs it" in told
    assert (tmp_path / "requirements.txt").read_text() == "flask\n"


def test_all_three_ways_fit_into_one_repository(tmp_path: Path) -> None:
    for ci in ("github", "deployments", "operator"):
        assert run(["new", "aws-lambda", str(tmp_path), "--ci", ci]) == 0


def test_nothing_is_written_where_one_file_is_somebody_elses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / ".github" / "workflows" / "apexai-deploy.yml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("name: ours\n")
    command = ["new", "aws-lambda", str(tmp_path), "--ci", "github"]
    assert run(command) == 2
    assert contents(tmp_path) == {".github/workflows/apexai-deploy.yml": "name: ours\n"}
    assert "apexai-deploy.yml: there already with another content" in capsys.readouterr().err
    assert run([*command, "--force"]) == 0
    assert theirs.read_text().startswith("# Deploys one stack")


def test_a_project_that_is_there_keeps_what_it_has(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "service.yaml").write_text(render_spec(Platform.AZURE_CONTAINER_APPS, name="fraud"))
    before = contents(tmp_path)
    assert run(["new", str(tmp_path), "--ci", "github"]) == 0
    after = contents(tmp_path)
    assert before.items() <= after.items()
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {".github", "policy"}
    deploy = after[".github/workflows/apexai-deploy.yml"]
    assert deploy.index("stack: dev") < deploy.index("stack: prod")
    assert "azure/login@" in after[".github/workflows/apexai-stack.yml"]


def test_documents_without_a_project_get_one_around_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "service.yaml").write_text(render_spec(Platform.AWS_LAMBDA, name="fraud"))
    monkeypatch.chdir(tmp_path)
    assert run(["new", "--ci", "operator"]) == 0
    assert not (tmp_path / "specs").exists()
    (tmp_path / "Pulumi.yaml").write_text("name: fraud\nruntime: python\n")
    capsys.readouterr()
    assert run(["preview", ".", "--stack", "prod", "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["deployments"]
    assert "fraud" in {item["name"] for item in found["resources"]}


@pytest.mark.parametrize(
    ("remote", "host", "slug"),
    [
        ("git@github.com:acme/models.git", "github.com", "acme/models"),
        ("https://token@git.acme.example/acme/models", "git.acme.example", "acme/models"),
        ("ssh://git@github.com:22/acme/models.git", "github.com", "acme/models"),
        ("/srv/git/models", "github.com", "my-organization/my-repository"),
    ],
)
def test_the_repositorys_name_is_its_remotes(remote: str, host: str, slug: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin", remote], check=True)
    repository = load_repository(Wanted(directory=tmp_path / "infra", platform=Platform.CLOUD_RUN))
    assert (repository.host, repository.forge) == (host, slug)
    assert repository.folder == "infra"


@pytest.mark.parametrize("own", ["trunk", "master", "main"])
def test_the_branch_of_a_repository_that_no_remote_knows_is_its_own(own: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", own, str(tmp_path)], check=True)
    wanted = Wanted(directory=tmp_path, platform=Platform.CLOUD_RUN)
    assert load_repository(wanted).branch == own
    commit = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com", "commit"]
    subprocess.run([*commit, "-q", "--allow-empty", "-m", "first"], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "checkout", "-q", "-b", "change"], check=True)
    assert load_repository(wanted).branch == (own if own == "master" else "main")


@pytest.mark.parametrize(
    ("lock", "requirements", "toolchain", "has_apexai"),
    [
        ("", "pulumi\n", Toolchain.PIP, False),
        ("", "pulumi\napexai[aws]>=0.1\n", Toolchain.PIP, True),
        ("", "apexai-extras\n", Toolchain.PIP, False),
        ("uv.lock", "", Toolchain.UV, False),
        ("poetry.lock", "", Toolchain.POETRY, False),
    ],
)
def test_how_packages_are_installed_is_read(
    lock: str, requirements: str, toolchain: Toolchain, has_apexai: bool, tmp_path: Path
) -> None:
    project(tmp_path)
    for name, text in ((lock, ""), ("requirements.txt", requirements)):
        if name:
            (tmp_path / name).write_text(text)
    environment = load_repository(Wanted(directory=tmp_path, platform=Platform.CLOUD_RUN)).environment
    assert (environment.toolchain, environment.has_apexai) == (toolchain, has_apexai)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ci", "github"], "APX-NEW-005"),
        (["nowhere", "--ci", "github"], "APX-NEW-009"),
        (["aws-lambda", "node", "--ci", "github"], "APX-NEW-006"),
        (["aws-lambda", "shop", "--ci", "github", "--name", "other"], "APX-NEW-007"),
        (["aws-lambda", "shop", "--ci", "github", "--backend", "s3://b"], "APX-NEW-007"),
        (["aws-lambda", "bare", "--ci", "github"], "APX-NEW-008"),
        (["aws-lambda", "--backend", "s3://b"], "APX-NEW-010"),
        (["aws-lambda", "--cluster", "eks"], "APX-NEW-010"),
        (["aws-lambda", "new", "--ci", "github", "--cluster", "eks"], "APX-NEW-011"),
        (["aws-lambda", "new", "--ci", "deployments", "--backend", "s3://b"], "APX-NEW-012"),
        (["aws-lambda", "new", "--ci", "github", "--backend", "file:///state"], "the state would lie on the machine"),
        (["aws-lambda", "new", "--ci", "github", "--backend", "s4://b"], "Pulumi keeps no state there"),
        (["aws-lambda", "new", "--ci", "github", "--backend", "postgres://u:hunter2@h/d"], "APX-NEW-016"),
        (["aws-lambda", "new", "--ci", "github", "--name", ""], "APX-NEW-001"),
        (["kubernetes", "new", "--ci", "operator", "--cluster", "gke"], "APX-NEW-013"),
        (["aws-lambda", "file", "--ci", "github"], "APX-NEW-003"),
        ([], "name one of aws-lambda"),
    ],
)
def test_what_is_wrong_is_told(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path / "node", runtime="nodejs")
    project(tmp_path / "shop")
    project(tmp_path / "bare", stacks=())
    (tmp_path / "file").write_text("")
    monkeypatch.chdir(tmp_path)
    before = contents(tmp_path)
    assert run(["new", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert contents(tmp_path) == before


@pytest.mark.parametrize("stack", ["$(rm)", "${{ github.token }}", "a: b", "ö", "-x", "dev.a", "dev-a-preview"])
def test_names_that_a_workflow_would_evaluate_are_refused(
    stack: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, stacks=("dev-a", stack))
    before = contents(tmp_path)
    assert run(["new", "aws-lambda", str(tmp_path), "--ci", "github"]) == 2
    assert "APX-NEW-014" in capsys.readouterr().err
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: x\nruntime: {name: python, options: {virtualenv: '$(rm)'}}\n", "APX-NEW-014"),
        ("name: x\nruntime: {name: python, options: {toolchain: conda}}\n", "APX-NEW-015"),
        ("name: x\nruntime: python\nbackend: {url: 's3://b\"$(rm)'}\n", "APX-NEW-014"),
    ],
)
def test_settings_that_can_not_be_written_are_refused(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path)
    (tmp_path / "Pulumi.yaml").write_text(text)
    assert run(["new", "aws-lambda", str(tmp_path), "--ci", "github"]) == 2
    assert said in capsys.readouterr().err


def test_a_branch_that_a_shell_would_run_is_refused_and_one_like_a_number_is_text(tmp_path: Path) -> None:
    project(tmp_path, stacks=("1.10",))
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    head = tmp_path / ".git" / "refs" / "remotes" / "origin" / "HEAD"
    head.parent.mkdir(parents=True)
    head.write_text("ref: refs/remotes/origin/1.20\n")
    assert run(["new", "aws-lambda", str(tmp_path), "--ci", "github"]) == 0
    deploy = (tmp_path / ".github" / "workflows" / "apexai-deploy.yml").read_text()
    assert '- "1.20"' in deploy
    assert 'stack: "1.10"' in deploy
    head.write_text("ref: refs/remotes/origin/x$(rm)\n")
    with pytest.raises(UsageError, match="APX-NEW-014"):
        load_repository(Wanted(directory=tmp_path, platform=Platform.AWS_LAMBDA))
