"""Plants known faults in correct returns on disk, as offices make them; knows nothing of the rules' code.

- table: every planter by code, in the order in which they plant
- site: the returns, and who has had a fault already
- book: one return, edited with openpyxl
- files, cells; scope, reviewers, objectives, meetings, reviews, pay, concerns, offices, by sections of the policy:
  the planters, each making one fault
"""

from __future__ import annotations

from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.table import PLANTERS, plant

__all__ = ["PLANTERS", "Planted", "plant"]
