"""A cluster of machines as one more executor: Dask distributed, which is an extra of the package."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from distributed import Client

from pmr_batch.errors import UsageError

#: How long a scheduler may take to answer, and a first worker to be there.
_SECONDS = 30


@contextmanager
def workers_of(scheduler: str) -> Iterator[Executor]:
    """The workers of a scheduler, such as tls://host:8786; certificates are those of Dask's own settings.

    What was not begun when the command goes wrong is called off. Raises UsageError where no scheduler answers, or no
    worker is there.
    """
    try:
        client = Client(scheduler, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError):
        raise UsageError(
            f"{scheduler}: no scheduler answers; see that `dask scheduler` runs there, and that it is given the "
            "certificates that you have"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError:
            raise UsageError(f"{scheduler}: no worker is there; start some with `dask worker {scheduler}`") from None
        executor = client.get_executor()
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False)
            raise
