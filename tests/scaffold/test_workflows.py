"""The workflows that are written: linters of GitHub Actions find nothing, and nothing is granted that is not needed."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from apexai import __version__
from apexai.scaffold.actions import ACTIONS
from apexai.scaffold.delivery import Delivery, delivery_files
from apexai.scaffold.discovery import Wanted, load_repository
from apexai.scaffold.github import install_lines
from apexai.scaffold.repository import PythonEnvironment, Repository, Toolchain
from apexai.scaffold.writing import write_files
from tests.conftest import TOOLS
from tests.scaffold.steps import SUMMARY_LIMIT
from tests.scaffold.variants import NEW, write_fleet, write_variant

SERVICE: Final = "pulumi/auth-actions"
AWS: Final = "aws-actions/configure-aws-credentials"
AZURE: Final = "azure/login"
GCP: Final = "google-github-actions/auth"
OWN: Final = Path(__file__).parents[2] / ".github" / "workflows"
USE: Final = re.compile(r"uses: (?P<action>[\w-]+/[\w-]+)(?:/[\w-]+)*@(?P<commit>[0-9a-f]{40}) # (?P<tag>v\S+)$")


def tool(name: str) -> str:
    found = shutil.which(name, path=TOOLS)
    assert found is not None
    return found


def ran(*command: str, directory: Path) -> tuple[int, str]:
    done = subprocess.run(command, cwd=directory, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def workflows(repository: Repository) -> dict[str, Any]:
    folder = repository.top / ".github" / "workflows"
    loaded = {file: YAML(typ="safe").load(file.read_text()) for file in folder.iterdir()}
    return {file.stem.removeprefix(f"{repository.prefix}-"): content for file, content in loaded.items()}


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Repository]:
    root = tmp_path_factory.mktemp("workflows")
    found = {variant.id: write_variant(root / variant.id, variant, Delivery.GITHUB) for variant in NEW}
    for toolchain in ("uv", "poetry", "pip"):
        repository = load_repository(Wanted(directory=write_fleet(root / toolchain, toolchain=toolchain)))
        write_files(delivery_files(Delivery.GITHUB, repository), force=False)
        found[toolchain] = repository
    return found


@pytest.mark.actionlint
def test_actionlint_and_shellcheck_find_nothing(repositories: dict[str, Repository]) -> None:
    lint = (tool("actionlint"), "-shellcheck", tool("shellcheck"), "-pyflakes", "", "-no-color")
    for repository in repositories.values():
        (repository.top / ".git").mkdir(exist_ok=True)
        assert ran(*lint, directory=repository.top) == (0, "")
    assert ran(*lint, directory=OWN.parents[1]) == (0, "")


def test_zizmor_finds_nothing_insecure(repositories: dict[str, Repository], tmp_path: Path) -> None:
    config = tmp_path / "zizmor.yml"
    config.write_text("rules: {self-repository: {disable: true}}\n")  # `uses: $/…`, which actionlint does not know yet.
    lint = (tool("zizmor"), "--offline", "--no-progress", "--color=never", f"--config={config}")
    code, said = ran(*lint, str(OWN), *map(str, _folders(repositories)), directory=OWN)
    assert code == 0, said


def _folders(repositories: dict[str, Repository]) -> list[Path]:
    return [repository.top / ".github" for repository in repositories.values()]


def test_every_action_is_pinned_to_a_commit_of_one_table(repositories: dict[str, Repository]) -> None:
    table = {(action, commit, tag) for action, (commit, tag) in ACTIONS.items()}
    written = pins([file for folder in _folders(repositories) for file in folder.rglob("*.yml")])
    own = pins([*OWN.glob("*.yml")])
    assert written == table
    assert {pin for pin in own if pin[0] in ACTIONS} <= table


def pins(files: list[Path]) -> set[tuple[str, str, str]]:
    """Action, commit and tag of everything that is used; what is not pinned is a failure."""
    uses = [line for file in files for line in file.read_text().splitlines() if "uses: " in line]
    found = {line: USE.search(line) for line in uses if "uses: ./" not in line}
    assert [line for line, match in found.items() if not match] == []
    return {(match["action"], match["commit"], match["tag"]) for match in found.values() if match}


def test_only_the_job_that_runs_no_code_of_the_change_may_write(repositories: dict[str, Repository]) -> None:
    for repository in repositories.values():
        preview = workflows(repository)["preview"]
        assert preview["permissions"] == {}
        runs, reports = preview["jobs"]["preview"], preview["jobs"]["report"]
        assert runs["permissions"] == {"contents": "read"}
        assert not any("secrets." in str(step) or "vars." in str(step) for step in runs["steps"])
        assert not any("checkout" in str(step.get("uses")) for step in reports["steps"])
        assert "head.repo.full_name == github.repository" in reports["if"]


def test_stacks_follow_each_other_and_each_its_preview(repositories: dict[str, Repository]) -> None:
    for repository in repositories.values():
        jobs = workflows(repository)["deploy"]["jobs"]
        environments = [name for stack in repository.stacks for name in (f"{stack}-preview", stack)]
        assert [job["with"]["environment"] for job in jobs.values()] == environments
        assert [job.get("needs") for job in jobs.values()] == [None, *list(jobs)[:-1]]
        assert [job["with"]["command"] for job in jobs.values()] == ["preview", "up"] * len(repository.stacks)
    assert repositories["uv"].stacks == ("2_EU", "qa", "production")
    assert next(iter(workflows(repositories["uv"])["deploy"]["jobs"])) == "stack-2-eu-preview"


@pytest.mark.parametrize(
    ("name", "signs_in", "secrets"),
    [
        ("aws-lambda", [SERVICE, AWS], []),
        ("lambda-edge", [SERVICE, AWS], []),
        ("azure-functions", [SERVICE, AZURE], []),
        ("azure-container-apps", [SERVICE, AZURE], []),
        ("cloud-run", [SERVICE, GCP], []),
        ("cloudflare-workers", [SERVICE], ["CLOUDFLARE_API_TOKEN"]),
        ("kubernetes", [SERVICE], ["KUBECONFIG"]),
        ("kubernetes-eks", [SERVICE, AWS], []),
        ("kubernetes-aks", [SERVICE, AZURE, "azure/use-kubelogin"], []),
        ("kubernetes-gke", [SERVICE, GCP, "google-github-actions/get-gke-credentials"], []),
        ("cloud-run-s3", [AWS, GCP], ["PULUMI_CONFIG_PASSPHRASE"]),
        ("aws-lambda-https", [SERVICE, AWS], []),
        ("uv", [AZURE, AWS, GCP], ["CLOUDFLARE_API_TOKEN", "PULUMI_CONFIG_PASSPHRASE"]),
    ],
)
def test_each_stack_signs_in_where_it_runs(
    name: str, signs_in: list[str], secrets: list[str], repositories: dict[str, Repository]
) -> None:
    found = workflows(repositories[name])
    stack = found["stack"]
    used = [step["uses"].partition("@")[0] for step in stack["jobs"]["run"]["steps"] if "uses" in step]
    assert used[:3] == ["actions/checkout", "actions/setup-python", "pulumi/actions"]
    assert sorted(used[3:]) == sorted(signs_in)
    assert stack["jobs"]["run"]["permissions"] == {"contents": "read", "id-token": "write"}
    called = [*found["deploy"]["jobs"].values(), found["drift"]["jobs"]["drift"]]
    assert [list(job.get("secrets", {})) for job in called] == [secrets] * len(called)
    text = next((repositories[name].top / ".github").rglob("*-stack.yml")).read_text()
    assert sorted(set(re.findall(r"secrets\.(\w+)", text))) == secrets


def test_a_project_in_a_folder_has_its_own_files_and_paths(repositories: dict[str, Repository]) -> None:
    repository = repositories["uv"]
    found = workflows(repository)
    assert repository.prefix == "apexai-infra-models"
    assert found["deploy"]["on"]["push"]["paths"] == [
        "infra/models/**",
        "!infra/models/**.md",
        ".github/workflows/apexai-infra-models-*.yml",
    ]
    steps = found["stack"]["jobs"]["run"]["steps"]
    assert [step["working-directory"] for step in steps if "working-directory" in step] == ["infra/models"] * 2
    assert (
        "aws-region: ${{ vars.AWS_REGION || 'eu-central-1' }}"
        in next((repository.top / ".github").rglob("*-stack.yml")).read_text()
    )


def test_what_the_engine_says_fits_into_a_summary(repositories: dict[str, Repository]) -> None:
    text = next((repositories["aws-lambda"].top / ".github").rglob("*-stack.yml")).read_text()
    (most,) = re.findall(r"tail --bytes=(\d+) ", text)
    assert 500_000 < int(most) < SUMMARY_LIMIT - 100


def installed(**options: object) -> tuple[str, ...]:
    plain = PythonEnvironment(toolchain=Toolchain.PIP, virtualenv="", requirements="requirements.txt", has_apexai=True)
    return install_lines(replace(plain, **options))


def test_what_installs_a_projects_packages() -> None:
    assert installed() == ("python -m pip install -r requirements.txt",)
    assert installed(virtualenv="venv") == (
        "python -m venv venv",
        "venv/bin/python -m pip install -r requirements.txt",
        'echo "$PWD/venv/bin" >> "$GITHUB_PATH"',
    )
    assert installed(virtualenv=".venv", has_apexai=False, requirements="") == (
        f"python -m pip install apexai=={__version__}",
        "python -m venv .venv",
    ), "the project's interpreter, which lacks this package, is not the one that packs find first"
    assert installed(toolchain=Toolchain.UV, virtualenv=".venv")[1:] == (
        "uv sync",
        'echo "$PWD/.venv/bin" >> "$GITHUB_PATH"',
    )
    assert installed(toolchain=Toolchain.POETRY)[-1] == 'echo "$(poetry env info --path)/bin" >> "$GITHUB_PATH"'


def test_the_documentation_names_everything_that_has_to_be_set(repositories: dict[str, Repository]) -> None:
    files = (file for folder in _folders(repositories) for file in folder.rglob("*.yml"))
    used = {name for file in files for name in re.findall(r"\b(?:vars|secrets)\.(\w+)", file.read_text())}
    page = (OWN.parents[1] / "docs" / "delivery.md").read_text()
    assert used - set(re.findall(r"`(\w+)`", page)) == set()
    assert len(used) > 15


def test_drift_asks_nobody(repositories: dict[str, Repository]) -> None:
    drift = workflows(repositories["aws-lambda"])["drift"]
    assert drift["jobs"]["drift"]["with"]["environment"] == "${{ matrix.stack }}-preview"
    assert drift["on"]["schedule"] == [{"cron": "17 5 * * 1-5"}]
