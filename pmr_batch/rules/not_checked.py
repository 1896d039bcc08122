"""What the settings lack, one line a cause: the rules that could not be asked for want of it, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pmr_batch.model.findings import NotChecked
from pmr_batch.words import listed

#: Academies named in one line; of more, the others are counted.
_NAMED = 8
_BY_ACADEMY = re.compile(r"(?P<lack>term dates of \S+) for (?P<academy>\S+|every academy)(?P<which> \(.+\))?")
_EVERY = "every academy"
#: How a need begins, and what to do about it; what else is needed says itself where it belongs.
_REMEDIES = (
    ("term dates of", "Add them on the sheet Terms of trust.xlsx."),
    ("bank holidays of", "See whether the year was mistyped."),
    ("the Staff list sheet", "Fill it in, or name the trust folder with --folder."),
)
_REMEDY = "Fill in what is missing there."


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, and the codes of the rules that need it."""

    codes: tuple[str, ...]
    needs: str

    @property
    def remedy(self) -> str:
        """What to do about it, a sentence."""
        return next((remedy for begins, remedy in _REMEDIES if self.needs.startswith(begins)), _REMEDY)

    @property
    def line(self) -> str:
        """PM401 and PM704, which need term dates of 2026/27 for RIV. Add them …"""
        need = "needs" if len(self.codes) == 1 else "need"
        return f"{listed(self.codes)}, which {need} {self.needs}. {self.remedy}"


def lacks(not_checked: Iterable[NotChecked]) -> list[Lack]:
    """Each cause once, in the order of its first rule; academies that lack the same dates are one cause."""
    codes: dict[tuple[str, str], set[str]] = {}
    academies: dict[tuple[str, str], set[str]] = {}
    for one in sorted(not_checked, key=lambda one: (one.code, one.needs)):
        for need in one.needs.split("; "):
            by_academy = _BY_ACADEMY.fullmatch(need)
            cause = (by_academy["lack"], by_academy["which"] or "") if by_academy else (need, "")
            codes.setdefault(cause, set()).add(one.code)
            if by_academy:
                academies.setdefault(cause, set()).add(by_academy["academy"])
    return [
        Lack(tuple(sorted(found)), f"{cause[0]}{_for(academies.get(cause, set()))}{cause[1]}")
        for cause, found in codes.items()
    ]


def needs_by_code(not_checked: Iterable[NotChecked]) -> dict[str, str]:
    """What each rule needs, all of it, by code."""
    found: dict[str, list[str]] = {}
    for lack in lacks(not_checked):
        for code in lack.codes:
            found.setdefault(code, []).append(lack.needs)
    return {code: "; ".join(needs) for code, needs in found.items()}


def _for(academies: set[str]) -> str:
    if not academies:
        return ""
    if _EVERY in academies:
        return f" for {_EVERY}"
    names = sorted(academies)
    others = len(names) - _NAMED
    return f" for {listed([*names[:_NAMED], f'{others:,} more academies'] if others > 1 else names)}"
