"""produce: Appendix A in Word, one file a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pmr_batch.forms.content import EVERYTHING, FormContent
from pmr_batch.forms.fields import fields
from pmr_batch.word.fill import prepared
from pmr_batch.word.names import file_name, unique


@dataclass(frozen=True)
class Form:
    """One person's Appendix A; `cleaned` names the fields that lost characters Word cannot hold."""

    content: bytes
    cleaned: tuple[str, ...] = ()


def render(template: bytes, content: FormContent) -> Form:
    """Appendix A of one person: the same bytes for the same content.

    Raises TemplateError where the template and the form do not fit, or a text would be lost.
    """
    rendered = prepared(template).render(fields(content))
    return Form(rendered.document, rendered.cleaned)


def check(template: bytes) -> None:
    """Fill in the template blank, and with everything a form can say. Raises TemplateError where it does not fit."""
    for content in (FormContent(), EVERYTHING):
        render(template, content)


def forms(template: bytes, contents: Sequence[FormContent]) -> Iterator[tuple[str, Form]]:
    """File name and form of each person, in their order; no two names alike in one folder."""
    return zip(form_names(contents), (render(template, content) for content in contents), strict=True)


def form_names(contents: Iterable[FormContent]) -> list[str]:
    """The file names of forms that go into one folder."""
    return unique(file_name(content.name, content.payroll_number) for content in contents)
