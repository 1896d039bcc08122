"""The live columns: what a row of Recommendations or Appeals still needs, and what it costs, as formulas."""

from __future__ import annotations

from collections.abc import Mapping

from pmr_batch.excel.writing.addresses import letter

#: The heading of the column that holds the formula, and two of its answers.
TO_DO = "To do"
TO_DECIDE, DONE = "To decide", "Done"
#: What an answer begins with where cells have to be filled in.
NEEDS = "Needs"
#: Words of the formula's answer, by which cells are coloured.
NEEDS_REASON, NEEDS_DATE = "reason", "date"


def to_do_formula(at: Mapping[str, int], row: int, in_one_go: int | None = None) -> str:
    """The formula for a row from 0: To decide, what it needs, or Done (6.4).

    A reason is needed where the outcome differs from the recommendation, and where a row is deferred or
    referred back, so that the academy knows what is asked for. Where there is a row `in_one_go` above, what is filled
    in there settles the rows with nothing to look at in which nothing is.
    """
    cell = {heading: f"${letter(column)}{row + 1}" for heading, column in at.items()}
    no_reason = f"AND({_differs(cell)},LEN(TRIM({cell['Decision reason']}))<2)"
    no_date = f'{cell["Decided on"]}=""'
    begun = "&".join(cell[heading] for heading in _OTHER_COLUMNS)
    untouched = f'"{TO_DECIDE}"'
    if in_one_go is not None:
        decision, on = (f"${letter(at[heading])}${in_one_go + 1}" for heading in ("Decision", "Decided on"))
        untouched = f'IF(AND({cell["Look at"]}="",{decision}<>"",{on}<>""),"{DONE}",{untouched})'
    return (
        f'IF({cell["Decision"]}="",IF({begun}="",{untouched},"{NEEDS} a decision"),'
        f'IF({no_reason},IF({no_date},"{NEEDS} a reason and a date","{NEEDS} a reason"),'
        f'IF({no_date},"{NEEDS} a date","{DONE}")))'
    )


#: The heading of the column that prices what is typed, and its answer where it cannot.
COST, NOT_PRICED = "More a year, as decided", "Not priced"


def cost_formula(at: Mapping[str, int], row: int, in_one_go: int | None, prices: tuple[str, str]) -> str:
    """The formula for a row from 0: pounds of pay and on-costs that a full year costs more, blank where undecided.

    Another place costs what the recommended one does, in proportion to the change of full-time pay; of a recommended
    place that is paid as the current one, pay alone. `prices` are the ranges of keys, Area|Range|Point, and of pay.
    """
    cell = {heading: f"${letter(column)}{row + 1}" for heading, column in at.items()}
    decision, place = cell["Decision"], f"{cell['Decided range']}&{cell['Decided point']}"
    approved = f'{decision}="Approved"'
    scale = [
        f'IF({cell[f"Decided {part}"]}="",IF({approved},{cell[f"Recommended {part}"]},{cell[f"Current {part}"]}),'
        f"{cell[f'Decided {part}']})"
        for part in ("range", "point")
    ]
    keys, pay = prices
    more = f'(INDEX({pay},MATCH({cell["Pay area"]}&"|"&{scale[0]}&"|"&{scale[1]},{keys},0))-{cell["Current pay"]})'
    shares = f"{cell[IF_APPROVED]}*{more}/{cell['Change in pay']}"
    elsewhere = f'IFERROR(IFERROR({shares},{more}*{cell["FTE"]}),"{NOT_PRICED}")'
    settled = f'OR({approved},{decision}="Not approved")'
    decided = f'IF(AND({settled},{place}<>""),{elsewhere},IF({approved},{cell[IF_APPROVED]},{cell[IF_NOT]}))'
    untouched = '""'
    if in_one_go is not None:
        begun = "&".join(cell[heading] for heading in _OTHER_COLUMNS)
        at_once = f"${letter(at['Decision'])}${in_one_go + 1}"
        untouched = f'IF(AND({begun}="",{cell["Look at"]}="",{at_once}="Approved"),{cell[IF_APPROVED]},"")'
    return f'IF({decision}="",{untouched},{decided})'


#: The headings of what a row costs more in a full year, pay and on-costs.
IF_APPROVED, IF_NOT = "More a year if approved", "More a year if not"
#: The headings of the columns that hold formulas.
CALCULATED = frozenset({TO_DO, COST})

_OTHER_COLUMNS = ("Decided range", "Decided point", "Decision reason", "Decided on")


def _differs(cell: Mapping[str, str]) -> str:
    """Whether the point, range or pay that results is not the recommended one, or the row comes again."""
    decision = cell["Decision"]
    deferred = f'OR({decision}="Deferred",{decision}="Referred back")'
    parts = [deferred]
    for scale in ("range", "point"):
        decided, current, recommended = cell[f"Decided {scale}"], cell[f"Current {scale}"], cell[f"Recommended {scale}"]
        approved = f'{decision}="Approved"'
        parts.append(f'IF({decided}<>"",{decided},IF({approved},{recommended},{current}))<>{recommended}')
    other_pay = f"{cell['Current pay']}<>{cell['Recommended pay']}"
    spot = f'AND({cell["Recommended point"]}="",{decision}="Not approved",{other_pay})'
    return f"OR({','.join([*parts, spot])})"


# -- appeals ---------------------------------------------------------------------------------------

#: What To do says of an appeal that is pending; and what the run says of one so far, in which the formula looks.
TO_HEAR, HEARD = "To hear", "Heard"


def appeal_to_do_formula(at: Mapping[str, int], row: int) -> str:
    """The formula for a row of Appeals from 0: nothing where nobody appealed, To hear, what it needs, or Done.

    The headings of the cells that an outcome needs are named; what was recorded before is not asked for again.
    """
    cell = {heading: f"${letter(column)}{row + 1}" for heading, column in at.items()}
    so_far, outcome = cell["Appeal so far"], cell["Outcome"]
    begun = "&".join(cell[heading] for heading in _APPEAL_COLUMNS)
    was_heard = f'LEFT({so_far},{len(HEARD)})="{HEARD}"'
    ended = f'AND({so_far}<>"",{so_far}<>"{TO_HEAR}",NOT({was_heard}))'
    recorded = f'IF({so_far}="","",IF({ended},"{DONE}",IF({was_heard},"{NEEDS} Outcome","{TO_HEAR}")))'
    lodged = f'AND({cell["Lodged on"]}="",{cell["Appealed on"]}="")'
    heard = f'AND({cell["Heard on"]}="",OR({so_far}="",{so_far}="{TO_HEAR}"))'
    place = "&".join(cell[heading] for heading in ("Decided range", "Decided point", "Effective from"))
    no_outcome = f'IF({place}<>"","{NEEDS} Outcome",IF({heard},"{TO_HEAR}","{NEEDS} Outcome"))'
    needs = "&".join(
        f'IF({missing},", {heading}","")'
        for missing, heading in (
            (heard, "Heard on"),
            (f'{cell["Reason"]}=""', "Reason"),
            (f'AND(LEFT({outcome},6)="Upheld",{_stays(cell)})', "Decided point"),
        )
    )
    changes = f'AND({place}<>"",LEFT({outcome},6)<>"Upheld")'
    with_outcome = f'IF({changes},"{NEEDS} Outcome",IF({needs}="","{DONE}","{NEEDS} "&MID({needs},3,99)))'
    return (
        f'IF({begun}="",{recorded},IF({lodged},"{NEEDS} Lodged on",'
        f'IF({outcome}="",IF({ended},"{DONE}",{no_outcome}),{with_outcome})))'
    )


_APPEAL_COLUMNS = (
    *("Lodged on", "Grounds", "Heard on", "Heard by", "Outcome"),
    *("Decided range", "Decided point", "Effective from", "Reason", "Conflict declared"),
)


def _stays(cell: Mapping[str, str]) -> str:
    """Whether the place and day that result from an appeal are those that were decided."""
    range_, point, decided = cell["Decided range"], cell["Decided point"], cell["Decided"]
    as_recommended = (
        f'IF({cell["Outcome"]}="Upheld",AND({cell["Recommended"]}={decided},'
        f"{cell['Recommended pay']}={cell['Decided pay']}),TRUE)"
    )
    typed = (
        f'IF({range_}="",RIGHT({decided},LEN({point})+1)=" "&{point},'
        f'IF({point}="",LEFT({decided},LEN({range_}))={range_},{range_}&" "&{point}={decided}))'
    )
    return f'AND({cell["Effective from"]}="",IF({range_}&{point}="",{as_recommended},{typed}))'
