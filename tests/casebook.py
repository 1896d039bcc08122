"""Cases as small text tables, turned into real workbooks: what the rules' cases say, on base.yml."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

from pmr_batch.layout.columns import Kind, Sheet
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.layout.trust_workbook import TRUST_SHEETS
from pmr_batch.model.findings import Finding

#: The safe loader, in C where the library has it.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CASES = Path(str(resources.files("pmr_batch.rules") / "cases"))
TRUST_BY_NAME = {sheet.name: sheet for sheet in TRUST_SHEETS}
PAYROLL = "Payroll number"
#: Cases in one company, and people on the Staff sheet of each, at most.
COMPANY, FEW = 50, 4
Row = dict[str, str]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Case:
    """One case: whom it is about and what it lays over base.yml, the day, and what is expected."""

    code: str
    title: str
    as_of: date
    about: str
    told: Mapping[str, Any]
    finds: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    says: str = ""
    affects: tuple[str, ...] = ()
    to_do: tuple[str, ...] = ()
    years_later: int = 0
    number: int = 0

    def beside_others(self, number: int) -> Case:
        """The same of other people at other academies: the case of this number of those that share a trust, from 0."""
        affects = tuple(_moved(each, number) for each in self.affects)
        return replace(self, number=number, says=_moved(self.says, number), affects=affects)

    @cached_property
    def academies(self) -> set[str]:
        """The codes of the academies that its workbooks may be of."""
        return {_moved(row["Academy code"], self.number) for row in self.settings["Academies"]}

    @property
    def passes(self) -> bool:
        """Whether the rule holds in it."""
        return not self.finds

    @property
    def books(self) -> dict[str, Mapping[str, Any]]:
        """What its workbooks lay over base.yml, by academy; its own, of no named academy, is the first."""
        return {"": self.told} | {key[3:]: more for key, more in self.told.items() if key.startswith("in ")}

    @cached_property
    def workbooks(self) -> dict[str, bytes]:
        """Its workbooks by file name."""
        return {
            f"{name or 'return'}.xlsx": workbook(self.about, name, more, self.years_later, self.number)
            for name, more in self.books.items()
        }

    @property
    def people(self) -> int:
        """How many stand on its Staff sheet."""
        return len(rows_of(self.told["Staff"])) if "Staff" in self.told else 1

    @property
    def settings_given(self) -> tuple[Any, ...]:
        """What its settings follow from: cases for which this is the same share them."""
        kind = self.about if "staff list" in base(self.years_later)[self.about] else ""
        return kind, self.years_later, *self.told.get("settings", {}).items()

    @cached_property
    def settings(self) -> Tables:
        """The trust's settings, sheet by sheet."""
        return _settings(base(self.years_later), self.about, self.told.get("settings", {}))

    @cached_property
    def trust(self) -> bytes:
        """The trust's settings, as trust.xlsx."""
        return xlsx(self.settings, TRUST_BY_NAME, {})

    def write(self, folder: Path) -> list[Path]:
        """Write trust.xlsx and the workbooks into a folder; the paths of the workbooks."""
        (folder / "trust.xlsx").write_bytes(self.trust)
        return self.write_workbooks(folder)

    def write_workbooks(self, folder: Path) -> list[Path]:
        """Write the workbooks into a folder; their paths."""
        paths = [folder / name for name in self.workbooks]
        for path, content in zip(paths, self.workbooks.values(), strict=True):
            path.write_bytes(content)
        return paths


def place(finding: Finding) -> str:
    """The cell of a finding as cases name it: OAK Staff!A2; without the academy where there is one workbook."""
    file = Path(finding.file or "").stem
    cell = f"{finding.sheet}!{finding.cell}" if finding.sheet else "no cell"
    return cell if file == "return" else f"{file} {cell}"


def cases() -> list[Case]:
    """All cases, by file and in the file's order."""
    return [case for path in sorted(CASES.glob("PM*.yml")) for case in cases_of(path)]


def cases_of(path: Path) -> Iterator[Case]:
    """The cases of one rule."""
    for title, told in yaml.load(path.read_text("utf-8"), Loader).items():
        yield _case(path.stem, title, told)


def companies(given: Sequence[Case]) -> list[list[Case]]:
    """Cases that one check may take together, for their settings and day are the same; others alone.

    What a check costs hardly depends on how many rows there are. In company each is of people and academies of its own.
    Alone are cases of what is needed, which is told of the trust, and of many people: the same words in many places
    are told of over the whole trust.
    """
    together = defaultdict(list)
    for number, case in enumerate(given):
        alone = case.needs or case.people > FEW
        together[number if alone else case.settings_given, case.as_of].append(case)
    parts = (same[at : at + COMPANY] for same in together.values() for at in range(0, len(same), COMPANY))
    return [[case.beside_others(number) for number, case in enumerate(part)] for part in parts]


def write_together(company: Sequence[Case], folder: Path) -> tuple[Path, list[list[Path]]]:
    """Write cases below a folder: that of the settings they share, and the paths of each case's workbooks."""
    (folder / "trust.xlsx").write_bytes(xlsx(_settings_of_all(company), TRUST_BY_NAME, {}))
    paths = []
    for number, case in enumerate(company):
        (folder / str(number)).mkdir()
        paths.append(case.write_workbooks(folder / str(number)))
    return folder, paths


def _settings_of_all(company: Sequence[Case]) -> Tables:
    """The settings of cases that share them: each row that names people or academies stands there for each case."""
    tables = company[0].settings
    return {
        name: [
            dict(row) for row in dict.fromkeys(tuple(_row_of(row, case).items()) for case in company for row in rows)
        ]
        for name, rows in tables.items()
    }


def _row_of(row: Row, case: Case) -> Row:
    return {heading: _moved(cell, case.number) for heading, cell in row.items()}


@cache
def _moved(text: str, number: int) -> str:
    """Payroll numbers, schools and what somebody is to do, as they are for the case of a number; 0 leaves them."""
    if not number:
        return text
    if text in _own_objectives():
        return f"{text} {number}"
    return _SCHOOL.sub(rf"\g<0>{number}", _PERSON.sub(rf"{number:03}\1", text))


@cache
def _own_objectives() -> set[str]:
    """Objectives of base.yml that are to be somebody's own, in words that nobody else has (PM408)."""
    kinds = [kind for kind in base().values() if isinstance(kind, dict) and "Objectives" in kind]
    rows = [row for kind in kinds for row in rows_of(kind["Objectives"])]
    of_the_trust = {row["Trust objective"] for row in rows_of(base()["settings"]["Cycles"])}
    return {row["Objective"] for row in rows if "Objective" in row} - of_the_trust


#: A payroll number as cases have it, and the schools of base.yml.
_PERSON = re.compile(r"\b000(\d{4})\b")
_SCHOOL = re.compile(r"\b(RIV|OAK|Riverside|Oakwood)\b")


def _case(code: str, title: str, told: Mapping[str, Any]) -> Case:
    unknown = set(told) - _KNOWN - set(BY_NAME) - {key for key in told if key.startswith("in ")}
    assert not unknown, f"{code}, {title}: a case has no {sorted(unknown)}"
    assert ("finds" in told) != bool(told.get("passes")), f"{code}, {title}: either passes or finds"
    about, years = told.get("about", "teacher"), told.get("years later", 0)
    return Case(
        code,
        title,
        told.get("as of", base(years)[about].get("as of", base(years)["as of"])),
        about,
        told,
        tuple(told.get("finds", ())),
        tuple(told.get("besides", ())),
        tuple(told.get("needs", ())),
        told.get("says", ""),
        tuple(told.get("affects", ())),
        tuple(told.get("to do", ())),
        years,
    )


_KNOWN = {
    "about",
    "as of",
    "years later",
    "settings",
    "passes",
    "finds",
    "besides",
    "needs",
    "says",
    "affects",
    "to do",
}


@cache
def base(years_later: int = 0) -> Any:
    """base.yml as it stands, or so many years later."""
    text = (CASES / "base.yml").read_text("utf-8")
    return yaml.load(_later(text, years_later) if years_later else text, Loader)


def _later(text: str, years: int) -> str:
    """Cycles, scales and their deadlines keep their day of the year; all other days move by weeks, and keep theirs.

    Deeds stay as many days apart as they were, on school days, in terms of the same length.
    """
    settings = "".join(table for name, table in base()["settings"].items() if name != "Terms")
    of_the_year, weeks = set(_DAY.findall(settings)), timedelta(weeks=round(years * 365.25 / 7))

    def moved(match: re.Match[str]) -> str:
        if match["next"]:
            return f"{int(match['year']) + years}{match['sign']}{int(match['next']) + years:02}"
        day = date.fromisoformat(match[0])
        return f"{day.year + years}{match[0][4:]}" if match[0] in of_the_year else str(day + weeks)

    return _YEARS.sub(moved, text)


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: A day, or a school year or cycle such as 2025-26 and 2025/26.
_YEARS = re.compile(rf"{_DAY.pattern}|(?P<year>20\d\d)(?P<sign>[-/])(?P<next>\d\d)\b")


def parsed(text: str) -> list[list[str]]:
    """The cells of a text table, line by line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert all(line.startswith("|") and line.endswith("|") for line in lines), f"no table: {text}"
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line[1:-1])] for line in lines]


def rows_of(text: str) -> list[Row]:
    """The rows of a text table by heading."""
    heading, *rows = parsed(text)
    assert all(len(row) == len(heading) for row in rows), f"a row is not as wide as its heading: {text}"
    return [dict(zip(heading, row, strict=True)) for row in rows]


def workbook(kind: str, academy: str, told: Mapping[str, Any], years_later: int = 0, number: int = 0) -> bytes:
    """The workbook of a teacher, a head or support staff, with a case's tables laid over it.

    `number` is that of the case among those that share a trust.
    """
    stands = base(years_later)
    tables, _ = _laid_over(_whole(stands["teacher"]), stands[kind] if kind != "teacher" else {})
    tables, shown = _laid_over(tables, told)
    if academy:
        tables["Start"][0] |= {"Academy code": academy, "Academy": academy}
    moved = {
        name: [{heading: _moved(cell, number) for heading, cell in row.items()} for row in rows]
        for name, rows in tables.items()
    }
    return xlsx(moved, BY_NAME, shown)


def trust(kind: str, told: Mapping[str, str], years_later: int = 0) -> bytes:
    """The trust.xlsx of a teacher, a head or support staff, with a case's settings in place of the base's."""
    return xlsx(_settings(base(years_later), kind, told), TRUST_BY_NAME, {})


def _whole(stands: Mapping[str, str]) -> Tables:
    return {name: _form(stands[name]) if BY_NAME[name].form else rows_of(stands[name]) for name in BY_NAME}


def _form(text: str) -> list[Row]:
    return [dict(parsed(text))]


def _laid_over(tables: Tables, told: Mapping[str, Any]) -> tuple[Tables, dict[str, list[str]]]:
    """The tables with a case's own laid over them, and the headings that the case shows, in its order."""
    given = {name: text for name, text in told.items() if name in BY_NAME}
    laid, shown = deepcopy(tables), {}
    for name, text in given.items():
        if BY_NAME[name].form:
            laid[name][0] |= dict(parsed(text))
        else:
            shown[name] = parsed(text)[0]
            laid[name] = _filled_up(rows_of(text), tables[name])
    numbers = [row[PAYROLL] for row in laid["Staff"] if row[PAYROLL]]
    for name in BY_NAME:
        if name not in given and BY_NAME[name].people:
            laid[name] = _for_everybody(tables[name], list(dict.fromkeys(numbers)))
    return laid, shown


def _filled_up(rows: list[Row], stands: list[Row]) -> list[Row]:
    """Each row with what it does not show from the row that stands: the nth of a person from the nth."""
    seen: dict[str, int] = {}
    filled = []
    for row in rows:
        number = row.get(PAYROLL, "")
        at = seen[number] = seen.get(number, -1) + 1
        same = [one for one in stands if one.get(PAYROLL) == number] or _of_first(stands)
        filled.append((same[at % len(same)] if same else {}) | row)
    return filled


def _of_first(stands: list[Row]) -> list[Row]:
    return [row for row in stands if row.get(PAYROLL) == stands[0].get(PAYROLL)]


def _for_everybody(stands: list[Row], numbers: list[str]) -> list[Row]:
    theirs = {number: [row for row in stands if row[PAYROLL] == number] for number in numbers}
    return [
        row | {PAYROLL: number} for number in numbers for row in theirs[number] or (_of_first(stands) if stands else [])
    ]


def _settings(stands: Mapping[str, Any], kind: str, told: Mapping[str, str]) -> Tables:
    tables = {name: rows_of(text) for name, text in stands["settings"].items()}
    if "staff list" in stands[kind]:
        tables["Staff list"] = rows_of(stands[kind]["staff list"])
    tables |= {name: rows_of(text) if text else [] for name, text in told.items()}
    return {name: tables.get(name, []) for name in TRUST_BY_NAME}


def xlsx(tables: Tables, sheets: Mapping[str, Sheet], shown: Mapping[str, list[str]]) -> bytes:
    """A real workbook, the same bytes each time; the headings that a case shows come first, where its cells count."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, sheet in sheets.items():
        page = book.add_worksheet(name)
        headings = [column.heading for column in sheet]
        headings = [*shown.get(name, ()), *(one for one in headings if one not in shown.get(name, ()))]
        rows = tables[name]
        for across, heading in enumerate(headings):
            column = next((one for one in sheet if one.heading == heading), None)
            kind = column.kind if column else Kind.TEXT
            page.write_string(*((across, 0) if sheet.form else (0, across)), heading)
            for down, row in enumerate(rows, 1):
                at = (across, 1) if sheet.form else (down, across)
                _write(page, at, row.get(heading, ""), kind, dates)
    book.close()
    return made.getvalue()


def _write(page: Any, at: tuple[int, int], text: str, kind: Kind, dates: Any) -> None:
    if not text:
        return
    if kind is Kind.DATE and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        page.write_datetime(*at, date.fromisoformat(text), dates)
    elif kind in (Kind.NUMBER, Kind.WHOLE, Kind.MONEY) and re.fullmatch(r"-?\d+(\.\d+)?", text):
        page.write_number(*at, float(text))
    else:
        page.write_string(*at, text)
