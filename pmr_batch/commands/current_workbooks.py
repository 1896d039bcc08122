"""What a cycle's workbooks hold now, for commands that make no run: read and typed, but not checked by rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmr_batch.commands.issue import ISSUED
from pmr_batch.commands.run import INCOMING, find_cycle
from pmr_batch.errors import UsageError
from pmr_batch.merge.dossiers import dossiers
from pmr_batch.model.person import Dossier
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState
from pmr_batch.read import read_returns
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.validate import validate


@dataclass(frozen=True)
class CurrentWorkbooks:
    """The accepted returns of a cycle, and everything they hold on each person, by file and Excel row on Staff."""

    settings: Settings
    cycle: Cycle
    returns: tuple[Return, ...]
    dossiers: Mapping[tuple[str, int], Dossier]

    def dossiers_of(self, academies: Collection[str]) -> list[Dossier]:
        """The people of some academies, or of all where none is named, in the order of their workbooks.

        Raises UsageError for an academy that is unknown, or has no workbook that can be read.
        """
        unknown = sorted(set(academies) - set(self.settings.academies))
        if unknown:
            known = ", ".join(self.settings.academies)
            raise UsageError(f"{', '.join(unknown)}: no such academy; there are {known}")
        dossiers = [dossier for dossier in self.dossiers.values() if not academies or dossier.academy in academies]
        without_workbook = sorted(set(academies) - {dossier.academy for dossier in dossiers})
        if without_workbook:
            raise UsageError(
                f"{', '.join(without_workbook)}: no workbook of {self.cycle.name} that can be read; issue one"
            )
        return dossiers


def read_current_workbooks(folder: Path, cycle_name: str, as_of: date, executor: Executor) -> CurrentWorkbooks:
    """What has come in for a cycle; for an academy that has sent nothing yet, the workbook it was handed.

    Raises UsageError where there is neither, SettingsError where the settings do not serve.
    """
    settings = read_trust(folder)
    cycle = find_cycle(settings, cycle_name)
    returns_folder, issued = folder / INCOMING / cycle.slug, folder / ISSUED / cycle.slug
    sent = _accepted(returns_folder, cycle, settings, executor)
    academies = {return_.academy for return_ in sent}
    not_returned = [
        return_ for return_ in _accepted(issued, cycle, settings, executor) if return_.academy not in academies
    ]
    returns = (*sent, *(replace(return_, path=f"{ISSUED}/{cycle.slug}/{return_.path}") for return_ in not_returned))
    if not returns:
        raise UsageError(
            f"Neither {INCOMING}/{cycle.slug} nor {ISSUED}/{cycle.slug} has a workbook that can be read; "
            f"hand workbooks out with `pmr-batch issue --cycle {cycle.slug}`"
        )
    validated = validate(returns, settings, as_of, sheet_rules={})
    return CurrentWorkbooks(settings, cycle, returns, dossiers(validated, settings))


def _accepted(place: Path, cycle: Cycle, settings: Settings, executor: Executor) -> list[Return]:
    if not place.is_dir():
        return []
    return [
        return_ for return_ in read_returns(place, cycle, settings, executor) if return_.state is FileState.ACCEPTED
    ]
