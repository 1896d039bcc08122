"""Facts of names: whether the one beside a payroll number is that of the staff list (PM024)."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.cell_texts import sorted_words

#: A sheet has a name of its own.
_NAME = STAFF.by_key["name"]
#: What stands before or after a name and is none of it.
_TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady"),
        *("rev", "revd", "reverend", "fr", "father", "sister", "canon", "obe", "mbe", "cbe"),
    )
)
#: Letters that Unicode does not take apart into a letter and its sign.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
#: How many names of a sheet do not fit where columns were sorted or cells shifted: so many and that share of the sheet.
_MANY = ((5, 0.1), (3, 0.5))


@fact(STAFF, reads=(STAFF.payroll_number, _NAME))
def listed_name(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The name on the staff list for the academy and payroll number; missing where there is none."""
    rows = context.settings.staff_list or ()
    names = {(row["academy_code"], row["payroll_number"]): row.get("name") for row in rows}
    of_posts = [names.get(post) for post in zip(staff["academy"], staff["payroll_number"], strict=True)]
    return pd.Series(of_posts, staff.index, dtype="str")


@fact(STAFF, reads=(listed_name,))
def name_fits(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The name may be that of the staff list; true where either is blank."""
    pairs = zip(staff["name"], staff["listed_name"], strict=True)
    fits = [
        not (isinstance(here, str) and isinstance(there, str)) or is_same_name(here, there) for here, there in pairs
    ]
    return pd.Series(fits, staff.index, dtype=bool)


@fact(STAFF, reads=(STAFF.payroll_number, _NAME))
def number_has_one_name(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Every row with the payroll number, in all returns, bears the same name (PM011, PM012)."""
    names = sorted_words(staff["name"]).groupby(staff["payroll_number"]).transform("nunique")
    return ~(names.reindex(staff.index) > 1)


@fact(STAFF, reads=(listed_name, name_fits))
def names_that_misfit(staff: pd.DataFrame, context: Context) -> pd.Series:
    """How many names of the return do not fit, where they are many; else 0."""
    wrong = (~staff["name_fits"]).groupby(staff["return_no"]).transform("sum")
    held = staff["listed_name"].notna().groupby(staff["return_no"]).transform("sum")
    many = pd.Series(False, staff.index)
    for least, share in _MANY:
        many |= (wrong >= least) & (wrong >= share * held)
    return wrong.where(many, 0).astype(int)


@fact(STAFF, reads=(STAFF.payroll_number, name_fits, names_that_misfit))
def others_that_misfit(staff: pd.DataFrame, context: Context) -> pd.Series:
    """On the first row of a return whose name does not fit: the payroll numbers of the others (tuples)."""
    others: dict[int, tuple[str, ...]] = dict.fromkeys(staff.index, ())
    wrong = staff[~staff["name_fits"]]
    for _, numbers in wrong.groupby("return_no")["payroll_number"]:
        others[numbers.index[0]] = tuple(sorted(set(numbers.iloc[1:].dropna())))
    return pd.Series(others, dtype=object).reindex(staff.index)


def is_same_name(first: str, second: str) -> bool:
    """Whether two names may be one person's: titles, initials, order and accents aside, and names that one leaves out.

    Every name in full of the shorter is one of the longer, and every initial begins one of the others: "Appleby, A"
    may be Ann Marie Appleby, and Ann Appleby Ann Appleby-Smith.
    """
    shorter, longer = sorted((_parts(first), _parts(second)), key=lambda parts: sum(map(_is_in_full, parts)))
    left = [part for part in longer if _is_in_full(part)]
    for part in filter(_is_in_full, shorter):
        if part not in left:
            return False
        left.remove(part)
    initials = [part for part in shorter if not _is_in_full(part)]
    begun = {part[0] for part in (*left, *(part for part in longer if not _is_in_full(part)))}
    return not left or all(initial in begun for initial in initials)


def _is_in_full(part: str) -> bool:
    return len(part) > 1


def _parts(name: str) -> list[str]:
    """The words of a name in lower case, without accents and titles; what a hyphen joins are two."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    parts = re.findall(r"[^\W\d_]+", re.sub("['’`]", "", plain))
    return [part for part in parts if part not in _TITLES] or parts
