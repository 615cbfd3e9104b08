"""A project directory runs as Pulumi would run it: main, configuration, interpreter."""

import sys
import textwrap
from pathlib import Path

import pytest

from apexai.errors import DiagnosticSeverity, ProgramError, ProjectError, UsageError
from apexai.graph import Secret
from apexai.graph.offline import ProjectProgram, ScriptProgram, capture_program
from tests.graph.offline.conftest import Preview

PLAIN = "name: shop\nruntime: python\n"
SHOW = "import os, sys, pulumi\nprint(os.getcwd(), sys.argv[0])\n"


def test_the_program_is_the_directorys_main(preview_project: Preview, tmp_path: Path) -> None:
    assert preview_project({"Pulumi.yaml": PLAIN, "__main__.py": SHOW}).stdout == f"{tmp_path} {tmp_path}\n"


def test_main_may_be_a_directory_or_a_file(preview_project: Preview, tmp_path: Path) -> None:
    files = {"infra/__main__.py": SHOW + "import beside\n", "infra/beside.py": "print('beside')\n"}
    for main, shown in (("infra", tmp_path / "infra"), ("infra/__main__.py", tmp_path / "infra/__main__.py")):
        capture = preview_project({**files, "Pulumi.yaml": PLAIN + f"main: {main}\n"})
        assert capture.stdout == f"{tmp_path / 'infra'} {shown}\nbeside\n"


def test_lines_are_relative_to_the_project(preview_project: Preview) -> None:
    files = {
        "Pulumi.yaml": PLAIN + "main: infra\n",
        "infra/__main__.py": "import parts\nparts.make()\n",
        "infra/parts.py": "import pulumi_aws as aws\ndef make():\n    aws.s3.Bucket('b')\n",
    }
    bucket = preview_project(files).graph.of_type("aws:s3/bucket:Bucket")[0]
    assert bucket.source is not None
    assert (bucket.source.file, bucket.source.line) == ("infra/parts.py", 3)


CONFIGURED = {
    "Pulumi.yaml": """
        name: shop
        runtime: python
        stackConfigDir: stacks
        config:
          size: {type: integer, default: 3}
          zone: {type: string}
          aws:region: eu-west-1
          pin: {type: string, secret: true, default: "1234"}
        """,
    "stacks/Pulumi.prod.yaml": """
        config:
          shop:zone: b
          shop:labels: {team: ml, sizes: [1, 2], key: {secure: v1:x}}
          shop:password: {secure: v1:abc=}
          aws:skipMetadataApiCheck: true
        environment: [shop/prod]
        """,
    "__main__.py": """
        import pulumi, pulumi_aws as aws
        config = pulumi.Config()
        aws.s3.Bucket("b")
        pulumi.export("size", config.require_int("size"))
        pulumi.export("zone", config.require("zone"))
        pulumi.export("labels", config.require_object("labels"))
        pulumi.export("password", config.require_secret("password"))
        pulumi.export("pin", config.require_secret("pin"))
        """,
}


def test_configuration_of_project_stack_and_call(preview_project: Preview) -> None:
    capture = preview_project(CONFIGURED, stack="acme/shop/prod", config={"size": "5"})
    assert capture.outputs == {
        "size": 5,
        "zone": "b",
        "labels": {"team": "ml", "sizes": [1, 2], "key": "apexai-placeholder"},
        "password": Secret("apexai-placeholder"),
        "pin": Secret("1234"),
    }
    assert [(d.code, d.severity) for d in capture.diagnostics] == [
        ("APX-OFF-021", DiagnosticSeverity.NOTE),
        ("APX-OFF-022", DiagnosticSeverity.WARNING),
    ]
    assert "shop:labels, shop:password" in capture.diagnostics[0].message
    assert [Path(d.file).is_absolute() for d in capture.diagnostics] == [False, False]


def test_a_stack_without_the_file_that_others_have(preview_project: Preview) -> None:
    files = {**CONFIGURED, "__main__.py": "import pulumi\n"}
    (told,) = preview_project(files, stack="prdo", config={"zone": "b"}).diagnostics
    assert (told.code, told.severity) == ("APX-OFF-048", DiagnosticSeverity.WARNING)
    assert "stack prdo has no configuration file, where there are Pulumi.prod.yaml" in told.message


def test_the_default_provider_has_the_stacks_configuration(preview_project: Preview) -> None:
    graph = preview_project(CONFIGURED, stack="prod", secret_config={"aws:token": "hush"}).graph
    (provider,) = graph.of_type("pulumi:providers:aws")
    assert provider.name == f"default_{provider.options.version.replace('.', '_')}"
    assert provider.urn == f"urn:pulumi:prod::shop::pulumi:providers:aws::{provider.name}"
    assert provider.inputs == {
        "region": "eu-west-1",
        "skipMetadataApiCheck": "true",
        "token": Secret("hush"),
    }
    assert graph.of_type("aws:s3/bucket:Bucket")[0].provider == provider.urn


def test_declared_configuration_without_a_value_is_asked_for(preview_project: Preview) -> None:
    with pytest.raises(ProjectError, match=r"stack dev lacks .*: shop:zone; write --config shop:zone=VALUE"):
        preview_project(CONFIGURED)


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({}, "no Pulumi.yaml here"),
        ({"Pulumi.yaml": "name: [\n"}, "can't be read"),
        ({"Pulumi.yaml": "- a\n"}, "a mapping is expected"),
        ({"Pulumi.yaml": "runtime: python\n"}, "name and runtime are required"),
        ({"Pulumi.yaml": "name: x\nruntime: nodejs\n"}, "runtime: nodejs: only Python programs"),
        ({"Pulumi.yaml": PLAIN}, "no __main__.py"),
        ({"Pulumi.yaml": PLAIN + "main: gone\n"}, "main: gone does not exist"),
        (
            {"Pulumi.yaml": "name: x\nruntime: {name: python, options: {virtualenv: venv}}\n", "__main__.py": ""},
            "runtime.options.virtualenv: venv is not there; make it",
        ),
        (
            {"Pulumi.yaml": PLAIN, "__main__.py": "", "Pulumi.dev.yaml": "config: 3\n"},
            "config: a mapping of keys to values is expected",
        ),
        (
            {
                "Pulumi.yaml": PLAIN + "config: {shop:zone: {description: where}, aws:region: {description: w}}\n",
                "__main__.py": "",
            },
            "lacks configuration that the project declares: shop:zone;",
        ),
    ],
)
def test_a_project_that_cannot_run_says_why(preview_project: Preview, files: dict[str, str], complaint: str) -> None:
    with pytest.raises(ProjectError) as caught:
        preview_project(files)
    assert caught.value.exit_code == 2
    assert complaint in str(caught.value)


TYPED = """
    config:
      text: {type: string, default: a}
      count: {type: integer, default: 1}
      flag: {type: boolean, default: true}
      zones: {type: array, items: {type: string}, default: []}
      more: {type: object}
      token: {type: string, secret: true}
"""


def test_configuration_of_another_type_than_the_declared_one_is_told(preview_project: Preview) -> None:
    files = {"Pulumi.yaml": PLAIN + textwrap.dedent(TYPED), "__main__.py": "import pulumi\n"}
    fine = "config: {text: 3, count: '2', flag: 'true', zones: [a], more: {a: 1}, token: {secure: v1:a}}\n"
    preview_project({**files, "Pulumi.dev.yaml": fine})
    wrong = "config: {text: [a], count: 1.5, flag: 1, zones: [1], more: a, token: clear}\n"
    with pytest.raises(ProjectError) as caught:
        preview_project({**files, "Pulumi.dev.yaml": wrong})
    told = [line.partition("Pulumi.dev.yaml: config: ")[2] for line in str(caught.value).splitlines()]
    assert told == [
        "shop:text: the project declares it as string [APX-OFF-018]",
        "shop:count: the project declares it as integer [APX-OFF-018]",
        "shop:flag: the project declares it as boolean [APX-OFF-018]",
        "shop:zones: the project declares it as array<string> [APX-OFF-018]",
        "shop:more: the project declares it as object [APX-OFF-018]",
        "shop:token: the project declares it as secret: set it with pulumi config set --secret [APX-OFF-018]",
    ]


def fake_interpreter(path: Path, *, says: str) -> None:
    """A stand-in for a virtual environment's Python: it tells which one it is and runs nothing."""
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho {says} >&2\nexit 9\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("options", "lock", "venv"),
    [
        ("{virtualenv: envs/mine}", "", "envs/mine"),
        ("{toolchain: uv}", "", ".venv"),
        ("{}", "uv.lock", ".venv"),
        ("{}", "poetry.lock", ".venv"),
        ("{toolchain: pip}", "uv.lock", "venv"),
        ("{}", "", ".venv"),
    ],
)
def test_the_projects_own_environment_runs_it(
    preview_project: Preview, tmp_path: Path, options: str, lock: str, venv: str
) -> None:
    fake_interpreter(tmp_path / venv / "bin/python", says="chosen")
    files = {"Pulumi.yaml": f"name: x\nruntime: {{name: python, options: {options}}}\n", "__main__.py": ""}
    with pytest.raises(ProgramError, match="exit code 9 before its preview was complete"):
        preview_project({**files, **({lock: ""} if lock else {})})


def test_a_virtual_environment_is_active_in_the_program(preview_project: Preview, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin/python").symlink_to(sys.executable)
    (environment / "pyvenv.cfg").write_text(
        f"home = {Path(sys.executable).resolve().parent}\ninclude-system-site-packages = false\n"
    )
    (environment / "lib").symlink_to(Path(sys.prefix) / "lib")
    files = {
        "Pulumi.yaml": "name: x\nruntime: {name: python, options: {virtualenv: env}}\n",
        "__main__.py": "import os, sys\nprint(os.environ['VIRTUAL_ENV'], sys.prefix, os.environ['PATH'])\n",
    }
    virtual_env, prefix, path = preview_project(files).stdout.split()
    assert virtual_env == prefix == str(environment)
    assert path.startswith(f"{environment / 'bin'}:")


def test_an_interpreter_without_pulumi_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(PLAIN)
    (tmp_path / "__main__.py").write_text("")
    bare = tmp_path / "bare"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    bare.chmod(0o755)
    with pytest.raises(ProjectError, match=r"has no pulumi: .*-m pip install pulumi"):
        capture_program(ProjectProgram(directory=tmp_path, python=bare))


def test_modules_of_the_program_and_of_the_runner_do_not_meet(preview_project: Preview) -> None:
    names = ("monitor", "engine", "session", "program", "wire", "source", "network", "outcome", "loop")
    files = {f"{name}.py": f"VALUE = {name!r}\n" for name in names}
    main = "".join(f"import {name}\nassert {name}.VALUE == {name!r}\n" for name in names)
    main += "import importlib.util\nassert 'apexai' not in __import__('sys').modules\n"
    preview_project({"Pulumi.yaml": PLAIN, "__main__.py": main, **files})


def test_a_script_has_arguments_environment_and_directory(tmp_path: Path) -> None:
    script = tmp_path / "deep" / "run.py"
    script.parent.mkdir()
    script.write_text("import os, sys\nprint(sys.argv[1:], os.environ['PLACE'], os.getcwd())\n")
    program = ScriptProgram(
        script=script, project="x", arguments=("a", "b"), environment={"PLACE": "here"}, directory=tmp_path
    )
    assert capture_program(program).stdout == f"['a', 'b'] here {tmp_path}\n"


def test_a_script_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        capture_program(ScriptProgram(script=tmp_path / "gone.py", project="x"))
