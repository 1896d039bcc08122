"""Mutants: one small change in a room that reckons, and the tests that should notice. A long target: `make mutants`.

A sample is drawn by seed out of all places in a room where a comparison, a condition or a number in one can be turned
round. Each is tried in a copy of the project on the tests of its room; it is caught where one of them fails, or all of
them take too long. What survives is named, and so is the share that was caught: below `CAUGHT` it exits 1.

    python tests/mutants.py --size 200 --seed 17
    python tests/mutants.py --only pmr_batch/moderate/equality_groups.py
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parent.parent
#: The share of mutants that has to be caught.
CAUGHT = 0.85
_SECONDS = 900
#: The tests of each room, the fastest first.
TESTS = {
    "pmr_batch/merge": (
        "test_movers", "test_leavers", "test_single_cause",
        "test_stages", "test_staff_list", "test_provisional_numbers",
        "test_personal_matters", "test_refused_returns", "test_end_to_end",
    ),
    "pmr_batch/moderate": (
        "test_deadlines", "test_consistency_statistics",
        "test_consistency", "test_equality", "test_equality_disclosure",
        "test_changes", "test_upper_pay_range", "test_look_at", "test_cost", "test_cost_recount", "test_said_once",
        "test_sample", "test_stages", "test_end_to_end",
    ),
    "pmr_batch/commands/decide": (
        "test_decided_pay", "test_decided_people", "test_decision_rules", "test_appeals", "test_decide", "test_year",
    ),
    "pmr_batch/produce": (
        "test_round_findings", "test_report", "test_returns", "test_findings_files",
        "test_status_page", "test_committee",
        "test_equality_sheet", "test_disclose", "test_appeals", "test_decide", "test_end_to_end",
    ),
    "pmr_batch/word/letters": ("test_letters_due", "test_letters", "test_documents_letters", "test_decide"),
    "pmr_batch/commands/collect": ("test_collect",),
}  # fmt: skip
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
#: What stands in these is said of a type, or looks so; it reckons nothing.
_NO_PLACES = (ast.JoinedStr, ast.AnnAssign)


@dataclass(frozen=True)
class Mutant:
    """A change of one expression: the file, its place in bytes, and the words before and after."""

    path: str
    line: int
    start: int
    end: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {' '.join(self.before.split())} → {self.after}"

    def put_into(self, source: bytes) -> bytes:
        """The module with this change."""
        return source[: self.start] + f"({self.after})".encode() + source[self.end :]


# -- all mutants -----------------------------------------------------------------------------------


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of the text."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in _expressions(ast.parse(source)):
        for changed in _changes(node):
            start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
            before, after = source[start:end].decode(), ast.unparse(ast.fix_missing_locations(changed))
            yield Mutant(path.relative_to(ROOT).as_posix(), node.lineno, start, end, before, after)


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _NO_PLACES):
            continue
        if isinstance(child, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.BinOp | ast.IfExp):
            yield child
        yield from _expressions(child)


def _changes(node: ast.expr) -> Iterator[ast.expr]:
    """The expression with one thing in it the other way round."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            if type(operator) in _TURNED:
                changed = copy.deepcopy(node)
                changed.ops[at] = _TURNED[type(operator)]()
                yield changed
        for at, operand in enumerate(node.comparators):
            if isinstance(operand, ast.Constant) and type(operand.value) is int:
                changed = copy.deepcopy(node)
                changed.comparators[at] = ast.Constant(operand.value + 1)
                yield changed
    elif isinstance(node, ast.BoolOp):
        changed = copy.deepcopy(node)
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield changed
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield copy.deepcopy(node.operand)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        changed = copy.deepcopy(node)
        changed.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield changed
    elif isinstance(node, ast.IfExp):
        changed = copy.deepcopy(node)
        changed.test = ast.UnaryOp(ast.Not(), changed.test)
        yield changed


def all_mutants(room: str) -> list[Mutant]:
    return [mutant for path in sorted((ROOT / room).rglob("*.py")) for mutant in mutants_of(path)]


def drawn(size: int, seed: int, rooms: Sequence[str] = tuple(TESTS)) -> list[Mutant]:
    """The same number in each room, as far as it has so many."""
    chance = random.Random(seed)
    by_room = [all_mutants(room) for room in rooms]
    each = [min(len(mutants), -(-size // len(by_room))) for mutants in by_room]
    chosen = [mutant for mutants, count in zip(by_room, each, strict=True) for mutant in chance.sample(mutants, count)]
    return chosen[:size]


# -- trying them -----------------------------------------------------------------------------------


def tests_of(path: str) -> list[str]:
    (names,) = (names for room, names in TESTS.items() if path.startswith(f"{room}/"))
    return [f"tests/{name}.py" for name in names if (ROOT / "tests" / f"{name}.py").exists()]


class Copy:
    """A copy of the project, in which the trust that tests share is made once."""

    def __init__(self, place: Path) -> None:
        self.tree, self.made = place / "project", place / "made"
        kept_out = shutil.ignore_patterns(".git", ".venv", "*.pyc", ".*_cache", "demo-trust", ".hypothesis")
        shutil.copytree(ROOT, self.tree, ignore=kept_out)
        self.made.mkdir()
        self.checked: set[str] = set()

    def passes(self, tests: Sequence[str], *more: str) -> bool:
        """Whether the tests pass, up to the first that does not."""
        arguments = [*tests, *more, "-n0", "-x", "-q", "-p", "no:cacheprovider", f"--basetemp={self.made / 'one'}"]
        # As a worker of several, a test finds the shared trust where another made it.
        environment = os.environ | {"PYTHONPATH": str(self.tree), "PYTEST_XDIST_WORKER": "one"}
        try:
            called = subprocess.run(
                [sys.executable, "-m", "pytest", *arguments],
                cwd=self.tree, env=environment, capture_output=True, check=False, timeout=_SECONDS,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return False
        return called.returncode == 0

    def survives(self, mutant: Mutant) -> bool:
        module = self.tree / mutant.path
        source = module.read_bytes()
        for test in tests_of(mutant.path):
            self._check_as_it_is(test)
            module.write_bytes(mutant.put_into(source))
            try:
                if not self.passes([test]):
                    return False
            finally:
                module.write_bytes(source)
        return True

    def _check_as_it_is(self, test: str) -> None:
        """Ends where tests do not pass without a mutant: they would catch anything."""
        if test not in self.checked and not self.passes([test]):
            raise RuntimeError(f"{test} does not pass as it is: it would catch anything")
        self.checked.add(test)


def try_all(mutants: Sequence[Mutant], jobs: int) -> list[Mutant]:
    """Those that survive, told as they are found. Raises RuntimeError where tests do not pass without a mutant."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        copies: Queue[Copy] = Queue()
        for number in range(jobs):
            (Path(place) / str(number)).mkdir()
            copies.put(Copy(Path(place) / str(number)))

        def attempt(mutant: Mutant) -> bool:
            own = copies.get()
            try:
                survives = own.survives(mutant)
            finally:
                copies.put(own)
            print("survives" if survives else "caught  ", mutant, flush=True)
            return survives

        with ThreadPoolExecutor(jobs) as threads:
            return [mutant for mutant, lives in zip(mutants, threads.map(attempt, mutants), strict=True) if lives]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--room", choices=TESTS, action="append", help="draw from this room; may be repeated")
    parser.add_argument("--only", help="all mutants of one module, or those of a line: PATH or PATH:LINE")
    asked = parser.parse_args()
    path, _, line = (asked.only or "").partition(":")
    mutants = list(mutants_of(ROOT / path)) if path else drawn(asked.size, asked.seed, asked.room or tuple(TESTS))
    mutants = [mutant for mutant in mutants if not line or mutant.line == int(line)]
    survivors = try_all(mutants, asked.jobs)
    share = 1 - len(survivors) / max(1, len(mutants))
    print(f"\n{len(mutants)} mutants, {share:.0%} caught; these survive:", *survivors, sep="\n  ")
    return 0 if share >= CAUGHT else 1


if __name__ == "__main__":
    sys.exit(main())
