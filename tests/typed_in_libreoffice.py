"""LibreOffice as somebody uses it: files opened, typed into, and saved as the Office files they were."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path

#: Opens a form, puts the cursor into each content control in turn, types a line of the words there, saves elsewhere.
_MACRO = """
Sub Fill(sForm As String, sWords As String, sSaved As String)
  oForm = Opened(sForm)
  oWords = CreateUnoService("com.sun.star.io.TextInputStream")
  oWords.setInputStream(CreateUnoService("com.sun.star.ucb.SimpleFileAccess").openFileRead(ConvertToURL(sWords)))
  oWords.setEncoding("UTF-8")
  oParts = oForm.Text.createEnumeration()
  Do While oParts.hasMoreElements()
    oPart = oParts.nextElement()
    If oPart.supportsService("com.sun.star.text.TextTable") Then
      For Each sName In oPart.getCellNames()
        FillCell(oForm, oPart.getCellByName(sName), oWords)
      Next
    End If
  Loop
  SaveAndClose(oForm, "MS Word 2007 XML", sSaved)
End Sub

Sub FillCell(oForm, oCell, oWords)
  oLines = oCell.createEnumeration()
  Do While oLines.hasMoreElements()
    oPieces = oLines.nextElement().createEnumeration()
    Do While oPieces.hasMoreElements()
      oPiece = oPieces.nextElement()
      If oPiece.TextPortionType = "ContentControl" And Not oWords.isEOF() Then
        TypeIn(oForm, oPiece.ContentControl, oWords.readLine())
      End If
    Loop
  Loop
End Sub

Sub TypeIn(oForm, oControl, sWords)
  If sWords = "" Then Exit Sub
  oForm.CurrentController.getViewCursor().gotoRange(oControl.getStart(), False)
  oDispatcher = CreateUnoService("com.sun.star.frame.DispatchHelper")
  oFrame = oForm.CurrentController.Frame
  Dim aText(0) As New com.sun.star.beans.PropertyValue
  aText(0).Name = "Text"
  aLines = Split(sWords, "|")
  For i = 0 To UBound(aLines)
    If i > 0 Then oDispatcher.executeDispatch(oFrame, ".uno:InsertLinebreak", "", 0, Array())
    aText(0).Value = aLines(i)
    oDispatcher.executeDispatch(oFrame, ".uno:InsertText", "", 0, aText())
  Next
End Sub
"""
#: Opens a workbook, types into a cell as somebody would, saves elsewhere.
_CELL_MACRO = """
Sub TypeInCell(sBook As String, sSheet As String, sCell As String, sText As String, sSaved As String)
  oBook = Opened(sBook)
  oBook.Sheets.getByName(sSheet).getCellRangeByName(sCell).setFormula(sText)
  SaveAndClose(oBook, "Calc MS Excel 2007 XML", sSaved)
End Sub
"""
_FILES_MACRO = """
Function Opened(sFile As String)
  Dim aHidden(0) As New com.sun.star.beans.PropertyValue
  aHidden(0).Name = "Hidden"
  aHidden(0).Value = True
  Opened = StarDesktop.loadComponentFromURL(ConvertToURL(sFile), "_blank", 0, aHidden())
End Function

Sub SaveAndClose(oFile, sFilter As String, sSaved As String)
  Dim aFilter(0) As New com.sun.star.beans.PropertyValue
  aFilter(0).Name = "FilterName"
  aFilter(0).Value = sFilter
  oFile.storeToURL(ConvertToURL(sSaved), aFilter())
  oFile.close(True)
End Sub
"""
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="http://openoffice.org/2000/script" '
    'script:name="Typed" script:language="StarBasic">{}</script:module>'
)
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?><library:library xmlns:library="http://openoffice.org/2000/library" '
    'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Typed"/></library:library>'
)


def saved_again(files: Sequence[Path], profile: Path, to: Path) -> list[Path]:
    """Forms or workbooks as LibreOffice saves them when nobody writes in them; this also makes the profile."""
    _soffice(profile, "--convert-to", files[0].suffix[1:], "--outdir", str(to), *map(str, files))
    return [to / file.name for file in files]


def typed_in(form: Path, words: Sequence[str], profile: Path, saved: Path) -> Path:
    """A form with words typed into its content controls, in their order; "|" is a line break, "" leaves one alone."""
    lines = saved.with_suffix(".words")
    lines.write_text("\n".join(words), "utf-8")
    return run_macro(_MACRO, f"Fill({form},{lines},{saved})", profile, saved)


def typed_in_cell(book: Path, place: tuple[str, str], text: str, profile: Path, saved: Path) -> Path:
    """A workbook with text typed into a cell of a sheet."""
    return run_macro(_CELL_MACRO, f"TypeInCell({book},{','.join(place)},{text},{saved})", profile, saved)


def run_macro(macro: str, call: str, profile: Path, saved: Path) -> Path:
    """A call of a macro, in a profile that is there; it takes no blanks or commas in what it is given."""
    library = profile / "user/basic/Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "Typed.xba").write_text(_MODULE.format(escape(macro + _FILES_MACRO)), "utf-8")
    (library / "script.xlb").write_text(_LIBRARY, "utf-8")
    _soffice(profile, f"macro:///Standard.Typed.{call}")
    assert saved.is_file(), "the macro did not run to its end"
    return saved


def _soffice(profile: Path, *arguments: str) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
