"""What the blocks of the pages are held to: each check takes the text and an empty directory, and fails or does not."""

import contextlib
import importlib
import io
import json
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import apexai
from apexai.cli.main import run
from apexai.cost.overrides_file import load_overrides_file
from apexai.cost.usage_file import load_usage_file
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.policy.installed_sets import GROUP
from apexai.policy.rules import rule_of
from apexai.report.json import load_preview_schema
from tests.docs.pages import PAGES, ROOT, SHELL, blocks
from tests.report.preview_schema import closed
from tests.specs import KUBERNETES, write_spec

Check = Callable[[str, Path], None]
_ABBREVIATED: Final = frozenset({"required", "pattern", "format", "minItems", "oneOf", "anyOf"})
"""What a page that shortens an answer with `…` and `{}` can't hold to."""


def read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def laid_over(below: Any, above: Any) -> Any:
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    return {key: laid_over(below.get(key), above.get(key, below.get(key))) for key in {**below, **above}}


def check_part_of_spec(*platforms: str) -> Check:
    """A part of `spec`, over a small document, for these platforms."""

    def check(text: str, directory: Path) -> None:
        document = laid_over(read(KUBERNETES), {"spec": read(text)})
        write_spec(directory, json.dumps(document))
        for platform in platforms:
            given = ["--target", platform, "--config", "apexai:prometheus=http://prometheus:9090"]
            assert run(["validate", str(directory / "service.yaml"), *given]) == 0, platform

    return check


def check_modeline(text: str, directory: Path) -> None:
    (name,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", text, re.MULTILINE)
    assert f"`apexai schema > {name}`" in PAGES["docs/spec.md"].read_text(encoding="utf-8")
    write_spec(directory, text + KUBERNETES)
    assert run(["validate", str(directory / "service.yaml")]) == 0


def check_packages(text: str, _: Path) -> None:
    (project,) = [block.body for block in blocks("docs/any-language.md", "yaml") if "resources:" in block.body]
    assert read(text)["packages"] == read(project)["packages"]


def check_workflow_steps(text: str, _: Path) -> None:
    shown, uploads = read(text)
    command = shown["run"]
    assert f"{command} --output junit" in "".join(block.body for block in blocks("docs/cli.md", SHELL))
    assert command.endswith(uploads["with"]["sarif_file"])


def check_overrides(text: str, directory: Path) -> None:
    (directory / "prices.yaml").write_text(text, encoding="utf-8")
    assert len(load_overrides_file(directory / "prices.yaml").prices) == 1


def check_usage(text: str, directory: Path) -> None:
    (directory / "usage.yaml").write_text(text, encoding="utf-8")
    assert len(load_usage_file(directory / "usage.yaml").by_type) == 1


def check_workers(text: str, directory: Path) -> None:
    """A part of the portable example, for Workers."""
    top = shutil.copytree(ROOT / "examples" / "portable", directory / "portable")
    document = laid_over(read((top / "service.yaml").read_text(encoding="utf-8")), {"spec": read(text)})
    del document["spec"]["runtime"]["auth"]  # The part of the page has the service public.
    write_spec(top, json.dumps(document))
    assert run(["validate", str(top / "service.yaml"), "--target", "cloudflare-workers"]) == 0


def check_rendered(text: str, directory: Path) -> None:
    """The files are those that are written, but for tokens, which this document doesn't ask for."""
    write_spec(directory, KUBERNETES.replace("name: fraud\n", "name: fraud-detection\n"))
    for controller in (
        ["argocd", "--repo", "https://github.com/acme/gitops.git", "--path", "apps"],
        ["flux", "--path", "apps"],
    ):
        output = directory / controller[0]
        given = ["--output", str(output), "--admission", "--for", *controller]
        assert run(["render", str(directory / "service.yaml"), *given]) == 0
    shown = [line.split()[0] for line in text.splitlines()[2:] if "authentication" not in line]
    written = {str(file.relative_to(directory)).partition("/")[2] for file in directory.rglob("*.yaml")}
    for name in shown:
        assert name in written or f"fraud-detection/{name}" in written, (name, sorted(written))


def check_stack(text: str, _: Path) -> None:
    """The page shows part of what the stack has."""
    real = read((ROOT / "stacks" / "Pulumi.dev.yaml").read_text(encoding="utf-8"))
    assert laid_over(real, read(text)) == real


def check_set(text: str, _: Path) -> None:
    ((group, points),) = tomllib.loads(text)["project"]["entry-points"].items()
    assert group == GROUP
    module, _, name = points["bank"].partition(":")
    assert module == "bank_rules"
    assert f"# {name} = " in text


def check_pack_levels(text: str, _: Path) -> None:
    for id, wanted in json.loads(text).items():
        rule = rule_of(id)
        assert rule is not None
        level, *_rest = [wanted] if isinstance(wanted, str) else [wanted.pop("enforcementLevel")]
        assert level in ("disabled", "advisory", "mandatory", "remediate")
        if isinstance(wanted, dict) and level != "remediate":
            assert wanted.keys() <= {parameter.name for parameter in rule.parameters}


def check_preview(text: str, _: Path) -> None:
    _hold(json.loads(text))


def check_policy(text: str, _: Path) -> None:
    _hold({"deployments": [{"policy": json.loads(text)}]})


def check_graphs(text: str, _: Path) -> None:
    (graph,) = json.loads(text)["graphs"]
    assert graph.keys() == {"name", "target", "project", "stack", "partial", "resources"}


def _hold(document: object) -> None:
    errors = Draft202012Validator(closed(json.loads(load_preview_schema()))).iter_errors(document)
    assert [error.message for error in errors if error.validator not in _ABBREVIATED] == []


def check_trust(text: str, _: Path) -> None:
    """AWS trusts the subject that the other clouds on the page trust."""
    (statement,) = json.loads(text)["Statement"]
    subject = statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
    assert f'"subject": "{subject}"' in PAGES["docs/delivery.md"].read_text(encoding="utf-8")


def check_program(*types: str) -> Check:
    """A program that makes these components."""

    def check(text: str, directory: Path) -> None:
        shutil.copy(ROOT / "examples" / "portable" / "service.yaml", directory)
        (directory / "program.py").write_text(text, encoding="utf-8")
        program = ScriptProgram(script=directory / "program.py", project="docs", directory=directory)
        graph = capture_program(program).graph
        assert {item.type for item in graph.resources} >= {f"apexai:index:{name}" for name in types}

    return check


def check_packages_drawn(text: str, _: Path) -> None:
    layers = text.splitlines()[0].split(" ──► ")
    missing = [name for name in layers if not (Path(apexai.__file__).parent / name.strip()).is_dir()]
    assert missing == []


def check_refusal(text: str, directory: Path) -> None:
    """The error is the one that a document with this GPU gets, but for its place and what `…` stands for."""
    image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/a:1"
    runtime = {"platform": "aws-lambda", "region": "us-east-1", "image": image, "memory": "4GiB"}
    document = laid_over(read(KUBERNETES), {"spec": {"runtime": runtime}})
    document["spec"]["runtime"] = {**runtime, "gpu": {"type": "nvidia-l4", "count": 1}}
    write_spec(directory, json.dumps(document))
    with contextlib.redirect_stderr(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) as errors:
        assert run(["validate", str(directory / "service.yaml")]) == 2
        errors.seek(0)
        told = [line.partition(" ")[2] for line in errors.read().splitlines()]
    before, after = text.strip().partition(" ")[2].split("…")
    assert [line for line in told if line.startswith(before) and line.endswith(after)]


def check_codes(text: str, _: Path) -> None:
    """The codes of the errors that the page shows are codes of this package."""
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "apexai").rglob("*.py"))
    codes = re.findall(r"\[(APX-\w+-\d+)\]", text)
    assert codes
    assert [code for code in codes if code not in sources] == []


def check_autodoc(text: str, _: Path) -> None:
    names = re.findall(r"auto(module|class|function):: (\S+)", text)
    assert names
    for kind, name in names:
        module, _dot, attribute = name.rpartition(".")
        importlib.import_module(name) if kind == "module" else getattr(importlib.import_module(module), attribute)
