"""Mails to offices, ready to send: each opens as a draft, names nobody, and says only what its reader can do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

from pmr_batch.model.run_facts import RunFacts
from pmr_batch.settings.trust_settings import Academy, Cycle
from pmr_batch.words import counted, day

#: No header is folded: some programs show where.
_POLICY = SMTP.clone(max_line_length=998)


def mail(subject: str, office: str | None, text: str) -> bytes:
    """A mail to an office, without an attachment; to nobody yet where the trust's settings have no address."""
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = _line(subject)
    if office:
        message["To"] = _line(office)
    message["X-Unsent"] = "1"
    message.set_content(text, cte="8bit" if text.isascii() else "quoted-printable")
    return message.as_bytes()


def issued_mail(academy: Academy, cycle: Cycle, trust: str, workbook: str, people: int) -> bytes:
    """What goes out with a workbook that is handed out: what it is for, and by when."""
    reviews_by = cycle.final_reviews_of(academy)
    dates = (("Objectives are set", cycle.objectives_set_by), ("Final reviews are held", reviews_by))
    steps = (
        "Keep it up all year: its sheet Start says what goes where, and To do what is open in each row.",
        *(f"{what} by {day(by)}." for what, by in dates if by),
        f"Send it to us once the final reviews are done{f', by {day(reviews_by)}' if reviews_by else ''}.",
    )
    body = (
        f"The performance management workbook of {academy.name} for {cycle.name} is {workbook}, which goes",
        f"with this mail. It holds {counted(people, 'person', 'people')}, and what carries over from last cycle.",
        "",
        *_numbered(steps),
        "",
        *confidential(),
    )
    return mail(
        f"Performance management workbook: {academy.name}, {cycle.name}", academy.office_email, _letter(body, trust)
    )


def reminder_mail(academy: Academy, run: RunFacts, people: int, due: str, reviews_by: date | None) -> bytes:
    """What goes to an academy whose return did not come; `due` is when it is asked for."""
    was_due = f" Final reviews were to be held by {day(reviews_by)}." if reviews_by and reviews_by < run.as_of else ""
    body = (
        f"We have no performance management return of {academy.name} for {run.cycle} yet.{was_due}",
        f"{counted(people, 'person of yours waits', 'people of yours wait')} for it: nobody's pay can go before the",
        "committee without it.",
        "",
        *_numbered(
            (
                "Open your workbook, and look at its sheet Checks: it counts what is open, by sheet and by person.",
                f"Send it to us {due}, also where something is still open: what that is comes back to you, marked.",
                "Is it with somebody else, or gone? Say so, and we send you another.",
            )
        ),
    )
    subject = f"Reminder: performance management return of {academy.name}, {run.cycle}"
    return mail(subject, academy.office_email, _letter(body, run.trust))


def decided_mail(academy: Academy, run: RunFacts, sheet: str, decided: int, put_off: int) -> bytes:
    """What goes to an academy once pay was decided."""
    again = f" {counted(put_off, 'person comes', 'people come')} before the committee again." if put_off else ""
    referred = "Where a row was referred back, put right what is asked for, and send the workbook again."
    body = (
        f"The pay committee has decided on {counted(decided, 'person', 'people')} of {academy.name},",
        f"{run.cycle}, {run.round.value.capitalize()} round.{again}",
        "",
        *_numbered(
            (
                f"Open {sheet}, which goes with this mail: it says of each what was decided, and what you do next.",
                "Give each employee the letter and the final Appendix A, and have it signed.",
                *([referred] if put_off else []),
            )
        ),
        "",
        *confidential(),
    )
    return mail(f"Pay decisions: {academy.name}, {run.cycle}", academy.office_email, _letter(body, run.trust))


def confidential(what: str = "It holds", them: str = "it") -> tuple[str, str]:
    """How what goes with a mail is to be sent and kept, in lines."""
    return (
        f"{what} confidential details of your staff: please send and keep {them} as the trust's data",
        "protection policy asks, and not as an open attachment.",
    )


def _letter(body: Iterable[str], trust: str) -> str:
    return "\n".join(("Dear colleague,", "", *body, "", "Thank you.", "", trust)) + "\n"


def _numbered(steps: Sequence[str]) -> list[str]:
    return [f"{number}. {step}" for number, step in enumerate(steps, 1)]


def _line(text: str) -> str:
    """No line break of a name makes a header of its own."""
    return " ".join(text.split())
