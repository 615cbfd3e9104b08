"""Pages for the tests: of a spec, of a program with hostile names, and of a comparison."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apexai.compare.paths import Compared, compare_path
from apexai.cost.usage_sources import UsageSources
from apexai.preview import Preview, PreviewOptions
from apexai.preview.criteria import Criteria
from apexai.preview.specs import preview_specs
from tests.projects import DAY, JUDGED, preview_of, write_project

EXAMPLE: Final = Path(__file__).parents[2] / "examples" / "fraud-detection" / "service.yaml"
PORTABLE: Final = Path(__file__).parents[1] / "compare" / "portable.yaml"
HOSTILE: Final = '"><script>document.title="taken"</script><img src=x onerror=alert(1)>'
CLOSING: Final = "</script><!-- {{ 7 * 7 }} &lt; \u202e"

_PROGRAM: Final = f"""
import pulumi

for name in ({HOSTILE!r}, {CLOSING!r}):
    pulumi.CustomResource("gcp:storage/bucket:Bucket", name, {{"location": "US-CENTRAL1", "labels": {{"x": name}}}})
    pulumi.CustomResource("made:up/thing:Thing", name + "2", {{"note": name}})
pulumi.log.warn({HOSTILE!r})
"""

_USED: Final = PreviewOptions(criteria=Criteria(as_of=DAY, usage=UsageSources(profile="medium")))
"""So that there is something to draw."""


@cache
def spec_preview() -> Preview:
    return preview_specs(str(EXAMPLE), JUDGED)


@cache
def hostile_preview() -> Preview:
    with TemporaryDirectory() as folder:
        return preview_of(write_project(Path(folder) / "<b>demo", _PROGRAM), _USED)


@cache
def comparison() -> Compared:
    return compare_path(str(PORTABLE), JUDGED)
