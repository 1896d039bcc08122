"""Consistency: groups of people compared with the trust; first how to read it, then charts, then every group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.model.consistency import ComparedGroup, Consistency, CycleFigures, Grouping, Verdict
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import Value
from pmr_batch.produce.committee.consistency_charts import CHART_ROWS, place_charts
from pmr_batch.produce.list_sheets import (
    NOTE,
    Field,
    edge_of,
    height_of,
    lines_of,
    mark_pages,
    write_lines,
    write_title,
)
from pmr_batch.produce.outcome_words import DECIDED_COUNT_TOO
from pmr_batch.produce.shorthand import NOT_APPLICABLE
from pmr_batch.words import brief, counted, listed

NAME = "Consistency"
_HOW_TO_READ = (
    "How to read it: each group's share of people who met the criteria for pay progression stands beside that of the "
    "rest of the trust. From and to: what so few people can tell (95 %). “Differs” means more than chance explains, "
    "with all comparisons counted: look at why. “Too few to say”: whatever their result, chance could explain it. "
    f"{NOT_APPLICABLE} does not apply: nobody to compare, or not compared."
)
_WHAT_IT_CANNOT_SAY = (
    "What it cannot say: why a group differs, or that anybody was wrong. Where nothing was found, or there are too few "
    "to say, there may still be something. It is no ranking: lines stand in the order of roles, points, codes or names."
)
#: So many groups are named above the charts; the table has them all.
_NAMED = 12
#: Letters to one of a column's width, with space for another typeface; pixels of a width, and of a column's edges.
_LETTERS, _DIGIT, _EDGES = 0.9, 7, 5
#: Pixels across which both charts are seen at once on most screens.
_SCREEN = 1300

_G = Field[ComparedGroup]


def _change(group: ComparedGroup) -> float | None:
    """In percentage points, None where either share is not known."""
    if group.last is None or group.last.value is None or group.share.value is None:
        return None
    return 100 * (group.share.value - group.last.value)


_FIELDS: tuple[_G, ...] = (
    _G("By", 17, lambda group: group.by.value),
    _G("Code or number", 12, lambda group: group.code),
    _G("Name", 30, lambda group: group.name),
    _G("Academies", 13, lambda group: ", ".join(group.academies)),
    _G("Ready for the committee", 11, lambda group: group.people),
    _G("Not compared", 9, lambda group: group.people - group.share.of),
    _G("Compared", 10, lambda group: group.share.of),
    _G("Criteria met", 9, lambda group: group.share.met),
    _G("Share met", 8.5, lambda group: group.share.value),
    _G("From", 8, lambda group: group.interval[0] if group.share.of else None),
    _G("To", 8, lambda group: group.interval[1] if group.share.of else None),
    _G("Rest of the trust", 9, lambda group: group.rest.value),
    _G("By chance, corrected", 10, lambda group: group.chance),
)
_LAST_CYCLE: tuple[_G, ...] = (
    _G("Last cycle, compared", 10, lambda group: group.last.of if group.last else None),
    _G("Last cycle, share met", 10, lambda group: group.last.value if group.last else None),
    _G("Change, points", 9, _change),
)
_STYLES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("Share met", "From", "To", "Rest of the trust", "Last cycle, share met"), ("percent", "centre")),
    "By chance, corrected": ("chance",),
    "Change, points": ("gain",),
    "Code or number": ("text",),
}


def write_consistency(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    consistency = moderated.consistency
    page = book.sheet(NAME)
    page.paper.hide_gridlines(2)
    fields = (*_FIELDS, *(_LAST_CYCLE if consistency.last_cycle else ()), _verdict_field())
    last = len(fields) - 1
    write_title(page, f"Consistency: {moderated.run.cycle}", last)
    width = sum(field.width for field in fields)
    letters = width * _LETTERS
    row = write_lines(page, NOTE, lines_of(f"{_HOW_TO_READ} {_WHAT_IT_CANNOT_SAY}", letters))
    for fact in _facts(moderated):
        row = write_lines(page, row, lines_of(fact, letters), "line", "inset")
    row = _write_trend(page, row, consistency)
    headings = row + CHART_ROWS
    _table(page, headings, fields, consistency.groups)
    place_charts(page, consistency, row, min(_SCREEN, int(width * _DIGIT) + _EDGES * len(fields)), (headings, last + 2))
    end = headings + max(len(consistency.groups), 1)
    page.freeze(1, 0)
    page.text_numbers_are_meant(end, last)
    mark_pages(page, moderated.run, repeat=(headings, headings))
    page.paper.print_area(0, 0, end, last)
    return page


def _verdict_field() -> _G:
    """What can be said of a group, in a sentence; marked where it differs."""
    sentences = {
        Verdict.DIFFERS: "Differs from the rest of the trust more than chance explains; look at why",
        Verdict.CHANCE: "No more different than chance explains",
        Verdict.NOBODY: "Nobody to compare",
        Verdict.UNABLE: "Too few to say: no result could stand out",
        Verdict.ALIKE: "The same for everybody",
        Verdict.ALONE: "No others to compare with",
    }
    return _G(
        "What can be said",
        40,
        lambda group: sentences.get(group.verdict) or f"Differs for the same cause as {group.cause}: look there",
        lambda group: "fill_in" if group.verdict is Verdict.DIFFERS else "quiet",
    )


# -- above the charts ------------------------------------------------------------------------------


def _facts(moderated: Moderated) -> Iterator[str]:
    """The results in a few sentences."""
    consistency = moderated.consistency
    share = f" ({consistency.share.value:.1%})" if consistency.share.of else ""
    without = consistency.people - consistency.share.of - consistency.at_the_top
    yield (
        f"Criteria met by {consistency.share.met:,} of {counted(consistency.share.of, 'person', 'people')}{share}; "
        f"to {without:,} more who are ready they do not apply."
    )
    if consistency.at_the_top:
        yield (
            f"{counted(consistency.at_the_top, 'person', 'people')} at the top of their range, or with a spot salary, "
            "cannot progress, and are compared with nobody; whoever applied for the Upper pay range is compared."
        )
    if moderated.settled:
        yield DECIDED_COUNT_TOO
    yield from notable_consistency(consistency)
    if consistency.last_cycle:
        yield f"Beside it stands {consistency.last_cycle}; no test is made of the change."


def notable_consistency(consistency: Consistency) -> Iterator[str]:
    """Which groups differ, and how many recommendations and texts ask for a look, each with its sheet."""
    yield _differing([group for group in consistency.groups if group.verdict is Verdict.DIFFERS])
    yield (
        f"{counted(len(consistency.mismatches), 'recommendation does', 'recommendations do')} not fit the outcomes of "
        "the objectives or the criteria: see the sheet Mismatches."
    )
    yield (
        f"{counted(len(consistency.same_words), 'text is', 'texts are')} the same for more than {consistency.copies} "
        "reviewees of one reviewer: see the sheet Same words."
    )


def _write_trend(page: Page, row: int, consistency: Consistency) -> int:
    """The cycle beside those before it, a row a cycle; returns the row after it."""
    page.table("Consistency_cycles", [heading for heading, _, _ in _TREND], len(consistency.trend), row=row)
    for column, (heading, _, _) in enumerate(_TREND):
        page.write(row, column, heading, "head", "small", *(("centre",) if column else ()))
    page.height(row, 46)
    for figures in consistency.trend:
        row += 1
        for column, (_, get, style) in enumerate(_TREND):
            value = get(figures)
            look = ("quiet", "centre") if value == NOT_APPLICABLE else (style,)
            page.write(row, column, value, "cell", "small", *look)
    return row + 1 if consistency.trend else row + 2


#: Heading, value and style of the columns of the cycles.
_TREND: Sequence[tuple[str, Callable[[CycleFigures], Value], str]] = (
    ("Cycle", lambda figures: figures.cycle, "wrap"),
    ("People", lambda figures: figures.people, "tally"),
    ("Can progress", lambda figures: figures.share.of, "tally"),
    ("Met the criteria", lambda figures: figures.share.met, "tally"),
    ("Share who met them", lambda figures: _or_not_applicable(figures.share.value), "percent"),
    ("Pay rises by, a year", lambda figures: figures.more, "pounds"),
    ("Reviewers", lambda figures: figures.reviewers, "tally"),
    ("Reviewees each, median", lambda figures: _or_not_applicable(figures.reviewees), "number"),
    ("Reviewers who differ", lambda figures: figures.differing, "tally"),
)


def _or_not_applicable(value: float | None) -> float | str:
    return NOT_APPLICABLE if value is None else value


def _differing(groups: Sequence[ComparedGroup]) -> str:
    if not groups:
        return "No group differs from the rest of the trust more than chance explains."
    names = [f"{group.by.value.lower()} {_group_name(group)}" for group in groups[:_NAMED]]
    more = [f"{len(groups) - _NAMED:,} more in the table"] if len(groups) > _NAMED else []
    verb = "differs" if len(groups) == 1 else "differ"
    return f"{counted(len(groups), 'group')} {verb} more than chance explains, look at why: {listed(names + more)}."


def _group_name(group: ComparedGroup) -> str:
    name = brief(group.name)
    return f"{name} ({group.code})" if group.code and group.by is not Grouping.POINT else group.code or name


# -- the table -------------------------------------------------------------------------------------


def _table(page: Page, headings: int, fields: Sequence[_G], groups: Sequence[ComparedGroup]) -> None:
    page.table("ConsistencyGroups", [field.heading for field in fields], len(groups), row=headings)
    for column, field in enumerate(fields):
        page.width(column, field.width)
        page.write(headings, column, field.heading, "head", "small", edge_of(field.width))
    page.height(headings, 46)
    widths = [field.width for field in fields]
    for row, group in enumerate(groups, headings + 1):
        values = [NOT_APPLICABLE if (value := field.get(group)) in (None, "") else value for field in fields]
        page.height(row, height_of(values, widths), grows=True)
        edge = ("edge",) if row > headings + 1 and groups[row - headings - 2].by is not group.by else ()
        for column, (field, value) in enumerate(zip(fields, values, strict=True)):
            verdict = field.verdict(group)
            styles = (*_style(field, value), *edge, *([verdict] if verdict else ()))
            page.write(row, column, value, "cell", "small", *styles)


def _style(field: _G, value: Value) -> tuple[str, ...]:
    if value == NOT_APPLICABLE:
        return "quiet", "centre"
    if field.heading in _STYLES:
        return _STYLES[field.heading]
    return ("tally",) if isinstance(value, int) else ("wrap", edge_of(field.width, value))
