"""Changes cells of one sheet of a workbook that somebody keeps, and nothing else in it.

Only the sheet's own part is written anew, with the table that grows on it; where a format is missing, one is added to
the styles, and where formulas elsewhere have stored results, Excel is asked to calculate. Every other part of the
package goes over byte for byte: what a library that loads and saves would lose (pictures, threaded comments, drop-downs
in Excel's x14 extension, charts, slicers) stays. Rows and columns count from 1, as in Excel.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from pmr_batch.errors import OutputError
from pmr_batch.excel.reading.addresses import Area, Place, address, area_of, letter, number, place_of
from pmr_batch.excel.reading.package import parsed
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST
from pmr_batch.excel.writing.added_formats import AddedFormats
from pmr_batch.excel.writing.parts import PackageParts
from pmr_batch.excel.writing.sheet_xml import LONGEST_TEXT, escaped, number_of
from pmr_batch.model.terms import Value
from pmr_batch.packages import zipped

#: Days between the two first days that Excel counts from.
_DAYS_TO_1904 = 1462
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_X14_AREAS = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
#: What a row hands on to a row that is added below it.
_OF_ROWS = ("s", "customFormat")


@dataclass(frozen=True)
class Growth:
    """Rows below a list that it grows into: the row of its headings, the last one so far, and the last one to come.

    Added rows look as the `last` one does.
    """

    headings: int
    last: int
    becomes: int


def with_cells(content: bytes, sheet: str, cells: Mapping[Place, Value], growth: Growth) -> bytes:
    """The workbook with other values in cells of a sheet; a blank keeps its format.

    A cell in a new row looks as the one in the last row. The table, drop-downs, limits and colours of the last row
    reach down to the new one. Raises Refused for a file that is no workbook, OutputError by the cell for a formula
    that would be lost and for text that is too long, and where a table cannot grow.
    """
    package = PackageParts(parts_of(content, OF_THE_TRUST).checked())
    book = next(each.target for each in package.relations("") if each.kind == "officeDocument")
    path = _path_of(package, book, sheet)
    edited = _EditedSheet(sheet, package.content[path], _styles(package, book), _is_1904(package.content[book]))
    edited.put(cells, growth.last)
    edited.reach(growth)
    changed = {path: edited.xml(), **_tables(package, path, sheet, growth), **edited.formats.part()}
    changed |= _calculated(package, book)
    return zipped({name: [changed.get(name, part)] for name, part in package.content.items()})


def _path_of(package: PackageParts, book: str, sheet: str) -> str:
    root = parsed(package.content[book], "its list of sheets")
    listed = next(each for each in root.iterfind("{*}sheets/{*}sheet") if each.get("name") == sheet)
    links = {value for key, value in listed.attrib.items() if etree.QName(key).localname == "id"}
    return next(each.target for each in package.relations(book) if each.id in links)


def _is_1904(book: bytes) -> bool:
    settings = parsed(book, "its list of sheets").find("{*}workbookPr")
    return settings is not None and settings.get("date1904", "0") in ("1", "true", "on")


def _styles(package: PackageParts, book: str) -> AddedFormats:
    path = next((each.target for each in package.relations(book) if each.kind == "styles"), "")
    return AddedFormats(path, package.content.get(path))


def _calculated(package: PackageParts, book: str) -> dict[str, bytes]:
    """The part of the workbook that asks Excel to calculate when it opens it; none where no cell has a formula."""
    sheets = [each.target for each in package.relations(book) if each.kind == "worksheet"]
    if not any(_FORMULA.search(package.content.get(path, b"")) for path in sheets):
        return {}
    root = parsed(package.content[book], "its list of sheets")
    settings = root.find("{*}calcPr")
    if settings is None or settings.get("fullCalcOnLoad") in ("1", "true"):
        return {}
    settings.set("fullCalcOnLoad", "1")
    return {book: _xml(root)}


# -- the sheet -----------------------------------------------------------------------------------


class _EditedSheet:
    """The XML of a sheet while its cells change."""

    def __init__(self, name: str, part: bytes, formats: AddedFormats, date1904: bool) -> None:
        self.formats = formats
        self._name = name
        self._root = parsed(part, f"its sheet “{name}”")
        self._space = etree.QName(self._root).namespace
        self._days = _DAYS_TO_1904 if date1904 else 0
        data = self._root.find("{*}sheetData")
        assert data is not None
        self._data = data
        self._rows = dict(_numbered(data))
        self._numbers = sorted(self._rows)

    def put(self, cells: Mapping[Place, Value], like: int) -> None:
        """Values in cells, row by row; a place without a cell looks as its column does in the row `like`."""
        by_row: dict[int, dict[int, Value]] = {}
        for (row, column), value in sorted(cells.items()):
            by_row.setdefault(row, {})[column] = value
        looks = {at: cell.get("s", "0") for at, cell in _cells(self._rows.get(like))}
        for row, values in by_row.items():
            self._put_row(row, values, looks, like)

    def _put_row(self, row: int, values: Mapping[int, Value], looks: Mapping[int, str], like: int) -> None:
        element = self._row(row, like)
        present = dict(_cells(element))
        for at, value in values.items():
            old, place = present.get(at), address((row, at))
            if old is not None and old.find("{*}f") is not None:
                what = "holds a formula, which is not overwritten; put its value in its place"
                raise OutputError(f"{self._name} {place}: {what}")
            look = old.get("s", "0") if old is not None else looks.get(at) or self._look_of_column(at)
            present[at] = self._cell(place, self.formats.fitting(int(look), value), value)
        element.attrib.pop("spans", None)
        for cell in element.findall("{*}c"):
            element.remove(cell)
        for position, at in enumerate(sorted(present)):
            element.insert(position, present[at])

    def _row(self, row: int, like: int) -> etree._Element:
        """The row of a number; a new one in its place where there is none."""
        if row not in self._rows:
            pattern = self._rows.get(like)
            element = self._data.makeelement(f"{{{self._space}}}row", {"r": str(row)})
            for name in _OF_ROWS:
                if pattern is not None and pattern.get(name):
                    element.set(name, pattern.get(name, ""))
            above = bisect_left(self._numbers, row)
            if above:
                self._rows[self._numbers[above - 1]].addnext(element)
            else:
                self._data.insert(0, element)
            self._numbers.insert(above, row)
            self._rows[row] = element
        return self._rows[row]

    def _look_of_column(self, at: int) -> str:
        for columns in self._root.iterfind("{*}cols/{*}col"):
            if int(columns.get("min", "0")) <= at <= int(columns.get("max", "0")):
                return str(columns.get("style", "0"))
        return "0"

    def _cell(self, at: str, style: int, value: Value) -> etree._Element:
        begin = f'<c xmlns="{self._space}" r="{at}" s="{style}"'
        exact = value if value is None or isinstance(value, str) else number_of(value)
        if exact in (None, ""):
            return etree.fromstring(f"{begin}/>")
        if isinstance(exact, str):
            if len(exact.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT:
                raise OutputError(f"{self._name} {at}: text longer than Excel's {LONGEST_TEXT:,} characters")
            inside = f'<is><t xml:space="preserve">{escaped(exact)}</t></is>'
            return etree.fromstring(f'{begin} t="inlineStr">{inside}</c>')
        if isinstance(value, date):
            exact -= self._days
        return etree.fromstring(f"{begin}><v>{exact:.16G}</v></c>")

    def reach(self, growth: Growth) -> None:
        """Lead the drop-downs, limits, colours and marks of the last row down to the new one."""
        if growth.becomes > growth.last:
            for element in self._root.iter("*"):
                if "sqref" in element.attrib and etree.QName(element).localname != "selection":
                    element.set("sqref", _reaching(element.get("sqref", ""), growth))
                elif element.tag == _X14_AREAS:
                    element.text = _reaching(element.text or "", growth)
        extent = self._root.find("{*}dimension")
        area = area_of(extent.get("ref", "")) if extent is not None else None
        if extent is not None and area is not None:
            columns = [at for row in self._rows.values() for at, _ in _cells(row)]
            (top, left), (bottom, right) = area
            last = (max(bottom, growth.becomes), max(right, *columns) if columns else right)
            extent.set("ref", f"{address((top, left))}:{address(last)}")

    def xml(self) -> bytes:
        """The part as it is written."""
        return _xml(self._root)


def _xml(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _numbered(data: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The rows by number; rows and cells that leave out their address, for they follow on the one before, get it."""
    last_row = 0
    for row in data.iterfind("{*}row"):
        last_row = int(row.get("r") or last_row + 1)
        row.set("r", str(last_row))
        last_column = 0
        for cell in row.iterfind("{*}c"):
            place = place_of(cell.get("r", ""))
            last_column = place[1] if place else last_column + 1
            cell.set("r", f"{letter(last_column)}{last_row}")
        yield last_row, row


def _cells(row: etree._Element | None) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row by the number of their column."""
    for cell in row.iterfind("{*}c") if row is not None else ():
        yield number(re.sub(r"\d", "", cell.get("r", ""))), cell


def _reaching(areas: str, growth: Growth) -> str:
    """Areas of cells, of which those that hold the last row go on down to the new last one."""
    return " ".join(_grown(text, area_of(text), growth) for text in areas.split())


def _grown(text: str, area: Area | None, growth: Growth) -> str:
    if area is None:
        return text
    (top, left), (bottom, right) = area
    if not (growth.headings < bottom and top <= growth.last <= bottom < growth.becomes):
        return text
    return f"{address((top, left))}:{address((growth.becomes, right))}"


# -- its tables ----------------------------------------------------------------------------------


def _tables(package: PackageParts, sheet_path: str, sheet: str, growth: Growth) -> dict[str, bytes]:
    """The parts of the sheet's tables that grow."""
    paths = [each.target for each in package.relations(sheet_path) if each.kind == "table"]
    tables = {path: parsed(package.content[path], "a table") for path in paths if path in package.content}
    areas = {path: area for path, root in tables.items() if (area := area_of(root.get("ref", "")))}
    grown: dict[str, bytes] = {}
    for path, ((top, left), (bottom, right)) in areas.items():
        if top == growth.headings and bottom < growth.becomes:
            becomes = ((top, left), (growth.becomes, right))
            others = [area for other, area in areas.items() if other != path]
            _check_growth(tables[path], becomes, others, sheet)
            grown[path] = _grown_table(tables[path], (bottom, becomes))
    return grown


def _check_growth(table: etree._Element, becomes: Area, others: Iterable[Area], sheet: str) -> None:
    if int(table.get("totalsRowCount", "0")):
        raise OutputError(f"{sheet}: its table ends with a row of totals; switch that off (Table Design, Total Row)")
    (top, left), (bottom, right) = becomes
    if any(up <= bottom and top <= down and begin <= right and left <= end for (up, begin), (down, end) in others):
        raise OutputError(f"{sheet}: another table stands below the list, where it has to grow; move it away")


def _grown_table(table: etree._Element, change: tuple[int, Area]) -> bytes:
    """A table with a new last row, and its filter with it."""
    bottom, (first, last) = change
    for element in (table, *table.iterfind("{*}autoFilter")):
        area = area_of(element.get("ref", ""))
        if area is not None and area[1][0] == bottom:
            element.set("ref", f"{address(first)}:{address(last)}")
    return _xml(table)
