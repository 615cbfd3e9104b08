"""Which purposes are referred to a person: words of a practice in any order and form, and not parts of other words."""

import pytest

from apexai.policy.law.hints import hinted
from apexai.policy.law.obligations import load_high_risk_uses, load_prohibited_practices


@pytest.mark.parametrize(
    ("purpose", "point"),
    [
        ("Scores citizens by their social behaviour for access to public services", "5(1)(c)"),
        ("Gives each citizen a trustworthiness score", "5(1)(c)"),
        ("Infers emotions of employees at the workplace from video", "5(1)(f)"),
        ("Generates intimate images of real people without consent", "5(1)(ba) new"),
        ("Recognises faces scraped from the internet to build a database", "5(1)(e)"),
        ("Predicts who will commit a crime from personality traits", "5(1)(d)"),
        ("Screens job applications and ranks candidates", "4(a)"),
        ("Scores applications for credit", "5(b)"),
        ("Grades the essays of students", "3(b)"),
        ("Decides on the admission of students", "3(a)"),
    ],
)
def test_words_count_in_any_order_and_form(purpose: str, point: str) -> None:
    found = hinted(purpose, (*load_prohibited_practices(), *load_high_risk_uses()))
    assert point in {case.point for case in found}


@pytest.mark.parametrize(
    "purpose",
    [
        "Scores card payments for the risk of fraud, for review by an analyst",
        "Sorts support tickets by subject before a person answers them",
        "Triage of support tickets",
        "Recommends films on a streaming service",
        "Plans the dispatch of parcels",
        "Selects what the shop shows in a promotion",
        "Helps with the selection of models by grid search",
        "Predicts the readmission of patients",
        "Upgrades the quality of images",
        "Validates credit card numbers",
        "Scores posts on social media for spam",
        "Checks invoices against tax policies",
        "Face blurring in photos",
    ],
)
def test_parts_of_words_and_single_words_of_other_trades_do_not(purpose: str) -> None:
    assert hinted(purpose, (*load_prohibited_practices(), *load_high_risk_uses())) == ()


def test_each_hint_speaks_of_its_own_case() -> None:
    for case in (*load_prohibited_practices(), *load_high_risk_uses()):
        for hint in case.hints:
            assert hinted(f"It does {hint}", (case,)) == (case,)
