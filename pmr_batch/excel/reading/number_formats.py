"""How a number in a cell is shown, for the columns where the shown text is the value."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from pmr_batch.excel.reading.package import parsed

#: Formats that every workbook has without naming them; the others show plainly.
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_ZEROS = re.compile(r"0+")
_NUMBER = re.compile(r"(£?)(#,##)?0(?:\.(0+))?(%?)")
#: Excel's own limits: of the characters of a format, and of the digits before or behind a number's point.
_LONGEST_FORMAT, _MOST_DIGITS = 255, 310
_MARKS = re.compile(r"""\\(.)|"([^"]*)"|\[[^\]]*\]|_.|\*.""")


class Styles:
    """Number formats by the number of a cell's style."""

    def __init__(self, part: bytes | None) -> None:
        self._part = part

    @cached_property
    def _formats(self) -> list[str]:
        if self._part is None:
            return []
        root = parsed(self._part, "its list of formats")
        own = {entry.get("numFmtId"): entry.get("formatCode", "") for entry in root.iterfind("{*}numFmts/{*}numFmt")}
        used = [style.get("numFmtId", "0") for style in root.iterfind("{*}cellXfs/{*}xf")]
        return [own.get(number) or _BUILT_IN.get(int(number), "General") for number in used]

    def shown(self, text: str, style: int) -> str:
        """The number that is stored as `text` as the cell shows it: 1041 under 00000 is 01041.

        What is no number that Excel can hold stays as stored.
        """
        formats = self._formats
        code = formats[style] if 0 <= style < len(formats) else "General"
        code = code if len(code) <= _LONGEST_FORMAT else "General"
        code = _MARKS.sub(lambda mark: mark[1] or mark[2] or "", code.split(";")[0]).strip()
        try:
            number = Decimal(text)
            is_one = number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS
            return _formatted(number, code) if is_one else text
        except ArithmeticError:
            return text


def _formatted(number: Decimal, code: str) -> str:
    if _ZEROS.fullmatch(code) and number >= 0:
        return f"{_rounded(number, 0):f}".zfill(len(code))
    match = _NUMBER.fullmatch(code)
    if match is None:
        return plain(number)
    pound, thousands, decimals, percent = match.groups()
    shown = _rounded(number * 100 if percent else number, len(decimals or ""))
    return f"{pound}{shown:{',' if thousands else ''}f}{percent}"


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
