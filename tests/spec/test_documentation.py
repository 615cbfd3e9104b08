"""The generated parts of the documentation are those of the code, and the error codes are those that are used."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from apexai.spec import codes
from apexai.spec.catalogue import load_catalogue, needs_own_key, policy_names
from apexai.spec.leaves import spec_leaves
from tests.spec.documents import ROOT, load_one

DOCS = ROOT / "docs"
CODE = re.compile(r"APX-SPC-\d{3}")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    found = spec_from_file_location("generate", DOCS / "generate.py")
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["spec.md", "errors.md"])
def test_generated_parts_are_current(page: str, generate: ModuleType) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert generate.render_page(text) == text, "run `make docs`"


def test_every_generated_part_stands_on_a_page(generate: ModuleType) -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    assert all(f"<!-- begin {name} -->" in text for name in generate.PARTS)


def test_every_leaf_has_a_row() -> None:
    text = (DOCS / "spec.md").read_text(encoding="utf-8")
    assert [leaf for leaf in spec_leaves() if f"| `{leaf}` |" not in text and f"| `{leaf}." not in text] == []


def test_every_code_in_the_table_is_a_name_and_the_other_way_round() -> None:
    names = {value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}
    assert names == set(codes.ERROR_CODES)


def test_every_code_is_used() -> None:
    names = {name for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}
    sources = [path for path in (ROOT / "apexai" / "spec").rglob("*.py") if path.name != "codes.py"]
    used = {name for path in sources for name in re.findall(r"codes\.([A-Z_]+)", path.read_text(encoding="utf-8"))}
    assert used == names


def test_no_other_code_is_used() -> None:
    used = {code for path in (ROOT / "apexai").rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert used <= set(codes.ERROR_CODES)


@pytest.mark.parametrize("page", ["spec.md", "errors.md"])
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([a-z]*\.md)?#([a-z-]+)\)", (DOCS / page).read_text(encoding="utf-8"))
    assert links
    for target, anchor in links:
        headings = re.findall(r"(?m)^#+ (.+)$", (DOCS / (target or page)).read_text(encoding="utf-8"))
        assert anchor in {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_documents_shown_in_the_reference_load() -> None:
    blocks = re.findall(r"(?s)```yaml\n(apiVersion.*?)```", (DOCS / "spec.md").read_text(encoding="utf-8"))
    assert blocks
    for block in blocks:
        assert load_one(block).deployment()


def test_the_partial_specs_shown_in_the_reference_load() -> None:
    from tests.spec.documents import MINIMAL

    (block,) = re.findall(r"(?s)```yaml\n(spec:.*?)```", (DOCS / "spec.md").read_text(encoding="utf-8"))
    head = MINIMAL.partition("spec:\n")[0]
    reference = '  modelRef: {name: a, version: "1"}\n'
    document = load_one(head + block.replace("spec:\n", f"spec:\n{reference}", 1))
    assert len(document.platforms()) == 3
    assert all(document.deployment(platform) for platform in document.platforms())


def test_the_catalogue() -> None:
    sets = {policy.name: policy for policy in load_catalogue()}
    assert {
        "data-privacy-compliance",
        "model-explainability-required",
        "human-oversight-required",
        "cost-governance",
        "eu-ai-act-high-risk",
        "secure-supply-chain",
        "transparency-required",
    } <= set(sets)
    assert policy_names() == tuple(sets)
    assert sets["data-privacy-compliance"].own_key_encryption
    assert needs_own_key(["cost-governance", "data-privacy-compliance"])
    assert not needs_own_key(["cost-governance"])
    assert all(policy.title and policy.asks and policy.areas for policy in sets.values())
    assert "APX-" not in (Path(ROOT) / "apexai" / "spec" / "catalogue.yaml").read_text(encoding="utf-8")
