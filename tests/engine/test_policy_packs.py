"""The packs under the real engine: what blocks, what only warns, what configuration changes, a broken rule."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from apexai.policy.rules import PACKS
from tests.engine.stack import Stack
from tests.engine.standin import Cloud

ROOT: Final = Path(__file__).parents[2]
OPEN_BUCKET: Final = """
import pulumi_aws as aws

aws.s3.Bucket("models", acl="public-read", tags={"costCenter": "Fraud"})
"""
Pack = Callable[..., list[str]]


@pytest.fixture
def pack(stack: Stack) -> Pack:
    """The arguments for a copy of a pack, with its configuration."""

    def copy(name: str, **configuration: Any) -> list[str]:
        folder = stack.directory.parent / f"downloaded-{name}"
        if not folder.exists():
            shutil.copytree(ROOT / "policy-packs" / name, folder)
            use_interpreter(folder, stack)
        file = stack.directory.parent / f"{name}.json"
        file.write_text(json.dumps({key.replace("_", "-"): value for key, value in configuration.items()}))
        return ["--policy-pack", str(folder), "--policy-pack-config", str(file)]

    return copy


def use_interpreter(folder: Path, stack: Stack) -> None:
    manifest = folder / "PulumiPolicy.yaml"
    runtime = f"runtime: {{name: python, options: {{virtualenv: {stack.virtualenv}}}}}"
    manifest.write_text(manifest.read_text().replace("runtime: python", runtime))


def run(stack: Stack, command: str, *arguments: str, fails: bool = False) -> str:
    """What a command prints for people: `--json` leaves policies out of previews."""
    options = ["--yes"] if command == "up" else []
    done = stack._run(command, *options, *arguments)
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def violations(text: str) -> dict[str, str]:
    """Rule → level, of what the engine reports."""
    return {
        rule: level for level, rule in re.findall(r"\[(mandatory|advisory)\]\s+(?:\[severity: \w+\]\s+)?(\S+)", text)
    }


def test_a_mandatory_rule_stops_preview_and_up(stack: Stack, cloud: Cloud, pack: Pack) -> None:
    stack.write(OPEN_BUCKET)
    arguments = pack("security", APX_SEC_015="mandatory")
    assert violations(run(stack, "preview", *arguments, fails=True))["APX-SEC-015"] == "mandatory"
    assert violations(run(stack, "up", *arguments, fails=True))["APX-SEC-015"] == "mandatory"
    assert cloud.of_type("aws:s3/bucket:Bucket") == []


def test_a_mandatory_resource_rule_stops_up_without_preview(stack: Stack, cloud: Cloud, pack: Pack) -> None:
    stack.write(OPEN_BUCKET)
    text = run(stack, "up", "--skip-preview", *pack("security", APX_SEC_015="mandatory"), fails=True)
    assert violations(text)["APX-SEC-015"] == "mandatory"
    assert cloud.of_type("aws:s3/bucket:Bucket") == []


def test_an_advisory_rule_stops_nothing_and_no_message_holds_a_secret(stack: Stack, cloud: Cloud, pack: Pack) -> None:
    secret = 'aws.sqs.Queue("jobs", kms_master_key_id=pulumi.Output.secret("hunter2"))'
    stack.write(f"import pulumi\n{OPEN_BUCKET}\n{secret}\n")
    text = run(stack, "up", *pack("security", apexai_settings={"asOf": "2026-11-21"}))
    assert violations(text)["APX-SEC-015"] == "advisory"
    assert "unknown: kmsMasterKeyId is a secret, which no rule reads" in text
    assert "as of 2026-11-21" in text
    assert "hunter2" not in text
    assert len(cloud.of_type("aws:s3/bucket:Bucket")) == 1


def test_a_disabled_rule_says_nothing(stack: Stack, pack: Pack) -> None:
    stack.write(OPEN_BUCKET)
    assert "APX-SEC-015" not in violations(
        run(stack, "up", "--skip-preview", *pack("security", APX_SEC_015="disabled"))
    )


def test_the_memory_ceiling_is_configured(stack: Stack, pack: Pack) -> None:
    stack.write("""
    import json
    import pulumi_aws as aws

    statement = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud:1"
    aws.lambda_.Function("f", role=role.arn, package_type="Image", image_uri=image, memory_size=1024)
    """)
    ceiling = {"enforcementLevel": "mandatory", "ceilingMib": 512}
    text = run(stack, "up", "--skip-preview", *pack("finops", APX_FIN_001=ceiling), fails=True)
    assert violations(text)["APX-FIN-001"] == "mandatory"
    assert "Serverless function memory limit exceeds 512MB for cost optimization." in text


def test_exemptions_and_settings_reach_a_pack_by_its_configuration(stack: Stack, pack: Pack) -> None:
    stack.write(OPEN_BUCKET)
    organisation = {"rules": {"APX-SEC-015": {"enforcement": "mandatory"}}}
    settings = {"organisation": organisation, "asOf": "2026-12-01"}
    assert (
        violations(run(stack, "up", "--skip-preview", *pack("security", apexai_settings=settings), fails=True))[
            "APX-SEC-015"
        ]
        == "mandatory"
    )
    exemption = {
        "rule": "APX-SEC-015",
        "resource": "models",
        "reason": "published on purpose",
        "owner": "data@example.com",
        "ticket": "DATA-7",
        "expires": "2026-12-01",
    }
    exempt = {**settings, "exemptions": [exemption]}
    assert "APX-SEC-015" not in violations(
        run(stack, "up", "--skip-preview", *pack("security", apexai_settings=exempt))
    )
    over = {**exempt, "asOf": "2026-12-02"}
    assert (
        violations(run(stack, "up", "--skip-preview", *pack("security", apexai_settings=over), fails=True))[
            "APX-SEC-015"
        ]
        == "mandatory"
    )


def test_a_wrong_configuration_is_one_clear_error(stack: Stack, pack: Pack) -> None:
    stack.write(OPEN_BUCKET)
    text = run(stack, "up", "--skip-preview", *pack("security", apexai_settings={"asOf": "someday"}), fails=True)
    assert "'someday' is not a date" in text


def test_what_a_service_opted_into_stops_it(stack: Stack, cloud: Cloud, pack: Pack) -> None:
    published = (ROOT / "examples/fraud-detection/as-published.yaml").read_text()
    stack.write("""
    from apexai.components import InferenceService

    InferenceService("fraud", spec="service.yaml")
    """)
    (stack.directory / "service.yaml").write_text(published)
    stack.set("apexai:registry", "111122223333.dkr.ecr.us-east-1.amazonaws.com")
    text = run(stack, "up", "--skip-preview", *pack("responsible-ai"), fails=True)
    assert violations(text)["APX-RAI-004"] == "mandatory"
    assert "this service opted into model-explainability-required" in text
    assert cloud.of_type("aws:lambda/function:Function") == []


def test_the_complete_example_passes_all_packs(stack: Stack, pack: Pack) -> None:
    example = (ROOT / "examples/fraud-detection/service.yaml").read_text()
    stack.write("""
    from apexai.components import InferenceService

    InferenceService("fraud", spec="service.yaml")
    """)
    (stack.directory / "service.yaml").write_text(example)
    arguments = [argument for name in PACKS for argument in pack(name, apexai_settings={"asOf": "2026-11-21"})]
    found = violations(run(stack, "up", *arguments))
    assert "mandatory" not in found.values()
    assert found


def test_a_rule_that_raises_does_not_end_the_run(stack: Stack, cloud: Cloud) -> None:
    stack.write(OPEN_BUCKET)
    folder = stack.directory.parent / "own"
    folder.mkdir()
    (folder / "PulumiPolicy.yaml").write_text("runtime: python\nversion: 1.0.0\n")
    use_interpreter(folder, stack)
    (folder / "__main__.py").write_text(RAISING)
    text = run(stack, "up", "--skip-preview", "--policy-pack", str(folder))
    assert violations(text) == {"OWN-001": "advisory", "OWN-002": "advisory"}
    assert "ZeroDivisionError" in text
    assert len(cloud.of_type("aws:s3/bucket:Bucket")) == 1


RAISING: Final = """
from apexai.policy.crossguard import serve_pack
from apexai.policy.rule import Enforcement, Fail, Rule, Severity


def raises(subject):
    yield from (1 // 0,)


def fails(subject):
    yield Fail(message=f"{subject['acl'].text()} is not for us")


def own(id, check):
    about = {"title": "own", "severity": Severity.LOW, "reason": "r", "remediation": "m", "source": "s"}
    return Rule(id=id, types=("aws:s3/bucket:Bucket",), check=check, **about)


serve_pack("own", rules=[own("OWN-001", raises), own("OWN-002", fails)])
"""


@pytest.mark.parametrize("name", PACKS)
def test_policy_analyze_judges_an_export(stack: Stack, pack: Pack, name: str) -> None:
    stack.write(OPEN_BUCKET)
    stack.up()
    state = stack.directory / "state.json"
    state.write_text(json.dumps(stack.export()))
    folder = pack(name)[1]
    told = stack.pulumi("policy", "analyze", "--policy-pack", folder, "--file", str(state))
    assert ("APX-SEC-015" in told) == (name == "security")


def test_remediation_is_off_until_the_configuration_says_so(stack: Stack, cloud: Cloud, pack: Pack) -> None:
    stack.write("""
    import pulumi_aws as aws

    aws.cloudwatch.LogGroup("logs", tags={"team": "risk"})
    """)
    values = {"values": ["costCenter=Risk"], "enforcementLevel": "advisory"}
    text = run(stack, "up", "--skip-preview", *pack("finops", APX_FIN_002=values))
    assert violations(text)["APX-FIN-002"] == "advisory"
    (logs,) = cloud.of_type("aws:cloudwatch/logGroup:LogGroup")
    assert logs.inputs["tags"] == {"team": "risk"}
    remedied = {"APX_FIN_002": {**values, "enforcementLevel": "remediate"}, "APX_FIN_013": "remediate"}
    text = run(stack, "up", *pack("finops", **remedied))
    assert {"APX-FIN-002", "APX-FIN-013"} <= set(re.findall(r"\[remediate\]\s+(\S+)", text))
    assert not {"APX-FIN-002", "APX-FIN-013"} & set(violations(text))
    (logs,) = cloud.of_type("aws:cloudwatch/logGroup:LogGroup")
    assert (logs.inputs["tags"], logs.inputs["retentionInDays"]) == ({"team": "risk", "costCenter": "Risk"}, 365)
