"""The package of a Word template: its document, with the parts beside it that Word asks for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from pmr_batch.files import fixed_zip
from pmr_batch.word.filling.markup import DECLARATION, R, root
from pmr_batch.word.filling.styles import Look, numbering, settings, styles
from pmr_batch.word.filling.theme import font_table, theme

_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OFFICE}.wordprocessingml"


def package(body: str, header: str, footer: str, looks: Sequence[Look] = ()) -> bytes:
    """A .docx of paragraphs and tables, without any document properties: the same bytes each time.

    `looks` are styles that this kind of document has beside those of all.
    """
    parts = {
        "styles": styles(looks),
        "settings": settings(),
        "numbering": numbering(),
        "fontTable": font_table(),
        "theme": theme(),
        "header": root("hdr", header),
        "footer": root("ftr", footer),
    }
    files = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relationships([("document", f"{R}/officeDocument", "word/document.xml")]),
        "word/document.xml": root("document", f"<w:body>{body}{_section()}</w:body>"),
        "word/_rels/document.xml.rels": _relationships([(name, f"{R}/{name}", f"{name}.xml") for name in parts]),
        **{f"word/{name}.xml": xml for name, xml in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for path, xml in files.items():
            new.writestr(path, xml)
    return fixed_zip(out.getvalue())


def _section() -> str:
    """A4 upright, with the header and the footer."""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
        '<w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1247" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="510" '
        'w:gutter="0"/>'
        "</w:sectPr>"
    )


def _content_types(parts: Iterable[str]) -> str:
    kinds = {"document": f"{_WORD}.document.main", **{name: f"{_WORD}.{name}" for name in parts}}
    kinds["theme"] = f"{_OFFICE}.theme"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(links: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in links)
    return (
        f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{inside}</Relationships>"
    )
