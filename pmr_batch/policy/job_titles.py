"""The role that a job title means under the policy, as far as its words tell (job_titles.yml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from pmr_batch.files import read_yaml
from pmr_batch.policy.roles import ROLES
from pmr_batch.words import bare


@dataclass(frozen=True)
class TitleRole:
    """The role of a job title; not `sure` where the title is used for others, too."""

    role: str
    sure: bool = True


@lru_cache(maxsize=4096)
def role_of_title(title: str) -> TitleRole | None:
    """The role that a job title means; None where its words do not tell."""
    words = bare(title)
    for pattern, title_role in _lines():
        if pattern.search(words):
            return title_role
    return None


@cache
def _lines() -> list[tuple[re.Pattern[str], TitleRole | None]]:
    document = read_yaml(resources.files("pmr_batch.policy").joinpath("job_titles.yml").read_text("utf-8"))
    lines = []
    for line in document:
        role = line["role"]
        assert role in (*ROLES, None), role
        pattern = re.compile("|".join(map(_pattern, line["words"])))
        lines.append((pattern, TitleRole(role, line.get("sure", True)) if role else None))
    return lines


def _pattern(words: str) -> str:
    """A pattern that finds the words whole, but for one that ends with *."""
    begins, ends = words.startswith("^"), words.endswith("$")
    inner = re.escape(words.strip("^$")).replace(r"\ ", " ").replace(r"\*", r"\w*")
    return f"{'^' if begins else ''}\\b{inner}\\b{'$' if ends else ''}"
