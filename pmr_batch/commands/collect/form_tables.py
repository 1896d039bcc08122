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
from pmr_batch.word.appendix_a.original_form import digest
from pmr_batch.word.filling.places import W
from pmr_batch.words import bare, shown

_OBJECTIVE = re.compile(rf"{labels.OBJECTIVE_NUMBER}\s*(\d{{1,6}})[.:)]*\s*(.*)", re.IGNORECASE | re.DOTALL)


def is_template_text(text: str, template_words: frozenset[str]) -> bool:
    """Whether a text is the template's, or has no words."""
    return bare(text) in template_words or not bare(text)


class FormTable:
    """Reads one table of a form, row by row."""

    def __init__(self, form: OpenedForm, filled: FilledForm, template_words: frozenset[str]) -> None:
        self.form, self.filled, self.template_words = form, filled, template_words
        self.made_with = frozenset(filled.base.made_with.values() if filled.base else ())
        self.kind = ""
        self.positions: dict[str, int] = {}

    def read(self, table: etree._Element) -> None:
        """Read every row of a table."""
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is table:
                cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
                if cells and not self._read_headings(cells):
                    self._read_row(cells)

    def _read_headings(self, cells: Sequence[etree._Element]) -> bool:
        """Whether it is a row of headings; the rows below it are read by them."""
        texts = [bare(text_of(cell)) for cell in cells]
        for kind, columns in COLUMNS.items():
            positions = {heading: _first(texts, heading) for heading, _ in columns}
            if None not in positions.values():
                self.kind = kind
                self.positions = {heading: at for heading, at in positions.items() if at is not None}
                self._report_text_in_labels(cells)
                return True
        return False

    def _read_row(self, cells: Sequence[etree._Element]) -> None:
        if self.kind:
            self._read_listed_row(cells)
        elif not (self._read_labelled_row(cells) or self._read_signatures(cells)) and not is_template_text(
            text_of(cells[0]), self.template_words
        ):
            self.filled.unread.append(
                f"{shown(' '.join(map(text_of, cells)))}, which stands in a row of its own; "
                "put it into a place of the form"
            )

    def _read_listed_row(self, cells: Sequence[etree._Element]) -> None:
        """Read a row below headings; of a row with merged cells, as many as there are."""
        texts: dict[str, str] = {}
        number = ""
        for heading, places in COLUMNS[self.kind]:
            if self.positions[heading] >= len(cells):
                continue
            paragraphs = list(cells[self.positions[heading]].iter(f"{W}p"))
            if places[0].tag == "objective.objective":
                number, paragraphs = self._split_number(paragraphs)
            texts |= self._texts(paragraphs, places)
        rows = self.filled.objectives if self.kind == "objective" else self.filled.development
        rows.append(FormRow(number, {tag.partition(".")[2]: text for tag, text in texts.items()}))

    def _texts(self, paragraphs: Sequence[etree._Element], places: Sequence[FormPlace]) -> dict[str, str]:
        """The text of each place; without marks of lists where it is then what the form was made with."""
        texts = read_places(paragraphs, places, self.form.marks, self.template_words)
        bare_texts = read_places(paragraphs, places, {}, self.template_words)
        return {tag: bare_texts[tag] if digest(bare_texts[tag]) in self.made_with else texts[tag] for tag in texts}

    def _split_number(self, paragraphs: list[etree._Element]) -> tuple[str, list[etree._Element]]:
        """The number of an objective, and the paragraphs without the one that has it; empty where none has."""
        for paragraph in paragraphs:
            pieces = list(pieces_of(paragraph))
            match_ = _OBJECTIVE.fullmatch("".join(piece.text for piece in pieces if piece.tag is None))
            if match_ and not any(piece.tag is not None and piece.text for piece in pieces):
                if match_[2]:
                    where = f"which stands beside the number of objective {match_[1]}; put it into a place of the form"
                    self.filled.unread.append(f"{shown(match_[2])}, {where}")
                return match_[1], [other for other in paragraphs if other is not paragraph]
        return "", paragraphs

    def _read_labelled_row(self, cells: Sequence[etree._Element]) -> bool:
        """Whether the first cell is the row's label; then its places, or what it only shows, are read."""
        named = bare(text_of(cells[0]))
        if len(cells) < 2:
            return False
        paragraphs = [paragraph for cell in cells[1:] for paragraph in cell.iter(f"{W}p")]
        if tag := next((tag for tag, label in SHOWN.items() if _begins(named, label)), None):
            self.filled.shown.setdefault(tag, text_of(cells[1]))
        elif label := next((label for label in ROWS if named.startswith(bare(label))), None):
            for tag, text in self._texts(paragraphs, ROWS[label]).items():
                self._put(tag, text)
        elif named.startswith(bare(labels.CYCLE_DATES)):
            for tag, label, cell in zip(("cycle_from", "cycle_to"), (labels.FROM, labels.TO), cells[1:], strict=False):
                self.filled.shown.setdefault(tag, _after(text_of(cell), label))
        elif named.startswith(bare(labels.PAY)):
            self._read_pay(paragraphs)
        else:
            return False
        self._report_text_in_labels(cells[:1])
        return True

    def _put(self, tag: str, text: str) -> None:
        """Keep the text of a place; report another text in a copied row."""
        present = self.filled.texts.setdefault(tag, text)
        if text and text != present:
            self.filled.unread.append(f"{shown(text)}, which stands in a second row of its kind; make one of the two")

    def _report_text_in_labels(self, cells: Sequence[etree._Element]) -> None:
        """Report what somebody wrote in cells for labels."""
        for text in (text_in(paragraph) for cell in cells for paragraph in cell.iter(f"{W}p")):
            if not is_template_text(text, self.template_words):
                self.filled.unread.append(f"{shown(text)}, which stands in a label; put it into a place of the form")

    def _read_pay(self, paragraphs: Sequence[etree._Element]) -> None:
        for paragraph in paragraphs:
            text = text_in(paragraph)
            tag = next((tag for tag in ("current_pay", "recommended_pay") if _begins(text, SHOWN[tag])), None)
            if _begins(text, labels.CRITERIA):
                self._put("criteria", cleaned("criteria", _after(text, labels.CRITERIA)))
            elif tag:
                self.filled.shown.setdefault(tag, _after(text, SHOWN[tag]))
            elif not is_template_text(text, self.template_words):
                self.filled.unread.append(
                    f"{shown(text)}, which stands beside the pay line; put it into a place of the form"
                )

    def _read_signatures(self, cells: Sequence[etree._Element]) -> bool:
        """Whether it is a row of comments and signatures."""
        others = []
        for at, cell in enumerate(cells):
            paragraphs = list(cell.iter(f"{W}p"))
            if place := _signed_place(cell, at):
                for tag, text in self._texts(paragraphs, (place,)).items():
                    self._put(tag, text)
            elif _begins(text_of(cell), labels.SIGNED):
                self._note_signed_names(paragraphs)
            else:
                others.append(cell)
        has_signatures = len(others) < len(cells)
        self._report_text_in_labels(others if has_signatures else ())
        return has_signatures

    def _note_signed_names(self, paragraphs: Sequence[etree._Element]) -> None:
        """Note names that are typed where people sign: no cell of the workbook has them."""
        for text in map(text_in, paragraphs):
            if not is_template_text(text, self.template_words):
                self.filled.notes.append(f"{shown(text)} stays in the form: of a signature the workbook has the date")


def _signed_place(cell: etree._Element, position: int) -> FormPlace | None:
    """The place of a cell in the row of signatures, by its control, else by its label; the reviewer's are first."""
    tags = {tag.get(f"{W}val") for tag in cell.iter(f"{W}tag")}
    date = "employee_signed_on" if position else "reviewer_signed_on"
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
    """The text after the label; all of it where it does not begin with the label."""
    return " ".join(text.split()[len(label.split()) if _begins(text, label) else 0 :])
