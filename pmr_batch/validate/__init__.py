"""Validate: every rule asked about everybody it is asked about, and findings at the cells at fault.

- frames, cells: typed frames of all returns; types and lists asked of every cell
- around, conditions: what facts and rules see around a row; when a cell is required
- suspects: whom a row under an unknown payroll number may be about
- asked, policy: who is asked, from when; the rules as one pandera schema a sheet
- found, explain: verdicts become findings; which explanation answers which query
- engine: all of it in order
"""

from __future__ import annotations

from pmr_batch.validate.engine import told_by_reader, validate

__all__ = ["told_by_reader", "validate"]
