"""`run --under`: the round's returns under another policy, beside the trust's own; nothing of the round is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.commands.folders import OUTPUT, find_cycle, incoming
from pmr_batch.commands.rounds.run import run_facts
from pmr_batch.files import read_file
from pmr_batch.merge import merge
from pmr_batch.model.policy_comparison import PolicyComparison
from pmr_batch.model.returns import Return
from pmr_batch.model.run_changes import PersonInRun
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Round
from pmr_batch.moderate.automatic_progression import with_automatic_progression
from pmr_batch.moderate.policy_comparison import RoundUnderPolicy, compare_policies
from pmr_batch.produce.comparison_page import comparison_page
from pmr_batch.produce.comparison_words import in_words
from pmr_batch.produce.comparison_workbook import comparison_workbook
from pmr_batch.read import read_returns
from pmr_batch.records.made_files import MadeFiles, put_contents
from pmr_batch.rules import SHEET_RULES
from pmr_batch.rules.performance_pay import asks_for_criteria, rules_without_performance_pay
from pmr_batch.settings.other_policy import OtherPolicy, read_other_policy, under
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.validate import validate
from pmr_batch.words import clipped

#: Where comparisons lie, in the output of a round.
COMPARISONS = "comparisons"
_LONGEST_NAME = 60


@dataclass(frozen=True)
class ComparisonResult:
    """A comparison, and its workbook and page; `written_in` says which earlier ones somebody has written in."""

    comparison: PolicyComparison
    files: tuple[Path, ...]
    written_in: tuple[str, ...]

    def as_text(self) -> str:
        """What would be otherwise, in a few lines, and where to look."""
        files = (f"  {file}" for file in self.files)
        return "\n".join((*in_words(self.comparison), "Look at", *files, *self.written_in))

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        comparison = self.comparison
        return {
            "cycle": comparison.run.cycle,
            "round": comparison.run.round,
            "as_of": comparison.run.as_of,
            "under": comparison.name,
            "numbers": comparison.numbers,
            "people": [
                {
                    "academy": difference.person.academy,
                    "payroll_number": difference.person.payroll_number,
                    "own": _standing(difference.own),
                    "other": _standing(difference.other),
                    "gone": difference.gone,
                    "come": difference.come,
                    "more_in_a_year": difference.more,
                }
                for difference in comparison.differences
            ],
            "findings": [{"comes": change.comes, "finding": change.finding} for change in comparison.findings],
            "more_in_a_year": comparison.in_review.more,
            "pay_not_known": comparison.in_review.unknown,
            "files": [str(file) for file in self.files],
        }


def _standing(person: PersonInRun) -> dict[str, Any]:
    return {"outcome": person.outcome, "recommended": person.recommended}


def run_under(
    folder: Path,
    cycle_name: str,
    round_: Round,
    policy_file: Path,
    as_of: date,
    executor: Executor,
    progress: Callable[[str], None] = lambda _: None,
) -> ComparisonResult:
    """Hold a round's returns under the policy of a file against the same under the trust's own.

    Both as if the committee had decided nothing yet. Two files are made in output/<cycle>/<round>/comparisons, named
    after the file and what they are made from. Raises UsageError, SettingsError, FileError, RuleCrash, OutputError or
    LedgerError.
    """
    settings = read_trust(folder)
    cycle = find_cycle(settings, cycle_name, round_)
    content = read_file(policy_file)
    policy = read_other_policy(content, policy_file.name, settings, cycle.starts)
    progress("reading the returns")
    returns = read_returns(incoming(folder, cycle), cycle, settings, executor)
    facts = _facts(folder, returns, settings, cycle, round_, as_of, content)
    progress("validating under the trust's own policy")
    own = _under_own(returns, settings, cycle, facts)
    progress(f"validating under {policy.name}")
    other = _under_other(returns, settings, policy, cycle, facts)
    comparison = compare_policies(own, other, policy.name, policy.numbers, cycle)
    output = folder / OUTPUT / cycle.slug / round_.value / COMPARISONS
    stem = f"Under {clipped(policy_file.stem, _LONGEST_NAME)} {facts.run}"
    contents = {f"{stem}.xlsx": comparison_workbook(comparison), f"{stem}.html": comparison_page(comparison)}
    placed = put_contents(MadeFiles.recorded(folder), output, contents)
    return ComparisonResult(comparison, tuple(output / name for name in placed.files), tuple(placed.written_in))


def _facts(
    folder: Path,
    returns: Sequence[Return],
    settings: Settings,
    cycle: Cycle,
    round_: Round,
    as_of: date,
    content: bytes,
) -> RunFacts:
    """Those of a run by the same inputs, under a fingerprint of its own, into which the other policy goes."""
    facts = run_facts(folder, returns, settings, cycle, round_, as_of, {}, {})
    fingerprint = hashlib.sha256(facts.fingerprint.encode() + hashlib.sha256(content).digest()).hexdigest()
    return replace(facts, run=fingerprint[:8], fingerprint=fingerprint)


def _under_own(returns: Sequence[Return], settings: Settings, cycle: Cycle, facts: RunFacts) -> RoundUnderPolicy:
    validated = validate(returns, settings, facts.as_of, facts.round)
    merged = merge(returns, validated, settings, cycle, facts.round, facts.as_of)
    return RoundUnderPolicy(settings, validated, merged, facts)


def _under_other(
    returns: Sequence[Return], settings: Settings, policy: OtherPolicy, cycle: Cycle, facts: RunFacts
) -> RoundUnderPolicy:
    settings = under(settings, policy)
    rules = SHEET_RULES if policy.performance_pay else rules_without_performance_pay()
    validated = validate(returns, settings, facts.as_of, facts.round, rules)
    if not policy.performance_pay:
        others = tuple(finding for finding in validated.findings if not asks_for_criteria(finding))
        validated = replace(validated, findings=others)
    merged = merge(returns, validated, settings, cycle, facts.round, facts.as_of)
    if not policy.performance_pay:
        dossiers = {
            place: with_automatic_progression(dossier, settings, facts.pay_effective_from)
            for place, dossier in merged.dossiers.items()
        }
        merged = replace(merged, dossiers=dossiers)
    return RoundUnderPolicy(settings, validated, merged, facts)
