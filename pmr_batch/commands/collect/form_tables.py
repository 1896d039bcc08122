"""Reads a table of a form, row by row: by the labels at the left of its rows, or by the headings above them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from pmr_batch.commands.collect.cell_text import cleaned, pieces_of, read_places, text_in, text_of
from pmr_batch.commands.collect.filled_form import FilledForm, FormRow
from pmr_batch.commands.collect.form_document import OpenedForm
from pmr_batch.commands.collect.form_places import COLUMNS, ROWS, SHOWN, FormPlace
from pmr_batch.word.appendix_a import labels
from pmr_batch.word.filling.places import W
from pmr_batch.words import bare, shown

_OBJECTIVE = re.compile(rf"{labels.OBJECTIVE_NUMBER}\s*(\d{{1,6}})[.:)]*\s*(.*)", re.IGNORECASE | re.DOTALL)
_STRUCK = (f"{W}strike", f"{W}dstrike")


def says_nothing(text: str, known: frozenset[str]) -> bool:
    """Whether a text is the template's, or has no words."""
    return bare(text) in known or not bare(text)


class FormTable:
    """Reads one table of a form, row by row."""

    def __init__(self, form: OpenedForm, filled: FilledForm, known: frozenset[str]) -> None:
        self.form, self.filled, self.known = form, filled, known
        self.of = ""
        self.at: dict[str, int] = {}

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
        elif not (self._labelled(cells) or self._signed(cells)) and not says_nothing(text_of(cells[0]), self.known):
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
                number, paragraphs = self._numbered(paragraphs)
            texts |= read_places(paragraphs, places, self.form.bulleted, self.known)
        rows = self.filled.objectives if self.of == "objective" else self.filled.development
        rows.append(FormRow(number, {tag.partition(".")[2]: text for tag, text in texts.items()}))

    def _numbered(self, paragraphs: list[etree._Element]) -> tuple[str, list[etree._Element]]:
        """The number of an objective, and the paragraphs without the one that says it; empty where none does."""
        for paragraph in paragraphs:
            pieces = list(pieces_of(paragraph))
            said = _OBJECTIVE.fullmatch("".join(piece.text for piece in pieces if piece.tag is None))
            if said and not any(piece.tag is not None and piece.text for piece in pieces):
                if said[2]:
                    where = f"which stands beside the number of objective {said[1]}; put it into a place of the form"
                    self.filled.unread.append(f"{shown(said[2])}, {where}")
                return said[1], [one for one in paragraphs if one is not paragraph]
        return "", paragraphs

    def _labelled(self, cells: Sequence[etree._Element]) -> bool:
        """Whether the first cell names the row; then its places, or what it only shows, are read."""
        named = bare(text_of(cells[0]))
        if len(cells) < 2:
            return False
        paragraphs = [one for cell in cells[1:] for one in cell.iter(f"{W}p")]
        if tag := next((tag for tag, label in SHOWN.items() if _begins(named, label)), None):
            self.filled.shown.setdefault(tag, text_of(cells[1]))
        elif label := next((label for label in ROWS if named.startswith(bare(label))), None):
            for tag, text in read_places(paragraphs, ROWS[label], self.form.bulleted, self.known).items():
                self._put(tag, text)
        elif named.startswith(bare(labels.CYCLE_DATES)):
            for tag, label, cell in zip(("cycle_from", "cycle_to"), (labels.FROM, labels.TO), cells[1:], strict=False):
                self.filled.shown.setdefault(tag, _after(text_of(cell), label))
        elif named.startswith(bare(labels.PAY)):
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
            if not says_nothing(text, self.known):
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
            elif not says_nothing(text, self.known):
                self.filled.unread.append(
                    f"{shown(text)}, which stands beside the pay line; put it into a place of the form"
                )

    def _signed(self, cells: Sequence[etree._Element]) -> bool:
        """Whether it is a row of comments and signatures."""
        others = []
        for at, cell in enumerate(cells):
            paragraphs = list(cell.iter(f"{W}p"))
            if place := _signed_place(cell, at):
                for tag, text in read_places(paragraphs, (place,), self.form.bulleted, self.known).items():
                    self._put(tag, text)
            elif _begins(text_of(cell), labels.SIGNED):
                self._signature(paragraphs)
            else:
                others.append(cell)
        found = len(others) < len(cells)
        self._beside_labels(others if found else ())
        return found

    def _signature(self, paragraphs: Sequence[etree._Element]) -> None:
        """A name that is typed where people sign: no cell of the workbook has it."""
        for text in map(text_in, paragraphs):
            if not says_nothing(text, self.known):
                self.filled.notes.append(f"{shown(text)} stays in the form: of a signature the workbook has the date")


def _signed_place(cell: etree._Element, at: int) -> FormPlace | None:
    """What a cell beside the signatures is for: by its control, else by its label; the reviewer's stand first."""
    tags = {tag.get(f"{W}val") for tag in cell.iter(f"{W}tag")}
    date = "employee_signed_on" if at else "reviewer_signed_on"
    for tag, label in (("comments", labels.COMMENTS), ("reviewer_signed_on", labels.DATE), (date, labels.DATE)):
        if tag in tags:
            return FormPlace(tag, label)
    text = text_of(cell)
    if _begins(text, labels.COMMENTS):
        return FormPlace("comments", labels.COMMENTS)
    return FormPlace(date, labels.DATE) if _begins(text, labels.DATE) else None


def _first(texts: Sequence[str], heading: str) -> int | None:
    return next((at for at, text in enumerate(texts) if text.startswith(bare(heading))), None)


def _begins(text: str, label: str) -> bool:
    return f"{bare(text)} ".startswith(f"{bare(label)} ")


def _after(text: str, label: str) -> str:
    """What follows on a label in its line; all of it, where it does not begin with the label."""
    return " ".join(text.split()[len(label.split()) if _begins(text, label) else 0 :])


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
