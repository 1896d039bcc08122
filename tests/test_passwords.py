"""Files with a password: read where it is given, written so that they open, and the password is nowhere else."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import offices
import pytest
from click.testing import CliRunner, Result
from committee_desk import Desk
from filled_forms import CYCLE, RETURN, edited, made, trust, written
from msoffcrypto.format.ooxml import OOXMLFile

from pmr_batch.cli import main
from pmr_batch.errors import FileError, OutputError
from pmr_batch.excel import protection
from pmr_batch.excel.protection import MOST_ROUNDS, opened, protected
from pmr_batch.excel.reading.reading_limits import Limits, Refused
from pmr_batch.passwords import LONGEST, MOST, Passwords, read_passwords
from pmr_batch.read.worker import read_workbook

AS_OF = "2026-10-16"
OURS, THEIRS = "zq-committee-Ümlaut zq", "zq theirs zq"
OCTOBER = Path("output", CYCLE, "october")


def lock(path: Path, password: str) -> Path:
    """Put a password on a file."""
    path.write_bytes(protected(path.read_bytes(), password))
    return path


def unlocked(path: Path, password: str) -> bytes:
    """What a file with a password holds, by the library alone."""
    file = OOXMLFile(io.BytesIO(path.read_bytes()))
    file.load_key(password=password, verify_password=True)
    stream = io.BytesIO()
    file.decrypt(stream, verify_integrity=True)
    return stream.getvalue()


def ask(folder: Path, command: str, *arguments: str | Path) -> Result:
    """A command in a trust folder."""
    whole = [command, *map(str, arguments), "--folder", str(folder), "--as-of", AS_OF]
    return CliRunner().invoke(main, whole, prog_name="pmr-batch")


def passwords(folder: Path, *lines: str) -> Path:
    """A file of passwords beside a trust folder."""
    path = folder.parent / f"{folder.name} passwords.txt"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A trust whose one return is protected."""
    folder = trust(tmp_path / "trust")
    lock(folder / RETURN, THEIRS)
    return folder


# -- the file of passwords -------------------------------------------------------------------------


def test_a_file_of_passwords_has_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "passwords.txt"
    path.write_bytes("\ufeffpass: word\r\n\r\nRIV:  for Riverside\n Oak\nOAK: a: b\n".encode())
    read = read_passwords(path)
    assert read == Passwords((" Oak",), {"pass": "word", "RIV": "for Riverside", "OAK": "a: b"})
    assert read.first == " Oak"
    assert [read.of(code) for code in ("riv", "HIL")] == ["for Riverside", None]
    assert read.to_try("OAK Teaching.xlsx") == ("a: b", " Oak", "word", "for Riverside")
    assert "for" not in repr(read)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "holds no password"),
        (b"\n \r\n", "holds no password"),
        (b"\xff\xfezq", "is no plain text"),
        ("zq" * LONGEST, f"holds a password of over {LONGEST} characters in line 1"),
        ("zq\n" * (MOST + 1), f"holds {MOST + 1} passwords, more than {MOST}"),
        ("a\nRIV: zq1\nRIV: zq2", "holds a second password of RIV in line 3"),
    ],
)
def test_a_file_that_holds_none_is_refused_and_nothing_of_it_is_said(
    content: bytes | str, why: str, folder: Path
) -> None:
    path = folder.parent / "passwords.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FileError, match=why) as refused:
        read_passwords(path)
    assert "zq" not in str(refused.value)
    result = ask(folder, "check", folder / RETURN, "--password-file", path)
    assert result.exit_code == 2
    assert why in result.output
    assert "zq" not in result.output


def test_as_many_and_as_long_ones_as_may_be_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("\n".join(f"{number:0{LONGEST}}" for number in range(MOST)))
    assert len(read_passwords(tmp_path / "a").others) == MOST


# -- opening and protecting ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return (trust(tmp_path_factory.mktemp("plain")) / RETURN).read_bytes()


def test_what_is_protected_opens_with_its_password_alone_and_is_left_while_nothing_changes(workbook: bytes) -> None:
    first = protected(workbook, OURS)
    assert protected(workbook, OURS, first) == first
    assert protected(workbook, THEIRS, first) != first
    assert protected(workbook + b"", OURS) != first, "salted"
    assert opened(first, Passwords((THEIRS, OURS))) == workbook
    assert opened(first, Passwords()) == first
    assert opened(workbook, Passwords((OURS,))) == workbook
    with pytest.raises(Refused, match="none of those in the file of --password-file"):
        opened(first, Passwords((THEIRS,)))


def test_damage_to_a_protected_file_gives_what_it_holds_or_nothing(workbook: bytes) -> None:
    content, rng = protected(workbook, OURS), random.Random(5)
    given, refused = Passwords((OURS,)), 0
    for _ in range(12):
        damaged = bytearray(content)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        try:
            assert opened(bytes(damaged), given) in (workbook, bytes(damaged))
        except Refused:
            refused += 1
    assert refused > 6
    for cut in (0, 100, len(content) // 2):
        read = read_workbook("a.xlsx", content[:cut], passwords=given)
        assert [spot.code for spot in read.spots] == ["PM001"]


def test_so_many_rounds_are_tried_and_no_more(workbook: bytes) -> None:
    content = protected(workbook, OURS)
    for rounds, what in ((MOST_ROUNDS, "none of those"), (MOST_ROUNDS + 1, "1,000,001 rounds")):
        more = content.replace(b'spinCount="100000" saltSize="16"', f'spinCount="{rounds}" saltSize="1"'.encode())
        with pytest.raises(Refused, match=what):
            opened(more, Passwords((OURS,)))


def test_a_document_type_in_its_description_is_refused(workbook: bytes) -> None:
    content = protected(workbook, OURS).replace(b"<?xml version=", b"<!DOCTYPE a   ")
    with pytest.raises(Refused, match="document type"):
        opened(content, Passwords((OURS,)))


def test_a_file_beyond_the_limit_is_not_even_tried(workbook: bytes) -> None:
    content = protected(workbook, OURS)
    given = Passwords((OURS,))
    assert opened(content, given, limits=Limits(file_bytes=len(content))) == workbook
    assert opened(content, given, limits=Limits(file_bytes=len(content) - 1)) == content


# -- the commands ----------------------------------------------------------------------------------


def test_a_protected_return_is_refused_with_the_option_and_checked_as_any_other_with_its_password(folder: Path) -> None:
    without = ask(folder, "check", folder / RETURN)
    assert without.exit_code == 1
    assert "is protected with a password" in without.stdout
    assert "--password-file" in without.stdout
    wrong = ask(folder, "check", folder / RETURN, "--password-file", passwords(folder, "zq1", "RIV: zq2"))
    assert "none of those in the file of --password-file opens it" in wrong.stdout
    right = ask(folder, "check", folder / RETURN, "--json", "--password-file", passwords(folder, "zq1", THEIRS, OURS))
    sha256 = hashlib.sha256((folder / RETURN).read_bytes()).hexdigest()
    (file,) = json.loads(right.stdout)["files"]
    assert (file["state"], file["sha256"]) == ("accepted", sha256)
    assert right.exit_code == 0
    assert ask(folder, "check", folder / RETURN).exit_code == 1, "it is forgotten with the command"


@dataclass
class Round:
    """A round that was run with protected files, and all that the commands said."""

    folder: Path
    file: Path
    said: str = ""

    def ask(self, command: str, *arguments: str | Path) -> Result:
        result = ask(self.folder, command, *arguments, "--password-file", self.file)
        self.said += result.output
        return result

    def run(self) -> Result:
        return self.ask("run", "--cycle", CYCLE, "--round", "october", "--encrypt-with", self.file)

    @property
    def committee(self) -> Path:
        return next((self.folder / OCTOBER / "committee").glob("*.xlsx"))


@pytest.fixture(scope="module")
def after_the_run(tmp_path_factory: pytest.TempPathFactory) -> Round:
    folder = trust(tmp_path_factory.mktemp("run") / "trust")
    lock(folder / RETURN, THEIRS)
    lines = (OURS, f"RIV: {THEIRS}", "OAK: zq oak", "HEADS: zq heads")
    after = Round(folder, passwords(folder, *lines))
    assert after.run().exit_code == 0, after.said
    return after


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_run_protects_what_goes_out_each_with_its_own(after_the_run: Round) -> None:
    output = after_the_run.folder / OCTOBER
    assert b"xl/workbook.xml" in unlocked(after_the_run.committee, OURS)
    (back,) = (output / "returns" / "RIV").glob("*.xlsx")
    assert read_workbook("back.xlsx", unlocked(back, THEIRS)).return_number == 2
    note = (output / "returns" / "RIV" / "RIV note.txt").read_text("utf-8")
    assert f"{back.name} opens with the password that you have from us by another way." in note
    made_ = {file["path"]: file["sha256"] for file in json.loads((output / "run.json").read_bytes())["files"]}
    assert made_[back.relative_to(output).as_posix()] == hashlib.sha256(back.read_bytes()).hexdigest()
    assert ask(after_the_run.folder, "status", "--verify").exit_code == 0


def test_the_same_run_again_leaves_every_byte(after_the_run: Round) -> None:
    output = after_the_run.folder / OCTOBER
    before = {path: path.read_bytes() for path in _files(output)}
    after_the_run.run()
    assert {path: path.read_bytes() for path in _files(output)} == before


def test_decisions_are_taken_from_the_protected_workbook(after_the_run: Round, tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    plain.write_bytes(unlocked(after_the_run.committee, OURS))
    desk = Desk(plain)
    desk.put(0, Decision="Approved", Decided_on=date(2026, 10, 16))
    back = lock(desk.save(tmp_path / "Decided.xlsx"), OURS)
    refused = ask(after_the_run.folder, "decide", back)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("Decided.xlsx: is protected with a password. Open it, remove")
    assert "--password-file" in refused.stderr
    shown = after_the_run.ask("decide", back, "--json")
    assert [row["decision"] for row in json.loads(shown.stdout)["taken"]] == ["Approved"]


def test_a_pack_is_protected_and_what_is_on_record_is_the_file_that_was_made(after_the_run: Round) -> None:
    who = ("--recipient", "Director", "--reason", "Moderation", "--by", "J. Okoro", "--take")
    to = ("--to", "quality-assurance", "--cycle", CYCLE)
    result = after_the_run.ask("disclose", *to, *who, "--encrypt-with", after_the_run.file, "--json")
    (pack,) = map(Path, json.loads(result.stdout)["files"])
    assert b"xl/workbook.xml" in unlocked(pack, OURS)
    assert ask(after_the_run.folder, "status", "--verify").exit_code == 0
    none = passwords(after_the_run.folder / "none", "RIV: zq of an academy")
    wrong = ask(after_the_run.folder, "disclose", *to, "--encrypt-with", none)
    assert (wrong.exit_code, "academies only" in wrong.output, "zq" in wrong.output) == (2, True, False)


def test_who_asks_for_what_is_held_gets_it_protected_but_for_what_cannot_be(after_the_run: Round) -> None:
    forms = after_the_run.folder / OCTOBER / "forms" / "RIV"
    (form,) = forms.glob("*.docx")
    (forms / f"{form.stem}.pdf").write_bytes(b"%PDF")
    asked = ("--to", "reviewee", "--person", "0001041", "--received", AS_OF, "--encrypt-with", after_the_run.file)
    who = ("--recipient", "Ann Appleby", "--reason", "Her request", "--by", "J. Okoro", "--take")
    result = after_the_run.ask("disclose", *asked, *who, "--json")
    told = json.loads(result.stdout)
    sent = [path for path in map(Path, told["files"]) if "to send" in path.parts]
    assert {path.suffix for path in sent} == {".xlsx", ".docx"}
    assert all(unlocked(path, OURS).startswith(b"PK") for path in sent)
    assert not any("PDF" in note for note in told["notes"]), "a PDF that nobody made is looked through by a person"


def test_no_password_is_in_any_file_or_line(after_the_run: Round) -> None:
    marks = [
        mark for word in (OURS, THEIRS, "zq oak", "zq heads") for mark in (word.encode(), word.encode("utf-16-le"))
    ]
    for path in _files(after_the_run.folder):
        content = path.read_bytes()
        assert not any(mark in content for mark in marks), path
    assert "zq" not in after_the_run.said


def test_where_returns_are_protected_all_are(folder: Path) -> None:
    file = passwords(folder, OURS, f"RIV: {THEIRS}")
    asked = ("--cycle", CYCLE, "--round", "october", "--password-file", file, "--encrypt-with", file)
    result = ask(folder, "run", *asked)
    assert result.exit_code == 2
    assert "--encrypt-with: no password of" in result.stderr
    assert "OAK" in result.stderr
    assert not (folder / "output").exists()


def test_what_does_not_open_again_is_not_written(workbook: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = protected(workbook, OURS)[:-600]
    monkeypatch.setattr(protection.OOXMLFile, "encrypt", lambda _, __, stream: stream.write(broken))
    with pytest.raises(OutputError, match="did not open with its password") as failed:
        protected(workbook, OURS)
    assert OURS not in str(failed.value)


def test_a_crash_of_the_library_says_nothing_of_the_password(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: object, password: str, **__: object) -> None:
        raise ValueError(password)

    monkeypatch.setattr(protection.OOXMLFile, "load_key", crash)
    read = read_workbook("a.xlsx", (folder / RETURN).read_bytes(), passwords=Passwords((THEIRS,)))
    assert [spot.code for spot in read.spots] == ["PM001"]
    assert THEIRS not in str(read)


def test_a_form_is_collected_into_a_copy_that_is_protected_as_its_workbook_is(tmp_path: Path) -> None:
    folder = trust(tmp_path / "trust")
    back = lock(edited(made(folder), written("cpd", "New words")), "zq of the form")
    lock(folder / RETURN, THEIRS)
    locked = ask(folder, "collect", back)
    assert "name a file that holds its password with --password-file" in locked.stdout
    file = passwords(folder, "zq of the form", THEIRS)
    result = ask(folder, "collect", back, "--take", "--password-file", file)
    assert result.exit_code == 0, result.output
    copy = (folder / RETURN).with_name("Riverside collected.xlsx")
    table = read_workbook(copy.name, unlocked(copy, THEIRS)).tables["Reviews"]
    assert table.columns["cpd_activity"][0] == "New words"


def test_what_is_adopted_of_a_protected_file_is_protected_likewise(tmp_path: Path) -> None:
    folder = offices.trust(tmp_path / "trust")
    own = folder / "Own.xlsx"
    own.write_bytes(offices.wide())
    lock(own, THEIRS)
    asked = ("--academy", "RIV", "--cycle", CYCLE)
    refused = ask(folder, "adopt", own, *asked)
    assert refused.exit_code == 2
    assert "--password-file" in refused.stderr
    file = passwords(folder, THEIRS)
    first = ask(folder, "adopt", own, *asked, "--password-file", file)
    assert first.exit_code == 1, first.output
    files = [folder / f"Own {name}.xlsx" for name in ("mapping", "standard")]
    assert [read_workbook("a", unlocked(path, THEIRS)).academy for path in files] == [None, "RIV"]
    before = [path.read_bytes() for path in files]
    ask(folder, "adopt", own, *asked, "--password-file", file)
    assert [path.read_bytes() for path in files] == before


@pytest.mark.parametrize("command", ["check", "run", "collect", "decide", "adopt", "disclose"])
def test_a_password_is_no_argument_of_any_command(command: str) -> None:
    helped = CliRunner().invoke(main, [command, "--help"]).stdout
    assert "--password-file FILE" in helped
    assert "--password " not in helped
