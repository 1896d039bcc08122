"""A form that somebody filled in: whose it is, and what is written in each of its places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from pmr_batch.collect.opened import Opened
from pmr_batch.collect.pieces import cleaned, pieces_of, read_places, text_in, text_of
from pmr_batch.collect.places import COLUMNS, ROWS, SHOWN, Place
from pmr_batch.forms import labels
from pmr_batch.forms.base import Base, base_of
from pmr_batch.intake.limits import Refused
from pmr_batch.word.places import W
from pmr_batch.words import bare, shown

_NUMBER = re.compile(rf"{labels.PAYROLL_NUMBER}\s+(.+?)\s*(?:·|Page\b|$)", re.MULTILINE)
_OBJECTIVE = re.compile(rf"{labels.OBJECTIVE_NUMBER}\s*(\S{{0,6}}?)[.:)]*\s*", re.IGNORECASE)
_STRUCK = (f"{W}strike", f"{W}dstrike")


@dataclass(frozen=True)
class FormRow:
    """A row of one of the two tables: its number as the form has it (objectives only), and its texts by part."""

    number: str
    texts: Mapping[str, str]


@dataclass
class Filled:
    """A form: what it was made with, where it has not lost that; what it shows; and the text of each place it has.

    `texts` are by tag, `objectives` and `development` rows as they stand; `unread` is what somebody put in that has
    no place in a workbook, `notes` what is worth knowing.
    """

    base: Base | None
    number: str
    shown: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    objectives: list[FormRow] = field(default_factory=list)
    development: list[FormRow] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def cycle(self) -> tuple[str, str]:
        """The dates of the cycle as the form shows them."""
        return self.shown.get("cycle_from", ""), self.shown.get("cycle_to", "")

    def lines(self, tag: str) -> list[str] | None:
        """The lines of a place that is a list; None where the form does not have it."""
        text = self.texts.get(tag)
        return None if text is None else [line for each in text.split("\n") if (line := each.strip().lstrip("•-–* \t"))]


def read_form(form: Opened, known: frozenset[str]) -> Filled:
    """What stands in a form; `known` are the words of its template, which say nothing. Raises Refused."""
    found = _NUMBER.search(form.footer)
    filled = Filled(base_of(form.properties), found[1] if found else "")
    filled.unread += form.unread
    filled.notes += form.notes
    for table in form.body.iter(f"{W}tbl"):
        if next(table.iterancestors(f"{W}tbl"), None) is None:
            _Table(form, filled, known).read(table)
    if "name" not in filled.shown or not (filled.objectives or filled.texts):
        raise Refused("is no Appendix A form", "Name a form that was made with `pmr-batch forms`.")
    _beside_tables(form, filled, known)
    return filled


def _beside_tables(form: Opened, filled: Filled, known: frozenset[str]) -> None:
    """Text that somebody wrote between or below the tables."""
    for paragraph in form.body.iter(f"{W}p"):
        text = text_in(paragraph).strip()
        in_table = next(paragraph.iterancestors(f"{W}tbl"), None) is not None
        if text and not in_table and not _says_nothing(text, known) and not _is_status(text, form, filled.base):
            filled.unread.append(f"{shown(text)}, which stands outside the tables; put it into a place of the form")


def _is_status(text: str, form: Opened, base: Base | None) -> bool:
    """Whether it is the line that says how far the form has come; its footer says it, too."""
    return base.is_unchanged("status", text) if base else text in form.footer


def _says_nothing(text: str, known: frozenset[str]) -> bool:
    return bare(text) in known or not bare(text)


class _Table:
    """Reads one table of a form, row by row."""

    def __init__(self, form: Opened, filled: Filled, known: frozenset[str]) -> None:
        self.form, self.filled, self.known = form, filled, known
        self.of = ""
        self.at: dict[str, int] = {}
        self.dates = ["reviewer_signed_on", "employee_signed_on"]

    def read(self, table: etree._Element) -> None:
        """Every row of it."""
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is table:
                cells = [one for one in row.iter(f"{W}tc") if next(one.iterancestors(f"{W}tr")) is row]
                if cells and not self._heading(cells):
                    self._row(cells)

    def _heading(self, cells: Sequence[etree._Element]) -> bool:
        """Whether it is a row of headings: the rows below it are read by them."""
        texts = [bare(text_of(cell)) for cell in cells]
        for of, columns in COLUMNS.items():
            at = {heading: _first(texts, heading) for heading, _ in columns}
            if None not in at.values():
                self.of, self.at = of, {heading: place for heading, place in at.items() if place is not None}
                self._beside_labels(cells)
                return True
        return False

    def _row(self, cells: Sequence[etree._Element]) -> None:
        if self.of:
            self._listed(cells)
        elif not (self._labelled(cells) or self._signed(cells)) and not _says_nothing(text_of(cells[0]), self.known):
            self.filled.unread.append(
                f"{shown(' '.join(map(text_of, cells)))}, which stands in a row of its own; "
                "put it into a place of the form"
            )

    def _listed(self, cells: Sequence[etree._Element]) -> None:
        """A row below headings; one that was joined to fewer cells is read as far as it goes."""
        texts: dict[str, str] = {}
        number = ""
        for heading, places in COLUMNS[self.of]:
            if self.at[heading] >= len(cells):
                continue
            paragraphs = list(cells[self.at[heading]].iter(f"{W}p"))
            if places[0].tag == "objective.objective":
                number, paragraphs = _numbered(paragraphs)
            texts |= read_places(paragraphs, places, self.form.bulleted, self.known)
        rows = self.filled.objectives if self.of == "objective" else self.filled.development
        rows.append(FormRow(number, {tag.partition(".")[2]: text for tag, text in texts.items()}))

    def _labelled(self, cells: Sequence[etree._Element]) -> bool:
        """Whether the first cell names the row; then its places, or what it only shows, are read."""
        named = bare(text_of(cells[0]))
        if len(cells) < 2:
            return False
        paragraphs = [one for cell in cells[1:] for one in cell.iter(f"{W}p")]
        if tag := next((tag for tag, label in SHOWN.items() if named == bare(label)), None):
            self.filled.shown.setdefault(tag, text_of(cells[1]))
        elif label := next((label for label in ROWS if named.startswith(bare(label))), None):
            for tag, text in read_places(paragraphs, ROWS[label], self.form.bulleted, self.known).items():
                self._put(tag, text)
        elif named.startswith(bare(labels.CYCLE_DATES)):
            for tag, cell in zip(("cycle_from", "cycle_to"), cells[1:], strict=False):
                self.filled.shown.setdefault(tag, text_of(cell).partition(" ")[2].strip())
        elif named.startswith(bare(labels.PAY[0])):
            self._pay(paragraphs)
        else:
            return False
        self._beside_labels(cells[:1])
        return True

    def _put(self, tag: str, text: str) -> None:
        """The text of a place; somebody may have copied its row, and written in both."""
        there = self.filled.texts.setdefault(tag, text)
        if text and text != there:
            self.filled.unread.append(f"{shown(text)}, which stands in a second row of its kind; make one of the two")

    def _beside_labels(self, cells: Sequence[etree._Element]) -> None:
        """What somebody wrote where the form has its labels."""
        for text in (text_in(one) for cell in cells for one in cell.iter(f"{W}p")):
            if not _says_nothing(text, self.known):
                self.filled.unread.append(f"{shown(text)}, which stands in a label; put it into a place of the form")

    def _pay(self, paragraphs: Sequence[etree._Element]) -> None:
        for paragraph in paragraphs:
            text = text_in(paragraph)
            tag = next((tag for tag in ("current_pay", "recommended_pay") if _begins(text, SHOWN[tag])), None)
            if _begins(text, labels.CRITERIA):
                said = _without_struck(paragraph) or _after(text, labels.CRITERIA)
                self._put("criteria", cleaned("criteria", said))
            elif tag:
                self.filled.shown.setdefault(tag, _after(text, SHOWN[tag]))
            elif not _says_nothing(text, self.known):
                self.filled.unread.append(
                    f"{shown(text)}, which stands beside the pay line; put it into a place of the form"
                )

    def _signed(self, cells: Sequence[etree._Element]) -> bool:
        """Whether it is a row of comments and signatures."""
        found = False
        for cell in cells:
            text = text_of(cell)
            paragraphs = list(cell.iter(f"{W}p"))
            if _begins(text, labels.COMMENTS):
                place = Place("comments", labels.COMMENTS)
                self.filled.texts |= read_places(paragraphs, (place,), self.form.bulleted, self.known)
                found = True
            elif _begins(text, labels.DATE) and self.dates:
                place = Place(self.dates.pop(0), labels.DATE)
                self.filled.texts |= read_places(paragraphs, (place,), self.form.bulleted, self.known)
                found = True
            elif _begins(text, labels.SIGNED):
                self._signature(paragraphs)
                found = True
        return found

    def _signature(self, paragraphs: Sequence[etree._Element]) -> None:
        """A name that is typed where people sign: no cell of the workbook has it."""
        for text in map(text_in, paragraphs):
            if not _says_nothing(text, self.known):
                self.filled.notes.append(f"{shown(text)} stays in the form: of a signature the workbook has the date")


def _first(texts: Sequence[str], heading: str) -> int | None:
    return next((at for at, text in enumerate(texts) if text.startswith(bare(heading))), None)


def _begins(text: str, label: str) -> bool:
    return f"{bare(text)} ".startswith(f"{bare(label)} ")


def _after(text: str, label: str) -> str:
    """What follows on a label in its line."""
    return " ".join(text.split()[len(label.split()) :])


def _numbered(paragraphs: Sequence[etree._Element]) -> tuple[str, list[etree._Element]]:
    """The number of an objective, and the paragraphs without the one that says it."""
    for paragraph in paragraphs:
        found = _OBJECTIVE.fullmatch("".join(piece.text for piece in pieces_of(paragraph) if piece.tag is None))
        if found and not any(piece.tag is not None and piece.text for piece in pieces_of(paragraph)):
            return found[1], [one for one in paragraphs if one is not paragraph]
    return "", list(paragraphs)


def _without_struck(paragraph: etree._Element) -> str:
    """What is left of the pay line where words of it are struck through, as on paper; empty where none are."""
    runs = list(paragraph.iter(f"{W}r"))
    kept = [run for run in runs if not _is_struck(run)]
    if len(kept) == len(runs):
        return ""
    return _after("".join("".join(run.itertext(f"{W}t")) for run in kept), labels.CRITERIA)


def _is_struck(run: etree._Element) -> bool:
    marks = (run.find(f"{W}rPr/{tag}") for tag in _STRUCK)
    return any(mark is not None and mark.get(f"{W}val", "true") not in ("0", "false", "off") for mark in marks)
