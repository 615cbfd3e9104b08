"""Text files of this package with gaps: `[[ name ]]`, since `{{ }}` is the code hosts' own."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from apexai.scaffold.naming import yaml_scalar

_TEMPLATES: Final = Environment(
    loader=PackageLoader("apexai.scaffold", "templates"),
    undefined=StrictUndefined,
    autoescape=False,
    variable_start_string="[[",
    variable_end_string="]]",
    block_start_string="[%",
    block_end_string="%]",
    comment_start_string="[#",
    comment_end_string="#]",
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters["scalar"] = yaml_scalar


def render_template(name: str, values: Mapping[str, object]) -> str:
    """The file of `templates/` with its gaps filled; a gap without a value is a bug."""
    return _TEMPLATES.get_template(name).render(values)


def program_text(name: str) -> str:
    """A program of `programs/`, which has no gaps: it reads its stack's configuration."""
    return files("apexai.scaffold.programs").joinpath(f"{name}.py").read_text(encoding="utf-8")
