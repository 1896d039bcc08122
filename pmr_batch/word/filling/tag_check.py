"""The tags of an edited Word template, one by one: what each names, and whether its loops and ifs are whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from pmr_batch.errors import Misfit, TemplateError
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.placeholders import ANY_TAG
from pmr_batch.word.filling.places import Line
from pmr_batch.word.filling.tags import parsed
from pmr_batch.words import nearest

_PARTS = re.compile(r"\{%(p|tr|tc)?\s+(if|elif|else|for|endif|endfor)\b\s*(.*?)\s*%\}", re.DOTALL)
_SIMPLE = re.compile(r"\{\{[^-+](?!.*[-+]\}\}).*\}\}", re.DOTALL)
_SPECIAL = re.compile(r"\{\{(p|r|tr|tc)\s")
_HALVES = ("{{", "}}", "{%", "%}", "{#", "#}", "{_", "_}")
_ENDS = {"endif": "if", "endfor": "for", "elif": "if", "else": "if"}
#: What a tag of each kind needs for itself, and the element within which it is opened and closed.
_ALONE_IN = {"p": ("a paragraph", "tc"), "tr": ("a table row", "tbl"), "tc": ("a table cell", "tr")}
_LOOP = frozenset(("index", "first", "last"))
_PLAIN_TAGS = "use {{ name }}, {% if name %} … {% endif %} and {% for … %} only, as the standard one does"


@dataclass
class _Open:
    """A loop or an if without its end yet; a loop binds a name to a list."""

    word: str
    kind: str
    line: Line
    tag: str
    binds: tuple[str, str] | None = None


@dataclass
class TagCheck:
    """The tags of a template's parts: misfits, and what they show as (list, name); ("", name) for a text.

    `controlled` has the tags of the content controls around each of those, `conditions` the names in ifs and elifs.
    """

    document: Document
    misfits: list[Misfit] = field(default_factory=list)
    shows: set[tuple[str, str]] = field(default_factory=set)
    controlled: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    conditions: set[str] = field(default_factory=set)
    _open: list[_Open] = field(default_factory=list)
    _has_half_tag: bool = False
    _loopless: set[str] = field(default_factory=set)

    def part(self, lines: Sequence[Line]) -> None:
        """Read the tags of one part."""
        for line in lines:
            for tag in ANY_TAG.findall(line.text):
                self._check_tag(line, tag)
            self._check_half_tag(line, ANY_TAG.sub("", line.text))
        self._report_unclosed(self._open)
        self._has_half_tag, self._loopless = False, set()

    def _check_half_tag(self, line: Line, text: str) -> None:
        """Half a tag in a line's text without its whole tags; the name in it counts as shown."""
        half = next((half for half in _HALVES if half in text), None)
        if half is not None:
            self._report(line, f"“{half}” stands without the rest of its tag", "type the whole tag again")
            self._has_half_tag = True
            self.shows |= {("", name) for name in re.findall(r"\w+", text)}

    def _report_unclosed(self, unclosed: Iterable[_Open]) -> None:
        """Report what was never closed; not where half a tag was reported already."""
        for opened in list(unclosed):
            self._open.remove(opened)
            if not self._has_half_tag:
                remedy = f"put its {{%{opened.kind} end{opened.word} %}} back"
                self._report(opened.line, f"{opened.tag} is not closed", remedy)

    def _report(self, line: Line, what: str, remedy: str) -> None:
        self.misfits.append(Misfit(line.place, what, remedy))

    def _check_tag(self, line: Line, tag: str) -> None:
        block = _PARTS.fullmatch(tag)
        if tag.startswith("{#"):
            return
        if block is not None:
            self._check_block(line, tag, block[1] or "", block[2], block[3])
        elif _SPECIAL.match(tag) or not _SIMPLE.fullmatch(tag):
            self._report(line, f"{tag} is no tag of a template", _PLAIN_TAGS)
        elif (tree := self._parsed(line, tag, tag)) is not None:
            self._check_names(line, tag, tree, prints=True)

    def _parsed(self, line: Line, tag: str, text: str) -> nodes.Template | None:
        try:
            return parsed(text)
        except TemplateError:
            self._report(line, f"{tag} is no tag of a template", _PLAIN_TAGS)
            return None

    # -- loops and ifs ---------------------------------------------------------------------------

    def _check_block(self, line: Line, tag: str, kind: str, word: str, expression: str) -> None:
        if kind and ANY_TAG.search(line.text)[0] == tag and (others := _other_words(line, kind)):  # type: ignore[index]
            what = f"{tag} stands with other words ({others}), which would be lost"
            self._report(line, what, f"give the tag {_ALONE_IN[kind][0]} of its own")
        if word in _ENDS:
            self._continue(line, tag, kind, word)
        if word in ("if", "elif") and (tree := self._parsed(line, tag, f"{{% if {expression} %}}{{% endif %}}")):
            self._check_names(line, tag, tree, prints=False)
        if word in ("if", "for"):
            self._report_unclosed(opened for opened in self._open if _has_left(opened, line))
            self._open.append(
                _Open(word, kind, line, tag, self._loop(line, tag, expression) if word == "for" else None)
            )

    def _loop(self, line: Line, tag: str, expression: str) -> tuple[str, str] | None:
        """The name that a loop binds, and its list."""
        loop = re.fullmatch(r"([A-Za-z_]\w*)\s+in\s+(\w+)", expression)
        if loop is None:
            self._report(line, f"{tag} is no loop of a template", "write it as {% for x in a_list %}")
            return None
        if loop[2] not in self.document.lists:
            remedy = f"the lists are {', '.join(self.document.lists)}"
            if near := _nearest_name(loop[2], self.document.lists):
                remedy = f"did you mean {near}?"
            self._report(line, f"{tag} goes through “{loop[2]}”, which is no list it has", remedy)
            return loop[1], near
        if sum(opened.word == "for" for opened in self._open):
            self._report(line, f"{tag} stands inside another loop", "close that one first")
        return loop[1], loop[2]

    def _continue(self, line: Line, tag: str, kind: str, word: str) -> None:
        """An end, an else or an elif: of the block opened last, of its kind and in its place."""
        if not self._open or self._open[-1].word != _ENDS[word]:
            crossed = self._open[-1].tag if self._open else ""
            what = f"{tag} comes before the end of {crossed}" if crossed else f"{tag} ends what was never opened"
            if crossed or word != "endfor" or not self._loopless:
                self._report(line, what, "put the tags in pairs, one inside the other")
            if word.startswith("end"):
                self._drop(_ENDS[word])
            return
        opened = self._open[-1]
        if kind != opened.kind or not _same_place(opened.line, line, kind):
            remedy = f"open and close it in {_common_place(opened.kind)}, both as {{%{opened.kind} … %}}"
            if not opened.kind:
                remedy = "open and close it in one paragraph, or write {%p … %} in paragraphs of their own"
            self._report(line, f"{tag} does not stand where {opened.tag} ({opened.line.place}) does", remedy)
        if word.startswith("end"):
            self._open.pop()

    def _drop(self, word: str) -> None:
        """Take the last open block of a word as closed: it has been reported."""
        last = next((opened for opened in reversed(self._open) if opened.word == word), None)
        if last:
            self._open.remove(last)

    # -- names -----------------------------------------------------------------------------------

    def _check_names(self, line: Line, tag: str, tree: nodes.Template, prints: bool) -> None:
        bound = dict(opened.binds for opened in self._open if opened.binds)
        attributes = list(tree.find_all(nodes.Getattr))
        roots = {id(attribute.node) for attribute in attributes}
        for attribute in attributes:
            owner = attribute.node.name if isinstance(attribute.node, nodes.Name) else ""
            self._check_part(line, tag, (owner, attribute.attr), bound, prints)
        for name in tree.find_all(nodes.Name):
            if id(name) not in roots:
                self._check_name(line, tag, name.name, bound, prints)

    def _check_part(self, line: Line, tag: str, path: tuple[str, str], bound: Mapping[str, str], prints: bool) -> None:
        owner, part = path
        if owner == "loop" and bound and part in _LOOP:
            return
        if owner not in bound:
            self._report_outside_loop(line, tag, owner, part)
        elif part not in self.document.lists.get(bound[owner], {part}):
            near = _nearest_name(part, self.document.lists[bound[owner]])
            remedy = f"did you mean {owner}.{near}?" if near else f"{bound[owner]} have {self._parts_of(bound[owner])}"
            self._report(line, f"{tag} is unknown", remedy)
            self.shows.add((bound[owner], near))
        elif prints:
            self._shown(line, tag, (bound[owner], part))

    def _report_outside_loop(self, line: Line, tag: str, owner: str, part: str) -> None:
        """A part of a list's row outside any loop that calls the row so; reported once for all parts of the row."""
        lists = [name for name, parts in self.document.lists.items() if part in parts]
        remedy = f"put it inside {{% for {owner} in {lists[0] if lists else '…'} %}} … {{% endfor %}}"
        if owner not in self._loopless:
            self._report(line, f"{tag} is unknown: no loop around it calls anything “{owner}”", remedy)
        self._loopless.add(owner)
        self.shows |= {(name, part) for name in lists}

    def _check_name(self, line: Line, tag: str, name: str, bound: Mapping[str, str], prints: bool) -> None:
        if not prints:
            self.conditions.add(name)
        if name in bound:
            if prints and self.document.lists.get(bound[name]):
                self._report(
                    line, f"{tag} is a whole row of {bound[name]}", f"name its parts: {self._parts_of(bound[name])}"
                )
            if prints:
                self._shown(line, tag, (bound[name], ""))
        elif name not in self.document.everything:
            self._report_unknown(line, tag, name, bound)
        elif name in self.document.texts:
            if prints:
                self._shown(line, tag, ("", name))
        elif prints:
            self._report(line, *self._no_text(tag, name))

    def _report_unknown(self, line: Line, tag: str, name: str, bound: Mapping[str, str]) -> None:
        """A name that the document does not have; the nearest name counts as shown."""
        near = _nearest_name(name, {*self.document.everything, *bound})
        remedy = f"did you mean {near}?" if near else "take it out; docs/placeholders.md lists what there is"
        self._report(line, f"{tag} is unknown", remedy)
        self.shows.add((bound[near], "") if near in bound else ("", near))
        self.conditions.add(near)

    def _no_text(self, tag: str, name: str) -> tuple[str, str]:
        """What is wrong with a tag that prints a list or a condition, and what to do."""
        if name in self.document.lists:
            return f"{tag} is a list", f"go through it: {{% for x in {name} %}} … {{% endfor %}}"
        return f"{tag} is a condition, and shows nothing", f"write {{% if {name} %}} … {{% endif %}}"

    def _shown(self, line: Line, tag: str, what: tuple[str, str]) -> None:
        self.shows.add(what)
        self.controlled[what] |= {control for control, text in line.controls if tag in text}

    def _parts_of(self, name: str) -> str:
        return ", ".join(sorted(self.document.lists[name])) or "no parts: name the loop's own word"


def _nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name most like this one; empty where none is near."""
    return nearest(name, sorted(known), folded=str.casefold) or ""


def _common_place(kind: str) -> str:
    return {"p": "one cell, or in the text outside tables", "tr": "one table", "tc": "one row"}.get(kind, "")


def _other_words(line: Line, kind: str) -> str:
    """The other words in the paragraph, row or cell that a tag removes with itself."""
    if kind == "p":
        return _cut(ANY_TAG.sub("", line.text, count=1))
    element = line.within(kind)
    if element is None:
        return "it stands in no table"
    return _cut(ANY_TAG.sub("", "".join(element.itertext("{*}t")), count=1))


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39]}…"


def _has_left(opened: _Open, line: Line) -> bool:
    """Whether a line stands outside all that the block opened before it could hold."""
    outer = opened.line.element if not opened.kind else opened.line.element.getparent()
    if opened.kind in ("tr", "tc"):
        outer = opened.line.within(_ALONE_IN[opened.kind][1])
    return outer is not line.element and outer not in line.element.iterancestors()


def _same_place(line: Line, other: Line, kind: str) -> bool:
    """Whether a block opened in one line may be closed in another: whatever it leaves out, the rest is whole."""
    if not kind:
        return line.element is other.element
    if kind == "p":
        return line.element.getparent() is other.element.getparent()
    outer = _ALONE_IN[kind][1]
    return line.within(outer) is not None and line.within(outer) is other.within(outer)
