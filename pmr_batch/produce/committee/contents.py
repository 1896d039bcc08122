"""Contents: the question each sheet of the workbook answers, with a link to it, and how to read the workbook."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.excel.writing.book import Page
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.list_sheets import CONTENTS, mark_pages, write_part
from pmr_batch.produce.shorthand import HIDDEN, NOT_APPLICABLE
from pmr_batch.words import counted, day

NAME = CONTENTS
#: The question each sheet answers; the book itself has the sheets and their order.
ANSWERS = {
    "Summary": "How the round stands: the counts, what the committee has to do and by when, each academy.",
    "Changes": "Who has moved since the run before this one, and why.",
    "Recommendations": "Whom the committee decides on, one row a person, and the columns in which it decides.",
    "On paper": "The same for the table: from and to, what to look at, and space for decision and signature.",
    "Members": "Which member of the committee has an interest in whose row, and who withdrew.",
    "Appeals": "Whose pay of this round is decided, and where an appeal against it is entered, heard and recorded.",
    "Queries": "What was asked about the people on Recommendations, and what their academies answered.",
    "Consistency": "Whether reviewers, academies, roles and pay ranges came to like results (1.2, 4.6).",
    "Mismatches": "Whose recommendation does not fit the outcomes of the objectives, or the criteria.",
    "Same words": "Texts that one reviewer used for many reviewees.",
    "Equality": "Whether progression differs by protected characteristic, trust-wide, small counts hidden (1.2).",
    "Cost": "What the recommendations cost, progression and award apart, with employer's on-costs.",
    "Cost by person": "The same for everybody before the committee, one row a person.",
    "Upper pay range": "Who applied for the Upper pay range, on what evidence, and how the head assessed it (9.2).",
    "Late": "What was done late, is overdue or still to come, and whom to ask for what.",
    "Not before the committee": "Everybody else, with the reason why the committee does not decide on them now.",
    "Objectives sample": "Objectives drawn for a moderator to look at, and the columns for what was seen (4.6).",
    "Reconciliation": "Whether everybody who came in is counted once, by academy and in the trust.",
    "Pay points": "The pay of every point, by which another place than the recommended one is priced.",
    "Rules": "Which rules were asked, how often each found something, and which could not be asked.",
}
#: Columns: the sheet's name or what a line is about, then the text.
_WIDTHS = (26, 140)
_LAST = len(_WIDTHS) - 1
_LETTERS_A_LINE = 156


def write_contents(page: Page, moderated: Moderated) -> None:
    """Fill in the first page of a book whose other sheets are all there.

    Raises KeyError for a sheet of which nobody has said what it answers.
    """
    for column, width in enumerate(_WIDTHS):
        page.width(column, width)
    page.paper.hide_gridlines(2)
    row = _title(page, moderated.run)
    others = [name for name in page.book.sheets if name != page.name]
    row = _headings(page, row, ("Sheet", "What it answers"), len(others))
    for name in others:
        page.link(row, 0, name, "A1", name, "cell", "link", "inset")
        row = _write_text(page, row, ANSWERS[name])
    row = write_part(page, row, "How to read this", _LAST)
    guidance = tuple(_guidance(moderated))
    row = _headings(page, row, ("About", "What to know"), len(guidance))
    for about, text in guidance:
        page.write(row, 0, about, "label")
        row = _write_text(page, row, text)
    mark_pages(page, moderated.run, tall=1)


def _headings(page: Page, row: int, headings: tuple[str, str], rows: int) -> int:
    """The headings of a table of so many rows, marked as one; returns the row below them."""
    page.table(f"{NAME}_{headings[0]}", headings, rows, row=row)
    for column, heading in enumerate(headings):
        page.write(row, column, heading, "head")
    return row + 1


def _title(page: Page, run: RunFacts) -> int:
    texts = (
        (f"Pay committee: {run.cycle}, {run.round.value.capitalize()} round", "title", 34.0),
        (f"{run.trust}. CONFIDENTIAL. As of {day(run.as_of)}, run {run.run}.", "subtitle", 18.0),
    )
    for row, (text, style, height) in enumerate(texts):
        page.fill(row, range(_LAST + 1), "band")
        page.write(row, 0, text, "band", style, "inset")
        page.height(row, height)
    return len(texts)


def _write_text(page: Page, row: int, text: str) -> int:
    page.write(row, 1, text, "cell", "wrap", "inset")
    page.height(row, 2 + 15.5 * (1 + len(text) // _LETTERS_A_LINE))
    return row + 1


def _guidance(moderated: Moderated) -> Iterator[tuple[str, str]]:
    """What a member of the committee asks first, and the answer."""
    run, appeals = moderated.run, ", of Appeals" if moderated.appeals else ""
    yield (
        "Who may see it",
        "Those responsible for pay decisions, and nobody else (policy 9.2). It names people and their pay: do not "
        "forward it, print only what you need, and give it back. Every page says CONFIDENTIAL, and of which run it is.",
    )
    yield (
        "What to print",
        "For the meeting: Summary, On paper, Members and Cost. Recommendations, Objectives sample, Rules and Pay "
        "points are for the screen, and print their title and note alone.",
    )
    yield (
        "What the columns mean",
        "Pay is annual and full-time, without allowances: current pay as at the end of the cycle, recommended pay from "
        f"{day(run.pay_effective_from)}. Criteria are those of the pay policy. Objectives are counted by outcome. "
        "A dash is nought; a blank is not known, or does not apply. Dark headings are facts, brown ones are yours.",
    )
    yield (
        "What [c] and [z] mean",
        f"In tables of figures {HIDDEN} is confidential: so few people that it would tell about single ones, or a "
        f"figure from which such a one could be worked out. {NOT_APPLICABLE} does not apply: nobody to count, or to "
        "compare.",
    )
    yield (
        "What a query is",
        "Something unusual that may well be right, and that the academy was asked to correct or explain. Answered "
        "ones bear the answer. Open ones are for the committee to weigh. Whoever has an error goes back to the "
        "academy, and is on Not before the committee.",
    )
    yield (
        "How to decide",
        f"On Recommendations, row by row ({counted(len(moderated.recommendations), 'row')}): choose a Decision and "
        "give the date in Decided on. Where you decide otherwise than recommended, defer or refer back, give a "
        "Decision reason. Rows with nothing in Look at can be approved in one go, by the light cells above the "
        "headings; what you fill in in a row itself goes before. What a row still needs turns amber, and To do names "
        "it. Whoever has a conflict of interest "
        "withdraws, and is named in Conflict declared.",
    )
    yield (
        "Approved, and nothing else",
        f"The recommended range and point, from {day(run.pay_effective_from)}. Not approved, and nothing else, keeps "
        "the current ones. Deferred and Referred back bring the row again in the next run, with your note.",
    )
    yield (
        "If somebody appeals",
        "Appeals are made and heard as the Pay Policy says. The workbook of a run after the decision has a sheet "
        "Appeals, with a row for everybody whose pay is decided: enter there when an appeal was lodged and heard, and "
        "its outcome. One that is upheld changes the decision; any other leaves it, and the employee gets a letter.",
    )
    yield (
        "What not to change",
        f"Anything but the light columns of Recommendations{appeals} and of Objectives sample. Sort and filter as you "
        "like. A workbook in which people or recommendations were altered is refused when decisions are taken back.",
    )
    yield (
        "How to hand it back",
        "Save it as an Excel workbook under its own name and give it to trust HR, who take the decisions into the "
        "forms, letters and payroll file. Rows left undecided can follow later in the same workbook.",
    )
