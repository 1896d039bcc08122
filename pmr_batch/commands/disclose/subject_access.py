"""A subject access request: the clock, the hold that is set at once, the pack, and what a person has to judge first."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from pmr_batch.commands.disclose.other_names import OtherNames
from pmr_batch.commands.disclose.person_documents import PersonDocument, person_documents
from pmr_batch.commands.disclose.person_records import PersonRecords, person_records
from pmr_batch.commands.disclose.request import DisclosureRequest, DisclosureResult
from pmr_batch.commands.folders import OUTPUT, PACKS
from pmr_batch.errors import UsageError
from pmr_batch.excel.protection import ENDINGS, all_protected
from pmr_batch.files import room_for_names
from pmr_batch.locks import locked
from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import Pack, PackColumn, PackSheet
from pmr_batch.model.subject_access import AccessRequest, AccessStep, Step
from pmr_batch.policy.working_days import bank_holidays
from pmr_batch.produce.pack_workbook import pack_workbook
from pmr_batch.records.disclosure_entries import DisclosureRecord, record_disclosure
from pmr_batch.records.holds import Hold, HoldReason, holds, put_hold
from pmr_batch.records.made_files import MadeFiles, put_contents
from pmr_batch.records.subject_access_entries import record_step, recorded_steps
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.word.filling.file_names import number_in_name, unique
from pmr_batch.words import counted, day

#: In the person's own folder: what is sent, and what is not.
TO_SEND, FOR_HR = "to send", "for trust HR"
_PURPOSE = "Your own information, on your request (UK GDPR, article 15)"
_NO = PackColumn("No", 6)
_NOT_SEARCHED = (
    "Returns that were superseded or refused, and offices' own files",
    "Mails, samples and moderators' notes, minutes and sheets for academies, comparisons with another policy",
    "Workbooks as the committee handed them in; what the committee or reviewers keep elsewhere",
    "Forms still with reviewers, and anything outside of the trust folder",
)


@dataclass(frozen=True)
class ClockResult:
    """A request after a step of its clock; not `taken`, only said."""

    request: AccessRequest
    taken: bool

    def as_text(self) -> str:
        """How it stands."""
        return f"{self.request.words}\n{'Recorded' if self.taken else 'Nothing is recorded yet; add --take'}"

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        request = self.request
        return {
            "received": request.received,
            "due": None if request.paused_since or not request.is_open else request.due,
            "paused_since": request.paused_since,
            "extended": request.extended,
            "open": request.is_open,
            "taken": self.taken,
        }


# -- the clock -------------------------------------------------------------------------------------


def move_clock(folder: Path, request: DisclosureRequest, step: Step, as_of: date) -> ClockResult:
    """Pause, resume, extend or end a request: recorded with `take`. Raises UsageError where that cannot be."""
    read_trust(folder)
    number = request.person or ""
    steps = recorded_steps(folder, number)
    current = AccessRequest.latest(steps, bank_holidays())
    if current is None:
        raise UsageError(f"{number}: no subject access request is recorded; begin with --received DATE")
    if problem := current.problem(step, as_of):
        raise UsageError(f"{number}: {problem}")
    disclosure = request.disclosure
    if step in (Step.PAUSED, Step.EXTENDED) and not disclosure.reason.strip():
        raise UsageError(f"{number}: say why with --reason; it is told to the person")
    if not disclosure.by.strip():
        raise UsageError(f"{number}: say who does it with --by")
    new = AccessStep(number, step, as_of, disclosure.by.strip(), disclosure.reason.strip(), current.steps[0].cycle)
    if request.take:
        with locked(folder):
            record_step(folder, new)
    return ClockResult(AccessRequest((*current.steps, new), current.closed), request.take)


def _current(folder: Path, request: DisclosureRequest, as_of: date) -> tuple[AccessRequest, bool]:
    """The open request, and whether it is to be recorded still."""
    number = request.person or ""
    current = AccessRequest.latest(recorded_steps(folder, number), bank_holidays())
    received = request.received
    if current and current.is_open:
        if received and received != current.received:
            raise UsageError(
                f"{number}: a request that was received on {day(current.received)} is still open; end it first with "
                "--clock answered, or leave --received out"
            )
        return current, False
    if received is None:
        raise UsageError(f"{number}: say on which day the request came in, with --received DATE")
    if received > as_of:
        raise UsageError(f"{number}: {day(received)} is later than {day(as_of)}; correct --received or --as-of")
    disclosure = request.disclosure
    step = AccessStep(number, Step.RECEIVED, received, disclosure.by.strip(), disclosure.reason.strip())
    return AccessRequest((step,), bank_holidays()), True


def _begin(folder: Path, current: AccessRequest, is_new: bool, held: PersonRecords, as_of: date) -> None:
    """Record a request, and keep the person's records back from destruction from this moment on."""
    received = current.steps[0]
    if is_new:
        record_step(folder, replace(received, cycle=_last(held)))
    number = received.payroll_number
    standing = holds(folder).values()
    if any(hold.reason is HoldReason.SUBJECT_ACCESS and number in hold.numbers for hold in standing):
        return
    review_on = max(current.due, date.fromordinal(as_of.toordinal() + 1))
    put_hold(
        folder,
        Hold(
            number,
            next(iter(held.names), None),
            HoldReason.SUBJECT_ACCESS,
            received.by,
            as_of,
            review_on,
            also=tuple(each for each in held.numbers if each != number),
        ),
    )


def _last(held: PersonRecords) -> str | None:
    """The last cycle that has anything on the person: with that one the record of the disclosure goes."""
    return held.cycles[-1].name if held.cycles else None


# -- the pack --------------------------------------------------------------------------------------


def answer(folder: Path, request: DisclosureRequest, as_of: date, executor: Executor) -> DisclosureResult:
    """All that is held about a person, as files to send, and beside them what is to be judged before they are sent.

    With `take` the request is recorded, a hold set, and the disclosure recorded, before any file is made. Raises
    UsageError where nothing is held under the number, or no request is known; LedgerError, OutputError.
    """
    settings = read_trust(folder)
    number = request.person or ""
    current, is_new = _current(folder, request, as_of)
    held = person_records(folder, settings, number, as_of, executor)
    documents, unprotected = _protectable(list(person_documents(folder, held.numbers)), request.password)
    copied = [document for document in documents if document.content is not None]
    place = _place(folder, held, number)
    places = _places(place, copied)
    pack = _pack(number, held, places)
    to_judge = _to_judge(number, held, documents, places, current)
    lines = (*_lines(current, to_judge), *unprotected)
    if not request.take:
        names = (f"{TO_SEND}/{_name(number)}", *(f"{TO_SEND}/{path}" for path in places.values()))
        said = (*lines, "A hold is set with --take, at once")
        return DisclosureResult(pack, place, (*names, f"{FOR_HR}/{_judged(number)}"), False, (), held.refused, said)
    sent = {f"{TO_SEND}/{_name(number)}": pack_workbook(pack, request.disclosure, settings, as_of)}
    sent |= {f"{TO_SEND}/{places[document.path]}": document.content or b"" for document in copied}
    sent = all_protected(sent, request.password, place)
    judged = {f"{FOR_HR}/{_judged(number)}": pack_workbook(to_judge, request.disclosure, settings, as_of)}
    with locked(folder):
        _begin(folder, current, is_new, held, as_of)
        _record(folder, request, held, place, sent, as_of)
        placed = put_contents(MadeFiles.recorded(folder), place, judged | sent)
    said = (*lines, "A hold keeps the person's records back from destruction")
    return DisclosureResult(pack, place, tuple(placed.files), True, tuple(placed.written_in), held.refused, said)


def _protectable(documents: list[PersonDocument], password: str | None) -> tuple[list[PersonDocument], tuple[str, ...]]:
    """What goes into a pack; of one with a password no PDF, which can have none, and the line that says so."""
    kept = [each for each in documents if password is None or each.content is None or each.path.endswith(ENDINGS)]
    left_out = len(documents) - len(kept)
    if not left_out:
        return kept, ()
    pdfs = counted(left_out, "PDF", "PDFs")
    return kept, (f"Not in it: {pdfs}, which cannot be protected here; the Word documents of the same names are",)


def _place(folder: Path, held: PersonRecords, number: str) -> Path:
    """With the earliest cycle that is in it: a pack is no longer there than the oldest record that it shows."""
    earliest = [cycle.slug for cycle in held.cycles[:1]]
    return folder.joinpath(OUTPUT, *earliest, PACKS, number_in_name(number))


def _places(place: Path, documents: Sequence[PersonDocument]) -> dict[str, str]:
    """Where documents go below what is sent, by their paths below output/; of a name that is too long, the end stays.

    All in one folder: with those that they lie in, their paths would be longer than Excel and Word open.
    """
    room = room_for_names(place / TO_SEND) if documents else 0
    names = unique(PurePosixPath(document.path).name[-room:].lstrip() for document in documents)
    return {document.path: name for document, name in zip(documents, names, strict=True)}


def _name(number: str) -> str:
    return f"Subject access {number_in_name(number)}.xlsx"


def _judged(number: str) -> str:
    return f"To judge before it is sent {number_in_name(number)}.xlsx"


def _pack(number: str, held: PersonRecords, places: Mapping[str, str]) -> Pack:
    rows = tuple(
        (no, place, PurePosixPath(path).parent.as_posix()) for no, (path, place) in enumerate(places.items(), 1)
    )
    columns = (_NO, PackColumn("File", 80), PackColumn("From the folder", 50))
    listed = PackSheet("Documents", "Forms and letters about you, beside this file.", columns, rows)
    return Pack(
        audience=Audience.REVIEWEE,
        scope=f"{number}, all cycles",
        purpose=_PURPOSE,
        left_out="What is about others",
        sheets=(*held.sheets, *([listed] if rows else [])),
        people=(number,),
    )


def _to_judge(
    number: str,
    held: PersonRecords,
    documents: Sequence[PersonDocument],
    places: Mapping[str, str],
    current: AccessRequest,
) -> Pack:
    """What somebody goes through before the pack is sent: it is not for the person."""
    names = OtherNames(held.others, held.names)
    found = [*names.in_sheets(held.sheets)]
    for document in documents:
        found += names.in_text(places.get(document.path, document.path), document.text)
    name_rows = tuple((each.place, each.found, each.may_be, each.around, None) for each in found)
    columns = (("Where", 40), ("Name", 16), ("May be", 26), ("The words around it", 60), ("Keep or take out", 16))
    written = [document.path for document in documents if document.content is None]
    sheets = (
        PackSheet(
            "Names of others",
            "For each: may it be disclosed (they agree, or it is reasonable, as of colleagues in their work)? What may "
            "not, take out of the file to send by hand; no command will write over it.",
            tuple(PackColumn(heading, width) for heading, width in columns),
            name_rows,
        ),
        PackSheet(
            "Documents to look through",
            "Written in by hand: look them through, with their properties and comments, and add them yourself.",
            (_NO, PackColumn("File below output", 110)),
            tuple(enumerate(written, 1)),
        ),
        PackSheet(
            "Not searched",
            "Look there yourself, where it may hold something about the person.",
            (_NO, PackColumn("Where", 110)),
            tuple(enumerate((*held.not_read, *_NOT_SEARCHED), 1)),
        ),
        PackSheet(
            "Clock",
            current.words,
            (PackColumn("On", 12), PackColumn("Step", 12), PackColumn("By", 20), PackColumn("Why", 60)),
            tuple((step.on, step.step.value, step.by, step.reason) for step in current.steps),
        ),
    )
    return Pack(
        audience=Audience.REVIEWEE,
        scope=f"{number}, for trust HR",
        purpose="Judging what may be sent to the person. Never send this file",
        left_out="Nothing",
        sheets=tuple(sheet for sheet in sheets if sheet.rows),
        people=(number,),
    )


def _lines(current: AccessRequest, to_judge: Pack) -> tuple[str, ...]:
    counts = {sheet.name: len(sheet.rows) for sheet in to_judge.sheets}
    names, documents = counts.get("Names of others", 0), counts.get("Documents to look through", 0)
    return (
        current.words,
        f"To judge before it is sent: {names:,} names of others; {documents:,} documents written in by hand, not in it",
    )


def _record(
    folder: Path, request: DisclosureRequest, held: PersonRecords, place: Path, sent: dict[str, bytes], as_of: date
) -> None:
    disclosure = request.disclosure
    record = DisclosureRecord(
        audience=Audience.REVIEWEE,
        cycle=_last(held),
        round=None,
        recipient=disclosure.recipient.strip(),
        reason=disclosure.reason.strip(),
        by=disclosure.by.strip(),
        on=as_of,
        people=(request.person or "",),
        folder=place.relative_to(folder).as_posix(),
        files={name: hashlib.sha256(content).hexdigest() for name, content in sent.items()},
        cycles=tuple(cycle.name for cycle in held.cycles),
    )
    record_disclosure(folder, record)
