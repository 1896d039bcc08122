"""The text of a paragraph itself: leaf by leaf, without that of text boxes in it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pmr_batch.word.filling.places import W

TEXT, SYMBOL = f"{W}t", f"{W}sym"
#: What the elements that are no text stand for in a line.
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
LEAVES = (TEXT, SYMBOL, *SIGNS)
_BESIDE = (f"{W}txbxContent", f"{W}tabs")


def own_leaves(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The leaves of a paragraph's own line, in order."""
    return (leaf for leaf in paragraph.iter(*LEAVES) if _is_own(leaf, paragraph))


def _is_own(leaf: etree._Element, paragraph: etree._Element) -> bool:
    for above in leaf.iterancestors():
        if above is paragraph:
            return True
        if above.tag in _BESIDE or above.tag == f"{W}p":
            return False
    return False


def plain_text(leaves: Iterator[etree._Element] | list[etree._Element]) -> str:
    """The text of leaves; symbols are left out."""
    return "".join(SIGNS.get(leaf.tag, leaf.text or "") for leaf in leaves)


def within_control(element: etree._Element) -> bool:
    """Whether an element is in a content control."""
    return next(element.iterancestors(f"{W}sdt"), None) is not None


def removed(element: etree._Element) -> None:
    """Take an element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def joined_with_next(paragraph: etree._Element) -> None:
    """A paragraph whose mark is not shown goes on in the next one, whose look it takes; without a next one it stays."""
    following = next((other for other in paragraph.itersiblings() if other.tag in _BLOCKS), None)
    if following is None or following.tag != f"{W}p":
        return
    look = following.find(f"{W}pPr")
    at = 0 if look is None else following.index(look) + 1
    for child in [child for child in paragraph if child.tag != f"{W}pPr"]:
        following.insert(at, child)
        at += 1
    removed(paragraph)


_BLOCKS = (f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}sectPr")
