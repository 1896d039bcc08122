"""The command line: each command is one call into the library, and an exit code.

0 clean, or queries only; 1 done, with errors among the findings, or decisions incomplete; 2 could not do the job.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys

import click

from pmr_batch import __version__
from pmr_batch.cli.disclosure import disclose
from pmr_batch.cli.documents import collect, forms, letters
from pmr_batch.cli.options import InOrder
from pmr_batch.cli.retention import retention
from pmr_batch.cli.rounds import decide, run, sample
from pmr_batch.cli.rule_book import rules
from pmr_batch.cli.status import status
from pmr_batch.cli.templates import templates
from pmr_batch.cli.trust import demo, init, staff
from pmr_batch.cli.workbooks import adopt, check, issue
from pmr_batch.workers import FOR_THE_OWNER_ALONE

#: After so many new objects Python looks for those that hold each other: about as many as the libraries make.
OBJECTS_BEFORE_A_SEARCH = 200_000


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="pmr-batch")
def main() -> None:
    """Annual performance management reviews of a trust of schools.

    From the workbooks of the academies to the pay committee's workbook, findings and Appendix A forms.
    """
    os.umask(FOR_THE_OWNER_ALONE)
    gc.set_threshold(OBJECTS_BEFORE_A_SEARCH)
    atexit.register(gc.freeze)  # the end of the process frees all of them without a search
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows code page has no arrow, nor every name; and the name of a file may be no text at all.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


_WORK = (demo, init, staff, issue, adopt, forms, collect, check, run, sample, decide, letters, status, disclose)
for command in (*_WORK, retention, rules, templates):
    main.add_command(command)
