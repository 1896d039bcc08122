"""Work in a process of its own, ended when it takes too long: what somebody edited may be made to hang."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any


def within(seconds: float, work: Callable[..., Any], *arguments: Any) -> Any:
    """What the work answers; None where it died, failed or was not done in time."""
    line, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_serve, args=(theirs, work, *arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        return line.recv() if line.poll(seconds) else None
    except EOFError:
        return None
    finally:
        process.kill()
        process.join()
        line.close()


def _serve(line: Connection, work: Callable[..., Any], *arguments: Any) -> None:
    try:
        line.send(work(*arguments))
    except Exception:  # noqa: BLE001  (its text may hold what stands in the file)
        line.send(None)
