"""A command that is cut off while its files are put in place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pmr_batch import files


@dataclass
class Moves:
    """How many files were moved, or were to be, and how many may."""

    limit: int
    made: int = 0

    @property
    def were_cut_off(self) -> bool:
        """Whether there were more than may be."""
        return self.made > self.limit

    def move(self, source: Path, target: Path) -> None:
        """Move a file, or raise KeyboardInterrupt where it is one too many."""
        self.made += 1
        if self.were_cut_off:
            raise KeyboardInterrupt
        source.replace(target)


@contextmanager
def cut_off(limit: int) -> Iterator[Moves]:
    """Whatever puts files in place within is cut off after so many moves."""
    moves = Moves(limit)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files, "_replace", moves.move)
        yield moves
