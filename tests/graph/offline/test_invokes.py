"""Data sources: computed, from the user's file, placeholders for plain calls, else unknown or a clear error."""

import json
from pathlib import Path

import pytest

from apexai.errors import DiagnosticSeverity, ProgramError, UsageError
from apexai.graph import UNKNOWN, Secret
from tests.graph.offline.conftest import Preview

PLAIN = """
import pulumi, pulumi_aws as aws
zones = aws.get_availability_zones(state="available")
me = aws.get_caller_identity()
image = aws.ec2.get_ami(most_recent=True, owners=["amazon"], filters=[{"name": "name", "values": ["al2023-*"]}])
vpc = aws.ec2.get_vpc(id="vpc-mine")
cluster = aws.eks.get_cluster(name="prod")
pulumi.export("found", {
    "zones": zones.names, "account": me.account_id, "image": image.id, "owners": image.owners, "vpc": vpc.id,
    "certificate": cluster.certificate_authorities[0].data, "vpc_id": cluster.vpc_config.vpc_id,
    "region": aws.get_region().region,
})
"""


def test_plain_calls_have_placeholders_of_the_right_shape(preview: Preview) -> None:
    capture = preview(PLAIN, config={"aws:region": "eu-west-1"})
    assert capture.outputs["found"] == {
        "account": "123456789012",
        "certificate": "cGxhY2Vob2xkZXI=",
        "image": "ami-00000000000000000",
        "owners": ["amazon"],
        "region": "eu-west-1",
        "vpc": "vpc-mine",
        "vpc_id": "placeholder-vpcId",
        "zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    }
    assert {invoke.answered for invoke in capture.invokes} == {"placeholder"}
    notes = [d for d in capture.diagnostics if d.code == "APX-OFF-033"]
    assert [(note.severity, note.file) for note in notes] == [(DiagnosticSeverity.NOTE, "program.py")] * 6
    assert [note.line for note in notes] == [3, 4, 5, 6, 7, 11]


def test_outputs_are_better_unknown_than_made_up(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi, pulumi_aws as aws
        pulumi.export("zones", aws.get_availability_zones_output().names)
        pulumi.export("id", aws.ec2.get_ami_output(owners=["amazon"]).id)
        """
    )
    assert capture.outputs == {"zones": UNKNOWN, "id": UNKNOWN}
    assert [(invoke.token, invoke.answered) for invoke in capture.invokes] == [
        ("aws:index/getAvailabilityZones:getAvailabilityZones", "unknown"),
        ("aws:ec2/getAmi:getAmi", "unknown"),
    ]


def test_a_plain_call_without_an_answer_names_call_line_and_remedy(preview: Preview) -> None:
    with pytest.raises(ProgramError) as caught:
        preview("import pulumi_aws as aws\n\naws.mediaconvert.get_queue(id='q')\n")
    assert str(caught.value).startswith("program.py:3: aws:mediaconvert/getQueue:getQueue asks the cloud")
    assert "      - result:" in str(caught.value)


def test_a_file_answers_both_forms_and_wins_over_placeholders(preview: Preview, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        """
invokes:
  aws:ec2/getAmi:getAmi:
    - args: {owners: [self]}
      result: {id: ami-of-mine}
    - result: {id: ami-of-others}
  aws:index/getCallerIdentity:getCallerIdentity:
    result: {accountId: "999999999999"}
stackReferences:
  acme/network/prod:
    outputs: {vpc: vpc-1, key: hush}
    secretOutputs: [key]
"""
    )
    capture = preview(
        """
        import pulumi, pulumi_aws as aws
        network = pulumi.StackReference("acme/network/prod")
        pulumi.export("mine", aws.ec2.get_ami_output(owners=["self"]).id)
        pulumi.export("others", aws.ec2.get_ami(owners=["amazon"]).id)
        pulumi.export("account", aws.get_caller_identity().account_id)
        pulumi.export("vpc", network.require_output("vpc"))
        pulumi.export("key", network.get_output("key"))
        """,
        invokes=answers,
    )
    assert capture.outputs == {
        "mine": "ami-of-mine",
        "others": "ami-of-others",
        "account": "999999999999",
        "vpc": "vpc-1",
        "key": Secret("hush"),
    }
    assert {invoke.answered for invoke in capture.invokes} == {"file"}
    assert "hush" not in repr(capture)


def test_another_stacks_outputs_are_unknown_without_a_file(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi
        for name in ("a/b/c", "a/b/d"):
            pulumi.export(name, pulumi.StackReference(name).require_output("x"))
        """
    )
    assert capture.outputs == {"a/b/c": UNKNOWN, "a/b/d": UNKNOWN}
    assert capture.graph.resources[1].read
    assert [(item.line, item.message) for item in capture.diagnostics] == [
        (4, f"the outputs of the stack {name} can't be asked offline: they are unknown") for name in ("a/b/c", "a/b/d")
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("invokes: [1]", "invokes: a mapping is expected"),
        ("invoke: {}", "invoke: only invokes and stackReferences are expected"),
        ("invokes: {a: {results: {}}}", "invokes.a: an answer is `result:"),
        ("{", "can't be read"),
    ],
)
def test_a_wrong_file_is_refused(preview: Preview, tmp_path: Path, content: str, complaint: str) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(content)
    with pytest.raises(UsageError) as caught:
        preview("", invokes=answers)
    assert str(caught.value).startswith(f"{answers}: ")
    assert complaint in str(caught.value)


def test_policy_documents_are_computed(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi, pulumi_aws as aws
        assume = aws.iam.get_policy_document(statements=[{
            "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}],
            "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]}],
        }])
        more = aws.iam.get_policy_document_output(
            source_policy_documents=[assume.json],
            statements=[{"sid": "S", "effect": "Deny", "actions": ["s3:*"], "resources": ["a", "b", "arn:&{x}"]}],
        )
        pulumi.export("assume", assume.json)
        pulumi.export("more", more.json)
        """
    )
    assume = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]},
        "Condition": {"StringEquals": {"aws:SourceAccount": "1"}},
    }
    deny = {"Sid": "S", "Effect": "Deny", "Action": "s3:*", "Resource": ["b", "arn:${x}", "a"]}
    assert json.loads(str(capture.outputs["assume"])) == {"Version": "2012-10-17", "Statement": [assume]}
    assert json.loads(str(capture.outputs["more"]))["Statement"] == [assume, deny]
    assert {invoke.answered for invoke in capture.invokes} == {"computed"}


def test_manifests_of_a_config_file_are_resources(preview: Preview, tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text(
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n"
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {a: b}\n"
    )
    graph = preview("import pulumi_kubernetes as k8s\nk8s.yaml.ConfigFile('app', file='app.yaml')\n").graph
    (settings,) = graph.of_type("kubernetes:core/v1:ConfigMap")
    assert settings.inputs["data"] == {"a": "b"}
    assert graph.by_urn[settings.parent].type == "kubernetes:yaml:ConfigFile"
