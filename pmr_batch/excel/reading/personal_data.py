"""Personal data that the procedure does not need (PM802), in columns and sheets of the office's own.

Recognised by the heading or the sheet's name, and by the cells. It is told, and not carried along;
words of the workplace (health and safety, bank holidays, e-mail addresses) are no personal data.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from pmr_batch.excel.reading.cell_values import is_blank
from pmr_batch.excel.reading.dates import read_date

_HEALTH, _BIRTH, _INSURANCE = "health data", "dates of birth", "National Insurance numbers"
_BANK, _HOME = "bank details", "home addresses"
_OWNER = r"((staff|employee|teacher|home|private|personal|postal|permanent|full|current|correspondence)s? )*"
#: Patterns of names in lower case, with single blanks and no signs.
_NAMES = {
    _HEALTH: (
        r"\b(health|sick|sickness|illness|medical|medication|diagnos[ei]s|disabilit(y|ies)|disabled|pregnan(t|cy)"
        r"|fit notes?|gp (name|details|surgery|letter)|absence reasons?|reasons? (for|of) absences?)\b"
    ),
    _BIRTH: r"\b(dobs?|(date|day|month|year)s? of birth|birth ?dates?|birthdays?)\b|^(date )?born( on)?$",
    _INSURANCE: r"\b(national insurance|nat ins|nino|ni (no|num|number|code)s?)\b|^ni$",
    _BANK: (
        r"\b(bank (account|acc|a c|branch|details?|name|no|number|sort)s?|sort ?codes?|account (no|num|number)s?"
        r"|iban)\b|^(building society|bacs)( .*)?$"
    ),
    _HOME: rf"\bhome (address|postcode)|^{_OWNER}(address(es)?( line)?( \d)?( details)?|post ?codes?)$",
}
#: The workplace's own words: what somebody leads, is trained in or covers, and what the employer pays.
_OF_WORK = {
    _HEALTH: (
        r"\bhealth (and )?(safety|social care)\b|\bpublic health\b|\b(lead|leader|leads|coordinator|champion"
        r"|ambassador|governor|officer|assistant|advis[eo]r|first aid\w*|training|trained|course|cover|polic(y|ies)"
        r"|topic|curriculum|link|room|team|club|week|visit)\b"
    ),
    _INSURANCE: r"\b(contribution|cost|rate|threshold|on cost)s?\b",
}
#: What no review of performance needs, either, when an office's own spreadsheet is taken over.
_BEYOND_NEED = re.compile(
    r"((staff|employee|teacher|personal|private|home)s? )*(age|gender( identity)?|sex|ethnic(ity| origin| group"
    r"| background)?|race|religion( (or|and) belief)?|faith|sexual orientation|marital status|nationality|citizenship"
    r"|maiden name|(next of kin|emergency contact)( details?| name| number)?|passport( no| number)?"
    r"|driving licen[cs]e( no| number)?|(trade )?union( member(ship)?)?|dbs( .*)?|criminal record.*"
    r"|(home |personal |private )?(mobile|cell|telephone|tel|phone)( phone)?( no| number)?s?"
    r"|(home|personal|private) e ?mail( address)?)"
)
_NUMBER = re.compile(r"\b[A-Z]{2}[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D]\b", re.IGNORECASE)
_ACCOUNT = re.compile(r"\b\d\d-\d\d-\d\d\W+\d{8}\b|\bGB\d\d ?[A-Z]{4}(?: ?\d){14}\b")
_SORT_CODE = re.compile(r"(\d\d)[- ](\d\d)[- ]\d\d")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}$", re.IGNORECASE)
#: A column of days of which half lie before this one: no career of somebody at work began so early.
_LONG_AGO, _EARLIEST, _FEWEST_DAYS = dt.date(1985, 1, 1), dt.date(1930, 1, 1), 3
#: The top of a sheet, where its headings stand, and how long one may be.
_HEADING_ROWS, _HEADING_LENGTH = 3, 60


def of_columns(columns: Sequence[tuple[str, Iterable[Any]]]) -> list[str | None]:
    """The kind of personal data in each column of a sheet, given its heading and cells; None where there is none."""
    filled = [(heading, [cell for cell in cells if not is_blank(cell)]) for heading, cells in columns]
    kinds = [_kind_by_name(heading) or _kind_by_cells(cells) for heading, cells in filled]
    if _BANK in kinds:
        by_number = (_BANK if _are_account_numbers(cells) else None for _, cells in filled)
        kinds = [kind or bank_kind for kind, bank_kind in zip(kinds, by_number, strict=True)]
    return kinds


def of_sheet(name: str, rows: Mapping[int, Sequence[Any]]) -> str | None:
    """The kind of personal data on a sheet of somebody's own, given its filled rows; None where there is none."""
    columns = of_sheet_columns(rows)
    return of_sheet_name(name, rows) or next((columns[at][0] for at in sorted(columns)), None)


def of_sheet_name(name: str, rows: Mapping[int, Sequence[Any]]) -> str | None:
    """The kind of personal data that the name or title of the office's own sheet names, given its filled rows.

    A title stands alone in one of the first rows. None where neither names any.
    """
    top = [[cell for cell in cells if not is_blank(cell)] for cells in list(rows.values())[:_HEADING_ROWS]]
    titles = [cells[0] for cells in top if len(cells) == 1 and len(rows) > 1 and _is_heading(cells[0])]
    return next(filter(None, map(_kind_by_name, (name, *titles))), None)


def of_sheet_columns(rows: Mapping[int, Sequence[Any]]) -> dict[int, tuple[str, str | None]]:
    """The kinds of personal data in the columns of the office's own sheet, by column number, given its filled rows.

    With each the heading that names it; None where only its cells show it, for they may stand without a heading.
    """
    columns = list(zip_longest(*rows.values(), fillvalue=""))
    kinds = of_columns([("", cells) for cells in columns])
    found: dict[int, tuple[str, str | None]] = {}
    for at, (cells, kind) in enumerate(zip(columns, kinds, strict=True), 1):
        headings = [cell for cell in cells[:_HEADING_ROWS] if _is_heading(cell) and _kind_by_name(cell)]
        kind_by_name = _kind_by_name(headings[0]) if headings else None
        if kind_by_name:
            found[at] = kind_by_name, headings[0]
        elif kind:
            found[at] = kind, None
    return found


def _is_heading(cell: Any) -> bool:
    return isinstance(cell, str) and len(cell) <= _HEADING_LENGTH


def of_personal_numbers(cells: Iterable[Any]) -> str | None:
    """The kind of the personal numbers that any cell of a column holds, whatever the column is for."""
    return _INSURANCE if any(isinstance(cell, str) and _NUMBER.search(cell) for cell in cells) else None


def is_personal_number(text: str) -> bool:
    """Whether a name is itself somebody's number or account, and not to be repeated."""
    return bool(_NUMBER.search(text) or _ACCOUNT.search(text))


def is_beyond_need(heading: str) -> bool:
    """Whether a heading names a person's characteristics, private contacts or papers, which no review needs (8.1)."""
    return _BEYOND_NEED.fullmatch(" ".join(re.findall(r"[a-z0-9]+", heading.casefold().replace("'s", "")))) is not None


def _kind_by_name(name: str) -> str | None:
    """The kind of personal data that a heading or the name of a sheet names."""
    plain = " ".join(re.findall(r"[a-z0-9]+", name.casefold().replace("'s", "")))
    plain = plain.replace("d o b", "dob").replace("n i ", "ni ")
    for kind, words in _NAMES.items():
        if re.search(words, plain) and not re.search(_OF_WORK.get(kind, r"(?!)"), plain):
            return kind
    return None


def _kind_by_cells(cells: Sequence[Any]) -> str | None:
    """The kind of personal data that the cells of a column look like, whatever their heading."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    if any(map(_NUMBER.search, texts)):
        return _INSURANCE
    if any(map(_ACCOUNT.search, texts)) or _are_sort_codes(texts):
        return _BANK
    homes = [postcode[0].upper() for postcode in (_POSTCODE.search(text.strip()) for text in texts) if postcode]
    if len(set(homes)) > 1 and 2 * len(homes) >= len(cells):
        return _HOME
    return _BIRTH if _are_births(list(_days(cells)), len(cells)) else None


def _are_sort_codes(texts: Sequence[str]) -> bool:
    """Pairs of digits of which some can be no date, neither day nor month first; but for a heading."""
    codes = [code for code in (_SORT_CODE.fullmatch(text.strip()) for text in texts) if code]
    no_dates = [code for code in codes if min(map(int, code.groups())) > 12]
    return bool(no_dates) and len(codes) >= len(texts) - 1


def _are_account_numbers(cells: Sequence[Any]) -> bool:
    """Numbers of eight digits; but for a heading."""
    numbers = sum(bool(re.fullmatch(r"\d{8}(\.0)?", str(cell).strip())) for cell in cells)
    return numbers > 0 and numbers >= len(cells) - 1


def _days(cells: Iterable[Any]) -> Iterator[dt.date]:
    for cell in cells:
        if isinstance(cell, dt.datetime):
            yield cell.date()
        elif isinstance(cell, dt.date):
            yield cell
        elif isinstance(cell, str):
            yield from read_date(cell).dates[:1]


def _are_births(days: Sequence[dt.date], cells: int) -> bool:
    past = sorted(day for day in days if day >= _EARLIEST)
    return len(past) >= _FEWEST_DAYS and 2 * len(past) >= cells and past[len(past) // 2] < _LONG_AGO
