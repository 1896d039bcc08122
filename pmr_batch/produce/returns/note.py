"""The covering note: what is open and by when, without anybody's name or any detail of a person."""

from __future__ import annotations

from collections.abc import Sequence

from pmr_batch.model.findings import Finding
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.mails import mail
from pmr_batch.produce.returns.finding_words import in_words, open_counts
from pmr_batch.words import day


def covering_note(
    run: RunFacts, academy: str, findings: Sequence[Finding], workbook: str | None, page: str, due: str
) -> str:
    """The note as plain text; `workbook` is None where no file of the academy could be used."""
    lines = [
        f"{academy}: {run.cycle}, {run.round.value.capitalize()} round",
        "",
        "Dear colleague,",
        "",
        *_body(run, findings, workbook, page, due),
        "",
        "Thank you.",
        "",
        f"{run.trust}",
        f"Run {run.run}, as of {day(run.as_of)}",
    ]
    return "\n".join(lines) + "\n"


def _body(run: RunFacts, findings: Sequence[Finding], workbook: str | None, page: str, due: str) -> list[str]:
    if workbook is None:
        return [
            "Your performance management workbook came, but it could not be used.",
            f"Why, and how to mend it, stands in {page}, which goes with this note.",
            "",
            f"Please send the workbook again {due}.",
        ]
    checked = f"Your performance management return was checked on {day(run.as_of)}: {in_words(findings)}."
    errors, queries = open_counts(findings)
    if not errors and not queries:
        return [checked, f"There is nothing for you to do. {workbook} is your return as it was read, to keep."]
    steps = [
        f"Open {workbook}, which goes with this note. It holds everything you sent,\n"
        "   with each point marked at its cell and listed on the sheet Findings.",
        *(["Correct the errors in their cells."] if errors else []),
        *(["Correct the queries too, or answer each on the sheet Explanations."] if queries else []),
        f"Send that workbook back {due}.",
    ]
    return [
        checked,
        "",
        *(f"{number}. {step}" for number, step in enumerate(steps, 1)),
        "",
        f"{page} says the same on paper, sheet by sheet and person by person.",
        "Both hold confidential details of your staff: please send and keep them as the trust's data",
        "protection policy asks, and not as an open attachment.",
    ]


def email(run: RunFacts, academy: str, office: str | None, note: str) -> bytes:
    """The note as a mail."""
    return mail(f"Performance management return: {academy}, {run.cycle}", office, note)
