"""report.html as it is seen: on a phone, on a screen and on paper, with nothing cut off and nothing blank."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from moderated_round import a_round
from pictures import measured, pictured, printed
from test_report import moved, with_days

from pmr_batch.model.round import Moderated
from pmr_batch.produce.report import report_page

pytestmark = pytest.mark.office
PHONE, TABLET, SCREEN = 390, 820, 1280


def _round() -> Moderated:
    """Everything the page can show, with names as long as they come."""
    moderated = moved(with_days(a_round(8, 25)))
    first, *others = moderated.academies
    long = replace(first, name="The Llanfairpwllgwyngyllgogerychwyrndrobwll Church of England Primary Academy")
    (chased,) = moderated.lateness.academies
    email = "office.administration@llanfairpwllgwyngyllgogerychwyrndrobwll-primary-academy.example"
    late = replace(moderated.lateness, academies=(replace(chased, email=email),))
    return replace(moderated, academies=(long, *others), lateness=late)


@pytest.fixture(scope="module")
def page() -> bytes:
    return report_page(_round())


@pytest.fixture(scope="module")
def seen(page: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[int, int, list[str]]]:
    """The width and height the page takes, and what sticks out, by the width of the window."""
    found = measured(page, (PHONE, TABLET, SCREEN), tmp_path_factory.mktemp("seen"))
    return {wide: (taken, high, out) for wide, taken, high, out in found}


def test_nothing_sticks_out_on_a_phone_a_tablet_or_a_screen(seen: dict[int, tuple[int, int, list[str]]]) -> None:
    assert {wide: (taken, out) for wide, (taken, _, out) in seen.items()} == {
        PHONE: (PHONE, []),
        TABLET: (TABLET, []),
        SCREEN: (SCREEN, []),
    }


def test_what_sticks_out_would_be_seen(page: bytes, tmp_path: Path) -> None:
    broken = page.replace(b"<main", b'<div style="width:500px">.</div><main', 1)
    ((_, taken, _, out),) = measured(broken, (PHONE,), tmp_path)
    assert taken > PHONE
    assert "DIV" in out


def test_a_picture_of_the_phone_shows_something_all_the_way_down(
    page: bytes, seen: dict[int, tuple[int, int, list[str]]], tmp_path: Path
) -> None:
    high = seen[PHONE][1]
    tenths = pictured(page, (PHONE, high), tmp_path)
    assert len(tenths) == 10
    assert all(len(colours) > 10 for colours in tenths), "a tenth of the page is blank"
    assert {"#1b6b50", "#8cc4a4", "#e0a030", "#a33a2c"} <= set().union(*tenths), "bars are drawn"
    ink = sum(count for colours in tenths for colour, count in colours.items() if colour != "#ffffff")
    assert 0.05 < ink / (PHONE * high) < 0.6


def test_on_paper_every_page_says_something_and_none_is_cut(page: bytes, tmp_path: Path) -> None:
    pages = printed(page, tmp_path)
    assert 2 <= len(pages) <= 6
    assert all(len(text.split()) > 20 for text in pages)
    assert any("What changed since run" in text for text in pages)
    assert f"pmr_batch {_round().run.version}" in pages[-1]
