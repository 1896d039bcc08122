"""Notes that hang on cells: their texts, and the yellow boxes that Excel shows them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmr_batch.excel.writing.addresses import address
from pmr_batch.excel.writing.palette import FONT
from pmr_batch.excel.writing.parts import DECLARATION, MAIN
from pmr_batch.excel.writing.sheet_xml import escaped

#: Pixels: a note's width, the height of its lines, where it begins beside its cell.
_WIDE, _LINE, _RIGHT, _DOWN, _DOWN_FIRST = 280, 18, 15, 10, 2
_LETTERS_OF_A_LINE = 40
#: Pixels of a column and row of no declared size, of a character and of a cell's edges; of a point.
_COLUMN, _ROW, _CHARACTER, _EDGES, _POINT = 64, 20, 7, 5, 4 / 3
#: A block of numbers of shapes: Excel gives each sheet its own.
_BLOCK = 1024
_SHAPES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{shapes}</xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:{left:g}pt;'
    'margin-top:{top:g}pt;width:{wide:g}pt;height:{high:g}pt;z-index:{order};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_FONT = f'<rPr><sz val="10"/><color indexed="81"/><rFont val="{FONT}"/><family val="2"/></rPr>'


@dataclass(frozen=True)
class Notes:
    """The notes of a sheet by cell, rows and columns from 0; widths in characters, heights in points."""

    texts: Mapping[tuple[int, int], str]
    widths: Mapping[int, float]
    heights: Mapping[int, float]

    def comments(self) -> bytes:
        """The part that holds the texts."""
        inside = "".join(
            f'<comment ref="{address(*place)}" authorId="0"><text><r>{_FONT}'
            f'<t xml:space="preserve">{escaped(text)}</t></r></text></comment>'
            for place, text in sorted(self.texts.items())
        )
        return (
            f'{DECLARATION}<comments xmlns="{MAIN}"><authors><author></author></authors>'
            f"<commentList>{inside}</commentList></comments>"
        ).encode()

    def shapes(self, block: int) -> bytes:
        """The part that holds the boxes, numbered from a block of the sheet's own."""
        blocks = ",".join(str(block + at) for at in range(len(self.texts) // _BLOCK + 1))
        widths = {at: int(wide * _CHARACTER + 0.5) + _EDGES for at, wide in self.widths.items()}
        heights = {at: int(points * _POINT) for at, points in self.heights.items()}
        shapes = (
            _shape(block * _BLOCK + at, at, place, text, widths, heights)
            for at, (place, text) in enumerate(sorted(self.texts.items()), 1)
        )
        return _SHAPES.format(block=blocks, shapes="".join(shapes)).encode()


def _shape(
    number: int,
    order: int,
    place: tuple[int, int],
    text: str,
    widths: Mapping[int, int],
    heights: Mapping[int, int],
) -> str:
    """The box of a note beside its cell; sizes of columns and rows are pixels."""
    row, column = place
    high = _LINE * (2 + len(text) // _LETTERS_OF_A_LINE + text.count("\n"))
    first_row, down = (row - 1, _DOWN) if row else (0, _DOWN_FIRST)
    left = _length(widths, _COLUMN, column + 1) + _RIGHT
    top = _length(heights, _ROW, first_row) + down
    across = _end(column + 1, _RIGHT + _WIDE, widths, _COLUMN)
    below = _end(first_row, down + high, heights, _ROW)
    anchor = (column + 1, _RIGHT, first_row, down, *across, *below)
    return _SHAPE.format(
        id=number,
        left=left / _POINT,
        top=top / _POINT,
        wide=_WIDE / _POINT,
        high=high / _POINT,
        order=order,
        anchor=", ".join(map(str, anchor)),
        row=row,
        column=column,
    )


def _length(sizes: Mapping[int, int], standard: int, before: int) -> int:
    """The pixels of all columns or rows before one."""
    return standard * before + sum(size - standard for at, size in sizes.items() if at < before)


def _end(first: int, length: int, sizes: Mapping[int, int], standard: int) -> tuple[int, int]:
    """The column or row in which a stretch of pixels ends, and how far into it."""
    at = first
    while length >= sizes.get(at, standard):
        length -= sizes.get(at, standard)
        at += 1
    return at, length
