"""Finds the workbook and the person of a form, or refuses it: it stays with the person, cycle and academy it is for."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.commands.collect.filled_form import FilledForm
from pmr_batch.commands.collect.target_workbook import FormWorkbook, FormWorkbooks
from pmr_batch.excel.reading.dates import read_date
from pmr_batch.model.person import Dossier
from pmr_batch.settings.provisional_numbers import is_provisional
from pmr_batch.settings.trust_settings import Cycle
from pmr_batch.word.appendix_a.original_form import FORM_VERSION
from pmr_batch.words import bare, listed, shown


class FormRefused(Exception):
    """The form cannot be taken: why, and what to do."""


def find_owner(filled: FilledForm, workbooks: FormWorkbooks) -> tuple[FormWorkbook, Dossier]:
    """The workbook and the person that a form belongs to. Raises Foreign."""
    if filled.base is None and not filled.number and not filled.shown["name"]:
        raise FormRefused("names nobody: it is a blank form; make one for the person with `pmr-batch forms`")
    owners = list(_by_base(filled, workbooks) if filled.base else _by_shown_text(filled, workbooks))
    if not owners:
        raise FormRefused(_why_nobody(filled, workbooks))
    if len(owners) > 1:
        places = listed(dict.fromkeys(f"{workbook.return_.path} ({workbook.academy})" for workbook, _ in owners))
        several = len({id(workbook) for workbook, _ in owners}) > 1
        remedy = "name the right workbook with --workbook" if several else "leave one row a person there"
        raise FormRefused(f"could be about several rows of Staff in {places}; {remedy}")
    workbook, dossier = owners[0]
    _check_person(filled, workbook, dossier)
    return workbook, dossier


def _by_base(filled: FilledForm, workbooks: FormWorkbooks) -> Iterator[tuple[FormWorkbook, Dossier]]:
    """The owners by what the form was made for; of a provisional number, by the real one that has come since."""
    base = filled.base
    if base is None:
        return
    if base.version != FORM_VERSION:
        raise FormRefused(
            f"was made by another version of the program (form {base.version}, now {FORM_VERSION}); make it anew"
        )
    if filled.number and filled.number != base.payroll_number:
        raise FormRefused(
            f"was made for {base.payroll_number}, and its footer says {filled.number}; make a form for each"
        )
    cycle = next((cycle for cycle in workbooks.cycles() if cycle.name == base.origin.cycle), None)
    for workbook in workbooks.of_cycle(cycle) if cycle else ():
        if workbook.academy == base.origin.academy:
            theirs = workbook.people.get(workbook.number_now(base.payroll_number), ())
            if not theirs and is_provisional(base.payroll_number):
                theirs = [each for people in workbook.people.values() for each in people if _is_about(filled, each)]
            yield from ((workbook, dossier) for dossier in theirs)


def _by_shown_text(filled: FilledForm, workbooks: FormWorkbooks) -> Iterator[tuple[FormWorkbook, Dossier]]:
    """The owners by the footer's payroll number, the name and the cycle dates, for a form that has lost its data."""
    for cycle in workbooks.cycles():
        for workbook in workbooks.of_cycle(cycle) if _is_in_cycle(filled, cycle) else ():
            for number, dossiers in workbook.people.items():
                if filled.number in ("", number):
                    yield from ((workbook, dossier) for dossier in dossiers if _is_about(filled, dossier))


def _is_in_cycle(filled: FilledForm, cycle: Cycle) -> bool:
    days = [found.dates[0] for text in filled.cycle if (found := read_date(text)).dates]
    return len(days) == 2 and cycle.starts <= days[0] and days[1] <= cycle.ends


def _is_about(filled: FilledForm, dossier: Dossier) -> bool:
    days = tuple(next(iter(read_date(text).dates), None) for text in filled.cycle)
    same_name = bare(filled.shown["name"]) == bare(dossier.staff["name"] or "")
    return same_name and days == (dossier.staff["cycle_from"], dossier.staff["cycle_to"])


def _why_nobody(filled: FilledForm, workbooks: FormWorkbooks) -> str:
    base = filled.base
    if base is None:
        who = " ".join(part for part in (filled.shown["name"], filled.number) if part)
        why = f"is about {who}, of whom no workbook of these cycle dates has a row of this name and number"
        refused = workbooks.refused()
        return f"{why}; refused is {' '.join(refused)}" if refused else why
    academy_and_cycle = f"{base.origin.academy}, {base.origin.cycle}"
    if workbooks.named:
        named = workbooks.named
        if (named.academy, named.cycle.name) != (base.origin.academy, base.origin.cycle):
            return f"is a form of {academy_and_cycle}; {named.path.name} is {named.academy}, {named.cycle.name}"
    person = f"{base.payroll_number} of {academy_and_cycle}"
    if refused := workbooks.refused(base.origin.academy):
        return f"is about {person}, whose return is refused, {' '.join(refused)}"
    return f"is about {person}, of whom there is no row on Staff, or no workbook that can be read"


def _check_person(filled: FilledForm, workbook: FormWorkbook, dossier: Dossier) -> None:
    """Refuse a form in which somebody wrote another person's name. Raises FormRefused."""
    listed_name = dossier.staff["name"] or ""
    written_name = filled.shown.get("name", listed_name)
    if filled.base and filled.base.is_unchanged("name", written_name):
        return
    names = {bare(dossier.staff["name"] or "") for dossiers in workbook.people.values() for dossier in dossiers}
    has_other_name = bare(written_name) != bare(listed_name) and bare(written_name) in names
    if has_other_name or not set(bare(written_name).split()) & set(bare(listed_name).split()):
        number = dossier.staff["payroll_number"]
        raise FormRefused(
            f"is made out to {shown(written_name)}, and was made for {listed_name}, {number}; make a form for each"
        )
