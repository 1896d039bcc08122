"""The Word template of Appendix A, with docxtpl tags, in the policy's order and words."""

from __future__ import annotations

from dataclasses import replace

from pmr_batch.layout.columns import Kind
from pmr_batch.word.appendix_a import labels
from pmr_batch.word.appendix_a.content import EVERYTHING, FormContent
from pmr_batch.word.appendix_a.controls import CONTROLS
from pmr_batch.word.appendix_a.fields import fields
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.markup import (
    DATE_PICKER,
    Table,
    cell,
    control,
    drop_down,
    line,
    number_of,
    paragraph,
    repeat,
    repeat_rows,
    row,
    run,
    tab,
    where,
)
from pmr_batch.word.filling.package import package
from pmr_batch.word.filling.styles import WIDTH

_LABEL = 3062
_THIRDS = (2900, 3300, WIDTH - 6200)
_DATES = (_LABEL, 3288, WIDTH - _LABEL - 3288)
_SIGNED = (3512, 3688, WIDTH - 7200)
#: Heights that leave room to write, in twentieths of a point.
_OBJECTIVE, _NEED, _ASSESSMENT, _COMMENTS = 1500, 580, 1000, 1850


def _build() -> bytes:
    return package(_body(), _header(), _footer())


def _body() -> str:
    return "".join(
        (
            line("Title", labels.TITLE),
            line("Subtitle", labels.CONFIDENTIAL),
            where("status", line("FormStatus", "{{ status }}")),
            _about(),
            _gap(),
            _objectives(),
            _gap(),
            _development(),
            _gap(),
            _review(),
            _gap(),
            _signatures(),
            paragraph("FormEnd"),
        )
    )


def _header() -> str:
    return paragraph("Header", run("{{ trust }}"), tab(), run("{{ academy }}"))


def _footer() -> str:
    number = f"{{% if payroll_number %}}  ·  {labels.PAYROLL_NUMBER} {{{{ payroll_number }}}}{{% endif %}}"
    return paragraph(
        "Footer",
        run(labels.CONFIDENTIAL, "FormConfidential"),
        run(number),
        tab(),
        run("Page "),
        number_of("PAGE"),
        run(" of "),
        number_of("NUMPAGES"),
    ) + where("status", line("Footer", "{{ status }}"))


def _gap() -> str:
    return paragraph("FormGap")


def _label(*words: str) -> str:
    """A label, and its caption where it has one."""
    label, *captions = words
    return line("FormLabel", label) + "".join(line("FormCaption", caption) for caption in captions)


def _shown(name: str) -> str:
    return line("FormText", f"{{{{ {name} }}}}")


def _field(tag: str, style: str = "FormText") -> str:
    return paragraph(style, _written(tag))


def _written(tag: str, look: str = "", blank: str = "") -> str:
    """What is written in a place, or the invitation to write there; `blank` are other runs that stand for it."""
    one, (of, _, part) = CONTROLS[tag], tag.rpartition(".")
    name = f"{of[0]}.{part}" if of else part
    kind = {Kind.DATE: DATE_PICKER, Kind.LIST: drop_down(one.choices)}.get(one.column.kind, "")
    invites = blank or run(one.invites, look or "PlaceholderText")
    return "".join(
        (
            run(f"{{% if {name} %}}"),
            control(tag, one.alias, run(f"{{{{ {name} }}}}", look), kind),
            run("{% else %}"),
            control(tag, one.alias, invites, kind, blank=True),
            run("{% endif %}"),
        )
    )


def _labelled(label: str, content: str, height: int = 0) -> str:
    wide = WIDTH - _LABEL
    return row(cell(_label(label), _LABEL), cell(content, wide, span=2), height=height)


def _about() -> str:
    table = Table(_DATES, "About this review", "The reviewee, the reviewer, the cycle and the meetings.", "row")
    dates = row(
        cell(_label(labels.CYCLE_DATES), _DATES[0]),
        cell(_date(labels.FROM, "cycle_from"), _DATES[1]),
        cell(_date(labels.TO, "cycle_to"), _DATES[2]),
    )
    return table(
        _labelled(labels.NAME_OF_REVIEWEE, _shown("name")),
        _labelled(labels.JOB_TITLE, _shown("job_title")),
        _labelled(labels.NAME_OF_REVIEWER, _shown("reviewers")),
        dates,
        _labelled(labels.STANDARDS, _field("standards")),
        _labelled(labels.ASPECTS, repeat("aspect", "aspects", _field("aspect", "FormBullet"))),
        _labelled(labels.INITIAL_MEETING, _field("initial_meeting")),
        _labelled(labels.INFORMAL_REVIEWS, repeat("informal_review", "informal_reviews", _field("informal_review"))),
        _labelled(labels.FINAL_REVIEW, _field("final_review")),
    )


def _date(label: str, name: str) -> str:
    return paragraph("FormText", run(label, "FormPartInline"), run(f"  {{{{ {name} }}}}"))


def _columns(headings: tuple[tuple[str, str], ...]) -> str:
    cells = (cell(_label(*words), width) for words, width in zip(headings, _THIRDS, strict=True))
    return row(*cells, heading=True)


def _part(label: str, tag: str) -> str:
    """A named part of a cell that already has a name of its own."""
    return line("FormPart", label) + _field(tag)


def _inline(label: str, tag: str) -> str:
    return paragraph("FormInline", run(label, "FormPartInline"), run("  "), _written(tag))


def _objectives() -> str:
    table = Table(_THIRDS, "Objectives", "One row an objective: its measures, and what came of it.", "column")
    number = line("FormPartFirst", f"{labels.OBJECTIVE_NUMBER} {{{{ o.no }}}}")
    measures = (
        _field("objective.measures")
        + _part(labels.SUCCESS, "objective.success")
        + _inline(labels.DUE_ON, "objective.due_on")
    )
    summary = _field("objective.summary") + _inline(labels.OUTCOME, "objective.outcome")
    cells = (number + _field("objective.objective"), measures, summary)
    lines = row(*(cell(text, width) for text, width in zip(cells, _THIRDS, strict=True)), height=_OBJECTIVE)
    return table(_columns(labels.OBJECTIVES), repeat_rows("o", "objectives", 3, lines))


def _development() -> str:
    table = Table(_THIRDS, "Development", "One row a need: how it will be met, and what it changed.", "column")
    cells = (_field(f"development.{name}") for name in ("required", "delivery", "impact"))
    lines = row(*(cell(text, width) for text, width in zip(cells, _THIRDS, strict=True)), height=_NEED)
    return table(_columns(labels.DEVELOPMENT), repeat_rows("d", "development", 3, lines))


def _review() -> str:
    widths = (_LABEL, WIDTH - _LABEL)
    table = Table(widths, labels.END_OF_YEAR, "The assessments and the pay recommendation.", "row")
    heading = row(cell(line("Heading1", labels.END_OF_YEAR), WIDTH, span=2), heading=True)
    job_role = _field("job_role") + "".join(
        where(f"{name} or not job_role", _part(label, name))
        for label, name in ((labels.ABSENCE, "absence"), (labels.ADDITIONAL, "additional"))
    )
    return table(
        heading,
        _assessed(labels.AGAINST_OBJECTIVES, _field("against_objectives")),
        _assessed((labels.JOB_ROLE,), job_role),
        _assessed((labels.TEACHING,), _field("teaching")),
        _assessed((labels.CPD,), _field("cpd")),
        row(cell(_label(*labels.PAY), _LABEL), cell(_pay(), WIDTH - _LABEL)),
    )


def _assessed(words: tuple[str, ...], content: str) -> str:
    """An assessment, not torn unless it is longer than a page."""
    return row(cell(_label(*words), _LABEL), cell(content, WIDTH - _LABEL), height=_ASSESSMENT)


def _pay() -> str:
    return "".join(
        paragraph("FormPay", run(f"{label} "), answer)
        for label, answer in (
            (labels.CRITERIA, _written("criteria", "FormAnswer")),
            (labels.CURRENT_PAY, run("{{ current_pay }}", "FormAnswer")),
            (labels.NEW_PAY, run("{{ recommended_pay }}", "FormAnswer")),
        )
    )


def _signatures() -> str:
    table = Table(_SIGNED, "Signatures", "The reviewer signs; the employee comments and signs.", "")
    reviewer = paragraph("FormSignFirst", run(f"{labels.SIGNED} "), tab()) + line("FormCaption", labels.REVIEWER)
    employee = paragraph("FormSignWide", run(f"{labels.SIGNED} "), tab())
    comments = _label(labels.COMMENTS) + _field("comments")
    return table(
        row(cell(reviewer, _SIGNED[0]), cell(comments, sum(_SIGNED[1:]), span=2), height=_COMMENTS, breaks=True),
        row(
            cell(_signed_on("FormSign", "reviewer_signed_on"), _SIGNED[0]),
            cell(employee, _SIGNED[1]),
            cell(_signed_on("FormSignNarrow", "employee_signed_on"), _SIGNED[2]),
        ),
    )


def _signed_on(style: str, tag: str) -> str:
    """The date, or a line to write it on by hand."""
    return paragraph(style, run(f"{labels.DATE} "), _written(tag, blank=tab()))


#: The policy's form, blank, of one person, or final.
APPENDIX_A = Document(
    "Appendix A",
    "appendix_a.docx",
    _build,
    fields(FormContent()),
    fields(EVERYTHING),
    {name: fields(replace(FormContent(), **{name: getattr(EVERYTHING, name)})) for name in vars(EVERYTHING)},
)
