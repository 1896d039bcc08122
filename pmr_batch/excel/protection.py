"""Files with a password, as Excel and Word protect them (ECMA-376): opened, and written (agile, AES-256)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

from pmr_batch.errors import OutputError
from pmr_batch.excel.reading.file_kinds import is_protected
from pmr_batch.excel.reading.reading_limits import LIMITS, SAVE_AGAIN, SEND_AGAIN, Limits, Refused
from pmr_batch.files import read_file
from pmr_batch.passwords import Passwords

#: The endings of what can be protected.
ENDINGS = (".xlsx", ".docx")
#: Rounds by which a password is hardened: Excel, Word and LibreOffice write 100,000, which take 0.05 s.
MOST_ROUNDS = 1_000_000
_UNKNOWN = (
    "is protected with a password, and none of those in the file of --password-file opens it",
    "Write its password into that file, a line each; or open it, remove the password (File, Info) and save it again.",
)


def opened(content: bytes, passwords: Passwords, name: str = "", limits: Limits = LIMITS) -> bytes:
    """The content of a file, out of its protection where it has any; as it is where no password is given.

    Raises Refused where none of them fits, or what is protected is damaged.
    """
    key = _key(content, passwords, name, limits)
    return content if key is None else _decrypted(key.file)


def password_of(content: bytes, passwords: Passwords, name: str = "", limits: Limits = LIMITS) -> str | None:
    """The password that a file is protected with; None where it is not, or none is given. Raises as `opened`."""
    key = _key(content, passwords, name, limits)
    return None if key is None else key.password


def protected(content: bytes, password: str, there: bytes = b"") -> bytes:
    """A document or workbook protected with a password, and proven to open with it.

    Its bytes are others each time, as protection is salted: so it is `there`, the file as it lies there, where that
    opens with the password to this very content. Raises OutputError.
    """
    if is_protected(there) and _opens_to(there, password, content):
        return there
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, stream)
    made = stream.getvalue()
    if not _opens_to(made, password, content):
        raise OutputError("A protected file did not open with its password; nothing was written. Try again")
    return made


def all_protected(contents: Mapping[str, bytes], password: str | None, folder: Path) -> dict[str, bytes]:
    """Files by their path below a folder, each protected where a password is given. Raises OutputError."""
    if password is None:
        return dict(contents)
    paths = {name: folder / name for name in contents}
    there = {name: read_file(path) if path.is_file() else b"" for name, path in paths.items()}
    return {name: protected(content, password, there[name]) for name, content in contents.items()}


class _Key(NamedTuple):
    """A protected file, ready to be opened, and its password."""

    file: OOXMLFile
    password: str


def _key(content: bytes, passwords: Passwords, name: str, limits: Limits) -> _Key | None:
    to_try = passwords.to_try(name)
    if not to_try or not is_protected(content) or len(content) > limits.file_bytes:
        return None
    file = _file(content)
    for password in to_try:
        if _fits(file, password):
            return _Key(file, password)
    raise Refused(*_UNKNOWN)


def _opens_to(made: bytes, password: str, content: bytes) -> bool:
    try:
        file = _file(made)
        return _fits(file, password) and _decrypted(file) == content
    except Refused:
        return False


def _file(content: bytes) -> OOXMLFile:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Refused("holds a document type declaration, as no workbook does", SAVE_AGAIN)
    with _no_text_of_the_library("is protected in a way that is damaged or unknown"):
        file = OOXMLFile(io.BytesIO(content))
        rounds = file.info.get("spinValue", 0)
    if rounds > MOST_ROUNDS:
        raise Refused(f"is protected with {rounds:,} rounds, more than the {MOST_ROUNDS:,} that are tried", SAVE_AGAIN)
    return file


def _fits(file: OOXMLFile, password: str) -> bool:
    with _no_text_of_the_library("is protected in a way that is damaged or unknown"):
        try:
            file.load_key(password=password, verify_password=True)
        except InvalidKeyError:
            return False
    return True


def _decrypted(file: OOXMLFile) -> bytes:
    """Whole, or Refused: what is protected the newer way has a checksum of its own, and every part one inside."""
    stream = io.BytesIO()
    with _no_text_of_the_library("is damaged: what is protected in it is not whole, or was changed on its way"):
        file.decrypt(stream, verify_integrity=True)
    return stream.getvalue()


@contextmanager
def _no_text_of_the_library(why: str) -> Iterator[None]:
    """Whatever goes wrong is refused: the library names no errors for what is damaged, and they may say anything."""
    try:
        yield
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException:  # noqa: BLE001  (as above)
        raise Refused(why, SEND_AGAIN) from None
