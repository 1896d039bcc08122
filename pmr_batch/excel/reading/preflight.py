"""Bytes to checked parts: everything that can be known of a file before its XML is parsed.

One flipped bit made one payroll number of another without any error, in every library: so every
part is inflated within the limits and checked against its checksum before a value is used. Only parts
that are read are held to the rules of plain XML: a logo may have its document type.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO

from pmr_batch.excel.reading.blank_rows import is_sheet, without_blanks
from pmr_batch.excel.reading.file_kinds import reason_by_bytes, reason_by_parts
from pmr_batch.excel.reading.reading_limits import LIMITS, SAVE_AGAIN, SEND_AGAIN, Limits, Refused

_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_UTF8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_BOM = b"\xef\xbb\xbf"
_TOO_FULL = "Delete the empty rows below the tables and what does not belong to the {what}, and {again}."
_DAMAGED = "is damaged: {what}"
_GROWS = "grows beyond all measure when it is opened, as no {what} does"
_ONE_FILE = "Open it in Excel, see that it shows what you want to send, and save it under a new name (.xlsx)."
_CHUNK = 1_000_000


class Parts(Mapping[str, bytes]):
    """The parts of a package by name, every checksum verified.

    XML that is not plain refuses the file when it is taken, and no sooner: what nobody reads may be written as it is.
    """

    def __init__(self, parts: Mapping[str, bytes], limits: Limits) -> None:
        self._parts = dict(parts)
        self._limits = limits
        self._checked: set[str] = set()

    def __getitem__(self, name: str) -> bytes:
        """The bytes of a part. Raises Refused for XML that is not plain."""
        part = self._parts[name]
        if name not in self._checked and _is_xml(part):
            self._parts[name] = part = _checked_xml(part, self._limits)
        self._checked.add(name)
        return part

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def in_lower_case(self) -> Parts:
        """The same by names in lower case: they differ in nothing else."""
        return Parts({name.casefold(): part for name, part in self._parts.items()}, self._limits)

    def checked(self) -> dict[str, bytes]:
        """All parts, plain every one, for a file that goes on as a whole. Raises Refused."""
        return {name: self[name] for name in self}


def parts_of(content: bytes, limits: Limits = LIMITS, *, workbook: bool = True) -> Parts:
    """The parts of a workbook; with `workbook` false, of any package. Raises Refused."""
    if len(content) > limits.file_bytes:
        raise Refused(
            f"is {len(content):,} bytes large, more than the {limits.file_bytes:,} that are read",
            f"Remove pictures and sheets that do not belong to the {limits.what}, and {limits.again}.",
        )
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(*reason_by_bytes(content))
    parts = _inflated(content, limits)
    wrong = reason_by_parts(parts) if workbook else None
    if wrong:
        raise Refused(*wrong)
    return Parts(parts, limits)


def part_names(content: bytes) -> list[str]:
    """The names of the parts of a package, whatever it is; none where it is no package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return [_name(entry) for entry in package.infolist()]
    except Exception:  # noqa: BLE001  a damaged zip makes the library fail in more ways than it names
        return []


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


def _name(entry: zipfile.ZipInfo) -> str:
    """A part's name; some programs write backslashes."""
    return entry.filename.replace("\\", "/")


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Check the directory of the zip before anything is inflated."""
    if len(entries) > limits.parts:
        raise Refused(f"has {len(entries):,} parts inside, more than the {limits.parts:,} that are read", SAVE_AGAIN)
    if min((entry.header_offset for entry in entries), default=0):
        raise Refused("has another file before it, so that nobody can tell which is meant", _ONE_FILE)
    for name, times in Counter(_name(entry).casefold() for entry in entries).items():
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
        grown = max(limits.ratio_from, limits.ratio * entry.compress_size)
        most = min(limits.part_bytes, left, grown)
        with package.open(entry) as stream:
            part = stream.read(most + 1)
            size = len(part)
            if size > most and is_sheet(part):
                part, size = _without_blanks(stream, part, most, min(limits.sheet_bytes, grown), limits)
            elif size > most:
                raise Refused(_GROWS.format(what=limits.what), SAVE_AGAIN)
        if size != entry.file_size:
            raise Refused(_DAMAGED.format(what="a part is not as long as it says"), SEND_AGAIN)
        left -= len(part)
        parts[_name(entry)] = part
    return parts


def _without_blanks(stream: IO[bytes], start: bytes, most: int, most_read: int, limits: Limits) -> tuple[bytes, int]:
    """A sheet that is too long, read on without its blank rows and cells, and how long it is with them.

    Raises Refused where it is too long all the same.
    """
    kept: list[bytes] = []
    chunk, rest, read, size = start, b"", 0, 0
    while chunk:
        read += len(chunk)
        whole, end, rest = (rest + chunk).rpartition(b">")
        kept.append(without_blanks(whole + end))
        size += len(kept[-1])
        if read > most_read or size > most:
            raise Refused(_GROWS.format(what=limits.what), _too_full(limits) if read <= most_read else SAVE_AGAIN)
        chunk = stream.read(_CHUNK)
    return b"".join(kept) + rest, read


def _too_full(limits: Limits) -> str:
    return _TOO_FULL.format(what=limits.what, again=limits.again)


def _is_xml(part: bytes) -> bool:
    """By its first sign, for a part may bear any name."""
    return part[:64].lstrip(_BOM + b"\xff\xfe\x00 \t\r\n")[:1] == b"<"


def _checked_xml(part: bytes, limits: Limits) -> bytes:
    """UTF-8 without a document type: entities can grow or reach outside, other encodings be misread. Raises Refused.

    A sheet with too many tags is given without its blank rows and cells.
    """
    if b"\x00" in part[:64] or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("is written in another character encoding (UTF-16) than Excel uses", SAVE_AGAIN)
    if part.count(b"<") > limits.tags:
        part = without_blanks(part) if is_sheet(part) else part
        if part.count(b"<") > limits.tags:
            raise Refused(f"has far more in it than a {limits.what} has", _too_full(limits))
    declared = _ENCODING.match(part.removeprefix(_BOM))
    if declared and declared[1].lower() not in _UTF8:
        raise Refused("is written in another character encoding than Excel uses", SAVE_AGAIN)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refused("holds a document type declaration, as no workbook does", SAVE_AGAIN)
    return part
