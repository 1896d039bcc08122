"""Letters in Word: every template fits, shows what is known as it was typed, and is filled in as docxtpl does."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Opened
from docx.shared import Mm
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from templates_edited import png, put
from test_forms import AWKWARD, made_by_docxtpl, paragraphs, parts, pdf_pages

from pmr_batch.model.person import Pay
from pmr_batch.templates.copies import DOCUMENTS
from pmr_batch.word.filling.direction import set_direction
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.fill import WordTemplate, prepared
from pmr_batch.word.filling.fit import document_of, misfits
from pmr_batch.word.filling.placeholders import placeholders
from pmr_batch.word.letters.concern import CONFIRMATION, ConcernConfirmation
from pmr_batch.word.letters.fields import fields
from pmr_batch.word.letters.kinds import KINDS
from pmr_batch.word.letters.letter_context import Signer
from pmr_batch.word.letters.pay import PAY_OUTCOME, PayOutcome
from pmr_batch.word.letters.put_off import PUT_OFF, PutOff

#: What docxtpl itself prints otherwise than it was typed; ours arrives as typed (test_forms.py).
UNDONE = re.compile("{_[{%]|[}%]_}")
_LOOK = rb"(?:<w:rPr>(?:(?!</w:r>).)*</w:rPr>)?"
#: docxtpl gives a tab a run of its own, ours stands in the run of its text.
RUN_OF_A_TAB = re.compile(rb"</w:t></w:r><w:r>" + _LOOK + rb"<w:tab></w:tab></w:r><w:r>" + _LOOK + rb"(<w:t )")
KEPT_BY_DOCXTPL = re.compile(r"docProps/|_rels/\.rels|\[Content_Types\]|customXml/")
LETTERS = [kind.document for kind in KINDS]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EVERY = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))
LETTER = pytest.mark.parametrize("document", LETTERS, ids=lambda one: one.template)


def edited(document: Document, edit: Callable[[Opened], Any]) -> bytes:
    """The standard template after an edit with python-docx."""
    opened, out = docx.Document(io.BytesIO(document.standard)), io.BytesIO()
    edit(opened)
    opened.save(out)
    return out.getvalue()


def told(content: bytes, document: Document) -> list[str]:
    return [str(each) for each in misfits(content, document)]


# -- every template --------------------------------------------------------------------------------


@EVERY
def test_a_template_is_known_whatever_it_is_called(document: Document) -> None:
    assert document_of(document.standard, DOCUMENTS.values()) is document


@LETTER
def test_word_opens_it(document: Document, tmp_path: Path) -> None:
    path = tmp_path / document.template
    path.write_bytes(prepared(document.standard).render(document.everything).document)
    assert OpenXmlValidator().validate(path).errors == []


@LETTER
def test_it_is_a_confidential_letter(document: Document) -> None:
    made = docx.Document(io.BytesIO(prepared(document.standard).render(document.everything).document))
    header, footer = (made.sections[0].header._element, made.sections[0].footer._element)
    assert "".join(paragraphs(header)) == "[trust]\t[academy]"
    assert paragraphs(footer)[0].startswith("CONFIDENTIAL  ·  Payroll number [payroll_number]  ·  ")
    body = paragraphs(made.element.body)
    assert "CONFIDENTIAL" in body
    assert any("[name]" in line for line in body)
    (kind,) = (kind for kind in KINDS if kind.document is document)
    assert any(f"[policy], clause {kind.clause}" in line for line in body)
    assert any(line.startswith("Signed") for line in body)


def contexts(document: Document) -> st.SearchStrategy[dict[str, Any]]:
    """Fields of a document with any texts, conditions either way, and lists of any length."""
    typed = st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
    texts = st.one_of(st.sampled_from(["", *AWKWARD]), st.text(typed)).filter(lambda text: not UNDONE.search(text))

    def of(value: Any) -> st.SearchStrategy[Any]:
        if isinstance(value, bool):
            return st.booleans()
        if isinstance(value, str):
            return texts
        if isinstance(value, dict):
            return st.fixed_dictionaries({name: of(inner) for name, inner in value.items()})
        return st.lists(of(value[0]), max_size=3)

    return st.fixed_dictionaries({name: of(value) for name, value in document.everything.items()})


def shown_only(document: Document, said: dict[str, Any]) -> dict[str, Any]:
    """The fields as letters have them: what only shows under a condition is blank where that does not hold."""
    conditions = dict.fromkeys(document.conditions, True)
    return said if all(said[name] for name in conditions) else said | conditions


def as_docxtpl_does(template: bytes, made: bytes, said: Any) -> bool:
    """Whether a document is what docxtpl itself makes, part by part; docxtpl keeps properties."""
    return joined(made) == joined(made_by_docxtpl(template, said))


def joined(document: bytes) -> dict[str, bytes]:
    """The parts of a document, XML in one form, with its directions, tabs in the run of the text before them."""
    kept = {name: part for name, part in parts(document).items() if not KEPT_BY_DOCXTPL.match(name)}
    return {name: _in_one_form(part) if name.endswith((".xml", ".rels")) else part for name, part in kept.items()}


def _in_one_form(part: bytes) -> bytes:
    tree = etree.fromstring(part)
    set_direction(tree)
    canonical = etree.tostring(tree, method="c14n")
    return RUN_OF_A_TAB.sub(rb"</w:t><w:tab></w:tab>\1", canonical)


@EVERY
def test_the_parts_are_those_that_docxtpl_makes_of_any_content(document: Document) -> None:
    template = prepared(document.standard)

    @settings(
        max_examples=6, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(contexts(document))
    def same(drawn: dict[str, Any]) -> None:
        said = shown_only(document, drawn)
        made = template.render(said).document
        assert made == template.render(said).document
        assert as_docxtpl_does(document.standard, made, said)

    same()


@LETTER
def test_the_parts_are_those_that_docxtpl_makes_whatever_the_conditions(document: Document) -> None:
    for flag in (True, False):
        said = document.least | dict.fromkeys(document.conditions, flag)
        made = prepared(document.standard).render(said).document
        assert as_docxtpl_does(document.standard, made, said)


# -- what a person puts in -------------------------------------------------------------------------


def put_in(document: Document, opened: Opened) -> None:
    """Pictures in header and body, as Word puts them, and in the header an if and a loop through every list."""
    header = opened.sections[0].header
    header.paragraphs[0].add_run().add_picture(io.BytesIO(png()), width=Mm(30))
    opened.add_paragraph().add_run().add_picture(io.BytesIO(png(colour=(1, 2, 3))), width=Mm(20))
    header.add_paragraph("{% if academy %}{{ academy }}{% else %}–{% endif %}")
    for name, has in document.lists.items():
        shown = f"{{{{ x.{min(has)} }}}}" if has else "{{ x }}"
        header.add_paragraph(f"{{% for x in {name} %}}{shown} {{% endfor %}}")


@EVERY
def test_what_a_person_puts_in_is_filled_in_as_docxtpl_does(document: Document) -> None:
    content = edited(document, lambda opened: put_in(document, opened))
    assert told(content, document) == []
    made = WordTemplate(content).render(document.everything).document
    assert as_docxtpl_does(content, made, document.everything)


@EVERY
def test_a_tag_that_brings_something_else_than_text_is_refused(document: Document) -> None:
    tags = ("{{r name }}", "{{p name }}", "{%p set x = name %}", "{{ name|e }}", "{{ logo() }}")
    lines = told(edited(document, lambda opened: [*map(opened.add_paragraph, tags)]), document)
    assert [re.search(r": (.*) is no tag of a template", line)[1] for line in lines] == [*tags]  # type: ignore[index]


@EVERY
def test_misspelt_missing_and_unknown_placeholders_are_named_and_never_left_blank(document: Document) -> None:
    misspelt = told(edited(document, put("{{ name }}", "{{ nmae }}")), document)
    assert misspelt
    assert all(line.endswith("{{ nmae }} is unknown; did you mean name?") for line in misspelt)
    unknown = told(edited(document, lambda opened: opened.add_paragraph("{{ shoe_size }}")), document)
    assert [line.partition(": ")[2] for line in unknown] == [
        "{{ shoe_size }} is unknown; take it out; docs/placeholders.md lists what there is"
    ]
    page = docx.Document(io.BytesIO(document.standard)).sections[0]
    margins = "".join((*page.header._element.itertext(), *page.footer._element.itertext()))
    for tag in {one.tag for one in placeholders(document) if not one.of and one.tag not in margins}:
        lines = told(edited(document, put(tag, "")), document)
        assert [line for line in lines if line.startswith(f"{tag} is missing; put it back")], tag


@LETTER
def test_a_broken_loop_or_condition_is_named(document: Document) -> None:
    body = "\n".join(paragraphs(docx.Document(io.BytesIO(document.standard)).element.body))
    for tag in dict.fromkeys(re.findall(r"\{%(?:p|tr) (?:if|for) [^%]*%\}", body)):
        lines = told(edited(document, put(tag, "")), document)
        assert lines, tag


@LETTER
def test_a_condition_that_is_gone_is_named(document: Document) -> None:
    for name in document.conditions:

        def always(opened: Opened, name: str = name) -> None:
            for asks in (f"{{%p if {name} %}}", f"{{%p if not {name} %}}"):
                if asks in "".join(opened.element.body.itertext()):
                    put(asks, "{%p if trust %}")(opened)

        (line,) = told(edited(document, always), document)
        assert line.startswith(f"{{%p if {name} %}} is missing, so that everybody would be told the same")
        (line,) = told(edited(document, lambda opened, name=name: opened.add_paragraph(f"{{{{ {name} }}}}")), document)
        assert f"{{{{ {name} }}}} is a condition, and shows nothing; write {{% if {name} %}} … {{% endif %}}" in line


@LETTER
def test_headings_and_labels_stay_and_all_other_words_are_the_trusts(document: Document) -> None:
    opened = docx.Document(io.BytesIO(document.standard))
    in_cells = (line for table in opened.tables for cell in table._cells for line in cell.paragraphs)
    lines = (line for line in (*in_cells, *opened.paragraphs) if line.text and "{" not in line.text)
    styled = {line.style.name: line.text for line in lines}
    kept = next(styled[name] for name in ("Letter Subject", "Title") if name in styled)
    (line,) = told(edited(document, put(kept, "Our letter")), document)
    assert line.startswith(f"the words “{kept}” of {document.title} are gone")
    free = next(styled[name] for name in ("Letter Text", "Letter Last", "Letter Point") if name in styled)
    assert told(edited(document, put(free, "In our own words.")), document) == []


# -- the outcome of the pay decision ---------------------------------------------------------------


OUTCOME = PayOutcome(
    trust="Connected Learning",
    academy="Riverside",
    policy="Performance Management Policy",
    name="Ann Appleby",
    job_title="Class teacher",
    payroll_number="0001041",
    written_on=date(2026, 10, 22),
    signers=(Signer(position="For the Trust Pay Committee"),),
    cycle_from=date(2025, 9, 1),
    cycle_to=date(2026, 8, 31),
    decided_on=date(2026, 10, 21),
    effective_from=date(2026, 9, 1),
    progresses=True,
    can_appeal=True,
    appeal_within="10",
    appeal_by=date(2026, 11, 12),
    current_pay=Pay("Main", "M3", Decimal(36413)),
    decided_pay=Pay("Main", "M4", Decimal("39172.50")),
)


def read(letter: PayOutcome) -> list[str]:
    made = prepared(PAY_OUTCOME.document.standard).render(fields(letter)).document
    return [line for line in paragraphs(docx.Document(io.BytesIO(made)).element.body) if line.strip()]


def test_the_outcome_letter_says_what_was_decided() -> None:
    lines = read(OUTCOME)
    assert lines[:7] == [
        "CONFIDENTIAL", "22 October 2026", "Ann Appleby", "Class teacher", "Riverside", "The decision on your pay",
        "Performance Management Policy, clause 6.4",
    ]  # fmt: skip
    assert "I am pleased to tell you that pay progression has been agreed." in lines
    at = lines.index("At the end of the cycle")
    assert lines[at : at + 4] == [
        "At the end of the cycle", "£36,413 (Main, M3)", "From 1 September 2026", "£39,172.50 (Main, M4)",
    ]  # fmt: skip
    stays = read(replace(OUTCOME, progresses=False, decided_pay=OUTCOME.current_pay))
    assert "The decision is that your place on the pay scale stays as it is." in stays
    assert not [line for line in stays if "pleased" in line or "award" in line]
    (lower,) = (line for line in read(replace(OUTCOME, lower=True)) if line.startswith("The decision is"))
    assert lower == "The decision is a lower salary than the one that you have now, as shown below."


def test_the_outcome_letter_says_what_becomes_of_pay_where_the_place_stays() -> None:
    stays = replace(OUTCOME, progresses=False)
    rises = read(replace(stays, award=True))
    place = "The decision is that your place on the pay scale stays as it is."
    assert f"{place} Your pay rises by the award that is made for your scale." in rises


def test_the_outcome_letter_says_where_an_award_is_still_to_come() -> None:
    said = "The award that is due on this scale is not agreed yet."
    told = [any(said in line for line in read(replace(OUTCOME, award_pending=each))) for each in (True, False)]
    assert told == [True, False]


def test_nobody_is_told_of_a_place_on_the_scale_who_has_none() -> None:
    pay = Pay("Spot salary", None, Decimal(95_000))
    spot = replace(OUTCOME, spot=True, current_pay=pay, decided_pay=replace(pay, amount=Decimal(97_000)))
    for letter, says in (
        (spot, "I am pleased to tell you that a higher salary has been agreed."),
        (replace(spot, progresses=False), "The decision is that your salary stays as it is."),
    ):
        lines = read(letter)
        assert says in lines
        assert not [line for line in lines if re.search("scale|point|progress", line)]


def test_the_outcome_letter_answers_an_application_for_the_upper_pay_range() -> None:
    asked = "Your application to be paid on the Upper pay range has "
    assert not [line for line in read(OUTCOME) if line.startswith(asked)]
    assert f"{asked}been successful." in read(replace(OUTCOME, upper=True))
    assert f"{asked}not been successful this time." in read(replace(OUTCOME, upper_refused=True))


def test_the_outcome_letter_tells_part_timers_their_own_pay() -> None:
    own = "In your post at Riverside you are paid for your share of full time: "
    assert not [line for line in read(OUTCOME) if line.startswith(own)]
    (line,) = (line for line in read(replace(OUTCOME, actual_pay="0.6 × £39,173 = £23,504")) if line.startswith(own))
    assert line == f"{own}0.6 × £39,173 = £23,504 a year, to the nearest pound."
    assert [line for line in read(replace(OUTCOME, term_time=True)) if line.startswith("You work in term time.")]


def test_the_outcome_letter_gives_the_way_and_the_last_day_of_an_appeal() -> None:
    until = "Write to the clerk to the Board of Trustees "
    (line,) = (line for line in read(OUTCOME) if until in line)
    assert f"{until}by 12 November 2026, which is 10 working days after the decision, and say" in line
    (line,) = (line for line in read(replace(OUTCOME, appeal_by=None)) if until in line)
    assert f"{until}within 10 working days of the day on which you receive this letter, and say" in line
    on_appeal = read(
        replace(OUTCOME, can_appeal=False, appeal_within="", appeal_by=None, appealed_on=date(2026, 11, 2))
    )
    assert not [line for line in on_appeal if until in line]
    assert "The decision was taken on your appeal. What follows on an appeal is set out in the Pay Policy." in on_appeal


CONCERN = ConcernConfirmation(name="Ann Appleby", signers=(Signer("Helen Hughes", "Headteacher"),))


@pytest.mark.office
def test_no_page_has_a_signature_alone(tmp_path: Path) -> None:
    """However long a letter is: its signature, and that for receipt, stay with its last words."""
    for lines in range(12, 40):
        text = "\n".join(["A line."] * lines)
        for letter, kind in (
            (replace(CONCERN, nature=text), CONFIRMATION),
            (replace(OUTCOME, reason=text), PAY_OUTCOME),
            (PutOff(name="Ann Appleby", signers=OUTCOME.signers, reason=text), PUT_OFF),
        ):
            made = prepared(kind.document.standard).render(fields(letter)).document
            (tmp_path / f"{kind.key} {lines}.docx").write_bytes(made)
    names = sorted(path.name for path in tmp_path.iterdir())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", *names]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    pages_of_signatures = set()
    for name in names:
        pages = [" ".join(page.split()) for page in pdf_pages((tmp_path / name).with_suffix(".pdf"))]
        (signed,) = {number for number, page in enumerate(pages) if "Signed ..." in page}
        assert re.search("will be kept with it. Yours|through with you. Yours|and until when. Yours", pages[signed]), (
            name
        )
        pages_of_signatures.add((name.split()[0], signed))
    assert len(pages_of_signatures) == 6, "each letter was tried on one page and on two"


def test_the_outcome_letter_gives_the_reason_only_where_it_has_one() -> None:
    lines = read(replace(OUTCOME, reason="The evidence is thin."))
    assert lines[lines.index("The committee's reason") + 1] == "The evidence is thin."
    assert "The committee's reason" not in read(OUTCOME)
