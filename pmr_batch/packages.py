"""Packages (.xlsx, .docx): what is the same in many of them is compressed once, and only joined to the rest."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmr_batch.files import FIXED_STAMP

_LEVEL = 6
_RAW_DEFLATE = -zlib.MAX_WBITS
_DEFLATED, _VERSION, _UTF_8 = 8, 20, 0x800
_YEAR, _MONTH, _DAY = FIXED_STAMP[:3]
#: The fixed moment as a zip has it: its time, and its day.
_STAMP = (0, (_YEAR - 1980) << 9 | _MONTH << 5 | _DAY)
#: What ends a part of which nothing is compressed anew: an empty last block.
_END_OF_DEFLATED = b"\3\0"
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")


@dataclass(frozen=True, eq=False)
class Pressed:
    """Bytes of a part, and the same deflated to a byte's end with nothing to look back to: ready to be joined."""

    plain: bytes
    deflated: bytes
    checksum: int


#: A part of a package, as pieces in their order.
Pieces = Sequence[bytes | Pressed]


def pressed(plain: bytes) -> Pressed:
    """Compress what is used again and again."""
    press = _press()
    return Pressed(plain, press.compress(plain) + press.flush(zlib.Z_FULL_FLUSH), zlib.crc32(plain))


def zipped(parts: Mapping[str, Pieces]) -> bytes:
    """The package of parts by name, in their order, with fixed stamps: the same bytes for the same parts."""
    bodies: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, pieces in parts.items():
        encoded = name.encode()
        deflated, checksum, size = _deflated(pieces)
        sizes = (checksum, len(deflated), size, len(encoded), 0)
        head = _LOCAL.pack(b"PK\3\4", _VERSION, _UTF_8, _DEFLATED, *_STAMP, *sizes)
        entry = _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, _UTF_8, _DEFLATED, *_STAMP, *sizes, 0, 0, 0, 0, at)
        bodies += [head, encoded, deflated]
        directory += [entry, encoded]
        at += len(head) + len(encoded) + len(deflated)
    listed = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(listed), at, 0)
    return b"".join((*bodies, listed, end))


def _deflated(pieces: Pieces) -> tuple[bytes, int, int]:
    """A part deflated, its checksum and its size."""
    press = None
    out: list[bytes] = []
    checksum = size = 0
    for piece in pieces:
        if isinstance(piece, Pressed):
            out += [press.flush(zlib.Z_FULL_FLUSH), piece.deflated] if press else [piece.deflated]
            plain = piece.plain
            checksum = zlib.crc32(plain, checksum) if size else piece.checksum
        else:
            press = press or _press()
            out.append(press.compress(piece))
            plain = piece
            checksum = zlib.crc32(plain, checksum)
        size += len(plain)
    return b"".join((*out, press.flush(zlib.Z_FINISH) if press else _END_OF_DEFLATED)), checksum, size


def _press() -> zlib._Compress:
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW_DEFLATE)
