"""The pay ranges of policy 6.4 and 9.2: each declared once.

What each point is paid, and which points a scale has, is in the pay points (`policy.pay`). A trust has ranges of its
own by their rows there: of these the name is known here, and that their places are points.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP

MAIN, UPPER, UNQUALIFIED, LEADERSHIP, NJC = "Main", "Upper", "Unqualified", "Leadership", "NJC"
SPOT_SALARY = "Spot salary"


@dataclass(frozen=True)
class PayRange:
    """A pay range: how its points are written, how awards round, and who is paid on it."""

    name: str
    letters: str = ""
    """What a point begins with as this program writes it, the M of M3; empty where the range has no points."""
    spellings: tuple[str, ...] = ()
    """How offices and payroll systems begin a point besides; a blank in it may be left out."""
    example: str = ""
    """A point, for notes at columns; empty where pay is typed instead of a point."""
    ends: tuple[str, str] | None = None
    """The names of its lowest and highest pay, where no steps between them are known."""
    award_rounding: str = ROUND_CEILING
    """How an award rounds to whole pounds, as the decimal module names it."""
    area: str = ""
    """The one pay area that it has everywhere; empty where it has the area of the academy."""
    qualified: bool | None = None
    """True where it is for qualified teachers, False where for unqualified ones, None for whoever it is given to."""
    for_support: bool = False
    """Whether it is for HLTAs and support staff, and for nobody else."""
    starred: tuple[int, ...] = ()
    """Numbers of points that have a starred one beside them, the top of a head's group, that is paid a little less."""
    is_own: bool = False
    """Whether it is a trust's own; its points begin with letters of the trust's choice, or are numbers alone."""

    @property
    def has_points(self) -> bool:
        """Whether there are points on it."""
        return bool(self.letters) or self.is_own

    @property
    def needs_point(self) -> bool:
        """Whether a place on it is always a point; elsewhere the pay itself is typed."""
        return self.has_points and self.ends is None


_ALL = (
    PayRange(MAIN, "M", ("MPS", "MPR", "MS", "MP", "TMS", "MAIN"), "M3", qualified=True),
    PayRange(UPPER, "U", ("UPS", "UPR", "US", "UP", "TUS", "UPPER"), "U1", qualified=True),
    PayRange(UNQUALIFIED, "UQ", ("UQT", "UQS", "UNQ", "UT", "UTR", "UNQUALIFIED"), "UQ2", qualified=False),
    PayRange("Lead practitioner", "LP", ("LPR", "LPS"), ends=("LP min", "LP max"), qualified=True),
    PayRange(
        LEADERSHIP,
        "L",
        ("LS", "LPS", "LPR", "LDR", "LG", "ISR", "LEADERSHIP"),
        "L12",
        starred=(18, 21, 24, 27, 31, 35, 39),
    ),
    PayRange(
        NJC,
        "SCP",
        ("NJC", "NJC SCP", "SP"),
        "SCP7",
        award_rounding=ROUND_HALF_UP,
        area="National",
        for_support=True,
    ),
    PayRange(SPOT_SALARY),
)
#: By name, in the order of lists.
RANGES = {pay_range.name: pay_range for pay_range in _ALL}
PAY_RANGES = tuple(RANGES)


def pay_range_named(name: str) -> PayRange:
    """The range of a name: a standard one, else a trust's own."""
    return RANGES.get(name) or PayRange(name, is_own=True)


def range_order(name: str | None) -> tuple[int, str]:
    """The place of a range in lists of people: the standard ones in their order, then the trust's own by name."""
    return PAY_RANGES.index(name) if name in PAY_RANGES else len(PAY_RANGES), name or ""


#: Where pay is typed instead of a point; first those that have no points at all.
WITHOUT_POINTS = tuple(
    pay_range.name
    for pay_range in sorted(_ALL, key=lambda pay_range: pay_range.letters != "")
    if not pay_range.needs_point
)
FOR_QUALIFIED = tuple(pay_range.name for pay_range in _ALL if pay_range.qualified)
FOR_UNQUALIFIED = tuple(pay_range.name for pay_range in _ALL if pay_range.qualified is False)
FOR_SUPPORT = tuple(pay_range.name for pay_range in _ALL if pay_range.for_support)
#: Pay areas that belong to a range, and to no academy.
AREAS_OF_RANGES = {pay_range.area: pay_range.name for pay_range in _ALL if pay_range.area}
POINT_EXAMPLES = tuple(pay_range.example for pay_range in _ALL if pay_range.example)
