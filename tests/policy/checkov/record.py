"""Asks Checkov about the programs of the rules and writes `verdicts.json`.

Checkov is no dependency of this project. Install it by itself, and name its command:

    python3 -m venv elsewhere && elsewhere/bin/pip install checkov
    python -m tests.policy.checkov.record elsewhere/bin/checkov
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.policy.cases import Case, cases, graph_of
from tests.policy.checkov.rendering import PAIRS, render_resource

VERDICTS: Final = Path(__file__).with_name("verdicts.json")


def main(checkov: str) -> None:
    """Record what it says of each passing and failing case of a rule that has checks."""
    version = subprocess.run([checkov, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    rendered = {case.resource: found for case in cases() if (found := rendered_case(case)) is not None}
    with TemporaryDirectory() as folder:
        for name, resource in rendered.items():
            suffix = "tf" if resource.startswith("resource") else "json"
            place = Path(folder) / name
            place.mkdir()
            (place / f"main.{suffix}").write_text(resource, encoding="utf-8")
        said = ask(checkov, folder)
    recorded = {
        name: {"resource": resource, "verdicts": dict(sorted(said[name].items()))}
        for name, resource in sorted(rendered.items())
        if said.get(name)
    }
    text = json.dumps({"checkov": version, "cases": recorded}, indent=1)
    VERDICTS.write_text(text + "\n", encoding="utf-8")
    print(f"{len(recorded)} cases, Checkov {version}")


def rendered_case(case: Case) -> str | None:
    """What Checkov reads of a case; None where it has no check, or can't read the type."""
    if case.rule not in PAIRS or case.expected not in ("passes", "fails"):
        return None
    found = [each for each in graph_of(case).resources if each.name == case.resource]
    return render_resource(found[0]) if found else None


def ask(checkov: str, folder: str) -> dict[str, dict[str, str]]:
    """Case → check → `PASSED` or `FAILED`, of the checks of its rule."""
    checks = ",".join(sorted({check for checks in PAIRS.values() for check in checks}))
    command = [checkov, "-d", folder, "--check", checks, "-o", "json", "--framework", "terraform", "kubernetes"]
    printed = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    reports = json.loads(printed)
    said: dict[str, dict[str, str]] = {}
    for report in reports if isinstance(reports, list) else [reports]:
        for group in ("passed_checks", "failed_checks"):
            for entry in report["results"][group]:
                case = Path(entry["file_path"]).parts[1]
                if entry["check_id"] in PAIRS["-".join(case.upper().split("-")[:3])]:
                    said.setdefault(case, {})[entry["check_id"]] = entry["check_result"]["result"]
    return said


if __name__ == "__main__":
    main(sys.argv[1])
