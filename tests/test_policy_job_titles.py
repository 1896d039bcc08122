"""What a job title says of the role: leadership that is no head is Teacher; who supports is Support staff or HLTA."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from pmr_batch.policy.job_titles import role_of_title
from pmr_batch.policy.roles import ROLES

SURE = {
    "CEO": ("CEO", "Chief Executive", "Chief Executive Officer"),
    "Chief Learning Officer": ("Chief Learning Officer",),
    "Chief Operations Officer": ("Chief Operations Officer", "Chief Operating Officer", "COO"),
    "Executive Headteacher": ("Executive Headteacher", "Executive Head", "Executive Principal"),
    "Headteacher": ("Headteacher", "Head Teacher", "Principal", "Acting Headteacher", "Headteacher Designate"),
    "Head of School": ("Head of School", "Head of School - Oakwood"),
    "Teacher": (
        "Class Teacher", "Teacher of Maths", "Teacher (MPS) + TLR2b", "Unqualified Teacher", "Supply Teacher", "ECT",
        "Lead Practitioner", "SENCO", "Class teacher/SENDCo", "Assistant SENCO", "Deputy Headteacher", "Deputy Head",
        "Assistant Headteacher (Pastoral)", "Assistant Head", "Associate Headteacher", "Vice Principal",
        "Assistant Principal", "Deputy Head of School", "Head of Year", "HEAD OF YEAR 9", "Assistant Head of Year",
        "Head of Mathematics", "Head of Sixth Form", "Subject Leader - Maths", "Nursery Teacher",
    ),
    "HLTA": ("HLTA", "Higher Level Teaching Assistant", "HLTA (Maths)"),
    "Support staff": (
        "Teaching Assistant", "Teaching Assistant Level 2", "TA", "LSA", "Teacher's Assistant", "Cover Supervisor",
        "Nursery Nurse", "Early Years Practitioner", "SENCO Assistant", "Head of Year (non-teaching)", "Receptionist",
        "School Business Manager", "Site Manager", "Caretaker", "Head Cook", "Midday Supervisor", "Exams Officer",
        "PA to the Headteacher", "Headteacher's PA", "Executive Assistant to the CEO", "School Secretary",
        "Head of Finance", "ICT Technician", "Learning Mentor", "Family Support Worker", "Data Manager", "Cleaner",
    ),
}  # fmt: skip
LIKELY = {
    "Teacher": ("Head of Humanities", "Head of Lower School", "Second in English", "Director of Sport", "Phonics Lead"),
    "Headteacher": ("Head", "Interim Head of All"),
}
ASKED = ("Music", "Year 3", "Director of Education", "Deputy CEO", "Head of School Improvement", "Governor", "")


@pytest.mark.parametrize(("title", "role"), [(title, role) for role, titles in SURE.items() for title in titles])
def test_a_title_is_a_role(title: str, role: str) -> None:
    found = role_of_title(title)
    assert found is not None
    assert (found.role, found.sure) == (role, True)


@pytest.mark.parametrize(("title", "role"), [(title, role) for role, titles in LIKELY.items() for title in titles])
def test_a_title_is_likely_to_be_a_role(title: str, role: str) -> None:
    found = role_of_title(title)
    assert found is not None
    assert (found.role, found.sure) == (role, False)


@pytest.mark.parametrize("title", ASKED)
def test_a_title_that_does_not_tell_is_asked_about(title: str) -> None:
    assert role_of_title(title) is None


def test_every_role_is_a_title_of_itself() -> None:
    for role in ROLES:
        found = role_of_title(role)
        assert found is not None
        assert found.role == role


def test_every_line_has_words_and_a_role_of_the_layout_or_none() -> None:
    lines = yaml.safe_load(resources.files("pmr_batch.policy").joinpath("job_titles.yml").read_text("utf-8"))
    for line in lines:
        assert line["role"] in (*ROLES, None)
        assert line["words"]
        assert line.keys() <= {"role", "words", "sure"}
