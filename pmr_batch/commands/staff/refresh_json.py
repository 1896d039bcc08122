"""The result of taking in a staff list, for machines."""

from __future__ import annotations

from typing import Any

from pmr_batch.commands.staff import StaffList
from pmr_batch.commands.staff.column_proposal import ColumnLine, Fate
from pmr_batch.commands.staff.comparison import Leaver, ListChange
from pmr_batch.commands.staff.post_reading import ExportPost
from pmr_batch.commands.staff.word_proposal import WordLine
from pmr_batch.words import plain


def staff_list_json(result: StaffList) -> dict[str, Any]:
    """The result for machines: the mapping with what is open in it, and what changes."""
    mapped, found = result.mapped, result.refreshed
    head = {
        "file": result.file,
        "mapping": _path(result.used_mapping),
        "new_mapping": _path(result.written_mapping),
        "columns": [_column_json(line) for line in mapped.columns],
        "words": [_word_json(line) for line in mapped.words],
        "written": result.copy is not None,
        "copy": _path(result.copy),
    }
    if found is None:
        return head
    comparison = found.comparison
    return head | {
        "joiners": [_post_json(post) for post in comparison.joiners],
        "second_posts": [_post_json(post) for post in comparison.second_posts],
        "movers": [_change_json(change) for change in comparison.movers],
        "leavers": [_leaver_json(leaver) for leaver in comparison.leavers],
        "changes": [_change_json(change) for change in comparison.changes],
        "unchanged": comparison.unchanged,
        "kept": dict(comparison.kept),
        "not_in_export": dict(comparison.elsewhere),
        "several_contracts": [
            {"payroll_number": each.number, "academy": each.academy, "rows": list(each.rows), "made": each.made}
            for each in found.several
        ],
        "left_out": [{"payroll_number": row.number, "where": row.where, "word": row.word} for row in found.left_out],
        "rows_not_taken": [{"where": row.where, "why": row.why} for row in found.nobodys],
        "cells_not_read": [
            {
                "payroll_number": cell.number,
                "cell": cell.cell,
                "column": cell.heading,
                "value": cell.typed,
                "why": cell.why,
            }
            for cell in found.unread
        ],
        "problems": [
            {"payroll_number": each.number, "where": each.where, "problem": each.line}
            for each in found.checked.problems
        ],
        "problems_elsewhere": list(found.checked.elsewhere),
    }


def _path(path: object) -> str | None:
    return None if path is None else str(path)


def _column_json(line: ColumnLine) -> dict[str, Any]:
    goes_to = line.target.label if line.target else None
    kind = line.why if line.goes_to is Fate.NEVER else None
    return {
        "sheet": line.content.column.page,
        "heading": line.content.heading,
        "goes_to": goes_to,
        "read_as": line.reading or None,
        "how_sure": str(line.certainty),
        "never_taken_as": kind,
        "asked": line.why if goes_to and line.why else None,
    }


def _word_json(line: WordLine) -> dict[str, Any]:
    return {
        "for": str(line.kind),
        "word": line.word,
        "rows": line.count,
        "means": line.means or None,
        "how_sure": str(line.certainty),
    }


def _post_json(post: ExportPost) -> dict[str, Any]:
    return {"where": post.row.where} | {key: plain(value) for key, value in post.values.items()}


def _change_json(change: ListChange) -> dict[str, Any]:
    return {
        "payroll_number": change.number,
        "name": change.name,
        "academy": change.academy,
        "cell": change.cell,
        "column": change.heading,
        "was": _plain(change.was),
        "becomes": _plain(change.becomes),
    }


def _plain(value: Any) -> Any:
    return plain(getattr(value, "typed", value))


def _leaver_json(leaver: Leaver) -> dict[str, Any]:
    return {
        "payroll_number": leaver.number,
        "name": leaver.name,
        "academy": leaver.academy,
        "ends": plain(leaver.ends),
        "in_export": leaver.in_export,
        "employment_end_cell": leaver.end_cell,
    }
