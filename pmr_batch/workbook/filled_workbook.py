"""An academy's workbook out of the template: its rows put in, and the sheets that are made anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmr_batch.errors import OutputError
from pmr_batch.excel.writing.comments import Notes
from pmr_batch.excel.writing.parts import (
    CONTENT_TYPES,
    DECLARATION,
    MAIN,
    OFFICE,
    Relation,
    content_types,
    relation,
    relations_part,
    relations_xml,
)
from pmr_batch.excel.writing.sheet_xml import Strings, markup
from pmr_batch.packages import Pieces, zipped
from pmr_batch.workbook.new_sheet import NewSheet
from pmr_batch.workbook.template import COMMENTS_ID, NOTES_ID, TABLE_ID, Template, TemplateSheet

_METADATA = "http://schemas.openxmlformats.org/package/2006/metadata"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET, _TABLE, _COMMENTS = f"{_SPREADSHEET}.worksheet+xml", f"{_SPREADSHEET}.table+xml", f"{_SPREADSHEET}.comments+xml"
_STRINGS = f"{_SPREADSHEET}.sharedStrings+xml"
_BOOK, _VML = f"{_SPREADSHEET}.sheet.main+xml", "application/vnd.openxmlformats-officedocument.vmlDrawing"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_BOOK_PART, _STRINGS_PART = "xl/workbook.xml", "xl/sharedStrings.xml"
_CORE_PART, _PROPERTIES_PART = "docProps/core.xml", "docProps/app.xml"
_ROOT = (
    relation("rId1", "officeDocument", _BOOK_PART),
    Relation("rId2", f"{_LINKS}/metadata/core-properties", _CORE_PART),
    relation("rId3", "extended-properties", _PROPERTIES_PART),
)
_HIDDEN = ' state="hidden"'
_LONGEST_NAME, _FORBIDDEN, _RESERVED = 31, frozenset("[]:*?/\\"), "history"
_CORE = (
    f'{DECLARATION}<cp:coreProperties xmlns:cp="{_METADATA}/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title><dc:creator></dc:creator>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
).encode()
_PROPERTIES = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application></Properties>"
).encode()


@dataclass(frozen=True)
class _Page:
    """A sheet of the workbook: its part, what it refers to, and its defined names, its own by their reserved names."""

    name: str
    path: str
    pieces: Pieces
    relations: Sequence[Relation]
    names: Mapping[str, str]
    is_hidden: bool = False


class FilledBook:
    """A workbook in the making; sheets stand in the order in which they are put in."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.strings = Strings(template.strings)
        self._pages: list[_Page | NewSheet] = []
        self._taken: set[str] = set()
        self._parts: dict[str, Pieces] = {name: [part] for name, part in template.fixed.items()}
        self._types = dict(template.types)

    @property
    def sheets(self) -> list[str]:
        """The names of its sheets, from left to right."""
        return [page.name for page in self._pages]

    def sheet(self, name: str, tab: str | None = None) -> NewSheet:
        """A new sheet at the end. Raises OutputError for a name Excel does not take, or takes twice."""
        self._take(name)
        page = NewSheet(self.template, self.strings, name, tab)
        self._pages.append(page)
        return page

    def _take(self, name: str) -> None:
        folded = name.casefold()
        odd = not 0 < _length(name) <= _LONGEST_NAME or _FORBIDDEN & set(name) or "'" in (name[0], name[-1])
        if odd or folded == _RESERVED or folded in self._taken:
            raise OutputError(f"{name!r} cannot be the name of a sheet, or is one already; rename it")
        self._taken.add(folded)

    def put(
        self,
        frame: TemplateSheet,
        pieces: Pieces,
        names: Mapping[str, str] | None = None,
        *,
        table: str | None = None,
        notes: Notes | None = None,
        is_hidden: bool = False,
    ) -> None:
        """A sheet of the template, filled, with the part of its table and its notes."""
        self._take(frame.name)
        self._types[frame.path] = _SHEET
        relations = list(frame.relations)
        number = len(self._pages) + 1
        if table is not None:
            path = self._add(f"xl/tables/table{number}.xml", table.encode(), _TABLE)
            relations.append(relation(TABLE_ID, "table", path))
        if notes is not None:
            shapes = self._add(f"xl/drawings/vmlDrawing{number}.vml", notes.shapes(number), _VML)
            comments = self._add(f"xl/comments{number}.xml", notes.comments(), _COMMENTS)
            relations += [relation(NOTES_ID, "vmlDrawing", shapes), relation(COMMENTS_ID, "comments", comments)]
        self._pages.append(_Page(frame.name, frame.path, pieces, relations, names or {}, is_hidden))

    def _add(self, path: str, content: bytes, kind: str) -> str:
        """Add a part, under a name that no part of the template has."""
        stem, _, ending = path.rpartition(".")
        number = 0
        while path in self._types:
            number += 1
            path = f"{stem}_{number}.{ending}"
        self._parts[path], self._types[path] = [content], kind
        return path

    def bytes(self) -> bytes:
        """The whole workbook; the same bytes for the same contents."""
        pages = [self._page(at, page) for at, page in enumerate(self._pages, 1)]
        links = [relation(f"rId{at}", "worksheet", page.path) for at, page in enumerate(pages, 1)]
        links.append(relation("rIdStrings", "sharedStrings", _STRINGS_PART))
        links += [Relation(f"rIdCommon{at}", each.type, each.target) for at, each in enumerate(self.template.relations)]
        types = {
            _BOOK_PART: _BOOK,
            **self._types,
            _STRINGS_PART: _STRINGS,
            _CORE_PART: _CORE_TYPE,
            _PROPERTIES_PART: _PROPERTIES_TYPE,
        }
        parts: dict[str, Pieces] = {
            CONTENT_TYPES: [content_types(types)],
            "_rels/.rels": [relations_xml(_ROOT)],
            relations_part(_BOOK_PART): [relations_xml(links)],
            _BOOK_PART: [self._book(pages).encode()],
        }
        for page in pages:
            parts[page.path] = page.pieces
            if page.relations:
                parts[relations_part(page.path)] = [relations_xml(page.relations)]
        strings: Pieces = [
            f'{DECLARATION}<sst xmlns="{MAIN}">'.encode(),
            self.template.texts,
            self.strings.xml().encode(),
            b"</sst>",
        ]
        return zipped(
            {**parts, **self._parts, _STRINGS_PART: strings, _CORE_PART: [_CORE], _PROPERTIES_PART: [_PROPERTIES]}
        )

    def _page(self, number: int, page: _Page | NewSheet) -> _Page:
        if isinstance(page, _Page):
            return page
        path = f"xl/worksheets/new{number}.xml"
        self._types[path] = _SHEET
        return _Page(page.name, path, page.xml(), (), page.names, page.is_hidden)

    def _book(self, pages: Sequence[_Page]) -> str:
        """The part that lists the sheets and the names."""
        sheets = "".join(
            f'<sheet name="{markup(page.name)}" sheetId="{at}"{_HIDDEN if page.is_hidden else ""} r:id="rId{at}"/>'
            for at, page in enumerate(pages, 1)
        )
        named = sorted(self._named(pages), key=lambda each: (each[0].casefold(), -1 if each[1] is None else each[1]))
        names = "".join(_name_xml(*each) for each in named)
        return (
            f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            '<fileVersion appName="xl" lastEdited="4" lowestEdited="4" rupBuild="4505"/>'
            '<workbookPr defaultThemeVersion="124226"/><bookViews><workbookView xWindow="240" yWindow="15" '
            f'windowWidth="16095" windowHeight="9660"/></bookViews><sheets>{sheets}</sheets>'
            f'<definedNames>{names}</definedNames><calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'
        )

    def _named(self, pages: Sequence[_Page]) -> Iterator[tuple[str, int | None, str]]:
        """Every defined name, with the number of the sheet that it belongs to, from 0, and what it refers to."""
        numbers = {page.name: at for at, page in enumerate(pages)}
        ours = {name for page in pages for name in page.names}
        for page in pages:
            for name, refers_to in page.names.items():
                yield name, numbers[page.name] if name.startswith("_xlnm.") else None, refers_to
        for name, sheet, refers_to in self.template.names:
            if (sheet is None and name not in ours) or (sheet in numbers and not self._is_new(sheet)):
                yield name, None if sheet is None else numbers[sheet], refers_to

    def _is_new(self, name: str | None) -> bool:
        return any(page.name == name for page in self._pages if isinstance(page, NewSheet))


def _name_xml(name: str, sheet: int | None, refers_to: str) -> str:
    of = "" if sheet is None else f' localSheetId="{sheet}"'
    hidden = ' hidden="1"' if name == "_xlnm._FilterDatabase" else ""
    return f'<definedName name="{markup(name)}"{of}{hidden}>{markup(refers_to)}</definedName>'


def _length(name: str) -> int:
    """Letters as Excel counts them (UTF-16)."""
    return len(name.encode("utf-16-le", "surrogatepass")) // 2
