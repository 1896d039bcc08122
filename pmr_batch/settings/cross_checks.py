"""Cross-checks of the settings: names, codes and keys on all sheets but those of numbers and pay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pmr_batch import words
from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS
from pmr_batch.layout.trust_workbook import CENTRAL, HEADS_CODE
from pmr_batch.settings.problems import MOST_LINES, Problem, Row, nearest

Sheets = Mapping[str, Sequence[Row]]

#: Both become names of folders and files on any system; Windows keeps some names for itself.
_CODE = r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[A-Za-z0-9][A-Za-z0-9_-]{0,19}"
_CYCLE = r"[A-Za-z0-9][A-Za-z0-9 _-]{0,39}(?<! )"
_ADDRESS = r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+"
#: One address or several, each alone or after a name: Riverside <office@riverside.example>.
_ADDRESSES = rf"(?:[^@,;<>\n]*<{_ADDRESS}>|{_ADDRESS})(?:, *(?:[^@,;<>\n]*<{_ADDRESS}>|{_ADDRESS}))*"


def cross_checks(sheets: Sheets) -> Iterator[Problem]:
    """Problems between the rows and sheets of the settings."""
    for row in sheets["Trust"]:
        if row.has("approved_on", "next_review") and row["next_review"] < row["approved_on"]:
            fault = f"lies before Approved on, {words.day(row['approved_on'])}"
            yield row.problem("next_review", fault, "correct the one or the other")
    yield from _academies(sheets["Academies"])
    yield from _cycles(sheets["Cycles"])
    codes = [row["academy_code"] for row in sheets["Academies"] if row.has("academy_code")]
    for sheet in ("Terms", "Staff list", "Returns", "Accepted", "Committee members"):
        yield from _unknown_names(sheets.get(sheet, ()), "academy_code", codes, "Academies")
    cycles = [row["cycle"] for row in sheets["Cycles"] if row.has("cycle")]
    yield from _unknown_names(sheets.get("Returns", ()), "cycle", cycles, "Cycles")
    yield from _staff_list(sheets.get("Staff list", ()), sheets["Academies"])
    yield from _returns(sheets.get("Returns", ()))
    yield from _accepted(sheets.get("Accepted", ()))


def repeated(rows: Sequence[Row], *keys: str | Callable[[Row], object]) -> Iterator[tuple[Row, Row]]:
    """Rows with the same keys as a row above, with that row; a key is a column, or a function of the row.

    Rows whose first key is blank are left out; other blanks are values.
    """
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key_values = tuple(row[key] if isinstance(key, str) else key(row) for key in keys)
        above = first.setdefault(key_values, row)
        if above is not row and key_values[0] is not None:
            yield row, above


def _academies(rows: Sequence[Row]) -> Iterator[Problem]:
    for row in rows:
        code = row["academy_code"]
        if code is not None and not re.fullmatch(_CODE, code):
            yield row.problem("academy_code", "is no code", "use up to 20 letters, digits and hyphens, such as RIV")
        if row.has("academy_code", "kind") and (code == HEADS_CODE) != (row["kind"] == CENTRAL):
            yield row.problem("kind", f"does not fit {code}", f"{CENTRAL} is the workbook {HEADS_CODE}, and no other")
        if row.has("office_e_mail") and not re.fullmatch(_ADDRESSES, row["office_e_mail"]):
            remedy = "correct it, with a comma between several, or leave the cell blank"
            yield row.problem("office_e_mail", "is no e-mail address", remedy)
    yield from _alike(rows, "academy_code", str.casefold)


def _cycles(rows: Sequence[Row]) -> Iterator[Problem]:
    for row in rows:
        name = row["cycle"]
        if name is not None and not re.fullmatch(_CYCLE, name):
            yield row.problem(
                "cycle", "cannot name a folder", "use letters, digits, blanks and hyphens, such as Teaching 2025-26"
            )
    yield from _alike(rows, "cycle", lambda name: name.casefold().replace(" ", "-"))


def _alike(rows: Sequence[Row], key: str, fold: Callable[[str], str]) -> Iterator[Problem]:
    """Names that differ, but would be one folder on some drives."""
    first: dict[str, str] = {}
    for row in rows:
        if row.has(key):
            above = first.setdefault(fold(row[key]), row[key])
            if above != row[key]:
                yield row.problem(key, f"cannot be told from {words.shown(above)}", "rename one of them")


def _unknown_names(rows: Sequence[Row], key: str, names: Sequence[str], sheet: str) -> Iterator[Problem]:
    """Codes and names that are missing on another sheet; hints are looked for as far as they are shown."""
    known, hints = frozenset(names), dict[str, str]()
    for row in rows:
        if row.has(key) and row[key] not in known:
            if row[key] not in hints:
                hints[row[key]] = nearest(row[key], names) if len(hints) < MOST_LINES else ""
            yield row.problem(key, f"is not on {sheet}{hints[row[key]]}", "correct it, or add it there")


def _staff_list(rows: Sequence[Row], academies: Sequence[Row]) -> Iterator[Problem]:
    for row, above in repeated(rows, "payroll_number", "academy_code"):
        yield row.problem(
            "payroll_number", f"is on the list of this academy already, in row {above.number}", "remove one of the rows"
        )
    if not any(row["kind"] == CENTRAL for row in academies):
        return
    for row in rows:
        if row["role"] in HEADS + EXECUTIVES and row.has("academy_code") and row["academy_code"] != HEADS_CODE:
            fault = f"is of a {row['role']}, whose review no academy's office keeps"
            yield row.problem("academy_code", fault, f"write {HEADS_CODE}")


def _returns(rows: Sequence[Row]) -> Iterator[Problem]:
    for row, above in repeated(rows, "academy_code", "cycle"):
        yield row.problem("academy_code", f"has a file for this cycle already, in row {above.number}", "keep one row")
    for row in rows:
        if row.has("file") and (".." in re.split(r"[/\\]", row["file"]) or re.match(r"[/\\]|[A-Za-z]:", row["file"])):
            yield row.problem("file", "does not lie below the cycle's folder", "give the path from there")


def _accepted(rows: Sequence[Row]) -> Iterator[Problem]:
    for row in rows:
        if row.has("rule") and not re.fullmatch(r"PM[0-9]{3}", row["rule"]):
            yield row.problem("rule", "is no rule", "give its code, such as PM404")
