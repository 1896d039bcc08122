"""The demo: a synthetic trust, its filled returns, and faults planted in them that a run must find.

- cycles, employees, staffing: the people, and what is special about somebody's year
- settings_rows: all that as rows of trust.xlsx
- data/, phrases: texts of schools, and sentences made of them
- review_dates, objectives, pay_recommendation, concerns, filled_return: a return filled in with everybody's year
- faults/: the faults, as data where they can be, and how they get into a return
- trust_folder: the whole folder; comparison: whether the faults were found, no more and no less
- committee: the pay committee's decisions; run_demo: build, run, compare, decide

Everybody in it is invented; the same seed makes the same bytes.
"""

from __future__ import annotations

from pmr_batch.demo.comparison import compare
from pmr_batch.demo.cycles import DEMO_AS_OF
from pmr_batch.demo.faults.planting import Planted
from pmr_batch.demo.trust_folder import Demo, build, build_correct

__all__ = ["DEMO_AS_OF", "Demo", "Planted", "build", "build_correct", "compare"]
