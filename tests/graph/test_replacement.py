"""What replaces a resource: the table, and that the stand-in of the engine tests replaces for the same."""

import pytest

from apexai.graph.replacement import replacing_paths
from tests.engine.standin.aws_kinds import AWS
from tests.engine.standin.azure_kinds import AZURE
from tests.engine.standin.cloudflare_kinds import CLOUDFLARE
from tests.engine.standin.google_kinds import GOOGLE
from tests.engine.standin.kinds import Kind
from tests.engine.standin.kubernetes_kinds import REPLACES

KINDS = [kind for kinds in (AWS, AZURE, CLOUDFLARE, GOOGLE) for kind in kinds.values()]


@pytest.mark.parametrize(
    ("type_", "paths", "replacing"),
    [
        ("aws:lambda/function:Function", ["memorySize", "packageType"], ("packageType",)),
        ("aws:lambda/function:Function", ["region"], ("region",)),
        ("aws:lambda/function:Function", ["memorySize"], ()),
        ("kubernetes:apps/v1:Deployment", ["spec.selector.matchLabels.app", "spec.replicas"],
         ("spec.selector.matchLabels.app",)),
        ("kubernetes:apps/v1:Deployment", ["spec.template.spec.containers[0].image"], ()),
        ("kubernetes:example.com/v1:Any", ["metadata.name", "spec"], ("metadata.name",)),
        ("kubernetes:core/v1:Service", ["spec"], ("spec",)),
        ("aws:sqs/queue:Queue", ["tags.costCenter"], ()),
        ("aws:budgets/budget:Budget", ["tags.costCenter", "accountId"], ("accountId",)),
        ("aws:route53/zone:Zone", ["name"], None),
        ("aws:route53/zone:Zone", ["region"], ("region",)),
        ("aws:kms/key:Key", ["keyUsage", "description"], ("keyUsage",)),
        ("aws:kms/key:Key", ["description"], None),  # of medium confidence: there may be more
    ],
)  # fmt: skip
def test_inputs_that_replace(type_: str, paths: list[str], replacing: tuple[str, ...] | None) -> None:
    assert replacing_paths(type_, paths) == replacing


def test_a_program_may_add_some() -> None:
    assert replacing_paths("aws:lambda/function:Function", ["memorySize"], further=["memorySize"]) == ("memorySize",)
    assert replacing_paths("aws:route53/zone:Zone", ["comment", "name"], further=["comment"]) == ("comment",)
    assert replacing_paths("aws:route53/zone:Zone", ["name"], further=["comment"]) is None
    assert replacing_paths("aws:route53/zone:Zone", ["name"], further=["*"]) == ("name",)


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.token) for kind in KINDS])
def test_the_engine_tests_replace_for_the_same(kind: Kind) -> None:
    found = replacing_paths(kind.token, sorted({*kind.replaces, "tags"}))
    assert (found or ()) == tuple(sorted(set(kind.replaces)))


def test_kubernetes_in_the_engine_tests_replaces_for_the_same() -> None:
    for (version, kind), paths in REPLACES.items():
        type_ = f"kubernetes:{'core/v1' if version == 'v1' else version}:{kind}"
        assert replacing_paths(type_, [*sorted(paths), "spec.other"]) == tuple(sorted(paths))
