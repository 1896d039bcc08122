"""The properties of a Word document, which no page shows: its title and language, and custom ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from pmr_batch.word.filling.places import tree_of

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Word shows and keeps no longer text in a property.
LONGEST = 255
#: Of every document: the words of our templates, as their own properties say.
_LANGUAGE = "en-GB"


@dataclass(frozen=True)
class PropertiesPart:
    """A part that holds properties: its name in the package, its content type, and how the package links to it."""

    name: str
    kind: str
    linked: str
    link: str


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
#: Title and language; nobody's name.
CORE = PropertiesPart(
    "docProps/core.xml",
    "application/vnd.openxmlformats-package.core-properties+xml",
    f"{_PACKAGE}/relationships/metadata/core-properties",
    "core",
)
CUSTOM = PropertiesPart(
    "docProps/custom.xml",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    f"{_OFFICE}/relationships/custom-properties",
    "custom",
)
_SPACE = f"{_OFFICE}/custom-properties"
_TYPES = f"{_OFFICE}/docPropsVTypes"
_CORE_SPACE = f"{_PACKAGE}/metadata/core-properties"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def properties_part(properties: Mapping[str, str]) -> str:
    """The part that holds custom properties."""
    inside = "".join(
        f'<property fmtid="{_SET}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(properties.items(), 2)
    )
    return f'{_DECLARATION}<Properties xmlns="{_SPACE}" xmlns:vt="{_TYPES}">{inside}</Properties>'


def core_part(title: str) -> str:
    """The part that holds the title and the language."""
    inside = f"<dc:title>{escape(title)}</dc:title><dc:language>{_LANGUAGE}</dc:language>"
    spaces = f'xmlns:cp="{_CORE_SPACE}" xmlns:dc="{_DUBLIN_CORE}"'
    return f"{_DECLARATION}<cp:coreProperties {spaces}>{inside}</cp:coreProperties>"


def announced(parts: Mapping[str, bytes], kinds: Iterable[PropertiesPart]) -> dict[str, bytes]:
    """The parts of a package with those of properties entered in its content types and relationships."""
    entered = tuple(kinds)
    return {name: _announcing(name, part, entered) for name, part in parts.items()}


def _announcing(name: str, part: bytes, kinds: tuple[PropertiesPart, ...]) -> bytes:
    if name == "[Content_Types].xml":
        lines = "".join(f'<Override PartName="/{kind.name}" ContentType="{kind.kind}"/>' for kind in kinds)
        return part.replace(b"</Types>", f"{lines}</Types>".encode())
    if name == "_rels/.rels":
        lines = "".join(f'<Relationship Id="{kind.link}" Type="{kind.linked}" Target="{kind.name}"/>' for kind in kinds)
        return part.replace(b"</Relationships>", f"{lines}</Relationships>".encode())
    return part


def properties_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The custom properties of an opened document; empty where it has none."""
    if CUSTOM.name not in parts:
        return {}
    elements = tree_of(parts[CUSTOM.name]).iter(f"{{{_SPACE}}}property")
    return {element.get("name", ""): "".join(element.itertext()) for element in elements}
