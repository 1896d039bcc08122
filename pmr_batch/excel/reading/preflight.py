"""Bytes to checked parts: everything that can be known of a file before its XML is parsed.

One flipped bit made one payroll number of another without any error, in every library: so every part
from which a value is taken is inflated within the limits, and checked against its checksum first. What
nobody reads is not inflated, and may be as it is: a logo may have its document type, a model its gigabyte.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    """The parts of a package by name, each inflated within the limits when it is taken, its checksum verified.

    Also XML that is not plain refuses the file when it is taken, and no sooner.
    """

    def __init__(self, entries: Mapping[str, zipfile.ZipInfo], inflater: _Inflater) -> None:
        self._entries = entries
        self._inflater = inflater
        self._checked: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        """The bytes of a part. Raises Refused."""
        if name not in self._checked:
            part = self._inflater.part(self._entries[name])
            self._checked[name] = _checked_xml(part, self._inflater.limits) if _is_xml(part) else part
        return self._checked[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def in_lower_case(self) -> Parts:
        """The same by names in lower case: they differ in nothing else."""
        return Parts({name.casefold(): entry for name, entry in self._entries.items()}, self._inflater)

    def whole(self) -> Parts:
        """The same, every part inflated, for a file that goes on as a whole. Raises Refused."""
        for entry in self._entries.values():
            self._inflater.part(entry)
        return self

    def checked(self) -> dict[str, bytes]:
        """All parts as they are stored, plain every one. Raises Refused."""
        for name in self:
            self[name]
        return {name: self._inflater.part(entry) for name, entry in self._entries.items()}


def parts_of(content: bytes, limits: Limits = LIMITS, *, workbook: bool = True) -> Parts:
    """The parts of a workbook; with `workbook` false, of any package. Raises Refused."""
    if len(content) > limits.file_bytes:
        raise Refused(
            f"is {len(content):,} bytes large, more than the {limits.file_bytes:,} that are read",
            f"Remove pictures and sheets that do not belong to the {limits.what}, and {limits.again}.",
        )
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(*reason_by_bytes(content))
    inflater = _Inflater(content, limits)
    parts = Parts({_name(entry): entry for entry in inflater.entries}, inflater)
    wrong = reason_by_parts(parts) if workbook else None
    if wrong:
        raise Refused(*wrong)
    return parts


def part_names(content: bytes) -> list[str]:
    """The names of the parts of a package, whatever it is; none where it is no package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return [_name(entry) for entry in package.infolist()]
    except Exception:  # noqa: BLE001  a damaged zip makes the library fail in more ways than it names
        return []


class _Inflater:
    """Inflates the parts of a zip, each once and all of them within the limits, whatever sizes its directory claims.

    Raises Refused.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.limits = limits
        self._left = limits.total_bytes
        self._inflated: dict[str, bytes] = {}
        with _damage_told():
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self.entries = self._zip.infolist()
            _check_entries(self.entries, limits)
            for entry in self.entries:
                # Compares its name in the directory with the one before its content.
                self._zip.open(entry).close()

    def part(self, entry: zipfile.ZipInfo) -> bytes:
        """The content of a part; zipfile compares its checksum at the end. Raises Refused."""
        if entry.filename not in self._inflated:
            with _damage_told():
                part = self._inflate(entry)
            self._left -= len(part)
            self._inflated[entry.filename] = part
        return self._inflated[entry.filename]

    def _inflate(self, entry: zipfile.ZipInfo) -> bytes:
        limits = self.limits
        grown = max(limits.ratio_from, limits.ratio * entry.compress_size)
        most = min(limits.part_bytes, self._left, grown)
        with self._zip.open(entry) as stream:
            part = stream.read(most + 1)
            size = len(part)
            if size > most and is_sheet(part):
                part, size = _without_blanks(stream, part, most, min(limits.sheet_bytes, grown), limits)
            elif size > most:
                raise Refused(_GROWS.format(what=limits.what), SAVE_AGAIN)
        if size != entry.file_size:
            raise Refused(_DAMAGED.format(what="a part is not as long as it says"), SEND_AGAIN)
        return part


@contextmanager
def _damage_told() -> Iterator[None]:
    """Whatever goes wrong with a zip is its damage. Raises Refused."""
    try:
        yield
    except (Refused, MemoryError):
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
