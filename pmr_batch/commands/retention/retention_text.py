"""Retention as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pmr_batch.commands.retention.destruction import OUT_OF_REACH, DestructionPlan
from pmr_batch.commands.retention.listing import KeptCycle, RetentionList
from pmr_batch.records.destructions import Destruction
from pmr_batch.records.holds import Hold
from pmr_batch.records.json_form import as_json
from pmr_batch.words import counted, day, visible

#: Of many names so many are shown; JSON has all.
_SHOWN = 12


def list_text(found: RetentionList) -> str:
    """Cycle by cycle, then the holds, and what a person looks at."""
    parts = [_cycle_lines(each, found.as_of) for each in found.cycles]
    parts += [_hold_lines(found), _destroyed_lines(found), _by_hand(found)]
    lines = [*(("\n".join(part)) for part in map(list, parts) if part)]
    return "\n\n".join(lines) or "There are no records in this folder yet."


def _cycle_lines(kept: KeptCycle, as_of: date) -> Iterator[str]:
    until = day(kept.period.until)
    state = f"was kept until {until}, and is due to be destroyed" if kept.is_due(as_of) else f"is kept until {until}"
    yield f"{kept.cycle.name} {state}"
    if kept.begun:
        yield "  its destruction was begun and cut off: the same command again goes on with it"
    for kind, number in kept.copies.counts.items():
        yield f"{number:>9,}  {kind}"
    yield f"{kept.recorded:>9,}  entries of the ledger"
    back = kept.kept_back(as_of)
    if kept.is_due(as_of) and back:
        yield f"  of {counted(len(back), 'person', 'people')} something stays:"
        yield from (f"    {person.name or person.numbers[0]} ({person.numbers[0]}): {person.why}" for person in back)
    for carried in kept.carried:
        yield (
            f"  {counted(carried.rows, 'concern')} of it went on in {carried.cycle}, and "
            f"{'is' if carried.rows == 1 else 'are'} kept with that"
        )
    yield from (
        f"  {visible(path)} cannot be read: see whether it has a capability procedure before it is destroyed"
        for path in kept.unread
    )
    yield from (f"  not as it was written, and left alone: {visible(name)}" for name in kept.copies.unreachable)
    if kept.is_due(as_of):
        yield f"  → pmr-batch retention destroy --cycle {kept.cycle.slug}   (shows what would be destroyed)"


def _hold_lines(found: RetentionList) -> Iterator[str]:
    if found.holds:
        yield "On hold:"
    for number, hold in found.holds.items():
        overdue = ", which has passed" if hold.is_overdue(found.as_of) else ""
        yield (
            f"  {number}  {hold.name or ''} ({', '.join(hold.numbers)}), {hold.cycle or 'every cycle'}: "
            f"{hold.reason.value}, by {hold.by} on {day(hold.on)}; look at it again on {day(hold.review_on)}{overdue}"
        )


def _destroyed_lines(found: RetentionList) -> Iterator[str]:
    if found.destroyed:
        yield "Destroyed:"
    for number, destruction in found.destroyed.items():
        yield (
            f"  {destruction.cycle}, on {day(destruction.on)} by {destruction.by} with {destruction.second}: "
            f"{counted(destruction.count, 'file')} (entry {number})"
        )


def _by_hand(found: RetentionList) -> Iterator[str]:
    lines = [*map(str, found.trust_rows)]
    lines += _named("in the folder, and of no cycle", found.others)
    lines += _named("written elsewhere, and not recorded of which cycle", found.of_no_cycle)
    if lines:
        yield "For a person to look at:"
        yield from (f"  {line}" for line in lines)


def _named(what: str, names: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{what}: {visible(name)}" for name in names[:_SHOWN])
    if len(names) > _SHOWN:
        yield f"{what}: {len(names) - _SHOWN:,} more, named with --json"


def list_json(found: RetentionList) -> dict[str, Any]:
    """The same for machines, each copy by name."""
    return {
        "as_of": found.as_of.isoformat(),
        "cycles": [_cycle_json(kept, found.as_of) for kept in found.cycles],
        "holds": [
            hold_json(number, hold) | {"overdue": hold.is_overdue(found.as_of)} for number, hold in found.holds.items()
        ],
        "destroyed": [{"entry": number, **as_json(destruction)} for number, destruction in found.destroyed.items()],
        "trust_rows": [{"sheet": rows.sheet, "rows": rows.rows, "why": rows.why} for rows in found.trust_rows],
        "others": found.others,
        "of_no_cycle": found.of_no_cycle,
    }


def _cycle_json(kept: KeptCycle, as_of: date) -> dict[str, Any]:
    return {
        "cycle": kept.cycle.name,
        "folder": kept.cycle.slug,
        "ends": kept.cycle.ends.isoformat(),
        "kept_until": kept.period.until.isoformat(),
        "due": kept.is_due(as_of),
        "begun": kept.begun is not None,
        "copies": kept.copies.counts,
        "files": [{"file": copy.name, "kind": copy.kind.value} for copy in kept.copies.files],
        "unreachable": kept.copies.unreachable,
        "entries": kept.recorded,
        "people": kept.people,
        "later": as_json(kept.period.later),
        "kept_back": as_json(kept.kept_back(as_of)),
        "carried": as_json(kept.carried),
        "unread": kept.unread,
    }


def hold_json(number: int, hold: Hold) -> dict[str, Any]:
    """A hold for machines."""
    return {"hold": number, **as_json(hold)}


def hold_text(number: int, hold: Hold) -> str:
    """That it stands, on whom, and how it ends."""
    numbers = f", also as {', '.join(hold.also)}" if hold.also else ""
    return (
        f"Hold {number}: what {hold.cycle or 'every cycle'} has on payroll number {hold.payroll_number}{numbers} "
        f"stays, until it is released with `pmr-batch retention release {number}`. Look at it again on "
        f"{day(hold.review_on)}."
    )


# -- destroy ---------------------------------------------------------------------------------------


def plan_text(planned: DestructionPlan) -> str:
    """What would be destroyed, what stays and why, what stands in the way, and what no command can reach."""
    cycle = planned.kept.cycle
    lines = [f"{cycle.name}: nothing is destroyed yet. It would be:", *_going(planned)]
    lines += _staying(planned)
    if planned.obstacles:
        lines += ["", "In the way:", *(f"  {obstacle}" for obstacle in planned.obstacles)]
    lines += ["", "Out of reach, for a person to see to:", *(f"  {what}" for what in _out_of_reach(planned))]
    lines += ["", f"SHA-256 of the list of files: {planned.manifest}"]
    if not planned.obstacles:
        lines += [
            f'→ pmr-batch retention destroy --cycle {cycle.slug} --confirm "{cycle.name}" --by NAME --second NAME',
        ]
    return "\n".join(lines)


def destroyed_text(planned: DestructionPlan, destruction: Destruction) -> str:
    """What was destroyed, what stays, and what no command can reach."""
    return "\n".join(
        (
            f"{destruction.cycle} is destroyed: {counted(destruction.count, 'file')}, "
            f"{counted(destruction.records, 'entry', 'entries')} of the ledger. The ledger says so, and names nobody.",
            *_staying(planned),
            "",
            "Out of reach, for a person to see to:",
            *(f"  {what}" for what in _out_of_reach(planned)),
        )
    )


def _going(planned: DestructionPlan) -> Iterator[str]:
    yield from (f"{number:>9,}  {kind}" for kind, number in planned.counts.items())
    yield f"{planned.records:>9,}  entries of the ledger"


def _staying(planned: DestructionPlan) -> Iterator[str]:
    if not planned.back:
        return
    yield ""
    yield f"Of {counted(len({person.numbers for person in planned.back}), 'person', 'people')} something stays:"
    yield from (f"  {person.name or ''} ({', '.join(person.numbers)}): {person.why}" for person in planned.back)
    yield (
        f"  {counted(len(planned.stays), 'file')} of their own, and what other files say of them, in "
        f"held/{planned.kept.cycle.slug}/"
    )
    yield from (f"  cannot be searched, and stays whole: {visible(name)}" for name in planned.unsearched)


def _out_of_reach(planned: DestructionPlan) -> Iterator[str]:
    yield from OUT_OF_REACH
    yield from (f"not as it was written, and left alone: {visible(name)}" for name in planned.kept.copies.unreachable)
    yield from (
        f"{counted(carried.rows, 'concern')} in the returns of {carried.cycle}, kept with that cycle"
        for carried in planned.kept.carried
    )
    yield "trust.xlsx, which is the trust's own: see `pmr-batch retention list` for rows that are to go"


def plan_json(planned: DestructionPlan, destruction: Destruction | None = None) -> dict[str, Any]:
    """The same for machines: each file by name."""
    return {
        "cycle": planned.kept.cycle.name,
        "destroyed": as_json(destruction) if destruction else None,
        "counts": planned.counts,
        "entries": planned.records,
        "manifest": planned.manifest,
        "files": [copy.name for copy in planned.removes],
        "kept_back": as_json(planned.back),
        "stays": planned.stays,
        "unsearched": planned.unsearched,
        "extracts": list(planned.extracts),
        "obstacles": planned.obstacles,
        "out_of_reach": list(_out_of_reach(planned)),
    }
