"""What the program is built on: locked with hashes, above known holes, each with a reason and a licence."""

from __future__ import annotations

import re
import sys
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from program import ROOT

sys.path.insert(0, str(ROOT / "docs"))
from tables import named_dependencies, normal_name, pinned

#: The first version without a hole that is known, by the library.
MENDED = {
    "cryptography": "46.0.5",  # CVE-2026-26007
    "filelock": "3.20.3",  # CVE-2026-22701
    "jinja2": "3.1.6",  # CVE-2025-27516
    "lxml": "6.1",  # CVE-2026-41066
    "openpyxl": "2.4.2",  # CVE-2017-5992
    "pytest": "9.0.3",  # CVE-2025-71176
    "pyyaml": "5.4",  # CVE-2020-14343
}
#: Locked on systems where nothing here was tested.
ELSEWHERE = {"colorama", "tzdata"}
LOCKS = ("requirements.txt", "requirements-dev.txt")


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Version and number of hashes by library."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    entries = [line.split(" --hash=sha256:") for line in text.splitlines() if line.strip()]
    named = {}
    for entry, *hashes in entries:
        requirement = Requirement(entry.strip())
        assert all(re.fullmatch("[0-9a-f]{64}", each.strip()) for each in hashes), entry
        named[normal_name(requirement.name)] = (str(requirement.specifier).removeprefix("=="), len(hashes))
    return named


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_versions_and_hashes_and_nothing_of_where_they_came_from(name: str) -> None:
    assert "://" not in (ROOT / name).read_text("utf-8")
    assert "index" not in (ROOT / name).read_text("utf-8")
    versions = {normal_name(library): number for library, number in pinned().items()}
    for library, (number, hashes) in locked(name).items():
        assert hashes > 0, library
        assert library in ELSEWHERE or versions[library] == number, library


def test_the_locks_hold_all_that_is_named_and_all_that_is_pinned() -> None:
    named = {extra: {normal_name(name) for name, *_ in of_extra} for extra, of_extra in named_dependencies().items()}
    runs, develops = map(locked, LOCKS)
    assert named[""] <= runs.keys() <= develops.keys()
    assert named["dev"] <= develops.keys() - runs.keys()
    assert develops.keys() - ELSEWHERE == {normal_name(name) for name in pinned()}


def test_every_library_has_a_reason_and_is_here_as_it_is_pinned() -> None:
    named = [each for of_extra in named_dependencies().values() for each in of_extra]
    assert [name for name, _, reason in named if not reason] == []
    assert {name: version(name) for name in pinned()} == pinned()


@pytest.mark.parametrize(("library", "mended"), MENDED.items())
def test_a_floor_leaves_out_what_has_a_known_hole(library: str, mended: str) -> None:
    floors = {normal_name(name): floor for of_extra in named_dependencies().values() for name, floor, _ in of_extra}
    assert Version(floors[library].removeprefix(">=")) >= Version(mended)


def test_the_licences_are_those_that_may_be_shipped_beside_it() -> None:
    """None that reaches over to the program: what is LGPL or MPL stays a library of its own."""
    rows = re.findall(
        r"^\| ([\w.-]+)[^|]*\|(?:[^|]*\|)? ([^|]+) \|$",
        (ROOT / "docs/dependencies.md").read_text("utf-8"),
        re.MULTILINE,
    )
    licences = {name: licence for name, licence in rows if name not in ("library", "---")}
    assert len(licences) == len(pinned())
    known = re.compile(r"MIT|BSD|Apache|PSF|ISC|MPL|Mozilla|LGPL-2.1-only")
    assert [name for name, licence in licences.items() if not known.search(licence)] == []
    assert [name for name, licence in licences.items() if "GPL" in licence] == ["docxtpl"]
