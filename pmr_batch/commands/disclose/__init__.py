"""A pack for one audience of clause 9.2, or for the person it is about: only what that audience may see."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import Executor
from datetime import date
from pathlib import Path

from pmr_batch.commands.current_workbooks import CurrentWorkbooks, read_current_workbooks
from pmr_batch.commands.disclose.cycle_packs import poor_performance, quality_assurance, standards
from pmr_batch.commands.disclose.request import DisclosureRequest, DisclosureResult, check_request
from pmr_batch.commands.folders import OUTPUT
from pmr_batch.errors import UsageError
from pmr_batch.locks import locked
from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import Pack
from pmr_batch.produce.pack_workbook import pack_workbook
from pmr_batch.records.disclosure_entries import DisclosureRecord, record_disclosure
from pmr_batch.records.made_files import MadeFiles, put_contents

#: The folder of the packs of a cycle.
PACKS = "packs"
_NOT_IN_NAMES = re.compile(r"[^\w ,-]+")


def disclose(folder: Path, request: DisclosureRequest, as_of: date, executor: Executor) -> DisclosureResult:
    """The pack of an audience; with `take` made in output/<cycle>/packs, and recorded.

    Raises UsageError, before anything is written, where the request does not fit the audience or nobody is in it;
    SettingsError, LedgerError, OutputError.
    """
    check_request(request)
    workbooks = read_current_workbooks(folder, request.cycle or "", as_of, executor)
    pack = _pack(workbooks, request)
    if not pack.people:
        raise UsageError(f"{pack.title}: nobody is in it, so nothing is disclosed")
    name = f"{_NOT_IN_NAMES.sub('-', pack.title)}.xlsx"
    place = folder / OUTPUT / workbooks.cycle.slug / PACKS
    refused = workbooks.refused_of(request.academies, (request.person,) if request.person else ())
    if not request.take:
        return DisclosureResult(pack, place, (name,), taken=False, refused=refused)
    content = pack_workbook(pack, request.disclosure, workbooks.settings, as_of)
    with locked(folder):
        _record(folder, request, pack, workbooks.cycle.name, place, {name: content}, as_of)
        placed = put_contents(MadeFiles.recorded(folder), place, {name: content})
    return DisclosureResult(pack, place, tuple(placed.files), True, tuple(placed.written_in), refused)


def _pack(workbooks: CurrentWorkbooks, request: DisclosureRequest) -> Pack:
    match request.audience:
        case Audience.QUALITY_ASSURANCE:
            return quality_assurance(workbooks, request.academies)
        case Audience.STANDARDS:
            return standards(workbooks, *set(request.academies))
        case _:
            return poor_performance(workbooks, request.person or "")


def _record(
    folder: Path,
    request: DisclosureRequest,
    pack: Pack,
    cycle: str | None,
    place: Path,
    contents: dict[str, bytes],
    as_of: date,
) -> None:
    """The entry comes first: no pack is ever there that is not on record."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    disclosure = request.disclosure
    record = DisclosureRecord(
        audience=pack.audience,
        cycle=cycle,
        round=request.round.value if request.round else None,
        recipient=disclosure.recipient.strip(),
        reason=disclosure.reason.strip(),
        by=disclosure.by.strip(),
        on=as_of,
        people=pack.people,
        folder=place.relative_to(folder).as_posix(),
        files=hashes,
    )
    record_disclosure(folder, record)
