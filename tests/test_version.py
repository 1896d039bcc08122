"""The version is that of the newest heading of the changelog, and each heading has its day."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from pmr_batch import __version__

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
HEADINGS = re.findall(r"^## (.*)$", CHANGELOG.read_text("utf-8"), re.MULTILINE)


def test_the_newest_heading_is_the_version_with_its_day() -> None:
    released = [re.fullmatch(r"(\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)", heading) for heading in HEADINGS]
    assert all(released), HEADINGS
    assert released[0] is not None
    assert released[0][1] == __version__
    days = [date.fromisoformat(each[2]) for each in released if each]
    assert days == sorted(days, reverse=True)
