"""What a role means under the policy: its cycle (1.4, 1.5), its round of decisions, its standards (6.1)."""

from __future__ import annotations

from pmr_batch.model.terms import Round
from pmr_batch.words import bare

HEADS = ("Executive Headteacher", "Headteacher", "Head of School")
EXECUTIVES = ("CEO", "Chief Learning Officer", "Chief Operations Officer")
SUPPORT_ROLES = ("HLTA", "Support staff")
ROLES = (*EXECUTIVES, *HEADS, "Teacher", *SUPPORT_ROLES)
#: The word in Reviewer and Recommended by that stands for the members on Panels.
PANEL = "Panel"
STANDARDS = ("Teachers' Standards", "Headteachers' Standards 2020", "HLTA standards", "Job description")
_TEACHERS, _HEADTEACHERS, _HLTAS, _JOB_DESCRIPTION = STANDARDS
#: The standards that fit a role, the usual ones first. Executives who lead schools may be assessed by the heads' own.
_STANDARDS = {
    "CEO": (_JOB_DESCRIPTION, _HEADTEACHERS),
    "Chief Learning Officer": (_JOB_DESCRIPTION, _HEADTEACHERS),
    "Chief Operations Officer": (_JOB_DESCRIPTION,),
    **dict.fromkeys(HEADS, (_HEADTEACHERS,)),
    "Teacher": (_TEACHERS,),
    "HLTA": (_HLTAS,),
    "Support staff": (_JOB_DESCRIPTION,),
}


def is_teaching(role: str | None) -> bool:
    """Whether the role is in the teaching cycle: executives, heads and teachers; else in support's."""
    return role not in SUPPORT_ROLES


def round_of(role: str | None) -> Round:
    """Teachers are decided in October, heads and executives in December, support staff in April."""
    if role in SUPPORT_ROLES:
        return Round.APRIL
    return Round.DECEMBER if role in (*HEADS, *EXECUTIVES) else Round.OCTOBER


def standards_of(role: str | None, qualified: bool = True) -> tuple[str, ...]:
    """The professional standards that fit a role, the usual ones first; without a role, the job description.

    The Teachers' Standards bind qualified teachers; an unqualified teacher may be assessed by the job description.
    """
    fitting = _STANDARDS.get(role or "", (_JOB_DESCRIPTION,))
    return fitting if qualified or role != "Teacher" else (*fitting, _JOB_DESCRIPTION)


def means_panel(named: str | None) -> bool:
    """Whether a reviewer or recommender is the panel, however the word is written (3.1)."""
    return bare(named or "") == bare(PANEL)
