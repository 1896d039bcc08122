"""Bytes to checked parts: everything that can be known of a file before its XML is parsed.

One flipped bit made one payroll number of another without any error, in every library: so every
part is inflated within the limits and checked against its checksum before a value is used.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping

from pmr_batch.excel.reading.file_kinds import reason_by_bytes, reason_by_parts
from pmr_batch.excel.reading.reading_limits import LIMITS, SAVE_AGAIN, SEND_AGAIN, Limits, Refused

_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_UTF8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_BOM = b"\xef\xbb\xbf"
_TOO_FULL = "Delete the empty rows below the tables and what does not belong to the return, and send it again."
_DAMAGED = "is damaged: {what}"


def parts_of(content: bytes, limits: Limits = LIMITS, *, workbook: bool = True) -> Mapping[str, bytes]:
    """The parts of a workbook by name, every checksum verified; with `workbook` false, of any package.

    Raises Refused.
    """
    if len(content) > limits.file_bytes:
        raise Refused(
            f"is {len(content):,} bytes large, more than the {limits.file_bytes:,} that are read",
            "Remove pictures and sheets that do not belong to the return, and send it again.",
        )
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(*reason_by_bytes(content))
    parts = _inflated(content, limits)
    wrong = reason_by_parts(parts) if workbook else None
    if wrong:
        raise Refused(*wrong)
    for part in parts.values():
        if _is_xml(part):
            _check_xml(part, limits)
    return parts


def _inflated(content: bytes, limits: Limits) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _check_entries(entries, limits)
            return _read_all(package, entries, limits)
    except Refused:
        raise
    except Exception:  # noqa: BLE001  a damaged zip makes the library fail in more ways than it names
        raise Refused(_DAMAGED.format(what="it is not whole, or was changed on its way"), SEND_AGAIN) from None


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Check the directory of the zip before anything is inflated."""
    if len(entries) > limits.parts:
        raise Refused(f"has {len(entries):,} parts inside, more than the {limits.parts:,} that are read", SAVE_AGAIN)
    for name, times in Counter(entry.filename.casefold() for entry in entries).items():
        if times > 1:
            raise Refused(_DAMAGED.format(what=f"its part {name} is there {times} times"), SAVE_AGAIN)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise Refused("holds parts that are encrypted", "Save it without a password and send that.")
        if entry.compress_type not in _METHODS:
            raise Refused("is compressed in a way that Excel does not use", SAVE_AGAIN)
        if _OUTSIDE.search(entry.filename) or _OUTSIDE.search(entry.orig_filename):
            raise Refused("names parts outside itself, as no workbook does", SAVE_AGAIN)


def _read_all(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> dict[str, bytes]:
    """Inflate within the limits, whatever sizes the directory claims; zipfile checks the checksum at the end."""
    parts: dict[str, bytes] = {}
    left = limits.total_bytes
    for entry in entries:
        most = min(limits.part_bytes, left, max(limits.ratio_from, limits.ratio * entry.compress_size))
        with package.open(entry) as stream:
            part = stream.read(most + 1)
        if len(part) > most:
            raise Refused("grows beyond all measure when it is opened, as no return does", SAVE_AGAIN)
        if len(part) != entry.file_size:
            raise Refused(_DAMAGED.format(what="a part is not as long as it says"), SEND_AGAIN)
        left -= len(part)
        parts[entry.filename] = part
    return parts


def _is_xml(part: bytes) -> bool:
    """By its first sign, for a part may bear any name."""
    return part[:64].lstrip(_BOM + b"\xff\xfe\x00 \t\r\n")[:1] == b"<"


def _check_xml(part: bytes, limits: Limits) -> None:
    """UTF-8 without a document type: entities can grow or reach outside, other encodings be misread."""
    if b"\x00" in part[:64] or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("is written in another character encoding (UTF-16) than Excel uses", SAVE_AGAIN)
    if part.count(b"<") > limits.tags:
        raise Refused("has far more in it than a return has", _TOO_FULL)
    declared = _ENCODING.match(part.removeprefix(_BOM))
    if declared and declared[1].lower() not in _UTF8:
        raise Refused("is written in another character encoding than Excel uses", SAVE_AGAIN)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refused("holds a document type declaration, as no workbook does", SAVE_AGAIN)
