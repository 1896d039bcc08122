"""The custom properties of a Word document, which no page shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from pmr_batch.word.filling.places import tree_of

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
PART = "docProps/custom.xml"
#: Word shows and keeps no longer text in a property.
LONGEST = 255
_KIND = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def properties_part(properties: Mapping[str, str]) -> str:
    """The part that holds the properties."""
    inside = "".join(
        f'<property fmtid="{_SET}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(properties.items(), 2)
    )
    return f'{_DECLARATION}<Properties xmlns="{_SPACE}" xmlns:vt="{_TYPES}">{inside}</Properties>'


def announced(package: bytes) -> bytes:
    """The package with the properties part entered in its content types and relationships."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, _announcing(entry.filename, old.read(entry)), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _announcing(name: str, part: bytes) -> bytes:
    if name == "[Content_Types].xml":
        line = f'<Override PartName="/{PART}" ContentType="{_KIND}"/></Types>'
        return part.replace(b"</Types>", line.encode())
    if name == "_rels/.rels":
        line = f'<Relationship Id="custom" Type="{_LINKED}" Target="{PART}"/></Relationships>'
        return part.replace(b"</Relationships>", line.encode())
    return part


def properties_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The properties of an opened document; empty where it has none."""
    if PART not in parts:
        return {}
    elements = tree_of(parts[PART]).iter(f"{{{_SPACE}}}property")
    return {element.get("name", ""): "".join(element.itertext()) for element in elements}
