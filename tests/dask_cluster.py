"""A Dask cluster as its keepers start it: a scheduler and workers from their command lines, all over TLS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from program import ROOT

_LONGEST_WAIT = 120.0
#: Waits until a scheduler has so many workers, so that each is given a job.
_WAIT = f"""
import sys
from distributed import Client

with Client(sys.argv[1], timeout={_LONGEST_WAIT}) as client:
    client.wait_for_workers(int(sys.argv[2]), timeout={_LONGEST_WAIT})
"""


@dataclass(frozen=True)
class Cluster:
    """The scheduler's address, what the environment of whoever uses it says, and its workers by their processes."""

    scheduler: str
    environment: dict[str, str]
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def dask_cluster(folder: Path, *workers: str) -> Iterator[Cluster]:
    """A scheduler, and a worker with one thread for each of `workers`: further options of its command line."""
    environment = certificate(folder) | {"PYTHONPATH": str(ROOT), "DASK_LOGGING__DISTRIBUTED": "error"}
    told = folder / "scheduler.json"
    with ExitStack() as stack:

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
            process = subprocess.Popen(command, env=os.environ | environment, cwd=folder)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            return process

        start("scheduler", "--host", "tls://127.0.0.1", "--port", "0", "--scheduler-file", str(told))
        wait_until(lambda: told.exists() and told.read_text("utf-8").endswith("}"))
        address = json.loads(told.read_text("utf-8"))["address"]
        started = tuple(start("worker", address, "--nthreads", "1", *options.split()) for options in workers)
        subprocess.run(
            [sys.executable, "-c", _WAIT, address, str(len(workers))], env=os.environ | environment, check=True
        )
        yield Cluster(address, environment, started)


def certificate(folder: Path) -> dict[str, str]:
    """The environment that gives everybody one certificate, which all of them trust."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=cluster"
    subprocess.run([*command.split(), "-out", certificate, "-keyout", key], check=True, capture_output=True)
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    roles = ("SCHEDULER", "WORKER", "CLIENT")
    return {
        f"{tls}CA_FILE": str(certificate),
        **{f"{tls}{role}__CERT": str(certificate) for role in roles},
        **{f"{tls}{role}__KEY": str(key) for role in roles},
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
    }


def wait_until(holds: object, seconds: float = _LONGEST_WAIT) -> None:
    """Wait until a question is answered with yes."""
    assert callable(holds)
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, "it never came about"
        time.sleep(0.02)
