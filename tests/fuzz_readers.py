"""Coverage-guided fuzzing of the readers, by atheris: `make fuzz`. Whatever comes in is read or refused, and no more.

An input is a byte that says what it is, and the content of one part of a file; the file around it is whole, with right
checksums, as otherwise nothing but a checksum would ever be looked at. The corpus begins with the parts of good files.

    python tests/fuzz_readers.py -max_total_time=600
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pmr_batch"]):
    from pmr_batch.commands.collect.form_document import open_form
    from pmr_batch.commands.mapped_files.source_file import source_of
    from pmr_batch.commands.mapped_files.text_file import text_source
    from pmr_batch.errors import UsageError
    from pmr_batch.excel.protection import opened, protected
    from pmr_batch.excel.reading.preflight import parts_of
    from pmr_batch.excel.reading.reading_limits import Refused
    from pmr_batch.model.terms import FileState
    from pmr_batch.passwords import Passwords
    from pmr_batch.read.worker import read_workbook
    from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A

from workbooks import a_return, as_excel_does, parts_of_zip, zipped

WORKBOOK = as_excel_does(a_return({"Staff": "| Payroll number | Name |\n| 0001041 | Ann |"}))
WORD = APPENDIX_A.standard
PASSWORDS = Passwords(("fuzz",))
LOCKED = protected(WORKBOOK, "fuzz")


def _return(content: bytes) -> None:
    read = read_workbook("a.xlsx", content)
    assert read.state in (FileState.ACCEPTED, FileState.REFUSED)
    assert read.state is FileState.ACCEPTED or read.spots, "refused, and nobody is told why"


def _own(content: bytes) -> None:
    source_of(content)


def _form(content: bytes) -> None:
    open_form(content)


def _text(content: bytes) -> None:
    text_source("a.csv", content)


def _locked(content: bytes) -> None:
    parts_of(opened(content, PASSWORDS))


#: Each reader with the parts of a good file; "" is the file as a whole.
READERS: tuple[tuple[Callable[[bytes], None], Mapping[str, bytes]], ...] = (
    (_return, parts_of_zip(WORKBOOK)),
    (_own, parts_of_zip(WORKBOOK)),
    (_form, parts_of_zip(WORD)),
    (_return, {"": WORKBOOK}),
    (_form, {"": WORD}),
    (_text, {"": b"Payroll number,Name\n0001041,Ann\n"}),
    (_locked, {"": LOCKED}),
)
KINDS = [(read, parts, name) for read, parts in READERS for name in parts]


def try_input(data: bytes) -> None:
    """One input to the reader that it is for; anything but a refusal is a crash."""
    if not data:
        return
    read, parts, name = KINDS[data[0] % len(KINDS)]
    content = zipped({**parts, name: data[1:]}) if name else data[1:]
    try:
        read(content)
    except (Refused, UsageError):
        return


def main() -> None:
    with tempfile.TemporaryDirectory() as corpus:
        for number, (_, parts, name) in enumerate(KINDS):
            (Path(corpus) / str(number)).write_bytes(bytes([number]) + parts[name])
        limits = ["-timeout=60", "-rss_limit_mb=3000", "-max_len=60000", "-len_control=0"]
        atheris.Setup([sys.argv[0], corpus, *limits, *sys.argv[1:]], try_input)
        atheris.Fuzz()


if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, "utf-8", line_buffering=True)
    main()
