"""Whose form it is, and whether it is taken at all: of the same person, cycle, academy and kind as it was made for."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.commands.collect.filled_form import FilledForm
from pmr_batch.commands.collect.target_workbook import FormWorkbook, FormWorkbooks
from pmr_batch.excel.reading.dates import read_date
from pmr_batch.model.person import Dossier
from pmr_batch.settings.trust_settings import Cycle
from pmr_batch.word.appendix_a.original_form import FORM_VERSION
from pmr_batch.words import bare, listed, shown


class Foreign(Exception):
    """The form is not taken: why, and what to do."""


def whose(filled: FilledForm, desks: FormWorkbooks) -> tuple[FormWorkbook, Dossier]:
    """The workbook and the person that a form belongs to. Raises Foreign."""
    if filled.base is None and not filled.number and not filled.shown["name"]:
        raise Foreign("names nobody: it is a blank form; make one for the person with `pmr-batch forms`")
    found = list(_by_base(filled, desks) if filled.base else _by_looks(filled, desks))
    if not found:
        raise Foreign(_nobody(filled, desks))
    if len(found) > 1:
        places = listed(dict.fromkeys(f"{desk.one.path} ({desk.academy})" for desk, _ in found))
        several = len({id(desk) for desk, _ in found}) > 1
        remedy = "name the right workbook with --workbook" if several else "leave one row a person there"
        raise Foreign(f"could be about several rows of Staff in {places}; {remedy}")
    desk, dossier = found[0]
    _same_person(filled, desk, dossier)
    return desk, dossier


def _by_base(filled: FilledForm, desks: FormWorkbooks) -> Iterator[tuple[FormWorkbook, Dossier]]:
    """By what the form was made for."""
    base = filled.base
    if base is None:
        return
    if base.version != FORM_VERSION:
        raise Foreign(
            f"was made by another version of the program (form {base.version}, now {FORM_VERSION}); make it anew"
        )
    if filled.number and filled.number != base.payroll_number:
        raise Foreign(f"was made for {base.payroll_number}, and its footer says {filled.number}; make a form for each")
    cycle = next((one for one in desks.cycles() if one.name == base.origin.cycle), None)
    for desk in desks.of(cycle) if cycle else ():
        if desk.academy == base.origin.academy:
            yield from ((desk, one) for one in desk.people.get(base.payroll_number, ()))


def _by_looks(filled: FilledForm, desks: FormWorkbooks) -> Iterator[tuple[FormWorkbook, Dossier]]:
    """By the payroll number of the footer, the name and the cycle dates, where a form has lost all else."""
    for cycle in desks.cycles():
        for desk in desks.of(cycle) if _may_be_of(filled, cycle) else ():
            for number, dossiers in desk.people.items():
                if filled.number in ("", number):
                    yield from ((desk, one) for one in dossiers if _is_of(filled, one))


def _may_be_of(filled: FilledForm, cycle: Cycle) -> bool:
    days = [found.dates[0] for text in filled.cycle if (found := read_date(text)).dates]
    return len(days) == 2 and cycle.starts <= days[0] and days[1] <= cycle.ends


def _is_of(filled: FilledForm, dossier: Dossier) -> bool:
    days = tuple(next(iter(read_date(text).dates), None) for text in filled.cycle)
    same_name = bare(filled.shown["name"]) == bare(dossier.staff["name"] or "")
    return same_name and days == (dossier.staff["cycle_from"], dossier.staff["cycle_to"])


def _nobody(filled: FilledForm, desks: FormWorkbooks) -> str:
    base = filled.base
    if base is None:
        who = " ".join(part for part in (filled.shown["name"], filled.number) if part)
        return f"is about {who}, of whom no workbook of these cycle dates has a row of this name and number"
    of = f"{base.origin.academy}, {base.origin.cycle}"
    if desks.named:
        named = desks.named
        if (named.academy, named.cycle.name) != (base.origin.academy, base.origin.cycle):
            return f"is a form of {of}; {named.path.name} is {named.academy}, {named.cycle.name}"
    return f"is about {base.payroll_number} of {of}, of whom there is no row on Staff, or no workbook that can be read"


def _same_person(filled: FilledForm, desk: FormWorkbook, dossier: Dossier) -> None:
    """A form in which somebody wrote another's name is another's, whatever it was made for."""
    is_called = dossier.staff["name"] or ""
    says = filled.shown.get("name", is_called)
    if filled.base and filled.base.is_unchanged("name", says):
        return
    others = {bare(one.staff["name"] or "") for some in desk.people.values() for one in some}
    has_other_name = bare(says) != bare(is_called) and bare(says) in others
    if has_other_name or not set(bare(says).split()) & set(bare(is_called).split()):
        number = dossier.staff["payroll_number"]
        raise Foreign(f"is made out to {shown(says)}, and was made for {is_called}, {number}; make a form for each")
