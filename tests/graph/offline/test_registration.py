"""What a program registers is in the graph, as a preview of the real engine has it."""

from apexai.graph import UNKNOWN, Asset, Resource, Secret
from tests.graph.offline.conftest import Preview

COMPONENT = """
import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

class Site(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("shop:index:Site", name, {"kind": "static", "weight": 3}, opts)
        self.bucket = aws.s3.Bucket(f"{name}-bucket", force_destroy=True, opts=ResourceOptions(parent=self))
        self.register_outputs({"name": self.bucket.bucket, "fixed": 4})
"""


def of_name(resources: tuple[Resource, ...], name: str) -> Resource:
    return next(resource for resource in resources if resource.name == name)


def test_a_component_is_the_parent_of_its_children(preview: Preview) -> None:
    graph = preview(COMPONENT + "\nSite('web')\n").graph
    site, bucket = of_name(graph.resources, "web"), of_name(graph.resources, "web-bucket")
    assert site.urn == "urn:pulumi:dev::shop::shop:index:Site::web"
    assert site.parent == "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
    assert (site.custom, site.provider, dict(site.inputs)) == (False, "", {"kind": "static", "weight": 3})
    assert dict(site.outputs) == {"name": UNKNOWN, "fixed": 4}
    assert bucket.urn == "urn:pulumi:dev::shop::shop:index:Site$aws:s3/bucket:Bucket::web-bucket"
    assert (bucket.parent, bucket.custom, dict(bucket.inputs)) == (site.urn, True, {"forceDestroy": True})


def test_lines_are_the_users(preview: Preview) -> None:
    graph = preview(COMPONENT + "\nSite('web')\n").graph
    lines = {resource.name: resource.source and resource.source.line for resource in graph.resources}
    assert (lines["web"], lines["web-bucket"]) == (12, 9)  # where it is made, not where it calls the SDK


def test_echoed_inputs_are_known_and_everything_else_is_unknown(preview: Preview) -> None:
    outputs = preview(
        """
        import pulumi, pulumi_aws as aws
        f = aws.lambda_.Function("f", role="r", handler="a.b", memory_size=256, tags={"a": "b"})
        for name in ("memory_size", "tags", "arn", "id", "timeout", "environment"):
            pulumi.export(name, getattr(f, name))
        """
    ).outputs
    assert outputs == {
        "memory_size": 256,
        "tags": {"a": "b"},
        "arn": UNKNOWN,
        "id": UNKNOWN,
        "timeout": UNKNOWN,
        "environment": UNKNOWN,
    }


def test_apply_does_not_run_on_what_is_unknown(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi, pulumi_aws as aws
        bucket = aws.s3.Bucket("b", bucket="named")
        bucket.arn.apply(lambda arn: print("ran with", arn))
        bucket.bucket.apply(lambda name: print("ran with", name))
        """
    )
    assert capture.stdout == "ran with named\n"


def test_secrets_stay_secret_and_unknowns_inside_values_unknown(preview: Preview) -> None:
    graph = preview(
        """
        import pulumi, pulumi_aws as aws
        b = aws.s3.Bucket("b")
        variables = {"KEY": pulumi.Output.secret("hush"), "ARN": b.arn, "N": "1"}
        aws.lambda_.Function("f", role="r", environment={"variables": variables})
        """
    ).graph
    variables = of_name(graph.resources, "f").inputs["environment"]
    assert variables == {"variables": {"ARN": UNKNOWN, "KEY": Secret("hush"), "N": "1"}}
    assert "hush" not in repr(graph)


def test_whole_numbers_are_ints_and_others_floats(preview: Preview) -> None:
    inputs = of_name(
        preview(
            """
            import pulumi
            class C(pulumi.ComponentResource):
                def __init__(self):
                    super().__init__("shop:index:C", "c", {"i": 3, "f": 0.5, "b": True, "big": 2**60, "none": None})
            C()
            """
        ).graph.resources,
        "c",
    ).inputs
    assert inputs == {"i": 3, "f": 0.5, "b": True, "big": float(2**60)}
    assert type(inputs["i"]) is int


def test_dependencies_by_property_and_by_option(preview: Preview) -> None:
    graph = preview(
        COMPONENT
        + """
site = Site("web")
topic = aws.sns.Topic("t")
aws.s3.BucketPolicy("p", bucket=site.bucket.id, policy="{}", opts=ResourceOptions(depends_on=[topic, site]))
"""
    ).graph
    policy = of_name(graph.resources, "p")
    bucket, topic = (of_name(graph.resources, name).urn for name in ("web-bucket", "t"))
    assert policy.property_dependencies == {"bucket": (bucket,)}
    assert policy.dependencies == tuple(sorted((bucket, topic)))


def test_options_reach_the_graph(preview: Preview) -> None:
    options = of_name(
        preview(
            """
            import pulumi, pulumi_aws as aws
            from pulumi import Alias, CustomTimeouts, ResourceOptions
            other = aws.s3.Bucket("other")
            aws.s3.Bucket("b", opts=ResourceOptions(
                protect=True, ignore_changes=["tags"], replace_on_changes=["bucket"], delete_before_replace=False,
                retain_on_delete=True, deleted_with=other, import_="existing", additional_secret_outputs=["arn"],
                custom_timeouts=CustomTimeouts(create="5m"), version="7.1.0",
                aliases=[Alias(name="old"), Alias(type_="aws:s3:Old"), Alias(parent=other), "urn:given"]))
            """
        ).graph.resources,
        "b",
    ).options
    assert options.protect
    assert options.retain_on_delete
    assert options.delete_before_replace is False
    assert (options.ignore_changes, options.replace_on_changes) == (("tags",), ("bucket",))
    assert options.deleted_with == "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::other"
    assert (options.import_id, options.version) == ("existing", "7.1.0")
    assert options.additional_secret_outputs == ("arn",)
    assert options.custom_timeouts == (("create", "5m"),)
    assert set(options.aliases) >= {
        "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::old",
        "urn:pulumi:dev::shop::aws:s3:Old::b",
        "urn:pulumi:dev::shop::aws:s3/bucket:Bucket$aws:s3/bucket:Bucket::b",
        "urn:given",
    }


def test_secret_outputs_named_by_an_option_are_secret(preview: Preview) -> None:
    outputs = preview(
        """
        import pulumi, pulumi_aws as aws
        options = pulumi.ResourceOptions(additional_secret_outputs=["type"])
        p = aws.ssm.Parameter("p", type="String", value="v", opts=options)
        pulumi.export("type", p.type)
        """
    ).outputs
    assert outputs == {"type": Secret("String")}


def test_assets_have_the_digest_of_their_content(preview: Preview) -> None:
    program = """
        import pathlib, pulumi, pulumi_aws as aws
        pathlib.Path("code").mkdir(exist_ok=True)
        pathlib.Path("code/main.py").write_text({content!r})
        aws.lambda_.Function("f", role="r", code=pulumi.FileArchive("code"))
        aws.lambda_.Function("g", role="r", code=pulumi.AssetArchive({{"a.py": pulumi.StringAsset({content!r})}}))
        aws.s3.BucketObject("o", bucket="b", source=pulumi.FileAsset("code/main.py"))
        aws.s3.BucketObject("u", bucket="b", source=pulumi.RemoteAsset("https://example.com/x"))
        """
    first, again, other = (
        [
            resource.inputs.get("code", resource.inputs.get("source"))
            for resource in preview(program.format(content=content)).graph.resources
            if resource.name in "fgou"
        ]
        for content in ("one", "one", "two")
    )
    assert first == again
    kinds = [asset.kind for asset in first if isinstance(asset, Asset)]
    assert kinds == ["archive-file", "archive-map", "file", "uri"]
    digests = [
        (a.sha256, b.sha256) for a, b in zip(first, other, strict=True) if isinstance(a, Asset) and isinstance(b, Asset)
    ]
    assert [before != after for before, after in digests] == [True, True, True, False]


def test_an_asset_that_is_not_there_is_warned_of(preview: Preview) -> None:
    capture = preview(
        "import pulumi, pulumi_aws as aws\n\naws.lambda_.Function('f', role='r', code=pulumi.FileArchive('dist'))\n"
    )
    (warning,) = capture.diagnostics
    assert (warning.code, warning.severity.value, warning.line) == ("APX-OFF-035", "warning", 3)


def test_reads_are_marked_and_keep_their_id(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi, pulumi_aws as aws
        b = aws.s3.Bucket.get("found", "the-id")
        pulumi.export("id", b.id)
        pulumi.export("arn", b.arn)
        """
    )
    assert of_name(capture.graph.resources, "found").read
    assert capture.outputs == {"id": "the-id", "arn": UNKNOWN}


def test_remote_components_are_opaque(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi
        class Vpc(pulumi.ComponentResource):
            def __init__(self, name):
                super().__init__("awsx:ec2:Vpc", name, {"cidr": "10.0.0.0/16", "vpc_id": None}, None, remote=True)
        vpc = Vpc("net")
        pulumi.export("vpc", vpc.vpc_id)
        """
    )
    assert [resource.name for resource in capture.graph.opaque] == ["net"]
    assert capture.outputs == {"vpc": UNKNOWN}
    assert "pulumi:providers:awsx" in {resource.type for resource in capture.graph.resources}


def test_children_take_the_providers_of_their_component(preview: Preview) -> None:
    graph = preview(
        COMPONENT
        + """
eu = aws.Provider("eu", region="eu-west-1")
Site("web", opts=ResourceOptions(providers=[eu]))
Site("other")
"""
    ).graph
    (eu,) = (provider for provider in graph.of_type("pulumi:providers:aws") if provider.name == "eu")
    assert eu.inputs["region"] == "eu-west-1"
    assert eu.options.version == of_name(graph.resources, "other-bucket").options.version
    assert of_name(graph.resources, "web-bucket").provider == eu.urn
    assert of_name(graph.resources, "other-bucket").provider.rsplit("::", 1)[-1].startswith("default_")


def test_a_parameterized_package_has_a_default_provider_of_its_own(preview: Preview) -> None:
    graph = preview(
        """
        import base64, pulumi
        from pulumi.runtime import register_package
        parameter = base64.b64encode(b"{}").decode()
        package = register_package("terraform-provider", "0.9.0", "", "local", "2.4.0", parameter)
        class File(pulumi.CustomResource):
            def __init__(self, name):
                super().__init__("local:index/file:File", name, {"content": "x"}, None, package_ref=package)
        File("f")
        """
    ).graph
    (provider,) = graph.of_type("pulumi:providers:local")
    assert (provider.name, provider.options.version, provider.inputs) == ("default_2_4_0", "0.9.0", {})
    assert of_name(graph.resources, "f").provider == provider.urn


def test_a_method_of_a_resource_has_an_unknown_result(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi
        class C(pulumi.ComponentResource):
            def __init__(self):
                super().__init__("eks:index:Cluster", "c", {}, None, remote=True)
        c = C()
        pulumi.export("config", pulumi.runtime.call("eks:index:Cluster/getKubeconfig", {"__self__": c}, c))
        """
    )
    assert capture.outputs == {"config": UNKNOWN}


def test_dynamic_resources_need_no_plugin(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi
        from pulumi.dynamic import CreateResult, Resource, ResourceProvider
        class Provider(ResourceProvider):
            def create(self, props):
                return CreateResult("id", props)
        class Thing(Resource):
            size: pulumi.Output[int]
            made: pulumi.Output[str]
            def __init__(self, name, size):
                super().__init__(Provider(), name, {"size": size, "made": None})
        thing = Thing("t", 4)
        pulumi.export("size", thing.size)
        pulumi.export("made", thing.made)
        """
    )
    assert capture.outputs == {"size": 4, "made": UNKNOWN}
    thing = of_name(capture.graph.resources, "t")
    assert thing.type == "pulumi-python:dynamic:Resource"
    assert thing.provider.endswith("pulumi:providers:pulumi-python::default")


def test_a_result_is_the_same_with_and_without_shortcuts(preview: Preview) -> None:
    program = (
        COMPONENT
        + """
site = Site("web", opts=ResourceOptions(protect=True))
key = aws.kms.Key("k", opts=ResourceOptions(aliases=[pulumi.Alias(name="older")]))
url = pulumi.Output.concat("https://", site.bucket.bucket_domain_name)
topic = aws.sns.Topic("t", kms_master_key_id=key.id, tags={"url": url, "site": site.bucket.urn, "deep": {"x": None}})
both = pulumi.Output.all(topic.arn, key.description, key.id).apply(lambda found: "|".join(found))
pulumi.export("both", both)
pulumi.export("topic", topic)
topic.name.apply(lambda name: aws.sns.Topic("never"))
key.urn.apply(lambda urn: aws.sns.Topic("late", opts=ResourceOptions(depends_on=[topic])))
"""
    )
    short, long = preview(program), preview(program, shortcuts=False)
    assert dict(short.graph.by_urn) == dict(long.graph.by_urn)  # what waits for nothing may register sooner
    assert (short.outputs, short.diagnostics, short.stdout) == (long.outputs, long.diagnostics, long.stdout)
