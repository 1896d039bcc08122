"""The results of fields as Word shows them, without their instructions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pmr_batch.word.filling.foreign import FETCHING_FIELDS
from pmr_batch.word.filling.places import W
from pmr_batch.word.reading.paragraphs import LEAVES, TEXT, removed
from pmr_batch.word.reading.styles import is_on, whole

#: Fields that show nothing at their place.
_SILENT = ("ADVANCE", "ASK", "NEXT", "NEXTIF", "NOTE", "PRIVATE", "RD", "SET", "SKIPIF", "TA", "TC", "XE")
#: Fields that show the words of their own instruction.
_SHOWN_WORDS = ("MACROBUTTON", "GOTOBUTTON")
#: Fields that Word works out anew whenever the document is opened.
_EVER_NEW = ("DATE", "TIME")
_CHECKED, _UNCHECKED = "☒", "☐"


@dataclass
class _Field:
    """A field: the sign it begins with, its instruction, and what stands in that.

    `is_instruction` where it stands itself in the instruction of another.
    """

    begin: etree._Element
    instruction: str = ""
    inside: list[etree._Element] = field(default_factory=list)
    is_separated: bool = False
    has_result: bool = False
    is_instruction: bool = False

    @property
    def kind(self) -> str:
        """Its name, such as DATE."""
        return next(iter(self.instruction.split()), "").upper()


@dataclass(frozen=True)
class FieldKinds:
    """The kinds of fields of a document: those whose result is missing, is worked out anew, or comes from elsewhere."""

    without_result: tuple[str, ...]
    ever_new: tuple[str, ...]
    fetching: tuple[str, ...]


def settle_fields(root: etree._Element) -> FieldKinds:
    """Take out what stands in the instructions of fields, and put in what Word shows of those without a result."""
    missing: list[str] = []
    ever_new: list[str] = []
    fetching: list[str] = []
    for each in list(_complex_fields(root)):
        is_blank = not (each.has_result or each.is_instruction)
        if is_blank and not _put_in(each) and each.kind not in _SILENT:
            missing.append(each.kind)
        _note(each.kind, each.begin, ever_new, fetching)
        for leaf in each.inside:
            removed(leaf)
    for simple in root.iter(f"{W}fldSimple"):
        kind = next(iter(simple.get(f"{W}instr", "").split()), "").upper()
        if next(simple.iter(*LEAVES), None) is None and kind not in _SILENT:
            missing.append(kind)
        _note(kind, simple, ever_new, fetching)
    return FieldKinds(*(tuple(dict.fromkeys(kinds)) for kinds in (missing, ever_new, fetching)))


def _complex_fields(root: etree._Element) -> Iterator[_Field]:
    """Each field that ends; one that does not is no field, and all its words are shown."""
    open_: list[_Field] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText", *LEAVES):
        if element.tag == f"{W}fldChar":
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                open_.append(_Field(element))
            elif kind == "separate" and open_:
                open_[-1].is_separated = True
            elif kind == "end" and open_:
                ended = open_.pop()
                ended.is_instruction = not all(each.is_separated for each in open_)
                yield ended
        elif element.tag == f"{W}instrText":
            if open_ and not open_[-1].is_separated:
                open_[-1].instruction += element.text or ""
        else:
            for each in open_:
                if each.is_separated:
                    each.has_result = True
                else:
                    each.inside.append(element)


def _note(kind: str, element: etree._Element, ever_new: list[str], fetching: list[str]) -> None:
    if kind in _EVER_NEW or element.get(f"{W}dirty", "false").lower() in ("1", "true", "on"):
        ever_new.append(kind)
    if kind in FETCHING_FIELDS and kind != "HYPERLINK":
        fetching.append(kind)


def _put_in(field_: _Field) -> bool:
    """Whether Word shows something of a field without a result that can be put in its place."""
    text = _shown(field_)
    if text:
        words = etree.Element(TEXT)
        words.text = text
        field_.begin.addnext(words)
    return bool(text)


def _shown(field_: _Field) -> str:
    if field_.kind in _SHOWN_WORDS:
        return " ".join(field_.instruction.split()[2:])
    box, choice = (field_.begin.find(f"{W}ffData/{W}{name}") for name in ("checkBox", "ddList"))
    if field_.kind == "FORMCHECKBOX" and box is not None:
        said = [is_on(box.find(f"{W}{name}")) for name in ("checked", "default")]
        return _CHECKED if next((state for state in said if state is not None), False) else _UNCHECKED
    if field_.kind == "FORMDROPDOWN" and choice is not None:
        entries = [entry.get(f"{W}val", "") for entry in choice.findall(f"{W}listEntry")]
        chosen = next((mark for name in ("result", "default") if (mark := choice.find(f"{W}{name}")) is not None), None)
        at = 0 if chosen is None else whole(chosen)
        return entries[at] if at < len(entries) else ""
    return ""
