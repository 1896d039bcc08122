"""`python -m pmr_batch.cli`."""

from __future__ import annotations

from pmr_batch.cli import main

main()
