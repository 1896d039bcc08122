"""A committee's workbook as a person fills it in in LibreOffice: cell by cell, sorted, and saved as Excel has it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from typed_in_libreoffice import run_macro, saved_again

#: Opens the workbook, types line by line "cell|words" as the keyboard does, sorts the rows, saves elsewhere.
_MACRO = """
Sub Decide(sBook As String, sWords As String, sSaved As String, sRows As String, nColumn As Integer)
  oBook = Opened(sBook)
  oSheet = oBook.Sheets.getByName("Recommendations")
  oWords = CreateUnoService("com.sun.star.io.TextInputStream")
  oWords.setInputStream(CreateUnoService("com.sun.star.ucb.SimpleFileAccess").openFileRead(ConvertToURL(sWords)))
  oWords.setEncoding("UTF-8")
  Do While Not oWords.isEOF()
    aLine = Split(oWords.readLine(), "|")
    If UBound(aLine) = 1 Then oSheet.getCellRangeByName(aLine(0)).setFormula(aLine(1))
  Loop
  Dim aField(0) As New com.sun.star.table.TableSortField
  aField(0).Field = nColumn
  aField(0).IsAscending = False
  Dim aSort(0) As New com.sun.star.beans.PropertyValue
  aSort(0).Name = "SortFields"
  aSort(0).Value = aField()
  oSheet.getCellRangeByName(sRows).sort(aSort())
  SaveAndClose(oBook, "Calc MS Excel 2007 XML", sSaved)
End Sub
"""


def decided_in_libreoffice(
    book: Path, words: Mapping[str, str], rows: str, column: int, profile: Path, saved: Path
) -> Path:
    """The workbook with words typed into cells, its rows (a range) sorted by a column from 0, from behind."""
    saved_again([book], profile, profile / "first")
    lines = saved.with_suffix(".words")
    lines.write_text("\n".join(f"{cell}|{word}" for cell, word in words.items()), "utf-8")
    return run_macro(_MACRO, f"Decide({book},{lines},{saved},{rows},{column})", profile, saved)
