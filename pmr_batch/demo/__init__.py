"""The demo: a synthetic trust, its returns filled in, and faults planted in them that a run must find.

- dates, kinds, people, staffing: who works there, and what is special about whose year
- trust: all that as rows of trust.xlsx
- banks/, words: the word banks, and sentences made of them
- diary, aims, pay, concerns, returns: one person's year, and a return filled in with everybody's
- plant/: the faults, planted on disk; compare: were they found, no more and no less
- story: the whole folder
- committee: what the pay committee decides; show: everything that the product makes of it all

Everybody in it is invented; the same seed makes the same bytes.
"""

from __future__ import annotations

from pmr_batch.demo.compare import compare
from pmr_batch.demo.dates import DEMO_AS_OF
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.story import Demo, build

__all__ = ["DEMO_AS_OF", "Demo", "Planted", "build", "compare"]
