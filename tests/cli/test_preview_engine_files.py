"""`apexai preview FILE` of what the Pulumi CLI wrote: recognised by content, said what it is, refused clearly."""

import gzip
import json
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apexai.cli.main import run
from tests.report.preview_schema import validate_preview

RECORDED = Path(__file__).parents[1] / "graph" / "recorded"
STATE = (RECORDED / "state.json").read_bytes()
PREVIEW = (RECORDED / "preview-new.json").read_bytes()
CHANGED = (RECORDED / "preview-changed.json").read_bytes()
Show = Callable[..., Any]


@pytest.fixture
def show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Show:
    """Preview a file with this content; returns exit code, standard output and standard error."""

    def preview(content: bytes | str | dict[str, Any], *arguments: str, name: str = "given") -> tuple[int, str, str]:
        if isinstance(content, dict):
            content = json.dumps(content)
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        code = run(["preview", str(file), *arguments])
        return code, *capsys.readouterr()

    return preview


def deployment(text: str) -> dict[str, Any]:
    document = json.loads(text)
    validate_preview(document)
    (found,) = document["deployments"]
    assert isinstance(found, dict)
    return found


CIRCLE = json.dumps(
    {
        "version": 3,
        "deployment": {
            "resources": [
                {
                    "urn": f"urn:pulumi:dev::p::x:y:Z::{name}",
                    "type": "x:y:Z",
                    "parent": f"urn:pulumi:dev::p::x:y:Z::{above}",
                }
                for name, above in [("a", "b"), ("b", "c"), ("c", "b")]
            ]
        },
    }
)


def checkpoint() -> dict[str, Any]:
    state = json.loads(STATE)
    return {"version": 3, "checkpoint": {"stack": "organization/project/dev", "latest": state["deployment"]}}


@pytest.mark.parametrize(
    ("content", "origin"),
    [
        (STATE, "stack-export"),
        (json.dumps(checkpoint()), "checkpoint"),
        (gzip.compress(json.dumps(checkpoint()).encode()), "checkpoint"),
        (STATE.decode().encode("utf-16"), "stack-export"),
        (b"\xef\xbb\xbf\n" + STATE, "stack-export"),
        (PREVIEW, "preview-json"),
    ],
    ids=["export", "checkpoint", "compressed", "utf-16", "mark", "preview"],
)
def test_a_file_is_recognised_by_what_it_holds(show: Show, content: bytes | str, origin: str) -> None:
    code, out, _ = show(content, "--format", "json")
    found = deployment(out)
    assert (code, found["origin"], found["partial"], found["stack"]) == (0, origin, False, "dev")
    assert {"c", "c-b", "g", "o", "q"} <= {resource["name"] for resource in found["resources"]}


def test_the_report_says_what_is_deployed_and_since_when(show: Show) -> None:
    _, out, _ = show(STATE)
    assert "3 deployed · 1 read" in out
    assert "this is what `pulumi stack export` says is deployed at 2026-11-21T04:01:38" in out
    assert "Has 3 resources" in out


def test_the_report_says_what_a_preview_leaves_out(show: Show) -> None:
    code, out, _ = show(CHANGED)
    assert code == 0
    said = " ".join(out.split())
    assert "3 unchanged resources are not in it" in said
    assert "`pulumi preview --json --show-sames`" in said
    assert "planned: 1 replace, 4 same, 1 update" in out
    found = deployment(show(CHANGED, "--format", "json")[1])
    assert found["partial"]
    assert "digest" not in found


def test_an_interrupted_update_makes_a_state_partial(show: Show) -> None:
    state = json.loads(STATE)
    state["deployment"]["pending_operations"] = [{"type": "creating", "resource": {}}]
    _, out, _ = show(state, "--format", "json")
    assert deployment(out)["partial"]
    assert "an update was interrupted" in " ".join(show(state)[1].split())


def test_a_preview_that_failed_fails_here_too(show: Show) -> None:
    document = {"diagnostics": [{"severity": "error", "message": "aws:s3:Bucket resource 'b' has a problem\n"}]}
    code, out, err = show({**json.loads(PREVIEW), **document})
    assert code == 3
    assert "The preview failed: 1 error." in out
    assert "the preview failed: aws:s3:Bucket resource 'b' has a problem [APX-GRA-006]" in err


def test_secrets_stay_secret_whether_encrypted_or_shown(show: Show) -> None:
    state = json.loads(STATE)
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": '"hunter2hunter2"'}
    broken = {**secret, "plaintext": "hunter2hunter2"}
    state["deployment"]["resources"][-1]["inputs"].update(password=secret, other=broken)
    for arguments in ((), ("--format", "json"), ("--full",)):
        code, out, err = show(state, *arguments)
        assert code == 0
        assert "hunter2" not in out + err
    resource = next(item for item in deployment(show(state, "--format", "json")[1])["resources"] if item["name"] == "o")
    assert resource["inputs"]["password"] == resource["inputs"]["other"] == {"$secret": True}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (STATE[:5000], "this is not JSON, or not all of it: .*APX-GRA-003"),
        ('{"resources": []}', "this JSON is no spec, and neither what .*APX-GRA-003"),
        ('{"sequence":1}\n{"sequence":2}\n', "events of PULUMI_ENABLE_STREAMING_JSON_PREVIEW .*APX-GRA-003"),
        ('{"version": 9, "deployment": {}}', "a state of version 9, and 4 is the newest that is known .*APX-GRA-002"),
        ('{"version": 3, "deployment": null}', "it has no deployment .*APX-GRA-002"),
        ('{"version": 3, "deployment": {"resources": [{"type": "a:b:C"}]}}', "it has no URN .*APX-GRA-002"),
        (CIRCLE, "the parents of b go round in a circle .*APX-GRA-002"),
        (gzip.compress(STATE)[:-20], "a compressed file that is broken: .*APX-GRA-003"),
        ('{"a":' * 100_000, "nests too deep .*APX-GRA-003"),
        ('{"apiVersion": "ai.apexlogic.com/v1alpha1", ', "APX-SPC-"),
        ("{apiVersion: ai.apexlogic.com/v1alpha1, kind: Wrong}", "APX-SPC-"),
        ("{", "APX-GRA-003"),
        ("[]", "APX-SPC-009"),
        (b"\0" * 10, "APX-SPC-"),
    ],
    ids=lambda given: "" if isinstance(given, bytes) else given[:40],
)
def test_anything_else_is_one_clear_error(show: Show, content: bytes | str, message: str) -> None:
    code, out, err = show(content)
    assert code == 2
    assert out == ""
    assert err.count("\n") >= 1
    assert "Traceback" not in err
    assert re.search(message, err), err


@pytest.mark.parametrize(
    "arguments",
    [("--target", "kubernetes"), ("--stack", "dev"), ("--invokes", "x.yaml"), ("--config", "aws:region=eu-west-1")],
)
def test_an_option_for_programs_is_refused(show: Show, arguments: tuple[str, str]) -> None:
    code, _, err = show(STATE, *arguments)
    assert code == 2
    assert arguments[0] in err
    assert "file of the Pulumi CLI" in err


def test_a_pipe_is_read_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(STATE,))
    writer.start()
    assert run(["preview", str(pipe)]) == 0
    writer.join()
    assert "3 deployed" in capsys.readouterr().out
