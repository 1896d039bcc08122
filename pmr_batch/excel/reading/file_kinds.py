"""What a file with a workbook's name is instead, in the words of an office."""

from __future__ import annotations

from collections.abc import Mapping

from pmr_batch.excel.reading.reading_limits import SAVE_AGAIN, SEND_AGAIN

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
#: What encrypts by a label or by rights, for which there is no password to take out.
_RIGHTS_MANAGED = ("DRMEncrypted".encode("utf-16-le"), "DRMContent".encode("utf-16-le"))
Reason = tuple[str, str]

PROTECTED: Reason = (
    "is protected with a password",
    "Open it, remove the password (File, Info) and save it as .xlsx; or, at the trust, name a file that holds its "
    "password with --password-file.",
)
_LABELLED: Reason = (
    "is encrypted by a sensitivity label or rights management, which let nobody else open it",
    "Open it in Excel, choose a label without encryption (Home, Sensitivity) or lift the restriction (File, Info, "
    "Protect Workbook), save it as .xlsx and send that.",
)
_PARTS: tuple[tuple[str, Reason], ...] = (
    ("xl/workbook.bin", ("is a binary Excel workbook (.xlsb)", SAVE_AGAIN)),
    ("word/document.xml", ("is a Word document under an Excel name", "Send the workbook itself.")),
    ("ppt/presentation.xml", ("is a presentation under an Excel name", "Send the workbook itself.")),
)


def reason_by_bytes(content: bytes) -> Reason:
    """Why a file that does not begin as a zip is no workbook, and what to do."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content.strip(b"\x00"):
        return ("holds nothing but zeros" if content else "is empty (0 bytes)"), SEND_AGAIN
    if content.startswith(_OLE):
        return _ole(content)
    if start.startswith(b"%PDF"):
        return "is a PDF under an Excel name", "Send the workbook itself, not a print of it."
    if start[:1] == b"<":
        return "is a web page or XML text under an Excel name", SAVE_AGAIN
    if b"PK\x03\x04" in content:
        return "is a zip with other content before it", SAVE_AGAIN
    return _text(start)


def is_protected(content: bytes) -> bool:
    """Whether it is an Office file with a password."""
    return content.startswith(_OLE) and _ENCRYPTED_STREAM in content and not is_labelled(content)


def is_labelled(content: bytes) -> bool:
    """Whether it is an Office file that a sensitivity label or rights management encrypts."""
    return content.startswith(_OLE) and any(mark in content for mark in _RIGHTS_MANAGED)


def _ole(content: bytes) -> Reason:
    if is_labelled(content):
        return _LABELLED
    if is_protected(content):
        return PROTECTED
    return "is a workbook of Excel 97 to 2003 (.xls), or another old Office file", SAVE_AGAIN


def _text(start: bytes) -> Reason:
    if b"\x00" in start:
        return "is no Excel workbook", SAVE_AGAIN
    separated = any(mark in start.split(b"\n")[0] for mark in (b",", b";", b"\t"))
    return ("is a CSV text file" if separated else "is a text file") + " under an Excel name", SAVE_AGAIN


def reason_by_parts(parts: Mapping[str, bytes]) -> Reason | None:
    """Why a zip is no workbook, and what to do; None where it may be one."""
    names = {name.casefold() for name in parts}
    for name, reason in _PARTS:
        if name in names:
            return reason
    mimetype = parts.get("mimetype", b"")
    if mimetype.startswith(b"application/vnd.oasis"):
        return "is an OpenDocument file (.ods)", SAVE_AGAIN
    if "[content_types].xml" not in names or "_rels/.rels" not in names:
        return "is a zip of other files under an Excel name", "Unpack it and send the workbook itself."
    return None
