"""A Word template as text: each paragraph with the name of its style, tables, content controls, and the styles."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import docx
from docx.oxml.ns import qn

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What a program writes to run and paragraph of its own accord: it is no formatting.
NO_FORMAT = frozenset(f"{W}{name}" for name in ("pStyle", "rStyle", "lang", "noProof", "webHidden", "rPr", "sectPr"))
_HEADS = {"firstRow": "headings in its first row", "firstColumn": "labels in its first column"}
_LEAVES = {f"{W}tab": "⇥", f"{W}br": "↵", f"{W}cr": "↵", f"{W}noBreakHyphen": "-"}
_TWENTIETHS_OF_A_POINT_PER_MM = 1440 / 25.4


def dump(content: bytes) -> str:
    """The template in lines; the same text for the same template, whichever program saved it."""
    document = docx.Document(io.BytesIO(content))
    page = document.sections[0]
    lengths = (page.top_margin, page.right_margin, page.bottom_margin, page.left_margin)
    margins = ", ".join(f"{length.mm:.0f}" for length in lengths if length is not None)
    reader = _Reader({style.style_id: style.name for style in document.styles})
    lines = [
        f"title: {document.core_properties.title}",
        f"page: {page.page_width.mm:.0f} × {page.page_height.mm:.0f} mm, margins {margins} mm",  # type: ignore[union-attr]
        *("", "header"),
        *reader.blocks(page.header._element),
        *("", "footer"),
        *reader.blocks(page.footer._element),
        *("", "body"),
        *reader.blocks(document.element.body),
        *("", "styles"),
        *reader.styles(document.styles.element),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def direct_formatting(element: Any) -> set[str]:
    """What is formatted outside of a style in the runs and paragraphs of an element."""
    looks = (child for look in element.iter(f"{W}rPr", f"{W}pPr") for child in look)
    return {_name(child) for child in looks if child.tag not in NO_FORMAT}


class _Reader:
    """Reads blocks and runs; names of styles by their ids."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def blocks(self, element: Any) -> Iterator[str]:
        """Paragraphs and tables, a line each, tables with their rows and cells below."""
        for child in element:
            if child.tag == f"{W}p":
                yield f"  [{self._style(child, 'pPr/pStyle') or 'Normal'}] {self._runs(child)}"
            elif child.tag == f"{W}tbl":
                yield from (f"  {line}" for line in self._table(child))
            elif child.tag == f"{W}sdt":
                yield f"  {_control(child)}"
                yield from (f"  {line}" for line in self.blocks(child.find(f"{W}sdtContent")))

    def _table(self, table: Any) -> Iterator[str]:
        about, look = table.find(f"{W}tblPr"), table.find(f"{W}tblPr/{W}tblLook")
        said = [_value(about, "tblCaption"), _value(about, "tblDescription")]
        heads = [said for name, said in _HEADS.items() if look is not None and look.get(f"{W}{name}") == "1"]
        widths = " ".join(_mm(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol"))
        look_of = ", ".join([self._style(table, "tblPr/tblStyle"), *heads, f"{widths} mm"])
        yield f"table “{'”, “'.join(filter(None, said))}” ({look_of})"
        for row in table.iterchildren(f"{W}tr"):
            yield "  row" + "".join(f", {each}" for each in _of_row(row))
            for cell in row.iterchildren(f"{W}tc"):
                span = _value(cell.find(f"{W}tcPr"), "gridSpan")
                yield f"    cell{f' over {span} columns' if span else ''}"
                yield from (f"    {line}" for line in self.blocks(cell))

    def _runs(self, paragraph: Any) -> str:
        pieces = groupby(self._pieces(paragraph), key=lambda piece: piece[0])
        texts = ((look, "".join(text for _, text in some)) for look, some in pieces)
        return "".join(f"<{look}: {text}>" if look else text for look, text in texts)

    def _pieces(self, element: Any) -> Iterator[tuple[str, str]]:
        """What is read, each with its character style and what is formatted beside it."""
        in_field = False
        for child in element:
            if child.tag == f"{W}sdt":
                yield "", f"⟦{_control(child)}: {self._runs(child.find(f'{W}sdtContent'))}⟧"
            elif child.tag == f"{W}fldSimple":
                yield "", f"‹{child.get(f'{W}instr').split()[0]}›"
            elif child.tag == f"{W}r":
                for leaf in child:
                    if leaf.tag == f"{W}fldChar":
                        in_field = leaf.get(f"{W}fldCharType") == "separate"
                    elif leaf.tag == f"{W}instrText" and (leaf.text or "").strip():
                        yield "", f"‹{leaf.text.split()[0]}›"
                    elif not in_field and leaf.tag in (f"{W}t", *_LEAVES):
                        yield self._look(child), _LEAVES.get(leaf.tag, leaf.text or "")

    def _look(self, run: Any) -> str:
        beside = sorted(direct_formatting(run)) if run.find(f"{W}rPr") is not None else []
        return " + ".join(filter(None, (self._style(run, "rPr/rStyle"), *beside)))

    def _style(self, element: Any, path: str) -> str:
        found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
        return "" if found is None else self._names.get(found.get(f"{W}val"), found.get(f"{W}val"))

    def styles(self, element: Any) -> Iterator[str]:
        """Every style that is no part of Word's own defaults, with all that it sets."""
        for style in element.iterchildren(f"{W}style"):
            based, after = (self._style(style, name) for name in ("basedOn", "next"))
            sets = (_set(one) for part in ("pPr", "rPr") for one in style.iterfind(f"{W}{part}/*"))
            told = [based and f"based on {based}", after and f"then {after}", *sets]
            named = self._names[style.get(f"{W}styleId")]
            yield f"  {named}: {'; '.join(filter(None, told))}"


def _control(control: Any) -> str:
    """A content control: its tag, what it offers, and whether it only invites to write."""
    about = control.find(f"{W}sdtPr")
    choices = [one.get(f"{W}displayText") for one in about.iter(f"{W}listItem")]
    date = ["date"] if about.find(f"{W}date") is not None else []
    blank = ["blank"] if about.find(f"{W}showingPlcHdr") is not None else []
    kind = ["one of " + " | ".join(choices)] if choices else date
    return ", ".join([f"{_value(about, 'tag')} “{_value(about, 'alias')}”", *kind, *blank])


def _of_row(row: Any) -> Iterator[str]:
    about = row.find(f"{W}trPr")
    for name, said in (("tblHeader", "heading"), ("cantSplit", "kept whole")):
        if about is not None and about.find(f"{W}{name}") is not None:
            yield said
    if height := _value(about, "trHeight"):
        yield f"at least {_mm(height)} mm"


def _set(one: Any) -> str:
    """What a style sets, such as `spacing before=40 after=0`."""
    values = [f"{_name(each)}={value}" for each, value in one.attrib.items()]
    within = [_set(child) for child in one]
    return " ".join([_name(one), *values, *([f"({', '.join(within)})"] if within else [])]).replace("val=", "")


def _name(one: Any) -> str:
    return str(getattr(one, "tag", one)).rpartition("}")[2]


def _value(element: Any, name: str) -> str:
    found = None if element is None else element.find(qn(f"w:{name}"))
    return "" if found is None else found.get(f"{W}val", "")


def _mm(twentieths: str) -> str:
    return f"{int(twentieths) / _TWENTIETHS_OF_A_POINT_PER_MM:.0f}"
