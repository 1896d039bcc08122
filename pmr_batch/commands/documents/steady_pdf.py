"""PDFs of LibreOffice without what differs from one time to the next: the same bytes for the same document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_DATE = re.compile(rb"(/CreationDate\(D:)[^)]*")
#: Numbers that LibreOffice makes of the moment: of the file, and of its content.
_NUMBERS = re.compile(rb"(/ID \[ <|(?<=[0-9A-F]>\n)<|/DocChecksum /)[0-9A-F]{32}")
_REFERENCE = re.compile(rb"\b(\d+)(?= 0 R\b)")
#: Where every object begins, and what comes after: the table at the end of a PDF.
_TABLE = re.compile(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [fn] \n)+)(trailer\n.*?startxref\n)\d+\n%%EOF\s*\Z", re.DOTALL)
_STREAM = b"\nstream\n"


def steady(content: bytes) -> bytes:
    """The same PDF, to be looked at and to be read out, without the moment of its making."""
    undated = _DATE.sub(lambda match: match[1] + b"19800101000000Z", content)
    unnamed = _in_order(_NUMBERS.sub(lambda match: match[1] + b"0" * 32, undated))
    number = hashlib.sha256(unnamed).hexdigest()[:32].upper().encode()
    return _NUMBERS.sub(lambda match: match[1] + number, unnamed)


def _in_order(content: bytes) -> bytes:
    """Its objects in the order in which they are named: LibreOffice writes fonts as they happen to lie in memory.

    Without a table in plain text, as later releases may write it, all stays as it is.
    """
    table = _TABLE.search(content)
    if table is None:
        return content
    lines = table[2].splitlines()
    starts = {number: int(line[:10]) for number, line in enumerate(lines) if line.endswith(b"n ")}
    ends = dict(zip(sorted(starts.values()), [*sorted(starts.values())[1:], table.start()], strict=True))
    objects = {number: content[start : ends[start]] for number, start in starts.items()}
    return _written(content[: min(starts.values())], objects, _numbers(objects, table[3]), table[3])


def _numbers(objects: Mapping[int, bytes], trailer: bytes) -> dict[int, int]:
    """The new number of each object: as it is first named from the trailer on; of no name, last."""
    numbers: dict[int, int] = {}
    waiting = [*sorted(objects, reverse=True), *_named(trailer)[::-1]]
    while waiting:
        number = waiting.pop()
        if number in objects and number not in numbers:
            numbers[number] = len(numbers) + 1
            waiting += _named(objects[number])[::-1]
    return numbers


def _named(part: bytes) -> list[int]:
    return [int(number) for number in _REFERENCE.findall(part.partition(_STREAM)[0])]


def _written(header: bytes, objects: Mapping[int, bytes], numbers: Mapping[int, int], trailer: bytes) -> bytes:
    def renamed(part: bytes) -> bytes:
        dictionary, stream, data = part.partition(_STREAM)
        return _REFERENCE.sub(lambda name: b"%d" % numbers.get(int(name[1]), 0), dictionary) + stream + data

    out, table = header, [b"0000000000 65535 f \n"]
    for old, new in numbers.items():
        table.append(b"%010d 00000 n \n" % len(out))
        out += b"%d" % new + renamed(objects[old]).removeprefix(b"%d" % old)
    return out + b"xref\n0 %d\n%s%s%d\n%%%%EOF\n" % (len(table), b"".join(table), renamed(trailer), len(out))
