"""The parts of an Excel file that is filled: which there are, what each refers to, and what XML they hold."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pmr_batch.excel.writing.sheet_xml import markup

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT_TYPES = "[Content_Types].xml"
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)


def tag(name: str) -> str:
    """The full name of an element of a workbook's XML."""
    return f"{{{MAIN}}}{name}"


def parsed(part: bytes) -> etree._Element:
    """A part's XML."""
    return etree.fromstring(part, _STRICT)


@dataclass(frozen=True)
class Relation:
    """What a part refers to, under an id of its own: a part by its full name, or, where `external`, an address."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of its type: worksheet, table, drawing."""
        return self.type.rsplit("/", 1)[-1]

    def xml(self) -> str:
        """As a list of relations has it."""
        mode = ' TargetMode="External"' if self.external else ""
        target = markup(self.target if self.external else f"/{self.target}")
        return f'<Relationship Id="{self.id}" Type="{self.type}" Target="{target}"{mode}/>'


def relation(id_: str, kind: str, target: str) -> Relation:
    """A relation of one of the usual kinds."""
    return Relation(id_, f"{OFFICE}/{kind}", target)


def relations_part(of: str) -> str:
    """The name of the part that lists what a part refers to."""
    folder, name = posixpath.split(of)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations_xml(relations: Iterable[Relation]) -> bytes:
    """The list of what a part refers to."""
    inside = "".join(each.xml() for each in relations)
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'.encode()


class PackageParts:
    """The parts of an Excel file by name, each inflated when it is taken, and their kinds. Raises Refused."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.content = parts
        kinds = parsed(self.content[CONTENT_TYPES])
        self._defaults = {
            each.get("Extension", "").lower(): each.get("ContentType", "") for each in _named(kinds, "Default")
        }
        self._overrides = {
            each.get("PartName", "").lstrip("/").casefold(): each.get("ContentType", "")
            for each in _named(kinds, "Override")
        }
        self._by_folded = {name.casefold(): name for name in self.content}

    def type_of(self, name: str) -> str:
        """The content type of a part."""
        by_ending = str(self._defaults.get(name.rpartition(".")[2].lower(), ""))
        return str(self._overrides.get(name.casefold(), by_ending))

    def relations(self, of: str) -> list[Relation]:
        """What a part refers to."""
        part = self.content.get(self._by_folded.get(relations_part(of).casefold(), ""))
        return list(self._relations(of, part)) if part is not None else []

    def _relations(self, of: str, part: bytes) -> Iterator[Relation]:
        for each in _named(parsed(part), "Relationship"):
            external = each.get("TargetMode") == "External"
            target = each.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(of), target)).lstrip("/")
                target = self._by_folded.get(target.casefold(), target)
            yield Relation(each.get("Id", ""), each.get("Type", ""), target, external)

    def below(self, relations: Iterable[Relation]) -> Iterator[str]:
        """The names of all parts that relations lead to, on and on, each once."""
        seen: set[str] = set()
        waiting = [each.target for each in relations if not each.external]
        while waiting:
            name = waiting.pop(0)
            if name not in seen and name in self.content:
                seen.add(name)
                yield name
                waiting += [each.target for each in self.relations(name) if not each.external]


def content_types(types: Mapping[str, str]) -> bytes:
    """The list of the kinds of all parts, by name; pictures and shapes are told by their endings, as Excel does it."""
    endings = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    overrides = []
    for name, kind in types.items():
        ending = name.rpartition(".")[2].lower()
        if ending == "xml" or endings.setdefault(ending, kind) != kind:
            overrides.append(f'<Override PartName="/{markup(name)}" ContentType="{kind}"/>')
    defaults = (f'<Default Extension="{markup(ending)}" ContentType="{kind}"/>' for ending, kind in endings.items())
    inside = "".join((*defaults, *overrides))
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{inside}</Types>'.encode()


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    yield from root.iterfind(f"{{*}}{name}")
