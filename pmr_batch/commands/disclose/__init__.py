"""A pack for one audience of clause 9.2, or for the person it is about: only what that audience may see."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmr_batch.commands.current_workbooks import RefusedReturn, read_current_workbooks
from pmr_batch.commands.disclose.cycle_packs import poor_performance, quality_assurance, standards
from pmr_batch.commands.disclose.pay_pack import pay
from pmr_batch.commands.disclose.request import DisclosureRequest, DisclosureResult, check_request
from pmr_batch.commands.disclose.subject_access import answer
from pmr_batch.commands.folders import OUTPUT, PACKS, find_cycle
from pmr_batch.errors import UsageError
from pmr_batch.excel.protection import all_protected
from pmr_batch.locks import locked
from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import Pack
from pmr_batch.produce.pack_workbook import pack_workbook
from pmr_batch.records.disclosure_entries import DisclosureRecord, record_disclosure
from pmr_batch.records.made_files import MadeFiles, put_contents
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Cycle, Settings

_NOT_IN_NAMES = re.compile(r"[^\w ,-]+")


@dataclass(frozen=True)
class _CyclePack:
    """A pack of one cycle, and the returns of which nothing is in it."""

    pack: Pack
    settings: Settings
    cycle: Cycle
    refused: tuple[RefusedReturn, ...] = ()


def disclose(folder: Path, request: DisclosureRequest, as_of: date, executor: Executor) -> DisclosureResult:
    """The pack of an audience; with `take` made and recorded.

    It goes into output/<cycle>/packs; that for the person it is about into a folder below.

    Raises UsageError, before anything is written, where the request does not fit the audience or nobody is in it;
    SettingsError, LedgerError, OutputError.
    """
    check_request(request)
    if request.audience is Audience.REVIEWEE:
        return answer(folder, request, as_of, executor)
    of_cycle = _cycle_pack(folder, request, as_of, executor)
    pack, cycle = of_cycle.pack, of_cycle.cycle
    if not pack.people:
        lines = (f"{pack.title}: nobody is in it, so nothing is disclosed", *map(str, of_cycle.refused))
        raise UsageError("\n".join(lines))
    name = f"{_NOT_IN_NAMES.sub('-', pack.title)}.xlsx"
    place = folder / OUTPUT / cycle.slug / PACKS
    if not request.take:
        return DisclosureResult(pack, place, (name,), taken=False, refused=of_cycle.refused)
    content = pack_workbook(pack, request.disclosure, of_cycle.settings, as_of)
    contents = all_protected({name: content}, request.password, place)
    disclosure = request.disclosure
    with locked(folder):
        # The entry comes first: no pack is ever there that is not on record.
        record = DisclosureRecord(
            audience=pack.audience,
            cycle=cycle.name,
            round=request.round.value if request.round else None,
            recipient=disclosure.recipient.strip(),
            reason=disclosure.reason.strip(),
            by=disclosure.by.strip(),
            on=as_of,
            people=pack.people,
            folder=place.relative_to(folder).as_posix(),
            files={name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
            cycles=(cycle.name,),
        )
        record_disclosure(folder, record)
        placed = put_contents(MadeFiles.recorded(folder), place, contents)
    return DisclosureResult(pack, place, tuple(placed.files), True, tuple(placed.written_in), of_cycle.refused)


def _cycle_pack(folder: Path, request: DisclosureRequest, as_of: date, executor: Executor) -> _CyclePack:
    if request.audience is Audience.PAY and request.round:
        settings = read_trust(folder)
        cycle = find_cycle(settings, request.cycle or "", request.round)
        unknown = sorted(set(request.academies) - set(settings.academies))
        if unknown:
            raise UsageError(f"{', '.join(unknown)}: no such academy; there are {', '.join(settings.academies)}")
        return _CyclePack(pay(folder, cycle, request.round, request.academies), settings, cycle)
    workbooks = read_current_workbooks(folder, request.cycle or "", as_of, executor)
    people = (request.person,) if request.person else ()
    refused = workbooks.refused_of(request.academies, people)
    if request.audience is Audience.QUALITY_ASSURANCE:
        pack = quality_assurance(workbooks, request.academies)
    elif request.audience is Audience.STANDARDS:
        pack = standards(workbooks, *set(request.academies))
    else:
        pack = poor_performance(workbooks, request.person or "")
    return _CyclePack(pack, workbooks.settings, workbooks.cycle, refused)
