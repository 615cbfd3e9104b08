"""The stand-in behaves as providers do, under the real engine."""

from tests.engine.stack import Stack
from tests.engine.standin import Cloud, Fault

BUCKET = """
    import pulumi
    import pulumi_aws as aws

    bucket = aws.s3.Bucket("models", tags={"team": "fraud"})
    pulumi.export("name", bucket.bucket)
"""

CHAIN = """
    import json
    import pulumi
    import pulumi_aws as aws

    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}
    role = aws.iam.Role("role", assume_role_policy=json.dumps(trust))
    log = aws.cloudwatch.LogGroup("log", retention_in_days=30)
    policy = aws.iam.RolePolicy("policy", role=role.name, policy={"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["logs:PutLogEvents"], "Resource": "*"}]})
    function = aws.lambda_.Function("function", role=role.arn, package_type="Image", publish=True,
        image_uri="111122223333.dkr.ecr.us-east-1.amazonaws.com/model:1",
        memory_size=%(memory)s, opts=pulumi.ResourceOptions(depends_on=[policy, log]))
    alias = aws.lambda_.Alias("live", name="live", function_name=function.name,
        function_version=function.version)
    pulumi.export("version", function.version)
    pulumi.export("arn", function.arn)
"""

FUNCTION = "aws:lambda/function:Function"


def test_creates_once_and_then_finds_no_changes(stack: Stack) -> None:
    stack.write(BUCKET)
    first, second = stack.up(), stack.up()
    assert first.changes == {"create": 2}
    assert second.changes == {"same": 2}
    assert first.diagnostics == []
    assert stack.outputs()["name"].startswith("models-")
    assert stack.lost() == []
    assert stack.leaked() == []


def test_check_adds_names_and_defaults_as_bridged_providers_do(stack: Stack) -> None:
    stack.write(CHAIN % {"memory": 512}).up()
    function = next(item for item in stack.resources() if item["type"] == FUNCTION)
    assert function["inputs"]["__defaults"] == ["name", "reservedConcurrentExecutions", "skipDestroy", "timeout"]
    assert function["inputs"]["name"].startswith("function-")
    assert function["inputs"]["timeout"] == 3


def test_an_update_publishes_and_a_preview_of_it_knows_no_version(stack: Stack, cloud: Cloud) -> None:
    stack.write(CHAIN % {"memory": 512}).up()
    assert stack.outputs()["version"] == "1"
    assert stack.preview().changes == {"same": 6}
    stack.write(CHAIN % {"memory": 1024})
    preview = stack.preview()
    assert preview.steps == {"update": ["Function function", "Alias live"]}
    assert stack.up().steps == {"update": ["Function function", "Alias live"]}
    assert stack.outputs()["version"] == "2"
    assert sorted(cloud.the(FUNCTION).hidden["versions"]) == ["1", "2"]


def test_a_new_name_replaces_and_what_depends_on_it_follows(stack: Stack) -> None:
    stack.write(CHAIN % {"memory": 512}).up()
    stack.write((CHAIN % {"memory": 512}).replace('"role", assume', '"role", name="fixed", assume'))
    preview = stack.preview()
    assert preview.replaced_for("role") == ["name"]
    assert preview.replaced_for("policy") == ["role"]
    assert preview.replaced_for("function") == []
    stack.up()
    assert stack.lost() == []
    assert stack.leaked() == []


def test_the_next_up_recovers_from_a_create_that_failed_in_the_middle(stack: Stack, cloud: Cloud) -> None:
    stack.write(CHAIN % {"memory": 512})
    cloud.faults.append(Fault(operation="create", urn="::function$", message="ServiceException: try later"))
    broken = stack.up(fails=True)
    assert any("ServiceException: try later" in message for message in broken.diagnostics)
    assert not cloud.of_type(FUNCTION)
    assert cloud.of_type("aws:iam/role:Role")
    assert stack.up().changes == {"create": 2, "same": 4}
    assert stack.up().changes == {"same": 6}


def test_a_resource_that_did_not_become_ready_is_kept_and_retried(stack: Stack, cloud: Cloud) -> None:
    stack.write(CHAIN % {"memory": 512})
    cloud.faults.append(Fault(operation="create", urn="::function$", message="not ready", leaves="partial"))
    stack.up(fails=True)
    assert len(cloud.of_type(FUNCTION)) == 1
    assert stack.up().steps["update"] == ["Function function"]
    assert stack.lost() == []


def test_an_object_that_only_the_cloud_knows_blocks_its_name(stack: Stack, cloud: Cloud) -> None:
    stack.write((CHAIN % {"memory": 512}).replace('"role", assume', '"role", name="fixed", assume'))
    cloud.faults.append(Fault(operation="create", urn="::role$", leaves="orphan"))
    stack.up(fails=True)
    assert len(stack.leaked()) == 1
    assert "EntityAlreadyExists: Role with name fixed already exists." in stack.up(fails=True).text


def test_refresh_sees_what_changed_outside(stack: Stack, cloud: Cloud) -> None:
    stack.write(CHAIN % {"memory": 512}).up()
    log = cloud.the("aws:cloudwatch/logGroup:LogGroup")
    log.inputs["retentionInDays"] = log.outputs["retentionInDays"] = 1
    cloud.put(log)
    cloud.remove(cloud.the("aws:lambda/alias:Alias"))
    stack.refresh()
    assert stack.lost() == []
    assert stack.up().steps == {"update": ["LogGroup log"], "create": ["Alias live"]}
    assert cloud.the("aws:cloudwatch/logGroup:LogGroup").inputs["retentionInDays"] == 30


def test_destroy_goes_backwards(stack: Stack, cloud: Cloud) -> None:
    stack.write(CHAIN % {"memory": 512}).up()
    cloud.forget_rpcs()
    stack.destroy()
    done = cloud.changes()
    assert done[:2] == ["delete Alias live", "delete Function function"]
    assert done.index("delete RolePolicy policy") < done.index("delete Role role")
    assert len(cloud) == 0


def test_secrets_stay_secret_in_the_state(stack: Stack, cloud: Cloud) -> None:
    stack.write(BUCKET.replace('"fraud"', 'pulumi.Output.secret("hunter2")')).up()
    assert "hunter2" not in stack.pulumi("stack", "export")
    assert cloud.the("aws:s3/bucket:Bucket").inputs["tags"] == {"team": "hunter2"}
    assert stack.up().changes == {"same": 2}


def test_a_cloud_outlives_its_process(stack: Stack, cloud: Cloud) -> None:
    stack.write(BUCKET).up()
    again = Cloud(cloud.directory)
    assert [item.key for item in again] == [item.key for item in cloud]
