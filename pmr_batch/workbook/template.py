"""The template of the standard workbook, opened once a run: what all academies share, ready to take their rows.

A trust's own copy is taken as it is: its sheets, words, pictures, widths and styles go into every workbook. What a
workbook is, its formulas, limits and names, comes from the declaration, whatever a copy has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from pmr_batch.errors import TemplateError
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.writing.parts import DECLARATION, OFFICE, PackageParts, Relation, parsed, relations_part, tag
from pmr_batch.excel.writing.print_setup import LONGEST_FOOTER
from pmr_batch.excel.writing.styles import TemplateStyles
from pmr_batch.layout.standard_workbook import CHECKS, FINDINGS, LISTS, SETTINGS, SHEETS, START
from pmr_batch.packages import Pressed, pressed
from pmr_batch.workbook import samples_sheet
from pmr_batch.workbook.column_places import LAST_ROW

#: Stands in the template where a workbook names its academy and cycle, in headers and footers too.
TITLE_HERE = "[Academy, cycle]"
#: Sheets that are made anew, and the one that is not handed out.
MADE_ANEW = (CHECKS, SETTINGS, LISTS, FINDINGS, samples_sheet.SAMPLES)
#: The ids of what the program adds to a sheet.
TABLE_ID, NOTES_ID, COMMENTS_ID = "rIdTable", "rIdNotes", "rIdComments"
#: Stands for the last row that limits and colours reach.
LAST = "§§"
#: Parts of a sheet that come from the declaration, each with an empty element where it is put in.
SLOTS = ("sheetProtection", "conditionalFormatting", "dataValidations", "ignoredErrors", "legacyDrawing", "tableParts")
_OURS = frozenset(
    ("dimension", "sheetProtection", "autoFilter", "sortState", "conditionalFormatting", "dataValidations",
     "ignoredErrors", "legacyDrawing", "tableParts", "extLst", "customSheetViews", "controls", "oleObjects")
)  # fmt: skip
#: The parts of a sheet behind its rows, in the order that Excel asks for.
_ORDER = (
    "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF",
    "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_PLACE = re.compile("([A-Z]+)([0-9]+)")
_TO_THE_LAST = re.compile(rf"(:[A-Z]+){LAST_ROW}\b")
_PREFIXES = re.compile(r' xmlns(:\w+)?="[^"]*"')
_MOST_COLUMNS = 200
_EDGES = 5 / 7


@dataclass(frozen=True)
class TemplateRow:
    """A row of Start: its attributes, its height in points, and its cells by column from 0: style and whole XML."""

    number: int
    attributes: str
    cells: Mapping[int, tuple[int, str]]
    height: float | None = None


@dataclass(frozen=True, eq=False)
class TemplateSheet:
    """A sheet of the template, cut where rows are put in.

    `before` ends with the opening of sheetData, `after` begins behind its end. `heading` is the row of headings of a
    table, without its end; `rows` are those of a form. `validations` by their cells are limits as XML, in which `LAST`
    stands for the last row. `whole` is the sheet of guidance that is handed out as it is. `widths` are characters.
    """

    name: str
    path: str
    relations: tuple[Relation, ...] = ()
    before: str = ""
    after: str = ""
    heading: str = ""
    rows: tuple[TemplateRow, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    head_height: float = 15
    validations: Mapping[str, str] = field(default_factory=dict)
    table_styles: Mapping[str, str] = field(default_factory=dict)
    whole: Pressed | None = None
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def behind(self, title: str, limits: Sequence[str], has_notes: bool, **parts: str) -> str:
        """What stands behind the rows: `parts` that come from the declaration by name, `title` in the margins."""
        parts["dataValidations"] = f'<dataValidations count="{len(limits)}">{"".join(limits)}</dataValidations>'
        parts["legacyDrawing"] = f'<legacyDrawing r:id="{NOTES_ID}"/>' if has_notes else ""
        after = self.after.replace(TITLE_HERE, title)
        for name in SLOTS:
            after = after.replace(f"<{name}/>", parts.get(name, ""))
        return after


@dataclass(frozen=True, eq=False)
class Template:
    """The template, prepared: its sheets in order, but for those made anew.

    `styles` are numbers of styles by the names that make them, `formats` the codes of their number formats, `colours`
    the numbers of conditional colours by verdict. `fixed` are parts that every workbook has as they are, `types` the
    content types of all kept parts. `names` are defined names of the trust's own, with the sheet that each belongs to.
    `room` is how much of a header or footer is left for academy and cycle, `first_table` the first number that no table
    of the trust's own has. `texts` are those of its sheets, as the list of shared strings has them, and `strings` how
    many they are. `samples` is not handed out.
    """

    sheets: tuple[TemplateSheet, ...]
    styles: Mapping[samples_sheet.Styles, int]
    colours: Mapping[str, int]
    fixed: Mapping[str, Pressed]
    types: Mapping[str, str]
    relations: tuple[Relation, ...]
    names: tuple[tuple[str, str | None, str], ...]
    room: int
    first_table: int
    samples: Pressed
    strings: int
    texts: Pressed
    formats: Mapping[samples_sheet.Styles, str]

    def sheet(self, name: str) -> TemplateSheet:
        """A sheet by its name."""
        return next(sheet for sheet in self.sheets if sheet.name == name)


@lru_cache(maxsize=4)
def prepared(content: bytes, standard: bytes | None = None, *, keeps_samples: bool = False) -> Template:
    """A template as .xlsx, prepared; `standard` is the standard one, where this is a trust's copy.

    Raises TemplateError where a sample cell is missing: what else does not fit, `templates check` tells; Refused where
    a part that is taken is damaged or no plain XML.
    """
    parts = PackageParts(parts_of(content))
    return _Preparer(parts, prepared(standard) if standard else None, keeps_samples).template()


class _Preparer:
    """Takes a template apart."""

    def __init__(self, parts: PackageParts, standard: Template | None, keeps_samples: bool) -> None:
        self._parts = parts
        self._keeps_samples = keeps_samples
        self._kept: dict[int, int] = {}
        self._standard = standard
        (start,) = (each for each in parts.relations("") if each.kind == "officeDocument")
        self._book = parsed(parts.content[start.target])
        if self._book.tag != tag("workbook"):
            raise TemplateError("it is saved as Strict Open XML: save it as an Excel workbook (.xlsx)")
        self._links = parts.relations(start.target)
        strings = self._linked("sharedStrings")
        self._strings = list(parsed(parts.content[strings]).iterfind(tag("si"))) if strings else []

    def _linked(self, kind: str) -> str | None:
        return next((each.target for each in self._links if each.kind == kind), None)

    def template(self) -> Template:
        """All of it."""
        by_id = {each.id: each.target for each in self._links}
        listed = [(each.get("name", ""), each.get(f"{{{OFFICE}}}id", "")) for each in self._book.iter(tag("sheet"))]
        anew = {*MADE_ANEW} - {samples_sheet.SAMPLES}
        roots = {name: self._sheet(by_id[id_]) for name, id_ in listed if name not in anew}
        found = dict(self._samples(roots[samples_sheet.SAMPLES]))
        styles_part = self._linked("styles") or ""
        styles = TemplateStyles(self._parts.content[styles_part])
        verdicts = ("fill_in", "wrong")
        colours = {verdict: styles.colour(found["cell", "wrap", "text", verdict]) for verdict in verdicts}
        sheets = [self._prepared(name, by_id[id_], roots[name]) for name, id_ in listed if name not in MADE_ANEW]
        if self._keeps_samples:
            self._renumber(roots[samples_sheet.SAMPLES])
        common = [each for each in self._links if each.kind in ("theme", "styles")]
        kept = {*self._parts.below([*common, *(link for sheet in sheets for link in sheet.relations)])}
        fixed: dict[str, Pressed] = {}
        for name in sorted(kept):
            fixed[name] = pressed(styles.xml() if name == styles_part else self._parts.content[name])
            if (own := relations_part(name)) in self._parts.content:
                fixed[own] = pressed(self._parts.content[own])
        types = {name: self._parts.type_of(name) for name in (*sorted(kept), *(sheet.path for sheet in sheets))}
        return Template(
            tuple(sheets),
            found,
            colours,
            fixed,
            types,
            tuple(common),
            tuple(self._names([name for name, _ in listed])),
            LONGEST_FOOTER - max(_margin(root) for root in roots.values()),
            1 + max((int(number) for number in self._tables(kept)), default=0),
            pressed(_xml(roots[samples_sheet.SAMPLES]).encode()),
            len(self._kept),
            pressed("".join(_bare(self._strings[number]) for number in self._kept).encode()),
            {names: styles.format_of(style) for names, style in found.items()},
        )

    def _tables(self, kept: Iterable[str]) -> Iterator[str]:
        """The numbers of tables on the trust's own sheets."""
        roots = (parsed(self._parts.content[name]) for name in kept if self._parts.type_of(name).endswith(".table+xml"))
        yield from (root.get("id", "0") for root in roots)

    def _sheet(self, path: str) -> etree._Element:
        """A sheet's XML under our own prefixes."""
        old = parsed(self._parts.content[path])
        prefixes = {prefix: uri for prefix, uri in old.nsmap.items() if prefix and uri != tag("")[1:-1]}
        root = etree.Element(old.tag, dict(old.attrib), {**prefixes, None: tag("")[1:-1], "r": OFFICE})
        root.extend(list(old))
        return root

    def _renumber(self, root: etree._Element) -> None:
        """Number the texts of a sheet anew: those of sheets that are not handed out are left out."""
        for value in root.iterfind(f"{tag('sheetData')}/{tag('row')}/{tag('c')}[@t='s']/{tag('v')}"):
            value.text = str(self._kept.setdefault(int(value.text or 0), len(self._kept)))

    def _names(self, sheets: Sequence[str]) -> Iterator[tuple[str, str | None, str]]:
        """Defined names of sheets of the trust's own, and those of its own that still refer to something."""
        ours = {sheet.name for sheet in SHEETS} | set(MADE_ANEW)
        for each in self._book.iterfind(f"{tag('definedNames')}/{tag('definedName')}"):
            name, text, of = each.get("name", ""), each.text or "", each.get("localSheetId")
            sheet = sheets[int(of)] if of else None
            if sheet not in ours and "#REF!" not in text and f"{samples_sheet.SAMPLES}!" not in text:
                yield name, sheet, text

    # -- sheets ----------------------------------------------------------------------------------

    def _prepared(self, name: str, path: str, root: etree._Element) -> TemplateSheet:
        for view in root.iterfind(f"{tag('sheetViews')}/{tag('sheetView')}"):
            view.attrib.pop("tabSelected", None)
            if name == START.name:
                view.set("tabSelected", "1")
        for setup in root.iterfind(tag("pageSetup")):
            setup.attrib.pop(f"{{{OFFICE}}}id", None)
        relations = tuple(each for each in self._parts.relations(path) if each.kind != "printerSettings")
        if name not in {sheet.name for sheet in SHEETS}:
            texts = dict(self._texts(root))
            self._renumber(root)
            return TemplateSheet(name, path, relations, whole=pressed(_xml(root).encode()), texts=texts)
        self._renumber(root)
        of_standard = self._standard.sheet(name) if self._standard else None
        validations = of_standard.validations if of_standard else dict(_validations(root))
        tables = (self._parts.content[each.target] for each in relations if each.kind == "table")
        table_styles = dict(_table_styles(tables))
        widths = dict(_widths(root))
        rows = root.find(tag("sheetData"))
        form = tuple(map(_form_row, rows))
        before, after = _cut(root)
        asked_for = set(map(str, root.xpath("//@r:*", namespaces={"r": OFFICE})))
        kept = tuple(each for each in relations if each.id in asked_for)
        if name == START.name:
            return TemplateSheet(name, path, kept, before, after, "", form, widths, validations=validations)
        heading = f'<row r="1"{form[0].attributes}>{"".join(xml for _, xml in form[0].cells.values())}'
        height = form[0].height or 15
        return TemplateSheet(name, path, kept, before, after, heading, (), widths, height, validations, table_styles)

    def _samples(self, root: etree._Element) -> Iterator[tuple[samples_sheet.Styles, int]]:
        """The styles that the sheet Samples shows, by the names that make them. Raises TemplateError."""
        lines: dict[str, dict[str, int]] = {}
        columns: dict[str, str] = {}
        for row in root.iterfind(f"{tag('sheetData')}/{tag('row')}"):
            cells = {_column(cell): cell for cell in row}
            label = self._text(cells["A"]).strip() if "A" in cells else ""
            if label == samples_sheet.LABEL:
                columns = {self._text(cell).strip(): at for at, cell in cells.items()}
            elif columns:
                lines[label] = {at: int(cell.get("s", "0")) for at, cell in cells.items()}
        for sample in samples_sheet.ALL:
            for column, styles in sample.looks():
                at = columns.get(column, "")
                if at not in lines.get(sample.label, {}):
                    raise TemplateError(f"{samples_sheet.SAMPLES}: the sample “{sample.label}” ({column}) is missing")
                yield styles, lines[sample.label][at]

    def _texts(self, root: etree._Element) -> Iterator[tuple[tuple[int, int], str]]:
        """What stands in each filled cell, by row and column from 1: text, or a number as it is stored."""
        for cell in root.iterfind(f"{tag('sheetData')}/{tag('row')}/{tag('c')}"):
            if text := self._text(cell):
                letters, row = _PLACE.fullmatch(cell.get("r", "A1")).groups()  # type: ignore[union-attr]
                yield (int(row), _number(letters)), text

    def _text(self, cell: etree._Element) -> str:
        """What a cell holds: its text, or its number as it is stored."""
        inline = cell.find(tag("is"))
        if inline is not None:
            return "".join(part.text or "" for part in inline.iter(tag("t")))
        value = cell.findtext(tag("v")) or ""
        if cell.get("t") == "s":
            return "".join(part.text or "" for part in self._strings[int(value)].iter(tag("t")))
        return value


def _cut(root: etree._Element) -> tuple[str, str]:
    """A sheet of ours before and behind its rows; what comes from the declaration leaves an empty element there."""
    for child in list(root):
        if etree.QName(child).localname in _OURS:
            root.remove(child)
    for name in SLOTS:
        behind = (at for at, child in enumerate(root) if _place_of(child) > _ORDER.index(name))
        root.insert(next(behind, len(root)), etree.Element(tag(name)))
    rows = root.find(tag("sheetData"))
    rows[:] = []
    rows.text = LAST
    before, _, after = _xml(root).partition(LAST)
    return before, after.removeprefix("</sheetData>")


def _margin(root: etree._Element) -> int:
    """The length of a sheet's longest header or footer that names academy and cycle, without them."""
    texts = (each.text or "" for each in root.iterfind(f"{tag('headerFooter')}/*"))
    return max((len(text) - len(TITLE_HERE) for text in texts if TITLE_HERE in text), default=0)


def _place_of(child: etree._Element) -> int:
    name = etree.QName(child).localname
    return _ORDER.index(name) if name in _ORDER else -1


def _xml(root: etree._Element) -> str:
    return DECLARATION + str(etree.tostring(root, encoding="unicode"))


def _form_row(row: etree._Element) -> TemplateRow:
    cells = {_number(_column(cell)) - 1: (int(cell.get("s", "0")), _bare(cell)) for cell in row}
    kept = {key: value for key, value in row.attrib.items() if key in ("ht", "customHeight", "s", "customFormat")}
    attributes = "".join(f' {key}="{value}"' for key, value in kept.items())
    return TemplateRow(int(row.get("r", "1")), attributes, cells, float(row.get("ht", "0")) or None)


def _bare(element: etree._Element) -> str:
    """An element's XML without the prefixes that stand at its sheet's root."""
    head, end, rest = str(etree.tostring(element, encoding="unicode", with_tail=False)).partition(">")
    return _PREFIXES.sub("", head) + end + rest


def _validations(root: etree._Element) -> Iterator[tuple[str, str]]:
    for each in root.iterfind(f"{tag('dataValidations')}/{tag('dataValidation')}"):
        cells = each.get("sqref", "")
        each.set("sqref", _TO_THE_LAST.sub(rf"\g<1>{LAST}", cells))
        yield cells, _bare(each)


def _table_styles(tables: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """The conditional styles in which new rows of a table begin, by heading."""
    for table in tables:
        for column in parsed(table).iterfind(f"{tag('tableColumns')}/{tag('tableColumn')}"):
            if (style := column.get("dataDxfId")) is not None:
                yield column.get("name", ""), style


def _widths(root: etree._Element) -> Iterator[tuple[int, float]]:
    """The width of each column, from 0, in characters."""
    for each in root.iterfind(f"{tag('cols')}/{tag('col')}"):
        for column in range(int(each.get("min", "1")), min(int(each.get("max", "1")), _MOST_COLUMNS) + 1):
            yield column - 1, round(float(each.get("width", "9")) - _EDGES, 2)


def _column(cell: etree._Element) -> str:
    return str(cell.get("r", "")).rstrip("0123456789")


def _number(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - ord("A") + 1
    return number
