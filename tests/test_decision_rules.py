"""The rules of the committee's decisions, on rows of Recommendations as `decide` will have them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pmr_batch.layout.committee_workbook import DECIDED, RECOMMENDATIONS
from pmr_batch.model.terms import Stage
from pmr_batch.rules import ALL_RULES, RULES, SHEET_RULES
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.rule import Rule

#: A rise on the main range, approved in good time.
ROW: dict[str, Any] = {
    "decision": "Approved",
    "decided_range": None,
    "decided_point": None,
    "decision_reason": None,
    "reason_in_letter": None,
    "decided_on": "2026-10-20",
    "effective_from": None,
    "conflict_declared": None,
    "current_range": "Main",
    "current_point": "M3",
    "current_pay": 3_600_000,
    "recommended_range": "Main",
    "recommended_point": "M4",
    "recommended_pay": 3_800_000,
    "cycle_to": "2026-08-31",
    "pay_effective_from": "2026-09-01",
    "pay_decision_due": "2026-10-31",
    "as_of": "2026-11-05",
    "recommended_on": "2026-10-12",
}
SUPPORT = {
    "current_range": "NJC",
    "current_point": "SCP7",
    "recommended_range": "NJC",
    "recommended_point": "SCP8",
    "cycle_to": "2026-03-31",
    "pay_effective_from": "2026-03-31",
    "pay_decision_due": None,
    "as_of": "2026-06-01",
    "decided_on": "2026-04-28",
    "recommended_on": "2026-03-30",
}
SPOT = {"current_range": "Spot salary", "current_point": None} | {
    "recommended_range": "Spot salary",
    "recommended_point": None,
}
DATES = {
    "decided_on",
    "effective_from",
    "cycle_to",
    "pay_effective_from",
    "pay_decision_due",
    "as_of",
    "recommended_on",
}
PENCE = {"current_pay", "recommended_pay"}
DECIDE = [one for one in ALL_RULES if one.found_by == "decide" and one.sheet is RECOMMENDATIONS]


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows laid over ROW, in the types of rules' frames."""
    whole = pd.DataFrame([ROW | row for row in rows], columns=list(ROW))
    kinds = {key: "datetime64[s]" if key in DATES else "Int64" if key in PENCE else "str" for key in ROW}
    return whole.astype(kinds)


def told(code: str, row: dict[str, Any]) -> list[str]:
    """The columns at which a code finds something in one row."""
    asked = [one for one in DECIDE if one.code == code and one.function]
    return [one.blames[0].heading for one in asked if not one(frame(row)).item()]


PASSES: list[tuple[str, str, dict[str, Any]]] = [
    ("PM107", "the cycle's own date", SUPPORT),
    ("PM107", "the cycle's own date, typed", SUPPORT | {"effective_from": "2026-03-31"}),
    ("PM107", "decided on 1 April, which is not after it", SUPPORT | {"decided_on": "2026-04-01"}),
    ("PM107", "decided on 1 April, from then", SUPPORT | {"decided_on": "2026-04-01", "effective_from": "2026-04-01"}),
    ("PM107", "referred back", SUPPORT | {"decision": "Referred back", "effective_from": "2026-05-01"}),
    ("PM108", "decided on the day itself", {"decided_on": "2026-11-05"}),
    ("PM108", "not decided", {"decided_on": None}),
    ("PM109", "on the last day", {"decided_on": "2026-10-31"}),
    ("PM109", "a date to come is told elsewhere", {"decided_on": "2026-11-06"}),
    ("PM109", "no last day is set", SUPPORT | {"decided_on": "2026-05-30"}),
    ("PM109", "deferred after the last day", {"decision": "Deferred", "decided_on": "2026-11-03"}),
    ("PM622", "approved as recommended", {}),
    ("PM622", "approved, the recommended point typed", {"decided_point": "M4", "decided_range": "Main"}),
    ("PM622", "another point, with a reason", {"decided_point": "M5", "decision_reason": "Two years' results"}),
    ("PM622", "not approved, with a reason", {"decision": "Not approved", "decision_reason": "Evidence is thin"}),
    ("PM622", "no rise recommended, none given", {"decision": "Not approved", "recommended_point": "M3"}),
    ("PM622", "a spot salary approved", SPOT),
    ("PM622", "a spot salary kept", SPOT | {"decision": "Not approved", "recommended_pay": 3_600_000}),
    ("PM622", "decided on the day of the recommendation", {"decided_on": "2026-10-12"}),
    ("PM622", "no day of the recommendation", {"recommended_on": None}),
    ("PM622", "a reason for the letter", {"reason_in_letter": "Yes", "decision_reason": "Two years' results"}),
    ("PM622", "no reason, and none for the letter", {"reason_in_letter": "No"}),
    ("PM622", "deferred, saying for what", {"decision": "Deferred", "decision_reason": "Comments to come"}),
]
FAILS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("PM107", "Effective from", "a day after", SUPPORT | {"decided_on": "2026-04-02", "effective_from": "2026-04-01"}),
    ("PM107", "Effective from", "refused", SUPPORT | {"decision": "Not approved", "effective_from": "2026-05-01"}),
    ("PM108", "Decided on", "tomorrow", {"decided_on": "2026-11-06"}),
    ("PM109", "Decided on", "a day late", {"decided_on": "2026-11-01"}),
    ("PM109", "Decided on", "refused a day late", {"decided_on": "2026-11-01", "decision": "Not approved"}),
    ("PM622", "Decision", "nothing filled in", {"decision": None, "decided_on": None}),
    ("PM622", "Decision", "a point without a decision", {"decision": None, "decided_point": "M5"}),
    ("PM622", "Decided on", "no date", {"decided_on": None}),
    ("PM622", "Decision reason", "another point", {"decided_point": "M5"}),
    ("PM622", "Decision reason", "another range", {"decided_range": "Upper"}),
    ("PM622", "Decision reason", "not approved", {"decision": "Not approved"}),
    ("PM622", "Decision reason", "a spot salary refused", SPOT | {"decision": "Not approved"}),
    ("PM622", "Decided on", "before the recommendation", {"decided_on": "2026-10-11"}),
    ("PM622", "Decision reason", "a dash", {"decision": "Not approved", "decision_reason": "-"}),
    ("PM622", "Decision reason", "to follow", {"decision": "Deferred", "decision_reason": "tbc"}),
    ("PM622", "Reason in letter", "no reason to give", {"reason_in_letter": "Yes"}),
    ("PM622", "Reason in letter", "a dash to give", {"reason_in_letter": "Yes", "decision_reason": "-"}),
    (
        "PM622",
        "Decision reason",
        "no reason for decision and letter",
        {"decision": "Not approved", "reason_in_letter": "Yes"},
    ),
    ("PM622", "Decision reason", "deferred", {"decision": "Deferred"}),
    ("PM622", "Decision reason", "referred back", {"decision": "Referred back"}),
]


@pytest.mark.parametrize(("code", "title", "row"), PASSES, ids=lambda each: each if isinstance(each, str) else "")
def test_lets_pass(code: str, title: str, row: dict[str, Any]) -> None:
    assert told(code, row) == [], title


@pytest.mark.parametrize(
    ("code", "column", "title", "row"), FAILS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_finds_at_one_cell(code: str, column: str, title: str, row: dict[str, Any]) -> None:
    assert told(code, row) == [column], title


@pytest.mark.parametrize("one", [one for one in DECIDE if one.function], ids=lambda one: one.slug)
def test_every_rule_finds_and_lets_pass(one: Rule) -> None:
    """A rule that always answers the same does not stand here."""
    column = one.blames[0].heading
    assert any(code == one.code for code, *_ in PASSES)
    assert any((code, at) == (one.code, column) for code, at, *_ in FAILS)


@pytest.mark.parametrize("one", DECIDE, ids=lambda one: one.slug)
def test_a_decision_rule_answers_for_rows_of_any_number(one: Rule) -> None:
    assert one.sheet is RECOMMENDATIONS
    assert one.stage is (Stage.ALWAYS if one.code == "PM108" else Stage.DECISION)
    if one.function:
        assert one(frame()).empty
        assert len(one(frame({}, {"decision": None}, SPOT))) == 3


def test_the_committees_columns_and_facts_are_what_the_rules_read() -> None:
    facts = {one.name for rule in DECIDE for one in rule.reads if isinstance(one, Fact)}
    assert facts <= set(ROW)
    assert set(DECIDED) <= set(ROW)


def test_the_standard_workbook_is_not_asked_about_decisions() -> None:
    assert not [one for rules in SHEET_RULES.values() for one in rules if one.found_by == "decide"]
    assert {"PM107", "PM109", "PM622", "PM623"} <= set(RULES)
