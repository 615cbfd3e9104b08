"""What stands on standard error when a run ends badly."""

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.preview import DeploymentPreview, Preview, Status
from apexai.report.errors import render_errors

ERROR = Diagnostic(
    code="APX-CAP-012",
    message="70 can't be used",
    suggestion="set it elsewhere",
    path="spec.a",
    file="s.yaml",
    line=2,
    column=3,
)
WARNING = Diagnostic(code="APX-X-001", message="hm", severity=DiagnosticSeverity.WARNING)


def refused(*, asked: bool) -> DeploymentPreview:
    return DeploymentPreview(
        name="x", source="s.yaml", target="t", status=Status.REFUSED, asked=asked, diagnostics=(ERROR, WARNING)
    )


def test_a_refusal_is_one_line() -> None:
    text = render_errors(Preview(deployments=(refused(asked=True),)))
    assert text == "s.yaml:2:3: spec.a: 70 can't be used; set it elsewhere [APX-CAP-012]\n"


def test_one_that_nobody_asked_for_by_name_is_none() -> None:
    preview = Preview(deployments=(refused(asked=False),))
    assert render_errors(preview) == ""
    assert preview.exit_code == 0


def test_a_failure_says_how_the_program_ended_without_its_control_characters() -> None:
    text = "__main__.py:1: E: \x07boom [APX-OFF-040]\n  in f"
    failed = DeploymentPreview(name="x", source="p", target="pulumi", status=Status.FAILED, failure=text)
    assert render_errors(Preview(deployments=(failed,))) == "__main__.py:1: E: \\x07boom [APX-OFF-040]\n  in f\n"


def test_the_worst_exit_code_wins() -> None:
    failed = DeploymentPreview(name="x", source="p", target="pulumi", status=Status.FAILED)
    assert Preview(deployments=(failed,)).exit_code == 3
    assert Preview(deployments=(failed, refused(asked=True))).exit_code == 2
