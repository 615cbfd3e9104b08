"""Resource options of components under the real engine: each line of the table in docs/components.md, and destroy."""

import json
from collections.abc import Iterator
from typing import Any, Final

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine import test_kubernetes_life, test_lambda_life
from tests.engine.agreement import disagreements
from tests.engine.life import Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.targets.change import at, merged

DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
BUDGET: Final = "aws:budgets/budget:Budget"
FUNCTION: Final = "aws:lambda/function:Function"

PROGRAM: Final = """
    import json
    import pulumi
    import pulumi_aws as aws
    import pulumi_kubernetes as k8s
    from apexai import InferenceService
    from pulumi import ResourceOptions

    STEP = json.load(open("step.json"))
    SPECS = json.load(open("specs.json"))

    class Platform(pulumi.ComponentResource):
        '''What a team has of its own; options that it gets are for what is in it, too.'''

        def __init__(self, name, opts):
            super().__init__("team:index:Platform", name, {}, opts)
            InferenceService("inner", spec=SPECS["aws"], opts=ResourceOptions(parent=self))

    def transform(args):
        if args.type_ == "aws:lambda/function:Function":
            more = ResourceOptions(ignore_changes=["description"], custom_timeouts=pulumi.CustomTimeouts(create="7m"),
                                   replace_on_changes=["role"], additional_secret_outputs=["qualifiedArn"])
            return pulumi.ResourceTransformResult({**args.props, "description": "labelled"},
                                                  ResourceOptions.merge(args.opts, more))

    def transform_as_before(args):
        if args.type_ == "aws:lambda/function:Function":
            return pulumi.ResourceTransformationResult({**args.props, "description": "as before"}, args.opts)

    first = aws.sqs.Queue("first")
    providers = [
        aws.Provider("mine-aws", region="us-east-1", profile="deploy"),
        k8s.Provider("mine-kubernetes", kubeconfig="{}", context="mine"),
    ]
    other = aws.Provider("other-aws", region="eu-west-1")

    SPECS["kubernetes"]["spec"]["runtime"]["environment"]["QUEUE"] = first.url
    SPECS["aws"]["spec"]["runtime"]["environment"]["QUEUE"] = pulumi.Output.secret(first.url)
    InferenceService(STEP["names"][0], spec=SPECS["kubernetes"], opts=ResourceOptions(
        providers=providers, retain_on_delete=True, depends_on=[first], aliases=[pulumi.Alias(name="kept")]))
    hook = pulumi.ResourceHook("told", lambda args: open("hooked.txt", "a").write(args.name))
    InferenceService("gone", spec=SPECS["elsewhere"], opts=ResourceOptions(
        provider=other, deleted_with=first, transformations=[transform_as_before],
        hooks=pulumi.ResourceHookBinding(after_create=[hook])))
    platform = Platform("platform", ResourceOptions(providers=providers, protect=True))
    service = InferenceService(STEP["names"][1], spec=SPECS["aws"], opts=ResourceOptions(
        parent=platform if STEP["moved"] else None, providers=providers, depends_on=first, transforms=[transform],
        aliases=[pulumi.Alias(name="service", parent=pulumi.ROOT_STACK_RESOURCE)], protect=False))
    pulumi.export("endpoint", service.endpoint)
"""

AWS: Final = merged(
    test_lambda_life.document(Release(version="1")),
    at("spec.autoscaling", None),
    at("spec.finops", {"budgetLimit": "$100/month", "alerts": ["finops@example.com"]}),
)
SPECS: Final = {
    "aws": AWS,
    "elsewhere": merged(
        AWS,
        at("metadata.name", "gone"),
        at("spec.runtime", {"region": "eu-west-1", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/fraud:1"}),
    ),
    "kubernetes": test_kubernetes_life.document(Release(version="1")),
}


def write(stack: Stack, *names: str, moved: bool = False) -> Stack:
    stack.write(PROGRAM)
    stack.file("specs.json", json.dumps(SPECS))
    stack.file("step.json", json.dumps({"names": names, "moved": moved}))
    return stack


def children(resources: list[dict[str, Any]], component: str) -> list[dict[str, Any]]:
    """Everything in a cloud that is below a component."""
    found = [item for item in resources if item["custom"] and f"::{component}-" in item["urn"]]
    assert len(found) > 5, component
    assert component == "kept" or any(item["type"] == BUDGET for item in found), component
    return found


def urn_of(resources: list[dict[str, Any]], name: str) -> str:
    (found,) = [str(item["urn"]) for item in resources if item["urn"].endswith(f"::{name}")]
    return found


def variables(cloud: Cloud) -> Iterator[dict[str, Any]]:
    (deployment,) = cloud.of_type(DEPLOYMENT)
    for container in deployment.inputs["spec"]["template"]["spec"]["containers"]:
        yield from container.get("env", [])


def check_state(resources: list[dict[str, Any]]) -> None:
    """What each service's children got of its options."""
    first = urn_of(resources, "first")
    for child in children(resources, "kept"):
        assert "::mine-kubernetes::" in child["provider"], child["urn"]
        assert child["retainOnDelete"] is True, child["urn"]
        assert first in child["dependencies"], child["urn"]
    for child in children(resources, "gone"):
        assert "::other-aws::" in child["provider"], child["urn"]
        assert child["deletedWith"] == first, child["urn"]
    for child in children(resources, "inner"):
        assert "::mine-aws::" in child["provider"], child["urn"]
        assert child["protect"] is True, child["urn"]
    for child in children(resources, "service"):
        assert first in child["dependencies"], child["urn"]
        assert not child.get("protect"), child["urn"]


def check_transformed(resources: list[dict[str, Any]]) -> None:
    """What only a transform gives to a child, and to no other."""
    (function,) = [item for item in resources if item["urn"].endswith("::service-function")]
    assert function["inputs"]["description"] == "labelled"
    assert function["customTimeouts"] == {"create": 420}
    assert function["ignoreChanges"] == ["description"]
    assert function["replaceOnChanges"] == ["role"]
    assert function["additionalSecretOutputs"] == ["qualifiedArn"]
    (elsewhere,) = [item for item in resources if item["urn"].endswith("::gone-function")]
    assert elsewhere["inputs"]["description"] == "as before"
    others = [item for item in children(resources, "service") if item is not function]
    assert not [item["urn"] for item in others if item.get("ignoreChanges") == ["description"]]


def check_destroyed(changes: list[str]) -> None:
    """Nothing goes before what refers to it, `first` goes after all that waited for it."""
    assert {change.partition(" ")[0] for change in changes} == {"delete"}
    assert not [change for change in changes if " kept-" in change or " gone-" in change]
    order = [change.partition(" ")[2] for change in changes]
    for earlier, later in (("Alias {}-live", "Function {}-function"), ("Function {}-function", "Role {}-role")):
        for name in ("inner", "service"):
            assert order.index(earlier.format(name)) < order.index(later.format(name)), order
    assert order[-1] == "Queue first"


def test_every_option_does_what_the_table_says(stack: Stack, cloud: Cloud) -> None:
    write(stack, "kept", "service").up()
    resources = stack.resources()
    check_state(resources)
    check_transformed(resources)
    assert (stack.directory / "hooked.txt").read_text() == "gone"
    (queue,) = [item for item in cloud.of_type("aws:sqs/queue:Queue") if item.urn.endswith("::first")]
    assert {"name": "QUEUE", "value": queue.outputs["url"]} in list(variables(cloud))
    assert {item.region for item in cloud.of_type(FUNCTION)} == {"us-east-1", "eu-west-1"}

    preview = write(stack, "held", "renamed", moved=True).preview("--show-sames")
    assert set(preview.changes) == {"same"}
    offline = capture_program(ProjectProgram(directory=stack.directory), stack=stack.name).graph
    assert disagreements(offline, load_preview_json(preview.stdout)) == []

    cloud.forget_rpcs()
    assert "protected" in stack.destroy(fails=True).text
    assert not [change for change in cloud.changes() if " inner-" in change or change.endswith(" first")]
    stack.pulumi("state", "unprotect", "--all", "--yes")
    stack.destroy()
    check_destroyed(cloud.changes())
    assert len(cloud.of_type(DEPLOYMENT)) == 1
