"""LibreOffice as somebody uses it: forms opened, typed in place by place with the keyboard, and saved as Word files."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path

#: Opens a form, puts the cursor into each content control in turn, types a line of the words there, saves elsewhere.
_MACRO = """
Sub Fill(sForm As String, sWords As String, sSaved As String)
  Dim aHidden(0) As New com.sun.star.beans.PropertyValue
  aHidden(0).Name = "Hidden"
  aHidden(0).Value = True
  oForm = StarDesktop.loadComponentFromURL(ConvertToURL(sForm), "_blank", 0, aHidden())
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
  Dim aWord(0) As New com.sun.star.beans.PropertyValue
  aWord(0).Name = "FilterName"
  aWord(0).Value = "MS Word 2007 XML"
  oForm.storeToURL(ConvertToURL(sSaved), aWord())
  oForm.close(True)
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
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="http://openoffice.org/2000/script" '
    'script:name="Form" script:language="StarBasic">{}</script:module>'
)
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?><library:library xmlns:library="http://openoffice.org/2000/library" '
    'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Form"/></library:library>'
)


def saved_again(forms: Sequence[Path], profile: Path, to: Path) -> list[Path]:
    """Forms as LibreOffice saves them when nobody writes in them; this also makes the profile."""
    _soffice(profile, "--convert-to", "docx", "--outdir", str(to), *map(str, forms))
    return [to / form.name for form in forms]


def typed_in(form: Path, words: Sequence[str], profile: Path, saved: Path) -> Path:
    """A form with words typed into its content controls, in their order; "|" is a line break, "" leaves one alone."""
    library = profile / "user/basic/Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "Form.xba").write_text(_MODULE.format(escape(_MACRO)), "utf-8")
    (library / "script.xlb").write_text(_LIBRARY, "utf-8")
    lines = saved.with_suffix(".words")
    lines.write_text("\n".join(words), "utf-8")
    _soffice(profile, f"macro:///Standard.Form.Fill({form},{lines},{saved})")
    assert saved.is_file(), "the macro did not run to its end"
    return saved


def _soffice(profile: Path, *arguments: str) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
