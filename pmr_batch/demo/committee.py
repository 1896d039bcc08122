"""The demo's pay committee: it decides on a copy of its workbook, as people do, and hands that back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from io import BytesIO
from pathlib import Path

from pmr_batch.commands.run import Ran
from pmr_batch.excel.reading.addresses import letter
from pmr_batch.files import FIXED_STAMP, write_bytes
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.person import Recommendation
from pmr_batch.model.terms import Round
from pmr_batch.policy.pay import canonical_point
from pmr_batch.produce.committee.recommendations import FIRST, columns

#: Where the copies lie that came back.
CAME_BACK = "from the committee"
#: When it met on each round; on support staff in the summer term.
MET_ON = {Round.OCTOBER: date(2026, 10, 22), Round.DECEMBER: date(2026, 10, 22), Round.APRIL: date(2026, 5, 29)}
#: The day on which the last of them is taken in.
TAKEN_ON = date(2026, 10, 23)
_FIRST_DAY = date(1899, 12, 30)
_EVERY_NINTH = 9
Cells = dict[str, str | date]


def hand_back(folder: Path, ran: Ran) -> Path:
    """The round's workbook decided, as a copy below `folder`."""
    made = next(path for path in ran.files if path.startswith("committee/"))
    run = ran.moderated.run
    at = columns(run)
    cells = {
        f"{letter(at[RECOMMENDATIONS.by_key[key].heading] + 1)}{FIRST + 1 + number}": value
        for number, decided in enumerate(_decisions(ran.moderated.recommendations, MET_ON[run.round]))
        for key, value in decided.items()
    }
    path = folder / CAME_BACK / f"Pay committee {run.cycle} {run.round.value}.xlsx"
    write_bytes(path, _filled_in((ran.output / made).read_bytes(), cells))
    return path


def _decisions(rows: Sequence[Recommendation], met_on: date) -> Iterator[Cells]:
    """Most are approved as recommended; of the others the first rows of a round have one each."""
    accelerated = next((number for number, one in enumerate(rows) if number > 3 and _above(one)), None)
    for number, one in enumerate(rows):
        decided: Cells = {"decision": "Approved", "decided_on": met_on}
        if number == 1:
            decided |= {"decision": "Deferred", "decision_reason": "The employee's comments are still to come."}
        elif number == 2:
            asked_for = "Say how the second objective was assessed; the evidence is not told."
            decided |= {"decision": "Referred back", "decision_reason": asked_for}
        elif number == accelerated:
            reason = "Results well above the plan in two years running: one point more than recommended."
            decided |= {"decided_point": _above(one) or "", "decision_reason": reason}
        elif one.recommended.amount is None:
            reason = "What the recommended point is paid is not among the trust's pay points yet."
            decided |= {"decision": "Deferred", "decision_reason": reason}
        elif number % _EVERY_NINTH == _EVERY_NINTH - 1:
            decided |= {
                "decision": "Not approved",
                "decision_reason": "The criteria of the Pay Policy are not met yet.",
            }
        if number == 3:
            decided["conflict_declared"] = "P. Lindqvist, who is related to the employee"
        yield decided


def _above(one: Recommendation) -> str | None:
    """One point more than recommended, for whoever moves up the lower half of the main range."""
    if one.recommended.range != "Main" or one.recommended.point not in ("M2", "M3", "M4"):
        return None
    return canonical_point(str(int(one.recommended.point[1:]) + 1), "Main")


def _filled_in(content: bytes, cells: Mapping[str, str | date]) -> bytes:
    """The workbook with values typed into blank cells of Recommendations, all else as it was."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = re.findall(r'<sheet name="([^"]+)"', old.read("xl/workbook.xml").decode())
        part = f"xl/worksheets/sheet{names.index(RECOMMENDATIONS.name) + 1}.xml"
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == part:
                text = _typed(text.decode(), cells).encode()
            made = zipfile.ZipInfo(entry.filename, FIXED_STAMP)
            made.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(made, text)
    return out.getvalue()


def _typed(sheet: str, cells: Mapping[str, str | date]) -> str:
    def fill(blank: re.Match[str]) -> str:
        value = cells.get(blank[1])
        if value is None:
            return blank[0]
        if isinstance(value, date):
            return f'<c r="{blank[1]}"{blank[2]}><v>{(value - _FIRST_DAY).days}</v></c>'
        return f'<c r="{blank[1]}"{blank[2]} t="inlineStr"><is><t>{escape(value)}</t></is></c>'

    return re.sub(r'<c r="([A-Z]+\d+)"( s="\d+")/>', fill, sheet)
