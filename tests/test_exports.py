"""What `import apexai` offers, and what it costs."""

import subprocess
import sys

import pytest

import apexai
from apexai import components


def test_every_component_can_be_imported_from_the_package() -> None:
    assert sorted(apexai.__all__) == sorted(components.__all__)
    assert [name for name in apexai.__all__ if getattr(apexai, name) is not getattr(components, name)] == []
    assert set(apexai.__all__) <= set(dir(apexai))


def test_what_is_not_there_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="module 'apexai' has no attribute 'BudgetGard'"):
        _ = apexai.BudgetGard  # type: ignore[attr-defined]


def test_pulumi_is_loaded_with_the_first_component_and_no_provider_with_it() -> None:
    loaded = (
        "print(sorted(name for name in sys.modules if name.partition('.')[0].startswith('pulumi') and '.' not in name))"
    )
    program = f"import sys, apexai\n{loaded}\nfrom apexai import BudgetGuard, InferenceService\n{loaded}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['pulumi']"]
