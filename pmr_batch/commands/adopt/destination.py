"""The academy, cycle and settings that an adopted workbook is made with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pmr_batch.commands.adopt.assembly import Destination
from pmr_batch.commands.issue.first_rows import LastReturn
from pmr_batch.errors import UsageError
from pmr_batch.settings.trust_file import TRUST_FILE, read_trust
from pmr_batch.settings.trust_settings import Cycle, Settings


def settings_of(folder: Path) -> Settings:
    """The trust's settings. Raises UsageError, saying what they are needed for, where there are none."""
    if not (folder / TRUST_FILE).is_file():
        needs = "the academy, the cycle, the staff list and the settings come from it"
        raise UsageError(f"{folder}: has no {TRUST_FILE}; {needs}: name the trust folder with --folder")
    return read_trust(folder)


def destination_of(
    settings: Settings,
    code: str,
    cycle: Cycle,
    as_of: date,
    last_returns: Mapping[str, LastReturn],
    template: bytes | None = None,
) -> Destination:
    """What the workbook of an academy (by its code, in any case) is made with. Raises UsageError for no such code."""
    academy = {known.casefold(): academy for known, academy in settings.academies.items()}.get(code.casefold())
    if academy is None:
        raise UsageError(f"{code}: no such academy; there are {', '.join(settings.academies)}")
    return Destination(settings, academy, cycle, as_of, last_returns.get(academy.code, {}), template)
