"""JSON as files and machines have it, written and read in one way."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pmr_batch.model.terms import Outcome
from pmr_batch.records.json_form import from_json, json_text, read_json, write_json


class Share(NamedTuple):
    met: int
    people: int


@dataclass(frozen=True)
class Post:
    name: str
    pay: Decimal | None
    starts: date
    outcome: Outcome
    years: int
    codes: tuple[str, ...] = ()
    share: Share | None = None
    open: bool = False


POST = Post("Zoë", Decimal("31650.10"), date(2026, 9, 1), Outcome.READY, 2, ("PM101",), Share(1, 3))
PLAIN = {
    "name": "Zoë",
    "pay": "31650.10",
    "starts": "2026-09-01",
    "outcome": "ready",
    "years": 2,
    "codes": ["PM101"],
    "share": [1, 3],
    "open": False,
}


def test_money_is_text_dates_iso_enums_values_and_tuples_lists() -> None:
    assert json.loads(json_text({"posts": (POST,)})) == {"posts": [PLAIN]}
    assert "Zoë" in json_text(POST)


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    write_json(tmp_path / "post.json", POST)
    assert read_json(tmp_path / "post.json", Post) == POST
    assert from_json(PLAIN | {"pay": None, "of a later version": 1}, Post) == Post(
        "Zoë", None, POST.starts, Outcome.READY, 2, ("PM101",), Share(1, 3)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": 7},
        {"name": None},
        {"pay": 31650.1},
        {"pay": "much"},
        {"starts": "1 September"},
        {"starts": 20260901},
        {"outcome": "fine"},
        {"years": "2"},
        {"years": True},
        {"codes": 1},
        {"codes": [1]},
        {"share": [1]},
        {"share": [1, "3"]},
        {"share": 1},
        {"open": 0},
    ],
    ids=str,
)
def test_what_has_another_shape_is_none(wrong: dict[str, Any]) -> None:
    assert from_json(PLAIN | wrong, Post) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"7", b'"x"', b"{}", b"\xff"])
def test_a_file_that_holds_something_else_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "post.json").write_bytes(content)
    assert read_json(tmp_path / "post.json", Post) is None


def test_no_file_and_a_folder_are_none(tmp_path: Path) -> None:
    assert read_json(tmp_path / "post.json", Post) is None
    assert read_json(tmp_path, Post) is None
