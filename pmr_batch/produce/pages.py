"""Pages to read in a browser or print: self-contained HTML, in which every text is data."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pmr_batch.model.terms import Outcome, Severity
from pmr_batch.words import day, short_day, when


def page(template: str, **values: Any) -> bytes:
    """A page from a template of this package as UTF-8."""
    return _template(template).render(values).encode("utf-8")


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("pmr_batch.produce", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, short_day=short_day, when=when)
    environment.globals.update(Outcome=Outcome, Severity=Severity)
    return environment.get_template(name)
