"""Mutants: one small change in a room that reckons, and the tests that should notice. A long target: `make mutants`.

A sample is drawn by seed out of all places in a room where a comparison, a condition or a number in one can be turned
round. Each is tried in a copy of the project on the tests that go through its lines, as `make coverage` has measured
it, the nearest and the fastest first; it is caught where one of them fails, or all of them take too long. Those that
`equivalent_mutants.yml` lists make no difference, and are not tried. It exits 1 where another survives, or where fewer
than `CAUGHT` of the sample are caught. With a log, what was stopped goes on where it was.

    python tests/mutants.py --size 200 --seed 17 --log mutants.log
    python tests/mutants.py --only pmr_batch/moderate/equality_groups.py
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from queue import Queue

import yaml
from coverage import CoverageData
from line_contexts import FIXTURE, notes_beside

ROOT = Path(__file__).resolve().parent.parent
#: Those that make no difference, each with why.
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.yml")
#: The share of mutants that has to be caught.
CAUGHT = 0.85
#: The tests of a mutant take so long together, as they were measured; those left out could catch it.
_MOST_SECONDS = 300.0
#: What they may take with it: so many times as long, and a start.
_TIMES_AS_LONG, _START = 4, 60.0
ROOMS = (
    "pmr_batch/merge", "pmr_batch/moderate", "pmr_batch/commands/decide", "pmr_batch/produce", "pmr_batch/word/letters",
    "pmr_batch/commands/collect",
)  # fmt: skip
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
#: How the names of fixtures end that all tests share.
_SHARED = " tests"
#: What stands in these is said of a type, or looks so; it reckons nothing.
_NO_PLACES = (ast.JoinedStr, ast.AnnAssign)


@dataclass(frozen=True)
class Mutant:
    """A change of one expression: the file, the function ("" outside of any), its place in bytes, and both wordings."""

    path: str
    function: str
    line: int
    last_line: int
    start: int
    end: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.key[2]} → {self.after}"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names it wherever its line has moved."""
        return self.path, self.function, " ".join(self.before.split()), self.after

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
    for function, node in _expressions(ast.parse(source)):
        for changed in _changes(node):
            start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
            before, after = source[start:end].decode(), ast.unparse(ast.fix_missing_locations(changed))
            name = path.relative_to(ROOT).as_posix()
            yield Mutant(name, function, node.lineno, node.end_lineno, start, end, before, after)


def _expressions(node: ast.AST, function: str = "") -> Iterator[tuple[str, ast.expr]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _NO_PLACES):
            continue
        if isinstance(child, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.BinOp | ast.IfExp):
            yield function, child
        yield from _expressions(child, child.name if isinstance(child, ast.FunctionDef) else function)


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


@cache
def equivalents() -> Mapping[tuple[str, str, str, str], str]:
    """Why mutants make no difference, by their keys."""
    listed = yaml.safe_load(EQUIVALENT.read_text("utf-8"))
    return {(each["file"], each["function"], each["before"], each["after"]): each["why"] for each in listed}


def drawn(size: int, seed: int, rooms: Sequence[str] = ROOMS) -> list[Mutant]:
    """The same number in each room, as far as it has so many."""
    chance = random.Random(seed)
    by_room = [all_mutants(room) for room in rooms]
    each = [min(len(mutants), -(-size // len(by_room))) for mutants in by_room]
    chosen = [mutant for mutants, count in zip(by_room, each, strict=True) for mutant in chance.sample(mutants, count)]
    return chosen[:size]


# -- which tests -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tests:
    """Tests in the order in which they are tried, and how many seconds they take without a mutant."""

    names: tuple[str, ...]
    seconds: float


class Measured:
    """What `make coverage` has measured: which tests go through a line, and how long each of them takes."""

    def __init__(self, data: Path, most_seconds: float) -> None:
        self._most_seconds = most_seconds
        self._data = CoverageData(str(data))
        self._data.read()
        self._seconds: dict[str, float] = {}
        self._fixtures: dict[str, set[str]] = defaultdict(set)
        self._users: dict[str, list[str]] = defaultdict(list)
        for line in notes_beside(data).read_text("utf-8").splitlines():
            note = json.loads(line)
            self._seconds[note["name"]] = note["seconds"]
            self._fixtures[note["name"]] = fixtures = self._seconds.keys() & set(note.get("fixtures", ()))
            for fixture in fixtures:
                self._users[fixture].append(note["name"])

    def tests_of(self, mutant: Mutant) -> tuple[Tests, Tests]:
        """The tests that go through its lines, also by a fixture of their file; and those that share one that does."""
        by_line = self._by_line(mutant.path)
        through = {name for line in range(mutant.line, mutant.last_line + 1) for name in by_line.get(line, ())}
        if not mutant.function or not through & self._seconds.keys():
            # It is gone through as the module is imported: whoever goes through anything in it may notice.
            through = {name for contexts in by_line.values() for name in contexts}
        direct = {name for name in through if name in self._seconds and not name.startswith(FIXTURE)}
        direct |= {test for name in through if not name.endswith(_SHARED) for test in self._users.get(name, ())}
        sharing = {test for name in through if name.endswith(_SHARED) for test in self._users.get(name, ())}
        shared = {fixture for fixture in self._users if fixture.endswith(_SHARED)}
        return self._nearest(direct, mutant.path, shared), self._nearest(sharing - direct, mutant.path)

    def makers(self) -> Tests:
        """A test for each fixture that all tests share, to make it."""
        users = (users for fixture, users in self._users.items() if fixture.endswith(_SHARED))
        fastest = {min(each, key=self._takes) for each in users}
        return Tests(tuple(sorted(fastest)), sum(map(self._takes, fastest)))

    def _takes(self, name: str, made: Collection[str] = ()) -> float:
        """The seconds of a test and of its fixtures, but for those that are made."""
        return sum(self._seconds[each] for each in (name, *self._fixtures[name].difference(made)))

    def _by_line(self, path: str) -> Mapping[int, set[str]]:
        """Who goes through each line of a module: of the project, and of the copies that tests make of it."""
        by_line: dict[int, set[str]] = defaultdict(set)
        for name in self._data.measured_files():
            if name.endswith(f"/{path}"):
                for line, contexts in self._data.contexts_by_lineno(name).items():
                    by_line[line].update(contexts)
        return by_line

    def _nearest(self, names: Iterable[str], path: str, made: Collection[str] = ()) -> Tests:
        """Those of the nearest files first, of these the fastest; what they share may be made already."""
        chosen, made, seconds = [], {*made}, 0.0
        for name in sorted(names, key=lambda name: (_distance(name, path), self._seconds[name], name)):
            takes = self._takes(name, made)
            if seconds + takes <= self._most_seconds:
                chosen.append(name)
                made |= self._fixtures[name]
                seconds += takes
        return Tests(tuple(chosen), seconds)


def _distance(test: str, path: str) -> int:
    """None where the test's file is named after the module; one where it shares a word of its name or imports it."""
    module = Path(path.removesuffix("/__init__.py")).with_suffix("")
    file = test.partition("::")[0]
    named, words = set(module.name.split("_")), set(Path(file).stem.split("_"))
    if named <= words:
        return 0
    is_near = {*named, module.parent.name} & words or module.as_posix().replace("/", ".") in _source(file)
    return 1 if is_near else 2


@cache
def _source(file: str) -> str:
    return (ROOT / file).read_text("utf-8")


# -- trying them -----------------------------------------------------------------------------------

_NO_SUCH_TEST = "ERROR: not found: "
_FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/.*?)(?: - |$)", re.MULTILINE)


class Copy:
    """A copy of the project, in which the trust that tests share is made once."""

    def __init__(self, place: Path, measured: Measured) -> None:
        self.tree, self.made = place / "project", place / "made"
        kept_out = shutil.ignore_patterns(
            ".git", ".venv", "*.pyc", ".*_cache", "demo-trust", ".hypothesis", ".coverage*"
        )
        shutil.copytree(ROOT, self.tree, ignore=kept_out)
        self.made.mkdir()
        self.measured = measured
        self.failing: dict[str, bool] = {}
        self.failed(measured.makers(), "shared")

    def failed(self, tests: Tests, made: str) -> str | None:
        """The first of the tests that fails; what they share is found in `made`, or made there. "" for no end."""
        (self.tree / "tests.txt").write_text("\n".join(tests.names), "utf-8")
        arguments = [
            "@tests.txt",
            "-n0",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "--tb=no",
            f"--basetemp={self.made / made}/of",
        ]
        # As a worker of several, a test finds the shared trust where another made it.
        environment = os.environ | {"PYTHONPATH": str(self.tree), "PYTEST_XDIST_WORKER": "one"}
        (self.made / made).mkdir(exist_ok=True)
        try:
            called = subprocess.run(
                [sys.executable, "-m", "pytest", *arguments], cwd=self.tree, env=environment, capture_output=True,
                check=False, timeout=_START + _TIMES_AS_LONG * tests.seconds, encoding="utf-8",
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return ""
        if _NO_SUCH_TEST in called.stderr:
            raise LookupError(called.stderr.strip())
        failed = _FAILED.search(called.stdout)
        return None if called.returncode == 0 else failed[1] if failed else ""

    def catcher(self, mutant: Mutant) -> str | None:
        """The test that catches a mutant, "" where they come to no end with it; None where it survives."""
        direct, sharing = self.measured.tests_of(mutant)
        caught = self._catcher(mutant, direct, "shared")
        return caught if caught is not None else self._catcher(mutant, sharing, "anew")

    def _catcher(self, mutant: Mutant, tests: Tests, made: str) -> str | None:
        module = self.tree / mutant.path
        source = module.read_bytes()
        while tests.names:
            module.write_bytes(mutant.put_into(source))
            try:
                if made == "anew":
                    shutil.rmtree(self.made / made, ignore_errors=True)
                failed = self.failed(tests, made)
            finally:
                module.write_bytes(source)
            if failed is None or not self._fails_anyway(failed):
                return failed
            tests = replace(tests, names=tuple(name for name in tests.names if name != failed))
        return None

    def _fails_anyway(self, test: str) -> bool:
        """Whether a test fails without a mutant, too: it would catch anything."""
        if test not in self.failing:
            self.failing[test] = bool(test) and self.failed(Tests((test,), 60), "shared") is not None
        return self.failing[test]


class Log:
    """What became of each mutant: told as it is found, and kept in a file where there is one."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self.caught: dict[str, bool] = {}
        if file and file.exists():
            for line in file.read_text("utf-8").splitlines():
                verdict, mutant, _ = line.split("\t")
                self.caught[mutant] = verdict == "caught"

    def add(self, mutant: Mutant, catcher: str | None) -> None:
        """By whom it was caught, "" for no end; None where it survives."""
        self.caught[str(mutant)] = catcher is not None
        by = "" if catcher is None else catcher or "no end"
        line = f"{'survives' if catcher is None else 'caught'}\t{mutant}\t{by}"
        print(line, flush=True)
        if self._file:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")


def try_all(mutants: Sequence[Mutant], measured: Measured, jobs: int, log: Log) -> None:
    """Try those that are not in the log yet."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        copies: Queue[Copy] = Queue()
        for number in range(jobs):
            (Path(place) / str(number)).mkdir()
            copies.put(Copy(Path(place) / str(number), measured))

        def attempt(mutant: Mutant) -> None:
            own = copies.get()
            try:
                log.add(mutant, own.catcher(mutant))
            finally:
                copies.put(own)

        with ThreadPoolExecutor(jobs) as threads:
            list(threads.map(attempt, (mutant for mutant in mutants if str(mutant) not in log.caught)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--room", choices=ROOMS, action="append", help="draw from this room; may be repeated")
    parser.add_argument("--measured", type=Path, default=ROOT / ".coverage", help="the data of `make coverage`")
    parser.add_argument("--seconds", type=float, default=_MOST_SECONDS, help="of tests a mutant, as they were measured")
    parser.add_argument("--log", type=Path, help="what was tried is kept here, and not tried again")
    parser.add_argument("--only", help="all mutants of one module, or those of a line: PATH or PATH:LINE")
    asked = parser.parse_args()
    path, _, line = (asked.only or "").partition(":")
    mutants = list(mutants_of(ROOT / path)) if path else drawn(asked.size, asked.seed, asked.room or ROOMS)
    mutants = [mutant for mutant in mutants if not line or mutant.line == int(line)]
    same = [mutant for mutant in mutants if mutant.key in equivalents()]
    others, log = [mutant for mutant in mutants if mutant not in same], Log(asked.log)
    try_all(others, Measured(asked.measured, asked.seconds), asked.jobs, log)
    survivors = [mutant for mutant in others if not log.caught[str(mutant)]]
    share = (len(others) - len(survivors)) / max(1, len(mutants))
    print(f"\n{len(mutants)} mutants, {share:.1%} caught, {len(same)} make no difference; survivors:", len(survivors))
    print(*survivors, sep="\n")
    return 1 if survivors or share < CAUGHT else 0


if __name__ == "__main__":
    sys.exit(main())
