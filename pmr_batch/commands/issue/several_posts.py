"""Where whoever has posts at several academies is reviewed: both workbooks name one, for the offices to agree on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pmr_batch.commands.issue.cycle_staff import IN_REVIEW, Row, employed, staff_row
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import listed, plain


@dataclass(frozen=True)
class SeveralPosts:
    """Somebody's posts in a cycle: FTE by academy code, the academy of the main post first."""

    name: str
    posts: Mapping[str, float]

    @property
    def reviewed_at(self) -> str:
        """The code of the academy of the main post."""
        return next(iter(self.posts))

    def __str__(self) -> str:
        posts = listed(f"{code} (FTE {plain(fte)})" for code, fte in self.posts.items())
        return (
            f"{self.name} has posts at {posts}: Reviewed at is {self.reviewed_at} in each workbook. Where another "
            "academy is to review, agree it, and change it in all of them"
        )


def several_posts(settings: Settings, cycle: Cycle) -> dict[str, SeveralPosts]:
    """Everybody with posts in review at several academies to the end of the cycle, by payroll number.

    The main post is the one of the largest FTE, else the first on the staff list.
    """
    rows = Counter(row["payroll_number"] for row in settings.staff_list or ())
    posts: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in settings.staff_list or ():
        if rows[row["payroll_number"]] > 1 and _is_in_review(row, settings, cycle):
            posts[row["payroll_number"]].setdefault(row["academy_code"], row)
    return {
        number: SeveralPosts(
            str(next(iter(theirs.values()))["name"]),
            {code: row["fte"] for code, row in sorted(theirs.items(), key=lambda post: -(post[1]["fte"] or 0))},
        )
        for number, theirs in posts.items()
        if len(theirs) > 1
    }


def _is_in_review(row: Row, settings: Settings, cycle: Cycle) -> bool:
    """Whether a post is in review, to the end of the cycle: whoever moves has one post after the other."""
    academy = settings.academies.get(row["academy_code"])
    if academy is None or not employed([row], academy.code, cycle):
        return False
    goes_on = row["employment_end"] is None or row["employment_end"] >= cycle.ends
    return bool(goes_on and staff_row(row, cycle, academy, settings.calendar)["status"] == IN_REVIEW)
