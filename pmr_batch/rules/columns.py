"""What rules and facts look at is declared: a name that their frame does not have is found as they are loaded.

The names stand in the bytecode as `rows["due_on"]`: nothing is run, and nothing parsed.
"""

from __future__ import annotations

import dis
import re
from collections.abc import Iterable, Iterator
from types import FunctionType

from pmr_batch.errors import DeclarationError
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.rules.fact import Fact
from pmr_batch.rules.rule import Rule
from pmr_batch.words import nearest

#: The columns that every frame has.
_ALWAYS = {"return_no", "row", "academy", "cycle", "as_of", "person", "first_row"}


def check_declared(rules: Iterable[Rule]) -> None:
    """Raises DeclarationError where a rule, or a fact it rests on, looks at or names what it does not declare."""
    checked: set[Fact] = set()
    for rule in rules:
        if rule.sheet is None or rule.found_by != "rule":
            continue
        declared = {source.key for source in (*rule.reads, *rule.blames, *rule.unmasked)}
        there = _ALWAYS | declared | _numbers(rule.parameters)
        for function in _called(rule.function, set()):
            _check(rule.name, (name for _, name in _subscripts(function, there)), there)
        words = re.findall(r"\{(\w+)\}", rule.words)
        _check(rule.name, words, {"value", *_frame(rule.sheet, rule.reads, rule.parameters)})
        for fact in _facts((*rule.reads, *filter(None, [rule.affects, rule.to_do_by])), checked):
            there = _frame(fact.sheet, fact.reads, fact.parameters)
            own = (name for frame, name in _subscripts(fact.function, there) if frame == _first(fact.function))
            _check(f"fact {fact.name}", own, there)


def _check(which: str, names: Iterable[str], there: set[str]) -> None:
    for name in names:
        if name not in there:
            near = nearest(name, there)
            hint = f"; the nearest is {near}" if near else ""
            raise DeclarationError(f"{which} looks at {name}, which it does not declare{hint}")


def _called(function: object, seen: set[object]) -> Iterator[FunctionType]:
    """A function, and those of the rules that it names."""
    if not isinstance(function, FunctionType) or function in seen:
        return
    seen.add(function)
    yield function
    for named in map(function.__globals__.get, function.__code__.co_names):
        if getattr(named, "__module__", "").startswith(__package__):
            yield from _called(named, seen)


def _subscripts(function: object, there: set[str]) -> Iterator[tuple[str, str]]:
    """What stands as frame["name"]: the frame's own name, empty where it has none, and the column.

    A function all of whose words are `there` is not looked through: that takes long.
    """
    if not isinstance(function, FunctionType):
        return
    words = (word for word in function.__code__.co_consts if isinstance(word, str))
    if all(word in there or not word.isidentifier() or word[0].isupper() for word in words):
        return
    loads: list[dis.Instruction] = []
    for step in dis.get_instructions(function):
        is_subscript = step.opname == "BINARY_SUBSCR" or (step.opname == "BINARY_OP" and step.argrepr == "[]")
        if is_subscript and loads and isinstance(loads[-1].argval, str) and loads[-1].opname == "LOAD_CONST":
            frame = loads[-2] if len(loads) > 1 else None
            yield (frame.argval if frame and frame.opname.startswith("LOAD_FAST") else ""), loads[-1].argval
        loads = [*loads[-1:], step] if step.opname.startswith("LOAD") else []


def _first(function: object) -> str:
    return function.__code__.co_varnames[0] if isinstance(function, FunctionType) else ""


def _facts(sources: Iterable[Column | Fact], checked: set[Fact]) -> Iterator[Fact]:
    for source in sources:
        if isinstance(source, Fact) and source not in checked:
            checked.add(source)
            yield source
            yield from _facts(source.reads, checked)


def _frame(sheet: Sheet, reads: Iterable[Column | Fact], parameters: Iterable[str]) -> set[str]:
    """The columns of the frame of a rule or fact: of its sheet, of the person's row on Staff, facts and numbers."""
    of_person = set(STAFF.by_key) if sheet.people else set()
    return _ALWAYS | set(sheet.by_key) | of_person | {source.key for source in reads} | _numbers(parameters)


def _numbers(parameters: Iterable[str]) -> set[str]:
    return {name + end for name in parameters for end in ("", "_least", "_most")}
