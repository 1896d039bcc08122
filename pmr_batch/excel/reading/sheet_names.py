"""The names of a workbook's sheets, by which kinds of workbooks are told apart before one is read."""

from __future__ import annotations

import io
import zipfile

from pmr_batch.excel.reading.package import parsed
from pmr_batch.excel.reading.reading_limits import LIMITS

_BOOK = "xl/workbook.xml"


def sheet_names(content: bytes) -> tuple[str, ...]:
    """The names as the workbook lists them; none where it is no workbook, or damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(_BOOK) as stream:
            book = parsed(stream.read(LIMITS.ratio_from), "its list of sheets")
        return tuple(sheet.get("name", "") for sheet in book.iterfind("{*}sheets/{*}sheet"))
    except Exception:  # noqa: BLE001  a damaged zip makes the library fail in more ways than it names
        return ()
