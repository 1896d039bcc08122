"""Which test goes through which line: for `coverage run -m pytest -p line_contexts`, as `make coverage` calls it.

What is measured bears the name of the test, or of the fixture that is made for many tests; so does what programs and
workers do for it, which take the name from the environment. Beside the data lies a line of JSON for each test and
fixture: its name, how many seconds it took, and the fixtures that a test uses.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import coverage
import pytest

#: The name that pyproject.toml gives to what is measured in another process.
CONTEXT = "PMR_TEST"
#: What is measured of a fixture bears this before its name.
FIXTURE = "fixture "


def notes_beside(data: Path) -> Path:
    """The file with a line for each test, beside the data of coverage."""
    return data.with_name(f"{data.name}-tests")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    fixtures = item._fixtureinfo.name2fixturedefs.values()  # type: ignore[attr-defined]
    with _measured(item.nodeid, fixtures=[_name(definitions[-1]) for definitions in fixtures if definitions]):
        yield


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Iterator[None]:
    if fixturedef.scope == "function":
        yield
        return
    with _measured(_name(fixturedef)):
        yield


def _name(fixture: Any) -> str:
    """The name of a fixture, with the place where it is defined."""
    return f"{FIXTURE}{fixture.argname} {fixture.baseid}"


@contextmanager
def _measured(name: str, **more: Any) -> Iterator[None]:
    before, began = os.environ.get(CONTEXT, ""), time.perf_counter()
    _switch(name)
    yield
    _switch(before)
    note = {"name": name, "seconds": time.perf_counter() - began, **more}
    with notes_beside(Path(os.environ["COVERAGE_FILE"])).open("a", encoding="utf-8") as notes:
        notes.write(json.dumps(note) + "\n")


def _switch(name: str) -> None:
    os.environ[CONTEXT] = name
    measuring = coverage.Coverage.current()
    assert measuring is not None
    measuring.switch_context(name)
