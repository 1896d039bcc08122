"""Every limit of reading, in one table, and how a file beyond reading is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pmr_batch.errors import FileError


class Refused(Exception):
    """The file cannot be used (PM001). `why` completes "The file …", `next_step` says what to do."""

    def __init__(self, why: str, next_step: str) -> None:
        # Both, as an exception that leaves a worker is constructed again from its arguments.
        super().__init__(why, next_step)
        self.why = why
        self.next_step = next_step

    @property
    def own_step(self) -> str:
        """What to do for whoever has the file themselves, and sends it to nobody."""
        return _OWN_STEPS.get(self.next_step, self.next_step)

    @classmethod
    def unread(cls, error: FileError) -> Refused:
        """For a file that cannot even be opened."""
        return cls(error.what, f"{error.remedy[0].upper()}{error.remedy[1:]}, then try again.")


SAVE_AGAIN = "Open it in Excel, save it as an Excel workbook (.xlsx) and send that."
SEND_AGAIN = "Send the file again, straight from where it is kept."
_OWN_STEPS = {
    SAVE_AGAIN: "Open it in Excel and save it as an Excel workbook (.xlsx).",
    SEND_AGAIN: "Take the last copy that was whole, from a backup or from whoever made it.",
}


@dataclass(frozen=True)
class Limits:
    """What a workbook may be at most; it is called `what` where it is refused, and `again` is the step that ends its
    mending. An academy's is some 200 kB, 15 sheets and 60 by 240 rows.

    `ratio` applies only to parts above `ratio_from` bytes: short repetitive parts deflate well. A sheet may have
    `sheet_bytes` before its blank rows and cells are left out: formats down to the last row take 50 MB.
    `area` is rows times columns down to the last filled cell of a sheet, `total_area` of all sheets.
    `template_lines` are the paragraphs of a Word template, those of table cells too: the longest of ours has 200.
    `nesting` of elements is limited by the XML parser itself and listed here for completeness.
    Parts that nothing is read from are not inflated, so `total_bytes` are of those that are; of a workbook that has to
    be `whole`, they are of all, and damage to any part refuses it.
    """

    file_bytes: int = 50_000_000
    parts: int = 2_000
    part_bytes: int = 30_000_000
    sheet_bytes: int = 200_000_000
    total_bytes: int = 100_000_000
    ratio: int = 300
    ratio_from: int = 1_000_000
    sheets: int = 200
    rows: int = 1_048_576
    columns: int = 16_384
    area: int = 1_000_000
    total_area: int = 3_000_000
    tags: int = 1_500_000
    text: int = 32_767
    template_lines: int = 10_000
    nesting: int = 256
    whole: bool = False
    what: str = "return"
    again: str = "send it again"

    def named(self, what: str) -> Limits:
        """The same for another kind of workbook, which whoever reads it has themselves."""
        return replace(self, what=what, again="save it")


LIMITS = Limits()
#: A return was sent: damage on its way may have met more than one part.
OF_A_RETURN = Limits(whole=True)
#: A return of 60 staff takes 0.03 s; the largest within the limits some 10 s.
SECONDS_TO_READ = 60.0
#: The settings and the committee's workbook hold the whole trust: 60,000 people, each on one row of some fifty cells.
OF_THE_TRUST = Limits(
    file_bytes=200_000_000,
    part_bytes=500_000_000,
    total_bytes=1_000_000_000,
    area=6_000_000,
    total_area=6_000_000,
    tags=20_000_000,
)
