"""How the package hangs together: imports go one way, and each library has one room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import pmr_batch

PACKAGE = Path(pmr_batch.__file__).parent
STAGES = {"read", "validate", "merge", "moderate", "produce"}
#: From the door to the ground: a room imports only from the floors below it.
FLOORS = (
    {"cli"},
    {"demo"},
    {"commands"},
    STAGES,
    {"templates"},
    {"word", "workbook"},
    {"rules"},
    {"settings"},
    {"excel"},
    {"layout", "records"},
    {"policy"},
    {"passwords", "packages"},
    {"model", "files", "locks", "workers", "cluster"},
    {"errors", "words"},
    {"__init__"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
#: Where each library is spoken; nowhere else.
SPOKEN_IN = {
    "difflib": "words.py",
    "cattrs": "records/json_form.py",
    "click": "cli/",
    "distributed": "cluster.py",
    "filelock": "locks.py",
    "docxtpl": "word/filling/fill.py",
    "msoffcrypto": "excel/protection.py",
    "pandera": "layout/schemas.py",
    "psutil": "cli/stage_profile.py",
    "python_calamine": "excel/reading/",
    "rich": "cli/stage_display.py",
    "scipy": "moderate/statistics.py",
    "sqlite3": "records/ledger.py",
    "watchfiles": "commands/watched_folder.py",
    "xlsxwriter": "excel/writing/book.py",
}
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@cache
def tree_of(path: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse((PACKAGE / path).read_text("utf-8"))


@cache
def imported(path: str) -> tuple[str, ...]:
    """The full names of the modules and names that a module imports."""
    return tuple(_imported(tree_of(path)))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: str) -> str:
    """The room a file of the package stands in."""
    return path.partition("/")[0].removesuffix(".py")


def rooms(path: str) -> Iterator[str]:
    """The rooms of the package that a module imports from."""
    for name in imported(path):
        package, _, rest = name.partition(".")
        if package == PACKAGE.name:
            first = rest.split(".")[0]
            yield "__init__" if first.startswith("__") else first


def test_every_room_stands_on_a_floor() -> None:
    assert {room(path) for path in MODULES} == set(FLOOR)


@pytest.mark.parametrize("path", MODULES)
def test_imports_go_one_way(path: str) -> None:
    own = room(path)
    for other in rooms(path):
        assert other == own or FLOOR[other] > FLOOR[own], f"{path} imports {other}"


def test_only_the_doors_know_the_stages() -> None:
    doors = {"cli", "demo", "commands"}
    knowing = {room(path) for path in MODULES if STAGES & {*rooms(path)} - {room(path)}}
    assert knowing <= doors


@pytest.mark.parametrize(("library", "place"), SPOKEN_IN.items())
def test_a_library_has_one_room(library: str, place: str) -> None:
    speaking = {path for path in MODULES if library in {name.split(".")[0] for name in imported(path)}}
    assert speaking
    assert all(path.startswith(place) for path in speaking), speaking


def test_no_import_stands_in_a_function_but_in_the_cli() -> None:
    for path in (path for path in MODULES if not path.startswith("cli/")):
        nodes = ast.walk(tree_of(path))
        functions = (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        assert not [name for one in functions for name in _imported(one)], path


def test_no_module_is_named_after_nothing() -> None:
    parts = {part.removesuffix(".py").strip("_") for path in MODULES for part in path.split("/")}
    assert not parts & {"utils", "util", "helpers", "helper", "common", "misc", "core"}
