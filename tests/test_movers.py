"""Whoever moves within the trust, or works at two academies, is reviewed at one of them, and missing at none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casebook import Case
from click.testing import CliRunner

from pmr_batch.cli import main

AS_OF, CYCLE = date(2026, 10, 20), "teaching-2025-26"
OTTO = {"Start": "| Authorised by | 0002001 |", "Staff": "| Payroll number | Name |\n| 0002041 | Otto Oaks |"}
ANN = ("0001041", "Ann Appleby")
MOVED = "is on the staff list for OAK, and stands in the return of RIV"


def staff_list(*anns: str, fte: str = "1") -> dict[str, str]:
    """A staff list that has Ann Appleby at some academies, Ben Barlow at Riverside and Otto Oaks at Oakwood."""
    rows = [(*ANN, code) for code in anns] + [("0001042", "Ben Barlow", "RIV"), ("0002041", "Otto Oaks", "OAK")]
    lines = (
        f"| {number} | {name} | {code} | Teacher | Permanent | 2019-09-01 | {fte} |" for number, name, code in rows
    )
    heads = "| Payroll number | Name | Academy code | Role | Contract | Employment start | FTE |"
    return {"Staff list": "\n".join((heads, *lines))}


class Trust:
    """A trust folder, what its academies sent, and what a run or a check of it says."""

    def __init__(self, folder: Path, listed: Mapping[str, str], riverside: Mapping[str, Any], **others: Any) -> None:
        self.folder = folder
        told = {**riverside, "settings": dict(listed), **{f"in {code}": sheets for code, sheets in others.items()}}
        self.paths = Case("", "", AS_OF, "teacher", told).write(folder)

    def run(self) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[dict[str, Any]]]]:
        """Academies and outcomes by payroll number, and findings by code."""
        incoming = self.folder / "incoming" / CYCLE
        incoming.mkdir(parents=True)
        for path in self.paths:
            path.rename(incoming / path.name)
        self.call("run", "--cycle", CYCLE, "--round", "october")
        output = self.folder / "output" / CYCLE / "october"
        people = json.loads((output / "people.json").read_text("utf-8"))
        outcomes: dict[str, list[tuple[str, str]]] = {}
        for one in people:
            outcomes.setdefault(one["payroll_number"], []).append((one["academy"], one["outcome"]))
        return outcomes, by_code(json.loads((output / "findings.json").read_text("utf-8")))

    def check(self, *paths: Path) -> dict[str, list[dict[str, Any]]]:
        seen = self.call("check", *(paths or self.paths), "--json")
        return by_code(json.loads(seen)["findings"])

    def call(self, *arguments: str | Path) -> str:
        asked = [*map(str, arguments), "--folder", str(self.folder), "--as-of", AS_OF.isoformat()]
        called = CliRunner().invoke(main, asked)
        assert called.exit_code in (0, 1), called.output
        return called.stdout


def by_code(findings: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    codes = dict.fromkeys(one["code"] for one in findings)
    return {code: [one for one in findings if one["code"] == code] for code in codes}


BEN = {"Staff": "| Payroll number | Name |\n| 0001041 | Ann Appleby |\n| 0001042 | Ben Barlow |"}


def test_reviewed_where_they_were_and_told_to_both(tmp_path: Path) -> None:
    outcomes, found = Trust(tmp_path, staff_list("OAK"), BEN, OAK=OTTO).run()
    assert outcomes["0001041"] == [("RIV", "ready")]
    assert not {"PM207", "PM208", "PM209", "PM021"} & set(found)
    at_riverside, at_oakwood = sorted(found["PM214"], key=lambda one: one["academy"], reverse=True)
    assert (at_riverside["academy"], at_riverside["cell"], at_riverside["severity"]) == ("RIV", "A2", "note")
    assert (at_oakwood["academy"], at_oakwood["sheet"], at_oakwood["payroll_number"]) == ("OAK", None, "0001041")
    assert MOVED in at_riverside["message"]
    assert at_oakwood["message"].startswith(f"OAK.xlsx, Ann Appleby {MOVED}. ")
    assert at_oakwood["remedy"] == "Nothing to do, where the review is to be at RIV."


def test_nobody_of_them_is_asked_for_where_nothing_came(tmp_path: Path) -> None:
    outcomes, found = Trust(tmp_path, staff_list("OAK"), BEN).run()
    assert outcomes["0001041"] == [("RIV", "ready")]
    assert outcomes["0002041"] == [("OAK", "missing")]
    assert [one["affects"] for one in found["PM021"]] == [["0002041"]]
    assert [one["academy"] for one in found["PM214"]] == ["RIV"]
    assert "PM208" not in found


def test_an_academy_of_which_everybody_moved_owes_no_return(tmp_path: Path) -> None:
    listed = staff_list("OAK")
    listed["Staff list"] = "\n".join(line for line in listed["Staff list"].splitlines() if "Otto" not in line)
    outcomes, found = Trust(tmp_path, listed, BEN).run()
    assert outcomes["0001041"] == [("RIV", "ready")]
    assert "PM021" not in found


def test_two_posts_with_a_row_at_one_are_no_omission(tmp_path: Path) -> None:
    outcomes, found = Trust(tmp_path, staff_list("RIV", "OAK", fte="0.5"), BEN, OAK=OTTO).run()
    assert outcomes["0001041"] == [("RIV", "ready")]
    assert "PM207" not in found
    assert {one["academy"] for one in found["PM214"]} == {"RIV", "OAK"}
    assert "is on the staff list for RIV and OAK, and stands in the return of RIV" in found["PM214"][0]["message"]


def test_both_have_a_row_and_agree(tmp_path: Path) -> None:
    both = dict(OTTO)
    both["Staff"] = (
        "| Payroll number | Name | Reviewed at |\n| 0002041 | Otto Oaks | |\n| 0001041 | Ann Appleby | RIV |"
    )
    outcomes, found = Trust(tmp_path, staff_list("OAK"), BEN, OAK=both).run()
    assert sorted(outcomes["0001041"]) == [("OAK", "reviewed elsewhere"), ("RIV", "returned")]
    assert {"PM207", "PM208"} & set(found) == set()
    assert [one["code"] for one in found.get("PM209", [])] == ["PM209"], "1.0 and 1.0 is more than full time"
    assert [one["academy"] for one in found["PM214"]] == ["RIV"]


def test_who_has_left_the_one_is_missing_at_the_other(tmp_path: Path) -> None:
    heads = "| Payroll number | Name | Status | Status from | Employment end | Cycle to | Cycle adjusted because |"
    left = f"{heads}\n| 0001041 | Ann Appleby | Left | 2025-12-31 | 2025-12-31 | 2025-12-31 | Leaving |"
    ben = "\n| 0001042 | Ben Barlow | In review | | | 2026-08-31 | |"
    outcomes, found = Trust(tmp_path, staff_list("OAK"), {"Staff": left + ben}, OAK=OTTO).run()
    assert sorted(outcomes["0001041"]) == [("OAK", "missing"), ("RIV", "left")]
    assert [one["academy"] for one in found["PM207"]] == ["OAK"]
    assert "PM214" not in found


def test_a_check_of_one_return_asks_about_the_list_and_one_of_both_settles_it(tmp_path: Path) -> None:
    trust = Trust(tmp_path, staff_list("OAK"), BEN, OAK=OTTO)
    alone = trust.check(trust.paths[0])
    assert [one["academy"] for one in alone["PM208"]] == ["RIV"]
    both = trust.check()
    assert not {"PM207", "PM208"} & set(both)
    assert {one["academy"] for one in both["PM214"]} == {"RIV", "OAK"}


def test_a_stranger_to_the_staff_list_is_asked_about(tmp_path: Path) -> None:
    outcomes, found = Trust(tmp_path, staff_list(), BEN, OAK=OTTO).run()
    assert outcomes["0001041"] == [("RIV", "ready with queries")]
    assert [one["payroll_number"] for one in found["PM208"]] == ["0001041"]
