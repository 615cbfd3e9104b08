"""`apexai schema` prints the schemas that it promises."""

import json

import pytest

from apexai.cli.main import run
from apexai.report.compare_json import load_compare_schema
from apexai.report.json import load_preview_schema
from apexai.spec.schema import spec_schema


def test_the_schema_of_the_spec(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == spec_schema()


def test_the_schema_of_the_preview(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--preview"]) == 0
    assert capsys.readouterr().out == load_preview_schema()
    assert run(["schema", "--compare"]) == 0
    assert capsys.readouterr().out == load_compare_schema()


def test_the_same_bytes_every_time(capsys: pytest.CaptureFixture[str]) -> None:
    run(["schema"])
    first = capsys.readouterr().out
    run(["schema"])
    assert capsys.readouterr().out == first
