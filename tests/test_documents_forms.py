"""Appendix A made at any time: at each stage, for whom it is asked, where it goes; and as PDF."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from filled_forms import AS_OF, CYCLE, made, trust
from openxml_audit import OpenXmlValidator
from test_forms import TEACHER, opened, paragraphs, parts, said

from pmr_batch.cli import main
from pmr_batch.commands.documents import pdf
from pmr_batch.commands.documents.steady_pdf import steady
from pmr_batch.errors import OutputError
from pmr_batch.layout.columns import Kind
from pmr_batch.model.person import Decision, Pay
from pmr_batch.produce.draft_forms import render
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.content import FormContent, Origin
from pmr_batch.word.appendix_a.controls import PROMPTS
from pmr_batch.word.appendix_a.original_form import digest, original_form_of
from pmr_batch.word.appendix_a.stages import FormStage, blank, draft, final, start
from pmr_batch.word.filling.properties import properties_of

M3, M4 = Pay("Main", "M3", Decimal(36413)), Pay("Main", "M4", Decimal("39172.50"))
APPROVED = Decision("Approved", M4, None, date(2026, 10, 21), date(2026, 9, 1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust with the return of base.yml."""
    return trust(tmp_path_factory.mktemp("trust"))


def ask(*arguments: str | Path) -> Result:
    """The command line in this process."""
    return CliRunner().invoke(main, ["forms", *map(str, arguments)], prog_name="pmr-batch")


# -- stages ----------------------------------------------------------------------------------------


def test_each_stage_says_what_is_known_by_then() -> None:
    whole = replace(TEACHER, origin=Origin("RIV", "Teaching 2025-26"), status="")
    assert replace(blank(whole), spare_rows=False) == FormContent(
        **{
            name: getattr(whole, name)
            for name in (
                "name", "payroll_number", "trust", "academy", "job_title", "reviewers", "cycle_from", "cycle_to",
                "standards",
            )
        },
        origin=Origin("RIV", "Teaching 2025-26", "blank"),
    )  # fmt: skip
    begun = start(whole)
    assert (begun.aspects, begun.initial_meeting) == (whole.aspects, whole.initial_meeting)
    assert [(one.objective, one.measures, one.summary, one.outcome) for one in begun.objectives] == [
        ("Every pupil reads fluently.", "Termly tests", "", ""),
        ("Lead phonics.", "Training", "", ""),
    ]
    assert [vars(one) for one in begun.development] == [
        {"required": "Coaching", "delivery": "Two days' course", "impact": ""}
    ]
    assert (begun.cpd, begun.comments, begun.criteria, begun.current_pay, begun.final_review) == (
        "",
        "",
        "",
        None,
        None,
    )
    assert replace(draft(whole), status="", origin=whole.origin) == whole


@pytest.mark.parametrize(
    ("decision", "criteria", "decided", "line"),
    [
        (APPROVED, "Have been met", "Have been met", "Decided on 21 October 2026; pay from 1 September 2026"),
        (APPROVED, "Not applicable", "Not applicable", "Decided on 21 October 2026; pay from 1 September 2026"),
        (
            replace(APPROVED, decision="Not approved", pay=M3),
            "Have been met",
            "Have not been met",
            "Decided on 21 October 2026; your place on the scale stays as it is",
        ),
        (
            replace(APPROVED, decision="Not approved", pay=replace(M3, amount=Decimal(37000))),
            "Have not been met",
            "Have not been met",
            "Decided on 21 October 2026; your place on the scale stays; your pay rises by the award from "
            "1 September 2026",
        ),
        (
            replace(APPROVED, pay=replace(M4, point="M5")),
            "Have not been met",
            "Have been met",
            "Decided on 21 October 2026; pay from 1 September 2026",
        ),
    ],
)
def test_the_final_form_says_what_was_decided(decision: Decision, criteria: str, decided: str, line: str) -> None:
    made = final(replace(TEACHER, criteria=criteria), decision)
    assert (made.criteria, made.status, made.recommended_pay) == (decided, line, decision.pay)


def test_a_final_form_tells_nobody_of_a_place_on_the_scale_who_has_none() -> None:
    spot = Pay("Spot salary", None, Decimal(95_000))
    stays = final(replace(TEACHER, current_pay=spot), replace(APPROVED, decision="Not approved", pay=spot))
    assert stays.status == "Decided on 21 October 2026; your salary stays as it is"
    rises = final(replace(TEACHER, current_pay=spot), replace(APPROVED, pay=replace(spot, amount=Decimal(97_000))))
    assert rises.status == "Decided on 21 October 2026; pay from 1 September 2026"


def test_a_decision_that_puts_somebody_off_makes_no_final_form() -> None:
    with pytest.raises(ValueError, match="Deferred"):
        final(TEACHER, replace(APPROVED, decision="Deferred"))


def test_the_document_of_a_final_form_says_so_too() -> None:
    form = opened(final(TEACHER, APPROVED))
    assert "Decided on 21 October 2026; pay from 1 September 2026" in paragraphs(form.element.body)
    assert said(form.tables[4].cell(0, 1)).endswith("new pay level: £39,172.50 (Main, M4)")


def test_what_is_printed_invites_nobody_to_click() -> None:
    whole = replace(TEACHER, comments="", employee_signed_on=None)
    nobodys, final_one, somebodys = blank(FormContent()), final(whole, APPROVED), blank(whole)
    prompts = [
        {line for line in paragraphs(opened(one).element.body) if line in PROMPTS.values()}
        for one in (nobodys, final_one, somebodys)
    ]
    assert prompts == [set(), set(), {PROMPTS[Kind.TEXT], PROMPTS[Kind.DATE]}]
    pay = said(opened(nobodys).tables[5].cell(0, 1))
    assert pay.startswith("Performance Pay Progression criteria set out in the Pay Policy have / have not been met:")


def test_at_the_start_there_is_room_for_what_follows(folder: Path) -> None:
    form = docx.Document(str(made(folder, FormStage.START)))
    assert [said(row.cells[0]).split("\n")[0] for table in form.tables[1:3] for row in table.rows[1:]] == [
        f"Objective {n}" for n in (1, 2, 3, 4, 5)
    ]
    assert len(form.tables[3].rows) == 1 + 5
    assert said(form.tables[0].cell(7, 1)) == "10 February 2026"
    assert "Objectives for the cycle" in paragraphs(form.element.body)


# -- what it keeps ---------------------------------------------------------------------------------


def test_a_form_keeps_whose_it_is_and_what_it_was_made_with(folder: Path) -> None:
    content_of = made(folder).read_bytes()
    properties = properties_of(parts(content_of))
    base = original_form_of(properties)
    assert base is not None
    assert (base.version, base.origin, base.payroll_number) == (
        "1",
        Origin("RIV", "Teaching 2025-26", "draft"),
        "0001041",
    )
    assert base.made_with["objective.2.outcome"] == digest("Met")
    assert base.is_unchanged("cpd", "Took what the hub\ntaught  far")
    assert not base.is_unchanged("cpd", "Took what the hub taught")
    assert max(map(len, properties.values())) <= 255
    names = {name for name in parts(content_of) if name.startswith("docProps")}
    assert names == {"docProps/core.xml", "docProps/custom.xml"}


@pytest.mark.parametrize("stage", [blank, start, draft, lambda content: final(content, APPROVED)])
def test_word_opens_the_form_of_each_stage_with_all_that_it_keeps(stage: Any, tmp_path: Path) -> None:
    whole = stage(replace(TEACHER, origin=Origin("RIV", "Teaching 2025-26"), comments=""))
    (tmp_path / "form.docx").write_bytes(render(APPENDIX_A.standard, whole).content)
    assert "docProps/custom.xml" in parts((tmp_path / "form.docx").read_bytes())
    assert OpenXmlValidator().validate(tmp_path / "form.docx").errors == []


# -- the command -----------------------------------------------------------------------------------


def test_everybody_an_academy_or_one_person(folder: Path, tmp_path: Path) -> None:
    asked = ("--cycle", CYCLE, "--folder", folder, "--as-of", AS_OF.isoformat())
    assert ask(*asked).stdout.splitlines() == [f"{folder}/output/{CYCLE}/forms/draft/RIV  1 form"]
    told = ask(*asked, "--to", tmp_path, "--academy", "RIV", "--person", "0001041", "--stage", "start", "--json")
    assert json.loads(told.stdout) == [
        {
            "academy": "RIV",
            "folder": str(tmp_path / "RIV"),
            "files": ["Ann Appleby 0001041 Appendix A.docx"],
            "written_in": [],
        }
    ]
    assert ask(*asked).stdout.splitlines() == [f"{folder}/output/{CYCLE}/forms/draft/RIV  1 form"]
    (form,) = (folder / "output" / CYCLE / "forms" / "draft" / "RIV").iterdir()
    form.write_bytes(b"written in by the reviewer")
    again = ask(*asked)
    assert (again.exit_code, again.stdout.splitlines()[1:]) == (
        0,
        ["  RIV/Ann Appleby 0001041 Appendix A.docx: written in by hand, left as it is"],
    )
    assert form.read_bytes() == b"written in by the reviewer"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--academy", "XYZ"), "XYZ: no such academy; there are RIV, OAK, HEADS"),
        (("--academy", "OAK"), "OAK: no workbook of Teaching 2025-26 that can be read; issue one"),
        (
            ("--person", "1041"),
            "1041: nobody on Staff has this payroll number; write it with its leading zeros",
        ),
        (
            ("--academy", "RIV", "--person", "1041"),
            "1041: nobody on Staff of RIV has this payroll number; write it with its leading zeros",
        ),
    ],
)
def test_what_is_not_there_is_named(folder: Path, tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    told = ask("--cycle", CYCLE, "--folder", folder, "--to", tmp_path, *options)
    assert (told.exit_code, told.stderr.strip()) == (2, says)
    assert list(tmp_path.iterdir()) == []


def test_nobody_who_is_not_in_review_has_a_form(tmp_path: Path) -> None:
    staff = "| Payroll number | Status | Status from |\n| 0001041 | Suspended: grievance | 2026-05-05 |"
    folder = trust(tmp_path, {"Staff": staff})
    told = ask("--cycle", CYCLE, "--folder", folder, "--person", "0001041", "--as-of", AS_OF.isoformat())
    assert told.stderr.strip() == "0001041: is suspended, so there is no form; look at Status on Staff"
    assert ask("--cycle", CYCLE, "--folder", folder).stdout.strip() == "Nobody is in review; no form is made"


def test_the_blank_form_needs_no_trust(tmp_path: Path) -> None:
    assert ask("--to", tmp_path).stdout.strip() == f"{tmp_path}  1 form"
    assert (tmp_path / "Appendix A.docx").is_file()
    told = ask("--to", tmp_path, "--stage", "draft")
    assert told.stderr.strip() == "Name the cycle with --cycle; only the blank form of nobody needs none"


def test_a_long_name_is_cut_to_what_windows_opens_and_a_folder_too_deep_is_refused_first(tmp_path: Path) -> None:
    name = "Wilhelmina-Alexandrina " * 6
    folder = trust(tmp_path / "trust", {"Staff": f"| Payroll number | Name |\n| 0001041 | {name} |"})
    asked = ("--cycle", CYCLE, "--folder", folder, "--as-of", AS_OF.isoformat(), "--to")
    deep = tmp_path / ("d" * (218 - 64 - len(" (99)") - len(f"{tmp_path}//RIV/")))
    assert ask(*asked, deep).exit_code == 0
    (made,) = (deep / "RIV").iterdir()
    assert made.name.endswith(" 0001041 Appendix A.docx")
    assert made.name.startswith("Wilhelmina-Alexandrina")
    assert 200 < len(str(made)) <= 213
    refused = ask(*asked, f"{deep}d")
    assert (refused.exit_code, Path(f"{deep}d").exists()) == (2, False)
    assert "is 149 characters long" in refused.stderr


# -- PDF -------------------------------------------------------------------------------------------


def test_without_libreoffice_there_are_no_pdfs_and_no_forms_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    told = ask("--to", tmp_path, "--pdf")
    assert (told.exit_code, told.stderr.strip()) == (
        2,
        "LibreOffice is not installed here (no soffice command), so there are no PDFs; install it, or leave out --pdf",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)"])
def test_libreoffice_is_found_where_its_installer_for_windows_puts_it(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setenv(folder, str(tmp_path))
    assert pdf.soffice() == str(program)


def test_documents_go_to_libreoffice_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = []

    def converts(command: list[str], **_: Any) -> None:
        at = command.index("--outdir")
        place, *documents = map(Path, command[at + 1 :])
        starts.append([one.name for one in documents])
        for one in documents:
            assert one.read_bytes().startswith(b"PK")
            (place / f"{one.stem}.pdf").write_bytes(b"%PDF-1.6\n" + one.name.encode() + b"\n%%EOF\n")

    monkeypatch.setattr(pdf.subprocess, "run", converts)
    monkeypatch.setattr(pdf, "BATCH", 2)
    documents = [tmp_path / name for name in ("a.docx", "b.docx", "c.docx")]
    for document in documents:
        document.write_bytes(APPENDIX_A.standard)
    made = pdf.as_pdf(tmp_path, documents, "soffice")
    assert starts == [["a.docx", "b.docx"], ["c.docx"]]
    assert [(path.name, path.read_bytes().split()[1]) for path in made] == [
        ("a.pdf", b"a.docx"),
        ("b.pdf", b"b.docx"),
        ("c.pdf", b"c.docx"),
    ]


def test_a_document_of_which_no_pdf_came_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.subprocess, "run", lambda *_, **__: None)
    (tmp_path / "a.docx").write_bytes(APPENDIX_A.standard)
    with pytest.raises(OutputError, match=rf"^A document in {tmp_path.name}: LibreOffice made no PDF of it; open it"):
        pdf.as_pdf(tmp_path, [tmp_path / "a.docx"], "soffice")
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_libreoffice_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any, timeout: float, **__: Any) -> None:
        raise subprocess.TimeoutExpired("soffice", timeout)

    monkeypatch.setattr(pdf.subprocess, "run", never)
    (tmp_path / "a.docx").write_bytes(APPENDIX_A.standard)
    with pytest.raises(OutputError, match=f"took more than 70 seconds over a document in {tmp_path.name}; try again"):
        pdf.as_pdf(tmp_path, [tmp_path / "a.docx"], "soffice")


def a_pdf(fonts: tuple[bytes, bytes], moment: bytes) -> bytes:
    """A PDF as LibreOffice writes it, with its two fonts numbered in one order or the other."""
    plain, bold = (b"%d 0 R" % (3 + fonts.index(name)) for name in (b"Plain", b"Bold"))
    objects = [
        b"<</Length 9>>\nstream\n/F2 3 0 R\nendstream",
        b"<</Contents 1 0 R/Font<</F1 " + plain + b"/F2 " + bold + b">>>>",
        *(b"<</BaseFont/" + name + b">>" for name in fonts),
        b"<</CreationDate(D:" + moment + b")>>",
    ]
    content, table = b"%PDF-1.6\n", [b"0000000000 65535 f \n"]
    for number, inside in enumerate(objects, 1):
        table.append(b"%010d 00000 n \n" % len(content))
        content += b"%d 0 obj\n%s\nendobj\n\n" % (number, inside)
    end = b"trailer\n<</Size 6/Root 2 0 R\n/Info 5 0 R\n>>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    return content + b"xref\n0 6\n" + b"".join(table) + end


def test_a_pdf_is_the_same_whenever_it_is_made_and_wherever_its_fonts_lie_in_memory() -> None:
    one = steady(a_pdf((b"Plain", b"Bold"), b"20261129091500Z"))
    assert steady(a_pdf((b"Bold", b"Plain"), b"20270101000000+01'00'")) == one
    assert b"stream\n/F2 3 0 R\n" in one, "what a page shows is nobody's name"
    for number, where in enumerate(re.findall(rb"(\d{10}) 00000 n", one), 1):
        assert one[int(where) :].startswith(b"%d 0 obj\n" % number)
    assert int(one.split()[-2]) == one.index(b"xref\n0 6")


@pytest.mark.office
def test_every_form_is_a_tagged_pdf_too_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = ask("--to", tmp_path, "--pdf")
    assert first.stdout.strip() == f"{tmp_path}  1 form, 1 PDF"
    made = tmp_path / "Appendix A.pdf"
    before = made.read_bytes()
    (tmp_path / "other").mkdir()
    for name in ("Siân (2).docx", "b.docx"):
        (tmp_path / "other" / name).write_bytes((tmp_path / "Appendix A.docx").read_bytes())
    again = pdf.as_pdf(tmp_path, sorted((tmp_path / "other").iterdir()), pdf.soffice())
    assert [path.name for path in again] == ["Siân (2).pdf", "b.pdf"]
    assert {path.read_bytes() for path in again} == {before}
    facts = subprocess.run(["pdfinfo", str(made)], check=True, capture_output=True, text=True).stdout
    assert all(fact in " ".join(facts.split()) for fact in ("Tagged: yes", "Pages: 3", "Form: none"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Appendix A.docx", "Appendix A.pdf", "other"]
