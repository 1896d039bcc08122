"""Fills in Word templates with docxtpl: prepared once, rendered many times, complete or refused.

docxtpl opens, patches and repairs a template for each document it makes (some 40 ms). Here docxtpl
prepares the template once, and what no field changes is compressed once; a document then costs one
rendering. The parts are those that docxtpl itself would make (tests/test_forms.py compares them).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl.listing import Listing
from docxtpl.template import DocxTemplate
from jinja2 import Template
from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree

from pmr_batch.errors import TemplateError
from pmr_batch.packages import Pieces, pressed, zipped
from pmr_batch.word.filling.direction import is_from_the_right, set_direction
from pmr_batch.word.filling.properties import CORE, CUSTOM, PropertiesPart, announced, core_part, properties_part
from pmr_batch.word.filling.tags import compiled, sandbox
from pmr_batch.word.filling.typed import disarmed, missing, texts

_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_BODY = "word/document.xml"
#: Appended to every part: a rendered part without it was not rendered to its end.
_SENTINEL = "<!-- rendered to the end -->"
#: docxtpl tags after which it repairs tables, and drawings, whose numbers it renews.
_REPAIRED = re.compile(r"\{%\s*(tc|colspan|cellbg|hm|vm)\s|<wp:docPr")
#: The list of everybody who commented or changed something, which Word keeps.
_PEOPLE = "/relationships/people"
_NOT_WHOLE = "the filled-in document is not whole; build the template anew"
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


@dataclass(frozen=True)
class Rendered:
    """A Word document; `cleaned` names the fields from which characters were removed that Word cannot hold."""

    document: bytes
    cleaned: tuple[str, ...] = ()


class WordTemplate:
    """A Word template, prepared. Raises TemplateError where it cannot be used."""

    def __init__(self, content: bytes) -> None:
        self._docxtpl = _docxtpl_template(content)
        _strip_names_and_refuse_links(self._docxtpl.docx.part.package)
        sources = dict(self._sources())
        self._repaired = bool(_REPAIRED.search(sources[_BODY])) or self._mended(sources[_BODY]) != sources[_BODY]
        parts = {name: compiled(self._docxtpl.patch_xml(xml) + _SENTINEL) for name, xml in sources.items()}
        self._parts = {name: template for name, (template, _) in parts.items()}
        self.names = {name for _, names in parts.values() for name in names}
        self._frame = self._document_frame()
        self._static = self._static_parts(set(sources))
        self._pressed: dict[tuple[PropertiesPart, ...], Mapping[str, Pieces]] = {}

    def render(
        self, fields: Mapping[str, Any], properties: Mapping[str, str] | None = None, title: str = ""
    ) -> Rendered:
        """The document with these fields (texts, conditions, lists), with custom properties of its own, and its title.

        Raises TemplateError where the template names what `fields` lacks, where it leaves out a
        field that is filled in, and where the document would not be whole.
        """
        if unknown := sorted(self.names - set(fields)):
            raise TemplateError(f"the template names what the document does not have: {', '.join(unknown)}")
        cleaned: list[str] = []
        context = {name: disarmed(value, name, cleaned) for name, value in fields.items()}
        rendered = {name: self._rendered(name, template, context) for name, template in self._parts.items()}
        typed = {name: [*texts(value)] for name, value in context.items()}
        if lost := missing(typed, rendered.values()):
            raise TemplateError(f"the filled-in document does not show {', '.join(lost)} whole; put the tags in again")
        has_direction = any(is_from_the_right(text) for each in typed.values() for text in each)
        parts = {name: self._part(name, xml, has_direction=has_direction) for name, xml in rendered.items()}
        about = ({CORE: core_part(title)} if title else {}) | (
            {CUSTOM: properties_part(properties)} if properties else {}
        )
        parts |= {kind.name: part.encode() for kind, part in about.items()}
        package = {**self._pressed_parts(tuple(about)), **{name: [part] for name, part in parts.items()}}
        return Rendered(zipped(package), tuple(cleaned))

    def _pressed_parts(self, kinds: tuple[PropertiesPart, ...]) -> Mapping[str, Pieces]:
        """The parts that no field changes, with those of properties announced; compressed once."""
        if kinds not in self._pressed:
            self._pressed[kinds] = {name: [pressed(part)] for name, part in announced(self._static, kinds).items()}
        return self._pressed[kinds]

    def _sources(self) -> Iterator[tuple[str, str]]:
        """The XML of each part that holds tags, by name: the body, headers and footers."""
        yield _BODY, self._docxtpl.get_xml()
        for uri in (self._docxtpl.HEADER_URI, self._docxtpl.FOOTER_URI):
            for _, part in self._docxtpl.get_headers_footers(uri):
                yield str(part.partname).lstrip("/"), self._docxtpl.get_part_xml(part)

    def _document_frame(self) -> tuple[str, str]:
        """The XML before and after the body in the document's part."""
        whole = self._docxtpl.xml_to_string(self._docxtpl.docx.element)
        return whole[: whole.index("<w:body")], whole[whole.index("</w:body>") + len("</w:body>") :]

    def _static_parts(self, rendered: set[str]) -> dict[str, bytes]:
        """All other parts, without anybody's name in them."""
        saved = io.BytesIO()
        self._docxtpl.docx.save(saved)
        with zipfile.ZipFile(saved) as package:
            return {name: package.read(name) for name in package.namelist() if name not in rendered}

    def _rendered(self, name: str, template: Template, context: Mapping[str, Any]) -> str:
        try:
            xml = template.render(context)
        except (JinjaError, TypeError):
            raise TemplateError(f"the template's tags do not fit the document ({name})") from None
        if not xml.endswith(_SENTINEL):
            raise TemplateError(f"the document was not filled in to its end ({name})")
        return xml.removesuffix(_SENTINEL)

    def _part(self, name: str, xml: str, *, has_direction: bool) -> bytes:
        """A rendered part as it stands in the package. Raises TemplateError where it is not whole."""
        if name == _BODY:
            if self._repaired:
                _parsed(xml)
                xml = self._mended(xml)
            before, after = self._frame
            xml = f"{before}{xml}{after}"
            if has_direction:
                xml = _directed(xml)
        part = f"{_DECLARATION}{xml}".encode()
        _refuse_unless_whole(part)
        return part

    def _mended(self, xml: str) -> str:
        """The body as docxtpl mends it: columns that came out of tags, numbers of drawings."""
        self._docxtpl.docx_ids_index = 1000
        tree = self._docxtpl.fix_tables(xml)
        self._docxtpl.fix_docpr_ids(tree)
        return str(self._docxtpl.xml_to_string(tree))


def _directed(xml: str) -> str:
    """The body with paragraphs that begin at the right where their text does."""
    tree = _parsed(xml)
    set_direction(tree)
    return str(etree.tostring(tree, encoding="unicode"))


def by_docxtpl(content: bytes, fields: Mapping[str, Any]) -> bytes:
    """The same document made by docxtpl alone, to compare ours with; only for tags that were checked.

    Raises TemplateError.
    """
    template, out = _docxtpl_template(content), io.BytesIO()
    _strip_names_and_refuse_links(template.docx.part.package)
    try:
        template.render(_listings(fields), sandbox())
    except Exception:  # noqa: BLE001  (whatever it is, it cannot be filled in)
        raise TemplateError("the template cannot be filled in; build it anew") from None
    template.save(out)
    return out.getvalue()


def _listings(value: Any) -> Any:
    """Fields in docxtpl's form of text with line breaks."""
    if isinstance(value, Mapping):
        return {key: _listings(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_listings(inner) for inner in value]
    if isinstance(value, bool):
        return value
    return Listing(value) if value else ""  # type: ignore[no-untyped-call]


@lru_cache(maxsize=16)
def prepared(content: bytes) -> WordTemplate:
    """The template of these bytes, prepared once a process."""
    return WordTemplate(content)


def _docxtpl_template(content: bytes) -> Any:
    """The template, opened by docxtpl."""
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
    except Exception:  # noqa: BLE001  (whatever it is, it is no Word document)
        raise TemplateError("the template is no Word document; save it as .docx") from None
    return template


def _strip_names_and_refuse_links(package: Any) -> None:
    """Keep only the document: properties and previews carry names. Refuse external links and comments."""
    for key, link in list(package.rels.items()):
        if link.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT:
            del package.rels[key]
    for part in package.iter_parts():
        for key in [key for key, link in part.rels.items() if link.reltype.endswith(_PEOPLE)]:
            del part.rels[key]
        for link in part.rels.values():
            if link.is_external:
                raise TemplateError("the template links to something outside itself; take the links out")
            if link.reltype == RELATIONSHIP_TYPE.COMMENTS:
                raise TemplateError("the template holds comments; delete them")


def _parsed(xml: str) -> etree._Element:
    """The part as XML, strictly: docxtpl would quietly drop what follows a fault."""
    try:
        return etree.fromstring(xml.encode(), _STRICT)
    except etree.XMLSyntaxError:
        raise TemplateError(_NOT_WHOLE) from None


def _refuse_unless_whole(part: bytes) -> None:
    """Raise TemplateError for a part that Word would not open. Quicker than to build its tree."""
    try:
        ParserCreate().Parse(part, True)
    except ExpatError:
        raise TemplateError(_NOT_WHOLE) from None
