"""What a component makes of Outputs, and how it is written: one program with all of it, and one for each refusal."""

import re
import sys
from pathlib import Path
from typing import Final

import pytest

from apexai.eject.equality import differences, undefined_names
from apexai.eject.refusal import EjectError
from apexai.eject.writing import write_files
from tests.eject.programs import Written, traced, written

REGISTRY: Final = "registry.example.com"
PROGRAM: Final = """
    import pulumi
    import parts

    parts.Outer("shop")
"""
PARTS: Final = '''
"""A component with everything that can be written."""

import json
from functools import partial
from typing import Final

import pulumi
import pulumi_kubernetes as k8s

_JOINER: Final = "-"


def joined(first: str, second: str) -> str:
    return _join([first, second])


def _join(parts: list[str]) -> str:
    return _JOINER.join(parts)


class Inner(pulumi.ComponentResource):
    def __init__(self, name, secret, opts=None):
        super().__init__("test:index:Inner", name, {"size": 3}, opts)
        self.map = k8s.core.v1.ConfigMap(
            f"{name}-map",
            data={"from": secret.metadata.name, "lines": "a\\nb\\nc\\nd\\ne\\n"},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[secret], protect=True),
        )
        self.register_outputs({})


class Outer(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("test:index:Outer", name, {"a": "b"}, opts)
        own = pulumi.ResourceOptions(parent=self, ignore_changes=["data"])
        secret = k8s.core.v1.Secret(f"{name}-secret", string_data={"token": "hunter2"}, opts=own)
        inner = Inner(f"{name}-inner", secret, opts=pulumi.ResourceOptions(parent=self))
        kind = "plain"
        first = secret.metadata.name.apply(lambda given: f"{kind}:{_join([given, kind])}")
        k8s.core.v1.ConfigMap(
            f"{name}-class",
            data={
                "all": pulumi.Output.all(a=first, b=inner.map.id).apply(lambda found: found["a"] + found["b"]),
                "bound": first.apply(partial(joined, "x")),
                "document": pulumi.Output.json_dumps({"id": secret.id, "list": [first, 2.5, 1.0, 1]}),
                "item": secret.metadata.annotations["a/b"],
                "label": pulumi.Output.concat("registry.example.com/", secret.id),
                "quote": """it's "{}" """,
                "waits": secret.urn.apply(lambda _: "known"),
            },
            opts=pulumi.ResourceOptions(
                parent=self,
                custom_timeouts=pulumi.CustomTimeouts(create="5m"),
                additional_secret_outputs=["data"],
                replace_on_changes=["data.all"],
                delete_before_replace=True,
                retain_on_delete=True,
                deleted_with=secret,
                aliases=["urn:pulumi:dev::project::kubernetes:core/v1:ConfigMap::old"],
            ),
        )
        self.register_outputs({"name": secret.metadata.name})
'''


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The component written, and proven to declare the same."""
    directory = tmp_path_factory.mktemp("shop")
    (directory / "parts.py").write_text(PARTS)
    sys.path.insert(0, str(directory))
    try:
        asked = traced(directory, PROGRAM)
        found = written(directory, asked, registry=REGISTRY)
    finally:
        sys.path.remove(str(directory))
    ejected = directory / "ejected"
    texts = {f"{name}.py": text.encode() for name, text in found.modules.items()} | found.files.texts
    write_files(ejected, texts, force=False)
    config = {"apexai:registry": REGISTRY, **found.files.values}
    same = traced(ejected, 'from outer import Outer\nOuter("shop")', config=config)
    assert differences(asked, same, paths={}) == []
    return found


def test_resources_of_other_components_are_parameters_and_attributes(shop: Written) -> None:
    assert "def __init__(self, name: str, *, secret: k8s.core.v1.Secret, opts" in shop.modules["inner"]
    assert "self.map = map_\n" in shop.modules["inner"] or "self.map = map\n" in shop.modules["inner"]
    assert (
        'inner = Inner(f"{name}-inner", secret=secret, opts=pulumi.ResourceOptions(parent=self))'
        in shop.modules["outer"]
    )


def test_secrets_are_in_no_file(shop: Written) -> None:
    assert 'string_data=pulumi.Config().require_secret_object("shop-secret-string_data")' in shop.modules["outer"]
    assert "hunter2" not in str(shop.modules) + str(shop.files.texts)
    assert shop.files.secrets == {"shop-secret-string_data": "`string_data` of shop-secret"}


def test_functions_are_copied_with_what_they_use(shop: Written) -> None:
    copies = shop.modules["functions"]
    assert 'JOINER: Final = "-"' in copies
    assert "return join([first, second])" in copies
    assert "_join" not in copies
    assert 'lambda given: f"plain:{functions.join([given, "plain"])}"' in shop.modules["outer"].replace("'", '"')
    assert 'functools.partial(functions.joined, "x")' in shop.modules["outer"]


def test_texts_of_several_lines_are_files(shop: Written) -> None:
    assert 'functions.text("map/lines")' in shop.modules["inner"]
    assert shop.files.texts["files/map/lines"] == b"a\nb\nc\nd\ne\n"


def test_settings_keep_their_names(shop: Written) -> None:
    assert 'pulumi.Output.concat(REGISTRY, "/", secret.id)' in shop.modules["outer"]


def test_numbers_of_documents_stay_what_they_are(shop: Written) -> None:
    assert re.search(r'"list": \[\w+, 2\.5, 1\.0, 1\]', shop.modules["outer"])


def test_names_that_nobody_defines_are_found() -> None:
    assert undefined_names("import a\ndef f(x):\n    return a.b(x, y, len(z))\n") == {"y", "z"}


def test_a_difference_is_told(tmp_path: Path) -> None:
    """Another reference, another text and another option are no equality."""
    program = """
        import pulumi, pulumi_kubernetes as k8s

        one, two = (k8s.core.v1.Secret(name) for name in ("one", "two"))
        options = pulumi.ResourceOptions({options})
        k8s.core.v1.ConfigMap("map", data={{"a": {of}.id, "b": {text!r}}}, opts=options)
    """
    asked = traced(tmp_path, program.format(of="one", text="x", options="protect=True"))
    other = traced(tmp_path, program.format(of="two", text="y", options="depends_on=[one]"))
    assert differences(asked, asked, paths={}) == []
    told = {text.split(": ")[1] for text in differences(asked, other, paths={})}
    assert told == {"inputs", "options", "dependencies", "propertyDependencies"}


REFUSED: Final = {
    "a function that uses a dict_keys": "secret.id.apply(lambda given: [given, *keys])",
    "f, a function within another": "secret.id.apply(f)",
    "a function that uses a Secret": "first.apply(lambda given: secret.id.apply(lambda other: given + other))",
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_can_not_be_written_is_refused(tmp_path: Path, why: str) -> None:
    program = f"""
        import pulumi, pulumi_kubernetes as k8s

        class Thing(pulumi.ComponentResource):
            def __init__(self, name):
                super().__init__("test:index:Thing", name)
                secret = k8s.core.v1.Secret(f"{{name}}-secret", opts=pulumi.ResourceOptions(parent=self))
                keys = {{}}.keys()
                first = secret.id
                def f(given):
                    return given
                opts = pulumi.ResourceOptions(parent=self)
                k8s.core.v1.ConfigMap(f"{{name}}-map", data={{"x": {REFUSED[why]}}}, opts=opts)

        Thing("thing")
    """
    with pytest.raises(EjectError, match=why):
        written(tmp_path, traced(tmp_path, program))
