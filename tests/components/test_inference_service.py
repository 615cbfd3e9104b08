"""InferenceService in Pulumi programs: the forms of its spec, what it refuses, what it hands on."""

import textwrap
from pathlib import Path

import pytest

from apexai.errors import ProgramError
from apexai.graph import UNKNOWN, Asset, Resource, ResourceGraph, Secret
from apexai.graph.offline import Capture, ScriptProgram, capture_program

IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud:1"
SPEC = f"""
    apiVersion: ai.apexlogic.com/v1alpha1
    kind: ServerlessModelDeployment
    metadata:
      name: fraud
    spec:
      modelRef: {{name: fraud, version: "1"}}
      runtime:
        platform: aws-lambda
        region: us-east-1
        image: {IMAGE}
      targets:
        kubernetes:
          runtime: {{access: internal}}
"""
DOCUMENT = f"""
    DOCUMENT = {{
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {{"name": "fraud"}},
        "spec": {{
            "modelRef": {{"name": "fraud", "version": "1"}},
            "runtime": {{"platform": "aws-lambda", "region": "us-east-1", "image": "{IMAGE}"}},
        }},
    }}
"""


def capture(directory: Path, program: str, *, spec: str = SPEC, config: dict[str, str] | None = None) -> Capture:
    (directory / "service.yaml").write_text(textwrap.dedent(spec))
    script = directory / "program.py"
    lines = ["import pulumi", "from apexai.components import InferenceService", textwrap.dedent(program)]
    script.write_text("\n".join(lines))
    return capture_program(ScriptProgram(script=script, project="test", directory=directory), config=config or {})


def component(graph: ResourceGraph) -> Resource:
    (found,) = graph.of_type("apexai:index:InferenceService")
    return found


def function(graph: ResourceGraph) -> Resource:
    (found,) = graph.of_type("aws:lambda/function:Function")
    return found


def shape(graph: ResourceGraph) -> list[tuple[str, str, object]]:
    return [(resource.type, resource.name, dict(resource.inputs)) for resource in graph.resources if resource.custom]


def test_a_path_a_dict_and_a_model_make_the_same(tmp_path: Path) -> None:
    by_path = capture(tmp_path, 'InferenceService("fraud", spec="service.yaml")').graph
    by_dict = capture(tmp_path, DOCUMENT + '\nInferenceService("fraud", spec=DOCUMENT)'.replace("\n", "\n    ")).graph
    model = """
    from apexai.spec.deployment import ServerlessModelDeployment
    InferenceService("fraud", spec=ServerlessModelDeployment.model_validate(DOCUMENT))
    """
    by_model = capture(tmp_path, DOCUMENT + model).graph
    assert shape(by_path) == shape(by_dict) == shape(by_model)
    assert component(by_dict).inputs == component(by_model).inputs


def test_children_belong_to_the_component(tmp_path: Path) -> None:
    graph = capture(tmp_path, 'InferenceService("fraud", spec="service.yaml")').graph
    root = component(graph)
    own = [resource for resource in graph.resources if resource.type.startswith("aws:")]
    assert own
    assert {resource.parent for resource in own} == {root.urn}
    assert all(resource.name.startswith("fraud-") for resource in own)


def test_inputs_tell_what_is_written_from_what_is_the_default(tmp_path: Path) -> None:
    inputs = component(capture(tmp_path, 'InferenceService("fraud", spec="service.yaml")').graph).inputs
    written, resolved = inputs["spec"], inputs["resolved"]
    assert isinstance(written, dict)
    assert isinstance(resolved, dict)
    assert "memory" not in written["spec"]["runtime"]  # type: ignore[index,operator,call-overload]
    assert resolved["spec"]["runtime"]["memory"] == "1024MiB"  # type: ignore[index,call-overload]
    assert str(tmp_path) not in repr(inputs)


def test_the_resolved_spec_is_a_spec_again(tmp_path: Path) -> None:
    program = DOCUMENT + '\n    InferenceService("fraud", spec=DOCUMENT)'
    first = component(capture(tmp_path, program).graph).inputs["resolved"]
    again = f'InferenceService("fraud", spec={first!r})'
    assert component(capture(tmp_path, again).graph).inputs["resolved"] == first


def test_outputs_flow_into_properties_and_stay_secret(tmp_path: Path) -> None:
    program = (
        DOCUMENT
        + """
    import pulumi_aws as aws
    bucket = aws.s3.Bucket("models")
    runtime = DOCUMENT["spec"]["runtime"]
    runtime["environment"] = {"BUCKET": bucket.bucket, "TOKEN_OF_LIFE": pulumi.Output.secret("hush-hush")}
    runtime["image"] = pulumi.Output.concat("111122223333.dkr.ecr.us-east-1.amazonaws.com/", bucket.id)
    InferenceService("fraud", spec=DOCUMENT)
    """
    )
    graph = capture(tmp_path, program).graph
    made = function(graph).inputs
    variables = made["environment"]["variables"]  # type: ignore[index,call-overload]
    assert variables["BUCKET"] is UNKNOWN  # type: ignore[index,call-overload]
    assert isinstance(variables["TOKEN_OF_LIFE"], Secret)  # type: ignore[index,call-overload]
    assert made["imageUri"] is UNKNOWN
    assert "hush-hush" not in repr(graph)


def test_an_output_that_decides_the_structure_is_refused_with_its_path(tmp_path: Path) -> None:
    program = (
        DOCUMENT
        + """
    DOCUMENT["spec"]["autoscaling"] = {"minReplicas": pulumi.Output.from_input(1), "maxReplicas": 10}
    InferenceService("fraud", spec=DOCUMENT)
    """
    )
    with pytest.raises(ProgramError, match=r"spec\.autoscaling\.minReplicas: .*Output"):
        capture(tmp_path, program)


def test_what_is_wrong_is_told_with_its_line_and_no_traceback(tmp_path: Path) -> None:
    wrong = SPEC.replace("platform: aws-lambda", "platform: aws-lambda\n        gpu: {type: nvidia-l4}")
    with pytest.raises(ProgramError, match=r"service\.yaml:10:\d+: spec\.runtime\.gpu\.type: .*APX-CAP-104"):
        capture(tmp_path, 'InferenceService("fraud", spec="service.yaml")', spec=wrong)


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        ('spec="nowhere.yaml"', "nowhere.yaml"),
        ("spec=5", r"spec is a value of type int: give a path, .*ARG-006"),
        ('spec="service.yaml", platform="heroku"', "'heroku' is no platform"),
    ],
)
def test_wrong_arguments_are_told(tmp_path: Path, argument: str, text: str) -> None:
    with pytest.raises(ProgramError, match=text):
        capture(tmp_path, f'InferenceService("fraud", {argument})')


def test_a_file_of_several_documents_is_refused(tmp_path: Path) -> None:
    two = textwrap.dedent(SPEC) + "---" + textwrap.dedent(SPEC)
    with pytest.raises(ProgramError, match="holds 2 documents"):
        capture(tmp_path, 'InferenceService("fraud", spec="service.yaml")', spec=two)


def test_another_platform_takes_its_overrides(tmp_path: Path) -> None:
    graph = capture(tmp_path, 'InferenceService("fraud", spec="service.yaml", platform="kubernetes")').graph
    assert not graph.of_type("aws:lambda/function:Function")
    assert len(graph.of_type("kubernetes:apps/v1:Deployment")) == 1


def test_the_stacks_configuration_names_registry_and_environment(tmp_path: Path) -> None:
    spec = SPEC.replace(f"        image: {IMAGE}\n", "")
    config = {"apexai:registry": "111122223333.dkr.ecr.us-east-1.amazonaws.com/models", "apexai:environment": "prod"}
    graph = capture(tmp_path, 'InferenceService("fraud", spec="service.yaml")', spec=spec, config=config).graph
    assert function(graph).inputs["imageUri"] == "111122223333.dkr.ecr.us-east-1.amazonaws.com/models/fraud:1"
    tags = function(graph).inputs["tags"]
    assert isinstance(tags, dict)
    assert tags["environment"] == "prod"


def test_overrides_lie_over_a_file_and_may_hold_outputs(tmp_path: Path) -> None:
    program = """
    import pulumi_aws as aws
    from apexai.spec.loader import load_specs
    key = aws.kms.Key("key")
    (document,) = load_specs("service.yaml")
    InferenceService("fraud", spec=document, overrides={"runtime": {
        "memory": "2GiB", "environment": {"KEY": key.arn},
        "network": {"subnets": [key.arn], "securityGroups": [pulumi.Output.secret("sg-0123456789abcdef0")]}}})
    """
    graph = capture(tmp_path, program).graph
    made = function(graph).inputs
    assert made["memorySize"] == 2048
    assert made["environment"]["variables"]["KEY"] is UNKNOWN  # type: ignore[index,call-overload]
    assert made["vpcConfig"]["subnetIds"] == [UNKNOWN]  # type: ignore[index,call-overload]
    assert isinstance(made["vpcConfig"]["securityGroupIds"][0], Secret)  # type: ignore[index,call-overload]
    assert component(graph).inputs["spec"]["spec"]["runtime"]["memory"] == "2GiB"  # type: ignore[index,call-overload]


def test_a_foundation_names_what_the_configuration_names_else(tmp_path: Path) -> None:
    program = """
    import pulumi_aws as aws
    shared = pulumi.StackReference("organization/foundation/prod")
    InferenceService("fraud", spec="service.yaml", foundation={
        "registry": shared.require_output("registry"), "budgetTopic": shared.require_output("budgetTopic"),
        "prometheus": None})
    """
    spec = SPEC.replace(f"        image: {IMAGE}\n", "") + "      finops: {budgetLimit: $100/month}\n"
    config = {"apexai:registry": "not.this.one", "apexai:budgetTopic": "arn:aws:sns:us-east-1:111122223333:not-this"}
    graph = capture(tmp_path, program, spec=spec, config=config).graph
    assert function(graph).inputs["imageUri"] is UNKNOWN
    (budget,) = graph.of_type("aws:budgets/budget:Budget")
    assert budget.inputs["notifications"][0]["subscriberSnsTopicArns"] == [UNKNOWN]  # type: ignore[index,call-overload]


@pytest.mark.parametrize(
    ("foundation", "text"),
    [
        ('{"budget_topic": "arn"}', r"foundation\.budget_topic: nothing reads it; .*budgetTopic.*APX-ARG-003"),
        ('{"prometheus": pulumi.Output.from_input("http://p")}', r"foundation\.prometheus: .*Output.*APX-ARG-004"),
    ],
)
def test_a_wrong_foundation_is_told_with_its_path(tmp_path: Path, foundation: str, text: str) -> None:
    with pytest.raises(ProgramError, match=text):
        capture(tmp_path, f'InferenceService("fraud", spec="service.yaml", foundation={foundation})')


def test_every_child_waits_for_what_the_caller_depends_on(tmp_path: Path) -> None:
    program = """
    import pulumi_aws as aws
    first = aws.s3.Bucket("first")
    InferenceService("fraud", spec="service.yaml", opts=pulumi.ResourceOptions(depends_on=[first]))
    """
    graph = capture(tmp_path, program).graph
    (first,) = graph.of_type("aws:s3/bucket:Bucket")
    own = [resource for resource in graph.descendants(component(graph).urn) if resource.custom]
    assert own
    assert all(first.urn in resource.dependencies for resource in own)


def test_a_model_is_found_beside_the_spec(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "model.onnx").write_bytes(b"model")
    spec = """
        apiVersion: ai.apexlogic.com/v1alpha1
        kind: ServerlessModelDeployment
        metadata: {name: fraud}
        spec:
          modelRef: {name: fraud, version: "1", uri: model.onnx, format: onnx}
          runtime: {platform: cloudflare-workers, access: public}
    """
    (tmp_path / "specs" / "fraud.yaml").write_text(textwrap.dedent(spec))
    captured = capture(
        tmp_path, 'service = InferenceService("fraud", spec="specs/fraud.yaml")\npulumi.export("at", service.endpoint)'
    )
    (version,) = [item for item in captured.graph.resources if item.type.endswith(":WorkerVersion")]
    assert isinstance(version.inputs["modules"], list)
    assert version.inputs["modules"][2]["contentFile"] == "specs/model.onnx"  # type: ignore[index, call-overload]
    assert captured.outputs["at"] is UNKNOWN


def test_a_package_is_found_beside_the_spec(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "code").mkdir()
    (tmp_path / "specs" / "code" / "app.py").write_text("def handler(event, context): ...\n")
    package = "package: {path: code, handler: app.handler, runtime: python3.13}"
    (tmp_path / "specs" / "fraud.yaml").write_text(textwrap.dedent(SPEC).replace(f"image: {IMAGE}", package))
    graph = capture(tmp_path, 'InferenceService("fraud", spec="specs/fraud.yaml")').graph
    code = function(graph).inputs["code"]
    assert isinstance(code, Asset)
    assert code.location == "specs/code"
    assert code.sha256
