"""`apexai prices show` and `check`."""

import json
from pathlib import Path

import pytest

from apexai.cli.main import run
from apexai.prices.row import COLUMNS


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(["prices", *arguments]) == code
    return capsys.readouterr().out


def test_show_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "show", "aws-s3-standard-storage", "--region", "us-east-1").splitlines()
    assert [line.split()[:4] for line in lines[1:]] == [
        ["aws-s3-standard-storage", "us-east-1", "0.023", "GB-month"],
        ["aws-s3-standard-storage", "us-east-1", "51200", "0.022"],
        ["aws-s3-standard-storage", "us-east-1", "512000", "0.021"],
    ]


def test_show_csv_is_the_form_of_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "show", "--provider", "gcp", "--service", "cloud run", "--format", "csv")
    head, *rows = text.splitlines()
    assert head == ",".join(COLUMNS)
    assert rows
    assert all(row.startswith("gcp-cloudrun-") for row in rows)


def test_show_json_has_focus_names(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(printed(capsys, "show", "aws-kms-key-month", "--region", "us-east-1", "--format", "json"))
    (row,) = document["prices"]
    assert (row["list_unit_price"], row["pricing_unit"], row["billing_currency"]) == ("1", "key-month", "USD")
    assert "note" in row
    assert "tier_end" not in row


def test_show_nothing_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prices", "show", "aws-made-up"]) == 2
    assert "no row of the price book fits" in capsys.readouterr().err


def test_check_finds_no_error_and_says_how_many_are_old(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "check", "--provider", "cloudflare", "--as-of", "2026-11-21")
    assert text.splitlines()[-1].endswith(" prices: 0 errors, 1 old")
    late = printed(capsys, "check", "--provider", "cloudflare", "--as-of", "2030-01-01", "--strict", code=1)
    assert "cloudflare  Workers" in late
    assert "Compare them with the vendors' pages" in late
    assert "compare it with the vendor's page" in printed(
        capsys, "check", "--provider", "cloudflare", "--as-of", "2026-11-21", "--full"
    )


def test_check_reads_another_folder_and_overrides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "aws").mkdir()
    row = "aws-x,X,us-east-1,0,,1,fortnight,Standard,USD,,,2026-10-01,2026-11-21,high,a list,"
    (tmp_path / "aws" / "x.csv").write_text(f"{','.join(COLUMNS)}\n{row}\n")
    arguments = ("check", "--provider", "aws", "--catalogue", str(tmp_path), "--as-of", "2026-11-21")
    assert "the unit 'fortnight'" in printed(capsys, *arguments, code=1)
    overrides = tmp_path / "overrides.yaml"
    overrides.write_text("prices: 5\n")
    assert run(["prices", *arguments, "--overrides", str(overrides)]) == 2
    assert "overrides.yaml:1:1: prices: a list has to stand here" in capsys.readouterr().err
