"""The committee workbook: what the pay committee reads, and where it decides."""

from __future__ import annotations

from dataclasses import replace

from pmr_batch.excel.writing.book import Book
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.committee.appeals import write_appeals
from pmr_batch.produce.committee.changes import changes_sheet
from pmr_batch.produce.committee.consistency import write_consistency
from pmr_batch.produce.committee.contents import NAME as CONTENTS
from pmr_batch.produce.committee.contents import write_contents
from pmr_batch.produce.committee.cost import write_cost
from pmr_batch.produce.committee.cost_by_person import cost_by_person_sheet
from pmr_batch.produce.committee.equality import write_equality
from pmr_batch.produce.committee.late import write_late
from pmr_batch.produce.committee.members import write_members
from pmr_batch.produce.committee.mismatches import mismatches_sheet
from pmr_batch.produce.committee.not_before_the_committee import others_sheet
from pmr_batch.produce.committee.on_paper import write_on_paper
from pmr_batch.produce.committee.pay_points import pay_points_sheet
from pmr_batch.produce.committee.queries import queries_sheet
from pmr_batch.produce.committee.recommendations import write_recommendations
from pmr_batch.produce.committee.reconciliation import reconciliation_sheet
from pmr_batch.produce.committee.rules import rules_sheet
from pmr_batch.produce.committee.same_words import same_words_sheet
from pmr_batch.produce.committee.summary import write_summary
from pmr_batch.produce.committee.upper_pay_range import upper_pay_range_sheet
from pmr_batch.produce.list_sheets import write_list
from pmr_batch.produce.sample_workbook import offer_choices, sample_list

__all__ = ["committee_workbook", "file_name"]


def file_name(run: RunFacts) -> str:
    """Pay committee Teaching 2025-26 October.xlsx."""
    return f"Pay committee {run.cycle} {run.round.value.capitalize()}.xlsx"


def committee_workbook(moderated: Moderated) -> bytes:
    """The committee's workbook; the same bytes for the same round. Raises OutputError."""
    book = Book(f"Pay committee {moderated.run.cycle}")
    contents = book.sheet(CONTENTS)
    write_summary(book, moderated)
    if moderated.earlier.last_run:
        write_list(book, changes_sheet(moderated, moderated.earlier.last_run), moderated.run)
    write_recommendations(book, moderated)
    if moderated.appeals:
        write_appeals(book, moderated)
    write_on_paper(book, moderated)
    write_members(book, moderated)
    write_list(book, queries_sheet(moderated), moderated.run)
    write_consistency(book, moderated)
    write_list(book, mismatches_sheet(moderated), moderated.run)
    write_list(book, same_words_sheet(moderated), moderated.run)
    write_equality(book, moderated)
    write_cost(book, moderated)
    write_list(book, cost_by_person_sheet(moderated), moderated.run)
    write_list(book, upper_pay_range_sheet(moderated), moderated.run)
    write_late(book, moderated)
    write_list(book, others_sheet(moderated), moderated.run)
    sample = sample_list(moderated.sample)
    sample = replace(sample, note=f"{sample.note} {_SAMPLE_ON_PAPER}", for_the_screen=True)
    offer_choices(write_list(book, sample, moderated.run), sample)
    write_list(book, reconciliation_sheet(moderated), moderated.run)
    write_list(book, rules_sheet(moderated), moderated.run)
    write_list(book, pay_points_sheet(moderated), moderated.run)
    write_contents(contents, moderated)
    return book.bytes()


_SAMPLE_ON_PAPER = "On the screen only: for paper, pmr-batch sample makes a workbook of its own."
