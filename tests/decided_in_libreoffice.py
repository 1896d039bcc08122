"""A committee's workbook as a person fills it in in LibreOffice: cell by cell, sorted, and saved as Excel has it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from html import escape
from pathlib import Path

#: Opens the workbook, types line by line "cell|words" as the keyboard does, sorts the rows, saves elsewhere.
_MACRO = """
Sub Decide(sBook As String, sWords As String, sSaved As String, sRows As String, nColumn As Integer)
  Dim aHidden(0) As New com.sun.star.beans.PropertyValue
  aHidden(0).Name = "Hidden"
  aHidden(0).Value = True
  oBook = StarDesktop.loadComponentFromURL(ConvertToURL(sBook), "_blank", 0, aHidden())
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
  Dim aExcel(0) As New com.sun.star.beans.PropertyValue
  aExcel(0).Name = "FilterName"
  aExcel(0).Value = "Calc MS Excel 2007 XML"
  oBook.storeToURL(ConvertToURL(sSaved), aExcel())
  oBook.close(True)
End Sub
"""
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="http://openoffice.org/2000/script" '
    'script:name="Committee" script:language="StarBasic">{}</script:module>'
)
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?><library:library xmlns:library="http://openoffice.org/2000/library" '
    'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Committee"/></library:library>'
)


def decided_in_libreoffice(
    book: Path, words: Mapping[str, str], rows: str, column: int, profile: Path, saved: Path
) -> Path:
    """The workbook with words typed into cells, its rows (a range) sorted by a column from 0, from behind."""
    _soffice(profile, "--convert-to", "xlsx", "--outdir", str(profile / "first"), str(book))  # makes the profile
    library = profile / "user/basic/Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "Committee.xba").write_text(_MODULE.format(escape(_MACRO)), "utf-8")
    (library / "script.xlb").write_text(_LIBRARY, "utf-8")
    lines = saved.with_suffix(".words")
    lines.write_text("\n".join(f"{cell}|{word}" for cell, word in words.items()), "utf-8")
    _soffice(profile, f"macro:///Standard.Committee.Decide({book},{lines},{saved},{rows},{column})")
    assert saved.is_file(), "the macro did not run to its end"
    return saved


def _soffice(profile: Path, *arguments: str) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
