"""JSON, written and read in one way: money as text, dates ISO, enums by value, tuples as lists, dataclasses as objects.

What is read is checked against the types of a dataclass; keys that it does not have are ignored, so that a
file of a later version can be read as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import GenericAlias
from typing import Any, TypeVar, cast, get_type_hints

from cattrs.cols import is_namedtuple
from cattrs.gen import make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter

from pmr_batch.files import write_bytes
from pmr_batch.model.appeal import Appeal
from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.person import Decision
from pmr_batch.words import plain

T = TypeVar("T")


def as_json(value: Any) -> Any:
    """Dataclasses, also within lists and objects, as what JSON has."""
    return _CONVERTER.unstructure(value)


def json_text(value: Any) -> str:
    """The same as text that a person can read: a line for each key of the whole, and for each item of a list there.

    The library's own indenting of everything is done without its fast encoder, and took twenty times as long.
    """
    content = as_json(value)
    if isinstance(content, dict):
        return _lines("{", (f"{_dumps(str(key))}: {_text_of(inner)}" for key, inner in content.items()), "}")
    return _text_of(content)


def _text_of(value: Any) -> str:
    return _lines("[", map(_dumps, value), "]", " ") if isinstance(value, list) else _dumps(value)


def _lines(begin: str, items: Iterable[str], end: str, deep: str = "") -> str:
    inside = ",\n".join(f"{deep} {item}" for item in items)
    return f"{begin}\n{inside}\n{deep}{end}" if inside else f"{begin}{end}"


_dumps = json.JSONEncoder(ensure_ascii=False).encode


def write_json(path: Path, value: Any) -> str:
    """Write it whole or not at all, and return its SHA-256. Raises OutputError."""
    return write_bytes(path, f"{json_text(value)}\n".encode())


def from_json(content: Any, kind: type[T]) -> T | None:
    """A dataclass as it was written; None where the content has another shape."""
    try:
        return _CONVERTER.structure(content, kind)
    except (AttributeError, LookupError, TypeError, ValueError):
        return None


def read_json(path: Path, kind: type[T]) -> T | None:
    """A dataclass as it was written to a file; None where there is no such file, or it has another shape."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return from_json(content, kind)


# -- the converter ---------------------------------------------------------------------------------


def _as_is(value: Any, kind: type[T]) -> T:
    """A value of another type is not converted: no number to text, no text to a number. Raises TypeError."""
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise TypeError(f"a {type(value).__name__} is no {kind.__name__}")
    return value


def _money(value: Any, _: type[Decimal]) -> Decimal:
    try:
        return Decimal(_as_is(value, str))
    except ArithmeticError:
        raise ValueError("is no number") from None


def _named_tuple(value: Any, kind: Any) -> Any:
    types = tuple(get_type_hints(kind).values())
    return kind(*_CONVERTER.structure(value, cast("Any", GenericAlias(tuple, types))))


_CONVERTER = make_converter(detailed_validation=False)
for _plain_type in (str, int, bool):
    _CONVERTER.register_structure_hook(_plain_type, _as_is)
_CONVERTER.register_structure_hook(Decimal, _money)
_CONVERTER.register_structure_hook_func(is_namedtuple, _named_tuple)
_CONVERTER.register_unstructure_hook(Decimal, str)
# Left out where it is not so: what was recorded before there was such an answer has the same body, and fingerprint.
for _decided in (Decision, Appeal):
    _CONVERTER.register_unstructure_hook(
        _decided,
        make_dict_unstructure_fn(_decided, _CONVERTER, reason_in_letter=override(omit_if_default=True)),
    )
_CONVERTER.register_unstructure_hook(
    Finding, make_dict_unstructure_fn(Finding, _CONVERTER, value=override(unstruct_hook=plain))
)
_CONVERTER.register_unstructure_hook(
    Person, make_dict_unstructure_fn(Person, _CONVERTER, has_errors=override(omit=True))
)
