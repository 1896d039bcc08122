"""What the templates of all letters have in common: head and foot of the page, address, subject, signatures."""

from __future__ import annotations

from pmr_batch.word.filling.markup import Table, cell, line, number_of, paragraph, repeat, row, run, tab, where
from pmr_batch.word.filling.package import package
from pmr_batch.word.filling.styles import LETTER_LOOKS, WIDTH

CONFIDENTIAL = "CONFIDENTIAL"
#: The styles whose words an edited template keeps: all else a trust may put in words of its own.
KEPT = ("Title", "Subtitle", "LetterSubject", "Heading2", "FormLabel")
_LABEL = 3062
_SIGNED = (6200, WIDTH - 6200)


def letter(subject: str, clause: str, *content: str, receipt: bool = False) -> bytes:
    """The template of a letter; with a `receipt`, there is room for the employee to sign that it arrived."""
    body = (
        line("Subtitle", CONFIDENTIAL),
        text("{{ written_on }}"),
        *address(),
        line("LetterSubject", subject),
        line("LetterClause", f"{{{{ policy }}}}, clause {clause}"),
        text("Dear {{ name }},"),
        *content,
        line("LetterClose", "Yours sincerely,"),
        signatures(),
        *([_receipt()] if receipt else []),
        paragraph("FormEnd"),
    )
    return page("".join(body), subject)


def page(body: str, title: str) -> bytes:
    """A template with the head and the foot of all letters."""
    header = paragraph("Header", run("{{ trust }}"), tab(), run("{{ academy }}"))
    number = "{% if payroll_number %}  ·  Payroll number {{ payroll_number }}{% endif %}"
    pages = (run("Page "), number_of("PAGE"), run(" of "), number_of("NUMPAGES"))
    marked = (run(CONFIDENTIAL, "FormConfidential"), run(f"{number}  ·  {title}"), tab(), *pages)
    return package(body, header, paragraph("Footer", *marked), LETTER_LOOKS)


def address() -> tuple[str, ...]:
    """Name, job title and academy of the employee."""
    name, job_title, academy = (line("LetterAddress", f"{{{{ {each} }}}}") for each in ("name", "job_title", "academy"))
    return name, where("job_title", job_title), academy


def text(words: str) -> str:
    """A paragraph of a letter."""
    return line("LetterText", words)


def last(words: str) -> str:
    """The last paragraph of a letter, kept with the signatures."""
    return line("LetterLast", words)


def points(*words: str) -> str:
    """Some points, each with a bullet."""
    return "".join(line("LetterPoint", one) for one in words)


def heading(words: str) -> str:
    """The heading of a part of a letter."""
    return line("Heading2", words)


def table(caption: str, description: str, *rows: tuple[str, str]) -> str:
    """A table of labels and what is said of each: a row may run over the end of a page."""
    made = Table((_LABEL, WIDTH - _LABEL), caption, description, "row")
    wide = WIDTH - _LABEL
    cells = ((cell(line("FormLabel", label), _LABEL), cell(line("FormText", words), wide)) for label, words in rows)
    return made(*(row(*pair, breaks=True) for pair in cells))


def gap() -> str:
    """Room between a table and the text below it; a heading brings its own."""
    return paragraph("FormGap")


def signatures() -> str:
    """Room to sign for each who signs, with name and position."""
    named = where("s.name", line("LetterSigner", "{{ s.name }}"))
    signed = paragraph("LetterSign", run("Signed "), tab())
    return repeat("s", "signers", signed + named + line("LetterAddress", "{{ s.position }}"))


def _receipt() -> str:
    """Room for the employee to sign that the letter was received, which is no consent to it."""
    made = Table(_SIGNED, "Receipt", "The employee signs that the letter was received.", "")
    words = "I have received this letter. My signature does not mean that I agree with it."
    return gap() + made(row(cell(line("LetterSigner", words), WIDTH, span=2)), row(*to_sign(*_SIGNED)))


def to_sign(signed: int, dated: int) -> tuple[str, str]:
    """Two table cells of these widths, to sign and to date."""
    lines = (paragraph("FormSignNarrow", run(words), tab()) for words in ("Signed ", "Date "))
    first, second = (cell(one, width) for one, width in zip(lines, (signed, dated), strict=True))
    return first, second
