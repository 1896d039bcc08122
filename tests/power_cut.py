"""What of a command's files would be on the disk, whole, if the power failed at any moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pmr_batch import files


@dataclass
class Disk:
    """A disk that keeps of a folder only what was waited for: contents of files, and names in folders, by inode.

    `torn` are the names that were given to contents which were not kept yet. `lost` are the names that could be lost
    at the moment when a file of the name `promise` appears; `waits` counts how often the disk was waited for.
    """

    folder: Path
    promise: str
    kept: set[int] = field(default_factory=set)
    unkept: dict[Path, int] = field(default_factory=dict)
    torn: list[Path] = field(default_factory=list)
    lost: list[Path] = field(default_factory=list)
    moved: list[Path] = field(default_factory=list)
    waits: int = 0

    def fsync(self, number: int) -> None:
        """Wait for a file, or for the names in a folder."""
        self.waits += 1
        inode = os.fstat(number).st_ino
        self.kept.add(inode)
        self.unkept = {path: folder for path, folder in self.unkept.items() if folder != inode}

    def sync(self) -> None:
        """Wait for everything."""
        self.waits += 1
        self.kept |= {path.stat().st_ino for path in self.folder.rglob("*")}
        self.unkept.clear()

    def move(self, source: Path, target: Path) -> None:
        """Give a file the name that it is to have."""
        if source.stat().st_ino not in self.kept:
            self.torn.append(target)
        if target.name == self.promise:
            self.lost += self.unkept
        source.replace(target)
        self.moved.append(target)
        self.unkept[target] = target.parent.stat().st_ino


@contextmanager
def watched_disk(folder: Path, promise: str) -> Iterator[Disk]:
    """Whatever puts files in place below a folder within does it on such a disk."""
    disk = Disk(folder, promise)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files, "_replace", disk.move)
        patched.setattr(os, "fsync", disk.fsync)
        patched.setattr(os, "sync", disk.sync, raising=False)
        yield disk
