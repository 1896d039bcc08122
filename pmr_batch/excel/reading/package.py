"""The content of a workbook's package: its sheets in order, common parts, and what is foreign to a return."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import lxml.etree

from pmr_batch.excel.reading.preflight import Parts
from pmr_batch.excel.reading.reading_limits import LIMITS, SAVE_AGAIN, SEND_AGAIN, Limits, Refused

_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PROPERTIES = "docprops/core.xml"
#: Kinds of relationships and parts for PM022, by a piece of their names.
_FOREIGN = (
    ("externallinks/", "links to other workbooks"),
    ("vbaproject", "macros"),
    ("macrosheets/", "macro sheets"),
    ("chartsheets/", "sheets that are charts"),
    ("threadedcomments/", "threaded comments"),
    ("embeddings/", "embedded objects"),
    ("connections.xml", "connections to data elsewhere"),
)
_NOT_WHOLE = "is damaged: {what} is not whole"
_STRICT_XML: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook lists it; `path` is its part's name in lower case. Its parts are taken when required."""

    name: str
    path: str
    hidden: bool
    parts: Parts = field(repr=False)

    @property
    def part(self) -> bytes:
        """Its XML. Raises Refused."""
        return self.parts[self.path]

    @property
    def tables(self) -> tuple[bytes, ...]:
        """The parts of its Excel tables. Raises Refused."""
        return self._beside("table")

    @property
    def comments(self) -> bytes | None:
        """The part of its notes. Raises Refused."""
        return next(iter(self._beside("comments")), None)

    @property
    def threads(self) -> tuple[bytes, ...]:
        """The parts of its threaded comments. Raises Refused."""
        return self._beside("threadedComment")

    @cached_property
    def _links(self) -> tuple[tuple[str, str], ...]:
        return tuple(dict(relations(self.parts, self.path)).values())

    def _beside(self, kind: str) -> tuple[bytes, ...]:
        return tuple(self.parts[target] for of, target in self._links if of == kind and target in self.parts)


@dataclass(frozen=True)
class Package:
    """The sheets of a workbook, and its common parts. `foreign` names content outside tables.

    `saved_on` is the day on which its program saved it.
    """

    sheets: tuple[SheetPart, ...]
    date1904: bool
    shared_strings: bytes | None
    styles: bytes | None
    parts: Parts = field(repr=False)
    foreign: tuple[str, ...] = field(default=())
    saved_on: dt.date | None = None

    @property
    def people(self) -> tuple[bytes, ...]:
        """The parts that name who commented. Raises Refused."""
        links = dict(relations(self.parts, _book(self.parts))).values()
        return tuple(self.parts[target] for kind, target in links if kind == "person" and target in self.parts)


def parsed(part: bytes, what: str) -> lxml.etree._Element:
    """The XML of a part, with no entity, network or depth beyond the limit. Raises Refused."""
    try:
        root = lxml.etree.fromstring(part, lxml.etree.XMLParser(**_STRICT_XML))
    except lxml.etree.XMLSyntaxError:
        raise Refused(_NOT_WHOLE.format(what=what), SEND_AGAIN) from None
    _check_encoding(root)
    return root


class ParsedRows:
    """The rows of a sheet, one after the other as its XML is parsed; `root` is then what is left without their cells.

    The tree of a whole sheet takes thirty times its bytes. Raises Refused, as `parsed`.
    """

    root: lxml.etree._Element

    def __init__(self, part: bytes, what: str) -> None:
        self._part, self._what = part, what

    def __iter__(self) -> Iterator[lxml.etree._Element]:
        found = lxml.etree.iterparse(io.BytesIO(self._part), tag="{*}row", **_STRICT_XML)
        try:
            for _, row in found:
                data = row.getparent()
                if data is not None and data.getparent() is not None and data.getparent().getparent() is None:
                    yield row
                    del row[:]
        except lxml.etree.XMLSyntaxError:
            raise Refused(_NOT_WHOLE.format(what=self._what), SEND_AGAIN) from None
        self.root = found.root
        _check_encoding(self.root)


def _check_encoding(root: lxml.etree._Element) -> None:
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII", "US-ASCII"):
        raise Refused("is written in another character encoding than Excel uses", SAVE_AGAIN)


def package_of(parts: Parts, limits: Limits = LIMITS) -> Package:
    """The package of a workbook's parts. Raises Refused."""
    by_name = parts.in_lower_case()
    book = _book(by_name)
    links = dict(relations(by_name, book))
    root = parsed(by_name[book], "its list of sheets")
    sheets = tuple(_sheets(by_name, root, links))
    _check_sheets(sheets, limits)
    settings = root.find("{*}workbookPr")
    return Package(
        sheets,
        settings is not None and settings.get("date1904", "0") in ("1", "true", "on"),
        _common(by_name, links, "sharedStrings"),
        _common(by_name, links, "styles"),
        by_name,
        tuple(what for mark, what in _FOREIGN if any(mark in name for name in by_name)),
        _saved_on(by_name),
    )


def _saved_on(parts: Parts) -> dt.date | None:
    """The day on which a program says it saved the file; one that cannot be read says nothing."""
    try:
        modified = parsed(parts[_PROPERTIES], "its properties").findtext("{*}modified") if _PROPERTIES in parts else ""
        return dt.date.fromisoformat((modified or "")[:10])
    except (Refused, ValueError):
        return None


def _book(parts: Mapping[str, bytes]) -> str:
    for kind, target in _targets(parts["_rels/.rels"], "").values():
        if kind == "officeDocument" and target in parts:
            return target
    raise Refused("is damaged: it has no list of sheets", SEND_AGAIN)


def relations(parts: Mapping[str, bytes], of: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """What a part refers to, by the id of the link: its kind and the part's name. Parts by lower case names."""
    folder, name = posixpath.split(of)
    part = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if part is not None:
        yield from _targets(part, folder).items()


def _targets(part: bytes, folder: str) -> dict[str, tuple[str, str]]:
    """Each relationship's kind and part name, by its id; what lies outside the file is left out."""
    targets = {}
    for relation in parsed(part, "its list of parts").iter("{*}Relationship"):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/")
            targets[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], target.casefold())
    return targets


def _sheets(parts: Parts, root: lxml.etree._Element, links: Mapping[str, tuple[str, str]]) -> Iterator[SheetPart]:
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        name = sheet.get("name", "")
        by = sheet.get(f"{{{_TRANSITIONAL}}}id") or sheet.get(f"{{{_STRICT}}}id") or ""
        kind, target = links.get(by, ("", ""))
        if target not in parts:
            raise Refused(f"is damaged: its sheet “{name}” is not in it", SEND_AGAIN)
        if kind == "worksheet":
            yield SheetPart(name, target, sheet.get("state", "visible") != "visible", parts)


def _check_sheets(sheets: tuple[SheetPart, ...], limits: Limits) -> None:
    if not sheets:
        raise Refused("has no sheets", SAVE_AGAIN)
    if len(sheets) > limits.sheets:
        raise Refused(
            f"has {len(sheets):,} sheets, more than the {limits.sheets:,} that are read",
            f"Remove the sheets that do not belong to the {limits.what}, and {limits.again}.",
        )
    names = [sheet.name.casefold() for sheet in sheets]
    for sheet in sheets:
        if names.count(sheet.name.casefold()) > 1:
            raise Refused(f"has two sheets of the name “{sheet.name}”", "Rename or remove one of them.")


def _common(parts: Mapping[str, bytes], links: Mapping[str, tuple[str, str]], kind: str) -> bytes | None:
    return next((parts[target] for of, target in links.values() if of == kind and target in parts), None)
