"""What a run keeps of itself beside its papers, and how what earlier runs kept is found again.

kept.json is this run's, earlier.json that of the run before it with other inputs. `decide` holds the committee's
workbook against it, the next run of the round tells what has changed, and next cycle's where everybody stood.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmr_batch.files import write_json
from pmr_batch.model.earlier_runs import Earlier, Kept
from pmr_batch.model.equality import Breakdown, Group, Published, Tally
from pmr_batch.model.findings import Person
from pmr_batch.model.person import ObjectiveCounts, Pay, Recommendation
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import Outcome

KEPT, EARLIER = "kept.json", "earlier.json"


def kept(moderated: Moderated) -> Kept:
    """What this run keeps."""
    run = moderated.run
    return Kept(
        run=run.run,
        fingerprint=run.fingerprint,
        as_of=run.as_of,
        cycle=run.cycle,
        people=moderated.people,
        recommendations=moderated.recommendations,
        settled=tuple(one.now for one in moderated.settled),
        equality=moderated.equality.published,
        inputs=tuple((one.path, one.sha256) for one in moderated.files),
    )


def write_kept(output: Path, moderated: Moderated) -> dict[str, str]:
    """Write kept.json, and earlier.json where there was a run before: SHA-256 by file name."""
    before = moderated.earlier.last_run
    made = {EARLIER: write_json(output / EARLIER, _as_json(before))} if before else {}
    return made | {KEPT: write_json(output / KEPT, _as_json(kept(moderated)))}


def earlier(output: Path, before: Iterator[Path], fingerprint: str) -> Earlier:
    """What is at hand of the run before in `output`, and of the same round's outputs `before`, the latest first.

    A run with the same inputs is this one again: then what went before that is the run before. The cycles end
    with the first of which nothing is at hand.
    """
    last = read_kept(output / KEPT)
    if last is not None and last.fingerprint == fingerprint:
        last = read_kept(output / EARLIER)
    cycles = []
    for place in before:
        found = read_kept(place / KEPT)
        if found is None:
            break
        cycles.append(found)
    return Earlier(last, tuple(cycles))


def read_kept(path: Path) -> Kept | None:
    """What a run kept; None where there is none, or none that this version of the program wrote."""
    try:
        told = json.loads(path.read_text("utf-8"))
        return Kept(
            run=told["run"],
            fingerprint=told["fingerprint"],
            as_of=date.fromisoformat(told["as_of"]),
            cycle=told["cycle"],
            people=tuple(map(_person, told["people"])),
            recommendations=tuple(map(_recommendation, told["recommendations"])),
            equality=tuple(map(_published, told["equality"])),
            inputs=tuple((path, sha256) for path, sha256 in told["inputs"]),
            settled=tuple(map(_recommendation, told["settled"])),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


# -- as JSON ---------------------------------------------------------------------------------------


def _as_json(one: Kept) -> dict[str, Any]:
    return {each.name: _plain(getattr(one, each.name)) for each in fields(one)}


def _plain(value: Any) -> Any:
    """The value with every dataclass as an object; money and dates as text."""
    if hasattr(value, "__dataclass_fields__"):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, Decimal | date) else value


def _person(told: Mapping[str, Any]) -> Person:
    return Person(**{**told, "outcome": Outcome(told["outcome"]), "reasons": tuple(told["reasons"])})


def _recommendation(told: Mapping[str, Any]) -> Recommendation:
    read = {
        "fte": _money(told["fte"]),
        "current": _pay(told["current"]),
        "recommended": _pay(told["recommended"]),
        "objectives": ObjectiveCounts(**told["objectives"]),
        "open_queries": tuple(told["open_queries"]),
        "explained": tuple(told["explained"]),
    }
    return Recommendation(**{**told, **read})


def _published(told: Mapping[str, Any]) -> Published:
    read = {
        "as_of": date.fromisoformat(told["as_of"]),
        "progressed": tuple(told["progressed"]),
        "others": tuple(told["others"]),
        "breakdowns": tuple(map(_breakdown, told["breakdowns"])),
    }
    return Published(**{**told, **read})


def _breakdown(told: Mapping[str, Any]) -> Breakdown:
    groups = ((one["name"], one["tally"]) for one in told["groups"])
    return Breakdown(told["by"], tuple(Group(name, Tally(*tally) if tally else None) for name, tally in groups))


def _pay(told: Mapping[str, Any]) -> Pay:
    return Pay(told["range"], told["point"], _money(told["amount"]))


def _money(told: str | None) -> Decimal | None:
    return None if told is None else Decimal(told)
