"""Sentences of schools, made from data/ so that few people have the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

#: Fewer than the policy's objective_copies, so that no text of the demo is queried.
MOST_COPIES = 3
_TRIES = 60
#: These tell objectives apart, once a big trust has used up the plain texts.
_REVIEWED_BY = ("October", "half term", "the end of November", "Christmas", "January", "February", "Easter", "May")


@cache
def data(name: str) -> Any:
    """The content of a YAML file of data/."""
    return yaml.safe_load(files(__package__).joinpath("data", f"{name}.yml").read_text(encoding="utf-8"))


class Phrases:
    """Picks sentences with a seeded generator, and counts how often each was used."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._used: Counter[str] = Counter()

    def say(self, patterns: Sequence[str], **slots: str) -> str:
        """One of the patterns, filled in."""
        return self.rng.choice(patterns).format(**slots)

    def rarely(self, patterns: Sequence[str], **choices: Sequence[str]) -> str:
        """As `say`, each slot one of its choices; a text that few have been given so far."""
        text = ""
        for _ in range(_TRIES):
            text = self.say(patterns, **{slot: self.rng.choice(given) for slot, given in choices.items()})
            if self._used[text] < MOST_COPIES:
                break
        self._used[text] += 1
        return text

    def objective(self, themes: Sequence[Mapping[str, Any]], who: Sequence[str]) -> dict[str, str]:
        """The slots of one objective, with its text, that few have been given so far."""
        for attempt in range(_TRIES):
            theme = self.rng.choice(themes)
            slots = {"focus": self.rng.choice(theme["focus"]), "who": self.rng.choice(who)}
            slots["target"] = str(self.rng.choice((70, 75, 80, 85, 90, 95)))
            text = theme["objective"].format(**slots)
            if attempt > _TRIES // 2:
                text += f", with a first review by {self.rng.choice(_REVIEWED_BY)}"
            if self._used[text] < MOST_COPIES:
                break
        self._used[text] += 1
        texts = {key: self.say(theme[key], **slots) for key in ("measures", "success")}
        return {**slots, **texts, "text": text, "pattern": theme["objective"], "priority": theme.get("priority", "")}
