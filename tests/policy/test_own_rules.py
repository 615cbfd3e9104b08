"""docs/own-rules.md as its reader would follow it: the rule, its tests, the installed package, the pack."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import grpc
import pulumi_aws as aws
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2_grpc

from apexai.errors import UsageError
from apexai.policy.installed import OwnRulesError, check_rules
from apexai.policy.rule import Rule
from apexai.policy.rules import RULES, rule_of
from apexai.policy.testing import evaluate_program, later, prove_rule

PAGE: Final = Path(__file__).parents[2] / "docs" / "own-rules.md"
_BLOCK: Final = re.compile(r"```\w+\n# (\S+)\n(.*?)```", re.DOTALL)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """The files of the page, and what installing the package leaves."""
    for name, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    installed = tmp_path / "acme_rules-1.0.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0.0\n")
    (installed / "entry_points.txt").write_text("[apexai.rules]\nacme = acme_rules:RULES\n")
    return tmp_path


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)


def test_the_tests_of_the_page_pass(acme: Path) -> None:
    done = run(acme, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_acme_rules.py")
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_an_installed_package_s_rules_count(acme: Path) -> None:
    project = acme / "project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: scores\nruntime: python\n")
    (project / "__main__.py").write_text('import pulumi_aws as aws\n\naws.sqs.Queue("scores")\n')
    (acme / "organisation.yaml").write_text("rules:\n  ACME-001: {enforcement: mandatory}\n")
    done = run(acme, "-m", "apexai.cli", "preview", "project", "--organisation", "organisation.yaml")
    assert "ACME-001" in done.stdout, done.stderr
    assert done.returncode == 1
    done = run(acme, "-m", "apexai.cli", "rules", "ACME-001")
    assert "a queue keeps the messages that fail" in done.stdout, done.stderr
    (acme / "acme_rules.py").write_text("RULES = (1,)")
    done = run(acme, "-m", "apexai.cli", "rules")
    assert done.returncode == 2
    assert "acme_rules:RULES holds a int" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_pack_of_the_page_is_served(acme: Path) -> None:
    command = [sys.executable, "-u", "__main__.py"]
    environment = {**os.environ, "PYTHONPATH": str(acme)}
    with subprocess.Popen(command, cwd=acme, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        stub = analyzer_pb2_grpc.AnalyzerStub(grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}"))
        assert "ACME-001" in {policy.name for policy in stub.GetAnalyzerInfo(Empty()).policies}
        process.terminate()


def encrypted() -> None:
    aws.ebs.Volume("disk", availability_zone="us-east-1a", encrypted=True)


def undecided() -> None:
    aws.ebs.Volume("disk", availability_zone="us-east-1a", encrypted=later())


def large() -> None:
    aws.lambda_.Function("f", role="r", memory_size=1024)


def the(id: str) -> Rule:
    rule = rule_of(id)
    assert rule is not None
    return rule


def test_a_proof_fails_where_the_rule_says_otherwise() -> None:
    with pytest.raises(AssertionError, match="APX-SEC-022 of undecided: pass is wanted, and found is unknown disk"):
        prove_rule(the("APX-SEC-022"), passes=undecided, fails=undecided)
    with pytest.raises(AssertionError, match="fail or refer is wanted, and found is pass disk"):
        prove_rule(the("APX-SEC-022"), passes=encrypted, fails=encrypted)


def test_settings_reach_offline_and_pack() -> None:
    organisation = {"rules": {"APX-FIN-001": {"parameters": {"ceilingMib": 512}, "enforcement": "mandatory"}}}
    evaluation = evaluate_program(large, rules=[the("APX-FIN-001")], organisation=organisation)
    assert [finding.blocks for finding in evaluation.findings] == [True]


def test_a_fixture_that_can_t_run_alone_is_refused() -> None:
    with pytest.raises(UsageError, match="write it as a function at the top of a module"):
        evaluate_program(lambda: None, rules=[])


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("APX-FIN-001", "two rules have the id"),
        ("APX-OWN-001", "begins like the rules of this package"),
        ("acme-1", "is no id of a rule"),
    ],
)
def test_ids_are_one_s_own(id: str, message: str) -> None:
    first = RULES[0]
    rule = Rule(
        id=id,
        title=first.title,
        severity=first.severity,
        types=first.types,
        check=first.check,
        reason=first.reason,
        remediation=first.remediation,
        source=first.source,
    )
    with pytest.raises(OwnRulesError, match=message):
        check_rules((*RULES, rule))
