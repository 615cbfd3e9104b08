"""What a spec makes on Cloudflare Workers."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from apexai.graph import UNKNOWN, Resource
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.spec.fields import Platform
from tests.targets.change import Document, at, merged
from tests.targets.changes import document_with
from tests.targets.changes_cloudflare_workers import CLOUDFLARE_WORKERS
from tests.targets.cloudflare_workers.arguments import misfits

ACCOUNT = "0123456789abcdef0123456789abcdef"
DOCUMENTS: dict[str, Document] = {
    "plain": {},
    "internal": at("spec.runtime.access", "internal"),
    "platform": at("spec.modelRef", {"uri": "@cf/meta/llama-3.1-8b-instruct", "format": None}),
    "code": merged(CLOUDFLARE_WORKERS["spec.runtime.package.path"].base),
    "traced": at("spec.monitoring.sampleRate", 0.25),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Resource]]:
    directory = tmp_path_factory.mktemp("workers")
    (directory / "model.onnx").write_bytes(b"model")
    (directory / "package" / "lib").mkdir(parents=True)
    for name in ("package/index.js", "package/lib/model.wasm", "package/lib/weights.bin", "package/.hidden"):
        (directory / name).write_bytes(b"x")
    documents = {name: document_with(Platform.CLOUDFLARE_WORKERS, patch) for name, patch in DOCUMENTS.items()}
    (directory / "program.py").write_text(
        "import pulumi\nfrom apexai.components import InferenceService\n"
        f"for name, document in {documents!r}.items():\n"
        "    service = InferenceService(name, spec=document)\n"
        "    pulumi.export(name, service.endpoint)\n"
    )
    program = ScriptProgram(script=directory / "program.py", project="workers", directory=directory)
    graph = capture_program(program, config={"apexai:cloudflareAccountId": ACCOUNT}).graph
    return {
        name: {item.type.rsplit(":", 1)[-1]: item for item in graph.resources if item.name.startswith(f"{name}-")}
        for name in documents
    }


def test_arguments_are_those_of_the_sdk(made: dict[str, dict[str, Resource]]) -> None:
    assert misfits(item for items in made.values() for item in items.values()) == []


def test_wrong_arguments_would_be_found(made: dict[str, dict[str, Resource]]) -> None:
    version = made["plain"]["WorkerVersion"]
    wrong = {**version.inputs, "limits": {"cpuMs": "30000", "memory": 1}, "modules": [{"name": 1}], "placing": {}}
    assert misfits([replace(version, inputs=wrong)]) == [
        "WorkerVersion plain-version: limits.cpuMs: '30000' is no <class 'int'>",
        "WorkerVersion plain-version: limits.memory: no such argument of WorkerVersionLimitsArgs",
        "WorkerVersion plain-version: modules[0].name: 1 is no <class 'str'>",
        "WorkerVersion plain-version: placing: no such argument of WorkerVersionArgs",
    ]


def test_the_account_is_that_of_the_configuration(made: dict[str, dict[str, Resource]]) -> None:
    assert {item.inputs["accountId"] for items in made.values() for item in items.values()} == {ACCOUNT}


def test_access_decides_what_is_reached(made: dict[str, dict[str, Resource]]) -> None:
    assert made["plain"]["Worker"].inputs["subdomain"] == {"enabled": True, "previewsEnabled": False}
    assert made["internal"]["Worker"].inputs["subdomain"] == {"enabled": False, "previewsEnabled": False}


def test_a_model_of_the_platform_is_bound_and_not_uploaded(made: dict[str, dict[str, Resource]]) -> None:
    inputs = made["platform"]["WorkerVersion"].inputs
    assert inputs["mainModule"] == "forward.js"
    assert [binding["name"] for binding in inputs["bindings"] if binding["type"] == "ai"] == ["AI"]  # type: ignore[union-attr, index, call-overload]
    assert all("contentBase64" in module for module in inputs["modules"])  # type: ignore[union-attr, operator]


def test_code_of_one_s_own_is_uploaded_as_it_is(made: dict[str, dict[str, Resource]]) -> None:
    inputs = made["code"]["WorkerVersion"].inputs
    assert [(module["name"], module["contentType"], module["contentFile"]) for module in inputs["modules"]] == [  # type: ignore[union-attr, index, call-overload]
        ("index.js", "application/javascript+module", "package/index.js"),
        ("lib/model.wasm", "application/wasm", "package/lib/model.wasm"),
        ("lib/weights.bin", "application/octet-stream", "package/lib/weights.bin"),
    ]
    names = {binding["name"] for binding in inputs["bindings"]}  # type: ignore[union-attr, index, call-overload]
    assert names == {"EDGE_VERSION", "MODEL_NAME", "MODEL_VERSION"}


def test_traces_are_on_only_where_a_share_is_asked_for(made: dict[str, dict[str, Resource]]) -> None:
    traced = made["traced"]["Worker"].inputs["observability"]["traces"]  # type: ignore[index, call-overload]
    assert (traced["enabled"], traced["headSamplingRate"]) == (True, 0.25)  # type: ignore[index, call-overload]
    assert made["plain"]["Worker"].inputs["observability"]["traces"]["enabled"] is False  # type: ignore[index, call-overload]


def test_the_version_is_deployed(made: dict[str, dict[str, Resource]]) -> None:
    deployment = made["plain"]["WorkersDeployment"]
    assert deployment.inputs["versions"] == [{"versionId": UNKNOWN, "percentage": 100}]
    assert made["plain"]["WorkerVersion"].urn in deployment.dependencies


def test_the_sdk_is_imported_in_part_and_whole_when_somebody_asks() -> None:
    script = (
        "import sys\n"
        "from apexai.targets.cloudflare_workers import sdk\n"
        "few = len([name for name in sys.modules if name.startswith('pulumi_cloudflare')])\n"
        "import pulumi_cloudflare\n"
        "from pulumi_cloudflare import Zone\n"
        "assert pulumi_cloudflare.Worker is sdk.Worker\n"
        "assert pulumi_cloudflare.config.__name__ == 'pulumi_cloudflare.config'\n"
        "assert not hasattr(pulumi_cloudflare, 'NoSuchResource')\n"
        "print(few, pulumi_cloudflare.__all__ if hasattr(pulumi_cloudflare, '__all__') else 'none')\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=Path(__file__).parents[3])
    assert run.returncode == 0, run.stderr
    assert int(run.stdout.split()[0]) < 30
