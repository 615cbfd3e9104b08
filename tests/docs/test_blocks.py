"""Every block of every page is run or checked, here or by a named test; a block that nobody takes fails."""

from pathlib import Path
from typing import Final

import pytest

from apexai.policy.rules import RULES
from tests.docs.checks import (
    Check,
    check_autodoc,
    check_codes,
    check_graphs,
    check_modeline,
    check_overrides,
    check_pack_levels,
    check_packages,
    check_packages_drawn,
    check_part_of_spec,
    check_policy,
    check_preview,
    check_program,
    check_refusal,
    check_rendered,
    check_set,
    check_stack,
    check_trust,
    check_usage,
    check_workers,
    check_workflow_steps,
)
from tests.docs.pages import PAGES, ROOT, SHELL, blocks
from tests.docs.test_commands import RUN_BY
from tests.readme import blocks_in

_README: Final = "tests/test_readme.py::"
_OWN_RULES: Final = "tests/policy/test_own_rules.py::test_the_tests_of_the_page_pass"
_POLICY: Final = "tests/policy/test_documentation.py::test_the_files_that_are_shown_load"
_COMPONENTS: Final = "tests/components/test_documentation.py::test_the_programs_run"
TAKEN: Final[dict[tuple[str, str], tuple[str | Check, ...]]] = {
    ("README.md", "yaml"): (f"{_README}test_a_command_prints_what_is_shown",) * 2,
    ("README.md", "python"): (f"{_README}test_a_program_runs", f"{_README}test_a_command_prints_what_is_shown"),
    ("docs/any-language.md", "yaml"): (
        check_packages,
        "tests/plugin/test_directory.py::test_the_programs_in_yaml_are_made",
    ),
    ("docs/any-language.md", "typescript"): (
        "tests/engine/test_other_languages.py::test_typescript_makes_what_python_makes",
    ),
    ("docs/any-language.md", ""): (check_codes,),
    ("docs/architecture.md", ""): (check_packages_drawn,),
    ("docs/budgets.md", "yaml"): (check_part_of_spec("kubernetes"),),
    ("docs/budgets.md", "python"): ("tests/components/test_budget_guard.py::test_the_program_of_the_page",),
    ("docs/cli.md", ""): (check_refusal, check_codes),
    ("docs/cli.md", "yaml"): (check_workflow_steps,),
    ("docs/components.md", "python"): (_COMPONENTS,) * 5,
    ("docs/cost.md", "yaml"): (check_usage,),
    ("docs/delivery.md", "json"): (check_trust,),
    ("docs/edge.md", "python"): (check_program("EdgeInferenceWorker", "InferenceService"),),
    ("docs/eject.md", ""): ("tests/eject/test_ejection.py::test_what_a_brake_decides",),
    ("docs/gitops.md", ""): (check_rendered,),
    ("docs/gpu-pools.md", "python"): (check_program("GpuNodePool"),),
    ("docs/gpu-pools.md", "yaml"): (check_part_of_spec("kubernetes"),),
    ("docs/offline-engine.md", "python"): ("tests/graph/offline/test_documentation.py::test_the_python_example_runs",),
    ("docs/offline-engine.md", "yaml"): ("tests/graph/offline/test_documentation.py::test_the_invokes_example_loads",),
    ("docs/output.md", "json"): (check_preview, check_policy, check_graphs),
    ("docs/own-rules.md", "python"): (
        _OWN_RULES,
        _OWN_RULES,
        "tests/policy/test_own_rules.py::test_the_pack_of_the_page_is_served",
    ),
    ("docs/own-rules.md", "toml"): ("tests/policy/test_own_rules.py::test_an_installed_package_s_rules_count",),
    ("docs/own-rules.md", "yaml"): ("tests/policy/test_own_rules.py::test_the_pack_of_the_page_is_served",),
    ("docs/policy.md", "toml"): (check_set,),
    ("docs/policy.md", "yaml"): (_POLICY,) * 3,
    ("docs/policy.md", "json"): (check_pack_levels, check_pack_levels),
    ("docs/prices.md", "yaml"): (check_overrides,),
    ("docs/reference/components.md", "{eval-rst}"): (check_autodoc, check_autodoc),
    ("docs/reference/rule-kit.md", "{eval-rst}"): (check_autodoc,),
    ("docs/reference/spec.md", "{eval-rst}"): (check_autodoc,),
    ("docs/rules.md", "python"): ("tests/policy/test_documentation.py::test_every_rule_has_its_section_with_programs",)
    * (2 * len(RULES)),
    ("docs/spec.md", "yaml"): (
        "tests/spec/test_documentation.py::test_the_documents_shown_in_the_reference_load",
        check_modeline,
        "tests/spec/test_documentation.py::test_the_partial_specs_shown_in_the_reference_load",
    ),
    ("docs/stacks.md", "yaml"): (check_stack,),
    ("docs/targets/cloudflare-workers.md", "yaml"): (check_workers,),
}
"""Page and language → who takes each block, in order: a check, or the test that runs it."""


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_taken(page: str) -> None:
    """Commands are tests/docs/test_commands.py's, and what they print in the README is tests/test_readme.py's."""
    found: dict[str, int] = {}
    for block in blocks_in(PAGES[page]):
        found[block.language] = found.get(block.language, 0) + 1
    found.pop(SHELL, None)
    if page == "README.md":
        found.pop("console", None)
    assert found == {language: len(takers) for (of, language), takers in TAKEN.items() if of == page}
    assert PAGES[page].read_text(encoding="utf-8").count("```") == 2 * len(blocks_in(PAGES[page]))


NAMED: Final = {taker for takers in TAKEN.values() for taker in takers if isinstance(taker, str)}


@pytest.mark.parametrize("test", sorted(NAMED | set(RUN_BY.values())))
def test_the_test_that_is_named_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "language", "number"),
    [(*key, number) for key, takers in TAKEN.items() for number, taker in enumerate(takers) if callable(taker)],
)
def test_a_block(page: str, language: str, number: int, tmp_path: Path) -> None:
    check = TAKEN[page, language][number]
    assert callable(check)
    check(blocks(page, language)[number].body, tmp_path)
