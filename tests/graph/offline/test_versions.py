"""The engine gives one result with every SDK of its range.

`APEXAI_SDKS` names a directory of virtual environments, each with one version of pulumi and nothing of ours.
"""

import os
import sys
import textwrap
from pathlib import Path
from typing import Final

import pytest

from apexai.errors import ProgramError, ProjectError
from apexai.graph import Resource
from apexai.graph.offline import Capture, ProjectProgram, capture_program

ENVIRONMENTS: Final = (
    sorted(Path(os.environ["APEXAI_SDKS"]).glob("*/bin/python")) if "APEXAI_SDKS" in os.environ else []
)
each_sdk = pytest.mark.parametrize(
    "python", ENVIRONMENTS or [pytest.param(None, marks=pytest.mark.skip(reason="APEXAI_SDKS names no environments"))]
)

PROGRAM: Final = """
    import pulumi
    import pulumi.dynamic
    from pulumi import Alias, CustomTimeouts, Output, ResourceOptions, ResourceTransformResult

    class Thing(pulumi.CustomResource):
        size: pulumi.Output[int]
        tags: pulumi.Output[dict]
        made: pulumi.Output[str]
        def __init__(self, name, size=None, tags=None, opts=None):
            super().__init__("pkg:mod:Thing", name, {"size": size, "tags": tags, "made": None}, opts)

    class Group(pulumi.ComponentResource):
        def __init__(self, name, opts=None):
            super().__init__("pkg:index:Group", name, {"kind": "k"}, opts)
            self.thing = Thing(f"{name}-thing", 1, {"a": "b"}, ResourceOptions(parent=self))
            self.register_outputs({"made": self.thing.made, "size": self.thing.size})

    class Cluster(pulumi.ComponentResource):
        def __init__(self, name):
            super().__init__("remote:index:Cluster", name, {"endpoint": None}, None, remote=True)

    class Own(pulumi.dynamic.ResourceProvider):
        def create(self, props):
            return pulumi.dynamic.CreateResult("1", props)

    class Made(pulumi.dynamic.Resource):
        def __init__(self, name):
            super().__init__(Own(), name, {"x": 1})

    config = pulumi.Config()
    def enlarge(args):
        if args.type_ == "pkg:mod:Thing" and "size" in args.props:
            return ResourceTransformResult(props={**args.props, "size": args.props["size"] + 1}, opts=args.opts)

    explicit = pulumi.ProviderResource("pkg", "explicit", {"place": "here"})
    group = Group("g", ResourceOptions(providers=[explicit], protect=True))
    secret = Thing("s", config.require_int("size"), {"deep": Output.secret("hush"), "id": group.thing.id})
    Thing("o", 2, opts=ResourceOptions(depends_on=[group], ignore_changes=["tags"], delete_before_replace=True,
          aliases=[Alias(name="older"), Alias(parent=group)], custom_timeouts=CustomTimeouts(create="1m"),
          additional_secret_outputs=["size"], transforms=[enlarge], retain_on_delete=True))
    Thing("read", opts=ResourceOptions(id="existing"))
    cluster, made = Cluster("c"), Made("m")
    stack = pulumi.StackReference("a/b/c")
    pulumi.export("known", secret.size)
    pulumi.export("unknown", Output.all(group.thing.made, cluster.endpoint).apply(lambda both: "".join(both)))
    pulumi.export("hidden", config.require_secret("password"))
    pulumi.export("other", stack.get_output("x"))
    me = pulumi.runtime.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}).value
    pulumi.export("account", me["accountId"])
    group.thing.size.apply(lambda size: Thing(f"late-{size}"))
    pulumi.log.warn("careful")
"""


def run(directory: Path, python: Path | None, program: str) -> Capture:
    (directory / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (directory / "__main__.py").write_text(textwrap.dedent(program))
    return capture_program(
        ProjectProgram(directory=directory, python=python),
        config={"size": "3", "pkg:place": "there"},
        secret_config={"password": "hush-hush"},
    )


def comparable(resource: Resource) -> object:
    """Without what a dynamic provider's code looks like when it is pickled."""
    inputs = {key: value for key, value in resource.inputs.items() if key != "__provider"}
    return inputs, resource.source, resource.dependencies, resource.property_dependencies, resource.options


@each_sdk
def test_the_graph_is_the_same(tmp_path: Path, python: Path) -> None:
    theirs, ours = run(tmp_path, python, PROGRAM), run(tmp_path, None, PROGRAM)
    assert theirs.graph.by_urn.keys() == ours.graph.by_urn.keys()
    for urn, resource in ours.graph.by_urn.items():
        assert comparable(theirs.graph.by_urn[urn]) == comparable(resource)
    assert theirs.outputs == ours.outputs
    assert [(d.code, d.line) for d in theirs.diagnostics] == [(d.code, d.line) for d in ours.diagnostics]


@each_sdk
@pytest.mark.parametrize(
    "program",
    [
        "import pulumi\nfor _ in range(2):\n    pulumi.ComponentResource('a:b:C', 'twice')\n",
        "import pulumi\npulumi.Output.from_input(1).apply(lambda n: n.missing)\n",
        "import pulumi\npulumi.runtime.invoke('x:y:z', {})\n",
        "import sys\nsys.exit(3)\n",
    ],
)
def test_endings_are_the_same(tmp_path: Path, python: Path, program: str) -> None:
    said = []
    for interpreter in (python, None):
        with pytest.raises(ProgramError) as caught:
            run(tmp_path, interpreter, program)
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_an_sdk_outside_the_range_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "site"
    (old / "pulumi").mkdir(parents=True)
    (old / "pulumi/__init__.py").write_text("")
    (old / "pulumi-3.9.0.dist-info").mkdir()
    (old / "pulumi-3.9.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: pulumi\nVersion: 3.9.0\n")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={old} exec {sys.executable} -S "$@"\n')
    python.chmod(0o755)
    with pytest.raises(ProjectError, match=r"has pulumi 3.9.0; previews offline need >=3.130.0,<4.0.0: run .* install"):
        run(tmp_path, python, "")
