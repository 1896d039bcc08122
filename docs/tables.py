"""Tables of the documentation, made from the code: what cog calls in README.md and docs/*.md."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.testing import CliRunner

from pmr_batch.cli import main
from pmr_batch.layout.column import Column, Sheet
from pmr_batch.policy.parameters import defaults
from pmr_batch.rules import RULES


def commands() -> None:
    """All commands, a line each."""
    print("| command | does |\n| --- | --- |")
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            for sub in command.commands.values():
                print(f"| `pmr-batch {name} {sub.name}` | {_first_line(sub)} |")
        else:
            print(f"| `pmr-batch {name}` | {_first_line(command)} |")


def _first_line(command: click.Command) -> str:
    return (command.help or "").strip().splitlines()[0]


def helps() -> None:
    """The help of every command, as it is printed."""
    for name, command in main.commands.items():
        subs = [[name, sub] for sub in command.commands] if isinstance(command, click.Group) else [[name]]
        for words in subs:
            printed = CliRunner().invoke(main, [*words, "--help"], prog_name="pmr-batch").output
            print(f"## {' '.join(words)}\n\n```text\n{printed.rstrip()}\n```\n")


def sheets(declared: Iterable[Sheet]) -> None:
    """Every sheet with its columns."""
    for sheet in declared:
        print(f"## {sheet.name}\n\n{sheet.purpose}\n")
        print("| column | type | values | blank told by | note |\n| --- | --- | --- | --- | --- |")
        for column in sheet:
            print(_row(column))
        print()


def _row(column: Column) -> str:
    values = "; ".join(column.values)
    return f"| {column.heading} | {column.kind.value} | {values} | {', '.join(column.owners)} | {column.note} |"


def rules() -> None:
    """The rules in force."""
    print("| code | clause | severity | stage | asked about | what must hold | what to do |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for rule in RULES.values():
        parts = (rule.code, rule.clause, rule.severity.value, rule.stage.value, rule.group.value)
        print(f"| {' | '.join(parts)} | {_cell(rule.must_hold)} | {_cell(rule.remedy)} |")


def parameters() -> None:
    """The numbers of the policy with their defaults."""
    print("| parameter | default | unit | clause | chosen by | meaning |\n| --- | --- | --- | --- | --- | --- |")
    for one in defaults().entries.values():
        _, value = one.values[-1]
        print(f"| {one.name} | {value} | {one.unit} | {one.clause} | {one.source} | {one.meaning} |")


def _cell(text: str) -> str:
    words = text.replace("{next}", "What to do is said with each file.").replace("{asks}", "what its column asks for")
    return words.replace("|", "\\|").replace("{", "").replace("}", "")
