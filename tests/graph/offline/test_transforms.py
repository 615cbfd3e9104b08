"""Transforms and hooks change the graph as the engine would let them."""

import pytest

from apexai.errors import ProgramError
from apexai.graph import UNKNOWN, Secret
from tests.graph.offline.conftest import Preview

PROGRAM = """
import pulumi, pulumi_aws as aws
from pulumi import ResourceOptions, ResourceTransformResult

class Site(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("shop:index:Site", name, {}, opts)
        aws.s3.Bucket(f"{name}-b", tags={"by": "program"}, opts=ResourceOptions(parent=self, transforms=[tag("own")]))

def tag(by):
    def transform(args):
        if args.type_ == "aws:s3/bucket:Bucket":
            tags = {**args.props["tags"], "by": args.props["tags"]["by"] + "," + by}
            return ResourceTransformResult(props={**args.props, "tags": tags}, opts=args.opts)
    return transform
"""


def test_own_then_parents_then_stack(preview: Preview) -> None:
    graph = preview(
        PROGRAM
        + """
pulumi.runtime.register_resource_transform(tag("stack"))
Site("s", opts=ResourceOptions(transforms=[tag("parent")]))
"""
    ).graph
    (bucket,) = graph.of_type("aws:s3/bucket:Bucket")
    assert bucket.inputs == {"tags": {"by": "program,own,parent,stack"}}


def test_options_change_too(preview: Preview) -> None:
    graph = preview(
        PROGRAM
        + """
eu = aws.Provider("eu", region="eu-west-1")
def protect(args):
    if args.type_ != "aws:s3/bucket:Bucket":
        return None
    options = ResourceOptions.merge(args.opts, ResourceOptions(protect=True, ignore_changes=["tags"], provider=eu))
    return ResourceTransformResult(props=args.props, opts=options)
pulumi.runtime.register_resource_transform(protect)
aws.s3.Bucket("b", tags={"by": "program"})
aws.sns.Topic("t")
"""
    ).graph
    (bucket,) = graph.of_type("aws:s3/bucket:Bucket")
    (topic,) = graph.of_type("aws:sns/topic:Topic")
    assert (bucket.options.protect, bucket.options.ignore_changes) == (True, ("tags",))
    assert bucket.provider.endswith("::eu")
    assert (topic.options.protect, topic.provider.endswith("::eu")) == (False, False)


def test_older_transformations_still_apply(preview: Preview) -> None:
    graph = preview(
        PROGRAM
        + """
def rename(args):
    return pulumi.ResourceTransformationResult(props={**args.props, "bucket": "renamed"}, opts=args.opts)
aws.s3.Bucket("b", tags={"by": "program"}, opts=ResourceOptions(transformations=[rename]))
"""
    ).graph
    (bucket,) = graph.of_type("aws:s3/bucket:Bucket")
    assert bucket.inputs["bucket"] == "renamed"


def test_a_transform_that_raises_fails_the_program_with_its_line(preview: Preview) -> None:
    with pytest.raises(ProgramError, match=r"program.py:13: KeyError: 'tags'"):
        preview(PROGRAM + "\naws.s3.Bucket('b', opts=ResourceOptions(transforms=[tag('x')]))\n")


def test_invoke_transforms_see_and_change_arguments(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi, pulumi_aws as aws
        def owners(args):
            if args.token == "aws:ec2/getAmi:getAmi":
                return pulumi.InvokeTransformResult(args={**args.args, "owners": ["self"]}, opts=args.opts)
        pulumi.runtime.register_invoke_transform(owners)
        aws.ec2.get_ami(owners=["amazon"], most_recent=True)
        """
    )
    assert capture.invokes[0].arguments == {"mostRecent": True, "owners": ["self"]}


def test_hooks_for_previews_run_and_others_do_not(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi, pulumi_aws as aws
        from pulumi import ResourceHook, ResourceHookBinding, ResourceHookOptions, ResourceOptions
        def say(args): print("hook", args.name, args.new_inputs["bucket"])
        early = ResourceHook("early", say, opts=ResourceHookOptions(on_dry_run=True))
        late = ResourceHook("late", say)
        hooks = ResourceHookBinding(before_create=[early, late], after_delete=[late])
        aws.s3.Bucket("b", bucket="named", opts=ResourceOptions(hooks=hooks))
        """
    )
    assert capture.stdout == "hook b named\n"


def test_a_hook_that_fails_fails_the_registration(preview: Preview) -> None:
    with pytest.raises(ProgramError, match=r"hook 'strict' of .*::b failed: not allowed"):
        preview(
            """
            import pulumi, pulumi_aws as aws
            from pulumi import ResourceHook, ResourceHookBinding, ResourceHookOptions, ResourceOptions
            def refuse(args): raise ValueError("not allowed")
            strict = ResourceHook("strict", refuse, opts=ResourceHookOptions(on_dry_run=True))
            aws.s3.Bucket("b", opts=ResourceOptions(hooks=ResourceHookBinding(before_create=[strict])))
            """
        )


def test_secrets_and_unknown_values_stay_where_they_are(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi, pulumi_aws as aws
        def touch(args): return pulumi.ResourceTransformResult({**args.props, "forceDestroy": True}, args.opts)
        late = aws.s3.Bucket("late")
        tags = {"secret": pulumi.Output.secret("hush"), "late": late.arn, "both": pulumi.Output.secret(late.arn)}
        aws.s3.Bucket("b", tags=tags, opts=pulumi.ResourceOptions(transforms=[touch]))
        """
    )
    (bucket,) = [item for item in capture.graph.resources if item.name == "b"]
    assert bucket.inputs["forceDestroy"] is True
    assert bucket.inputs["tags"] == {"secret": Secret("hush"), "late": UNKNOWN, "both": Secret(UNKNOWN)}
