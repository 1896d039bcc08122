"""What a cycle's workbooks hold now, for commands that make no run: read and typed, but not checked by rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.folders import INCOMING, ISSUED, find_cycle
from pmr_batch.errors import UsageError
from pmr_batch.merge.dossiers import dossiers
from pmr_batch.model.person import Dossier
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState
from pmr_batch.read import read_returns
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.validate import reader_findings, validate
from pmr_batch.words import listed

#: The rules that refuse a file.
_REFUSING = frozenset({"PM001", "PM004", "PM005"})


@dataclass(frozen=True)
class RefusedReturn:
    """A workbook of the trust folder that is refused, why, and the academies of which nothing is made because of it.

    What was issued to them is not what they sent.
    """

    path: str
    why: str
    academies: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.path} is refused, and nothing is made for {listed(self.academies)}: {self.why}"

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {"file": self.path, "why": self.why, "academies": self.academies}


@dataclass(frozen=True)
class CurrentWorkbooks:
    """The accepted returns of a cycle, and everything they hold on each person, by file and Excel row on Staff.

    `refused` are the workbooks because of which an academy has none.
    """

    settings: Settings
    cycle: Cycle
    returns: tuple[Return, ...]
    dossiers: Mapping[tuple[str, int], Dossier]
    refused: tuple[RefusedReturn, ...] = ()

    @property
    def kept_back(self) -> frozenset[str]:
        """The codes of the academies of which nothing is made, because a return is refused."""
        return frozenset(code for refused in self.refused for code in refused.academies)

    def dossiers_of(self, academies: Collection[str]) -> list[Dossier]:
        """The people of some academies, or of all where none is named, in the order of their workbooks.

        Nobody is there of an academy whose return is refused. Raises UsageError for an academy that is unknown, or has
        no workbook.
        """
        unknown = sorted(set(academies) - set(self.settings.academies))
        if unknown:
            known = ", ".join(self.settings.academies)
            raise UsageError(f"{', '.join(unknown)}: no such academy; there are {known}")
        dossiers = [dossier for dossier in self.dossiers.values() if not academies or dossier.academy in academies]
        without_workbook = sorted(set(academies) - {dossier.academy for dossier in dossiers} - self.kept_back)
        if without_workbook:
            raise UsageError(
                f"{', '.join(without_workbook)}: no workbook of {self.cycle.name} that can be read; issue one"
            )
        return dossiers

    def is_kept_back(self, payroll_number: str) -> bool:
        """Whether the staff list has somebody at an academy whose return is refused."""
        return not self._listed_at([payroll_number]).isdisjoint(self.kept_back)

    def refused_of(self, academies: Collection[str], people: Collection[str] = ()) -> tuple[RefusedReturn, ...]:
        """The refused workbooks that concern some academies or people, by code and payroll number; without any, all."""
        if people:
            rows = [dossier for dossier in self.dossiers.values() if dossier.staff["payroll_number"] in people]
            concerned = {dossier.academy for dossier in rows} or self._listed_at(people)
        elif academies:
            concerned = set(academies)
        else:
            return self.refused
        return tuple(refused for refused in self.refused if not concerned.isdisjoint(refused.academies))

    def _listed_at(self, people: Collection[str]) -> set[str]:
        staff_list = self.settings.staff_list or ()
        return {row["academy_code"] for row in staff_list if row["payroll_number"] in people}


def read_current_workbooks(folder: Path, cycle_name: str, as_of: date, executor: Executor) -> CurrentWorkbooks:
    """What has come in for a cycle; for an academy that has sent nothing yet, the workbook it was handed.

    An academy whose return is refused has neither. Where a refused file names no academy, nobody can tell whose it is:
    then no academy without another return is taken at what it was handed. Raises UsageError where there is no workbook
    at all, SettingsError where the settings do not serve.
    """
    settings = read_trust(folder)
    cycle = find_cycle(settings, cycle_name)
    came_in, handed_out = (
        _workbooks(folder / place / cycle.slug, cycle, settings, executor) for place in (INCOMING, ISSUED)
    )
    if not came_in and not handed_out:
        raise UsageError(
            f"Neither {INCOMING}/{cycle.slug} nor {ISSUED}/{cycle.slug} has a workbook that can be read; "
            f"hand workbooks out with `pmr-batch issue --cycle {cycle.slug}`"
        )
    sent = _accepted(came_in)
    with_return = {return_.academy for return_ in sent}
    not_returned = [return_ for return_ in handed_out if return_.academy not in with_return]
    with_workbook = with_return | {return_.academy for return_ in _accepted(not_returned)}
    refused = [
        *_refused(came_in, INCOMING, cycle, lambda return_: _senders(return_, settings, with_return, with_workbook)),
        *_refused(not_returned, ISSUED, cycle, lambda return_: _recipients(return_, settings, with_workbook)),
    ]
    kept_back = {code for each in refused for code in each.academies}
    issued = [return_ for return_ in _accepted(not_returned) if return_.academy not in kept_back]
    returns = (*sent, *(replace(return_, path=f"{ISSUED}/{cycle.slug}/{return_.path}") for return_ in issued))
    validated = validate(returns, settings, as_of, sheet_rules={})
    return CurrentWorkbooks(settings, cycle, returns, dossiers(validated, settings), tuple(refused))


def _workbooks(place: Path, cycle: Cycle, settings: Settings, executor: Executor) -> Sequence[Return]:
    """What is in a folder of workbooks, files of other kinds aside."""
    returns = read_returns(place, cycle, settings, executor) if place.is_dir() else ()
    return [return_ for return_ in returns if return_.state is not FileState.SKIPPED]


def _accepted(returns: Iterable[Return]) -> list[Return]:
    return [return_ for return_ in returns if return_.state is FileState.ACCEPTED]


# -- what is refused -------------------------------------------------------------------------------


def _refused(
    returns: Iterable[Return], place: str, cycle: Cycle, academies: Callable[[Return], Iterable[str]]
) -> Iterator[RefusedReturn]:
    """The refused ones among returns that keep an academy back."""
    for return_ in returns:
        kept_back = tuple(academies(return_)) if return_.state is FileState.REFUSED else ()
        if kept_back:
            yield RefusedReturn(f"{place}/{cycle.slug}/{return_.path}", refusal(return_), kept_back)


def _senders(
    return_: Return, settings: Settings, with_return: Collection[str | None], with_workbook: Collection[str | None]
) -> Iterator[str]:
    """Who may have sent a return, and has sent no other: the academy that it names, else all that were issued one."""
    for code in settings.academies:
        names_it = return_.academy == code
        may_be = return_.academy not in settings.academies and code in with_workbook
        if (names_it or may_be) and code not in with_return:
            yield code


def _recipients(return_: Return, settings: Settings, with_workbook: Collection[str | None]) -> Iterator[str]:
    """To whom a workbook was issued that cannot be read: its name begins with the academy's code."""
    for code in settings.academies:
        if code in (return_.academy, *Path(return_.path).stem.split()[:1]) and code not in with_workbook:
            yield code


def refusal(return_: Return) -> str:
    """Why a return is refused, and what to do, in sentences."""
    errors = [finding for finding in reader_findings([return_]) if finding.code in _REFUSING]
    return " ".join(dict.fromkeys((*(error.message for error in errors), *(error.remedy for error in errors))))
