"""Self-contained HTML pages: one file that asks the network for nothing and runs no script but its own."""

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from apexai.report.amounts import UNKNOWN, amount, total, total_money
from apexai.report.wording import clean
from apexai.units import render_decimal

if TYPE_CHECKING:
    from jinja2 import Environment

    from apexai.preview.values import Json

_MAP: Final = "//# sourceMappingURL="
_SCRIPTS: Final = ("chartist.js", "page.js")


def render_page(template: str, *, title: str, charts: "Json", **values: object) -> str:
    """Fill a template of `page/`; everything that is put into it is escaped.

    Args:
        template: Its file name.
        title: Of the page.
        charts: What the page's script draws, as plain data.
        values: What the template names.
    """
    scripts = [_script(name) for name in _SCRIPTS]
    frame = {
        "charts": charts,
        "licence": _text("chartist.LICENSE"),
        "policy": _policy(scripts),
        "scripts": scripts,
        "style": _text("page.css"),
        "title": title,
    }
    return _environment().get_template(template).render(**frame, **values) + "\n"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("apexai.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(amount=amount, clean=clean, exact=render_decimal, total=total)
    made.globals.update(total_money=total_money, unknown=UNKNOWN)
    return made


def _policy(scripts: list[str]) -> str:
    """What the browser lets the page do: its own scripts and styles, no connection, no form, no frame."""
    hashes = " ".join(f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def _script(name: str) -> str:
    """Without the line by which a browser's tools would look for another file."""
    return _text(name).split(_MAP, maxsplit=1)[0].strip()


@cache
def _text(name: str) -> str:
    return files("apexai.report").joinpath("page", name).read_text(encoding="utf-8")
