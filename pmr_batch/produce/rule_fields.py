"""The columns of a list of rules, in the layout of the validation rules that the DfE issues with its censuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pmr_batch.model.run_facts import RuleFact
from pmr_batch.model.terms import Severity
from pmr_batch.produce.list_sheets import Field

Row = TypeVar("Row")
_LOOKS = {Severity.ERROR: "wrong", Severity.QUERY: "fill_in", Severity.NOTE: "done"}


def rule_fields(rule: Callable[[Row], RuleFact], *, coloured: bool = False) -> tuple[Field[Row], ...]:
    """Sequence number, error or query, module, message, validation check; and what schools ask for as well."""
    return (
        Field("Sequence number", 12, lambda row: rule(row).code),
        Field(
            "Error or query",
            12,
            lambda row: rule(row).severity.value,
            lambda row: _LOOKS[rule(row).severity] if coloured else None,
        ),
        Field("Module", 16, lambda row: rule(row).module),
        Field("Message", 44, lambda row: rule(row).message),
        Field("Validation check", 44, lambda row: rule(row).must_hold),
        Field("What to do", 30, lambda row: rule(row).remedy),
        Field("Policy clause", 12, lambda row: rule(row).clause),
        Field("Stage", 12, lambda row: rule(row).stage.value),
    )
