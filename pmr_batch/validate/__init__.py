"""Validate: every rule asked about everybody it is asked about, and findings at the cells at fault.

- frames, dates: typed frames of all returns; dates that cannot be
- context, conditions: what facts and rules are asked in, and what of it is known; when a cell is required
- orphans: whom a row under an unknown payroll number may be about
- applicability, rule_checks: who is asked, from when; the rules as one pandera schema a sheet
- collector, explanations: verdicts become findings; which explanation answers which query
- engine: all of it in order, from the type and list of every cell on
- why, values, masks: one row as one rule saw it
"""

from __future__ import annotations

from pmr_batch.validate.engine import reader_findings, validate

__all__ = ["reader_findings", "validate"]
