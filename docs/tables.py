"""Tables of the documentation, made from the code: what cog calls in README.md and docs/*.md."""

from __future__ import annotations

import json
import re
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.metadata import metadata
from pathlib import Path

import click
import yaml
from click.testing import CliRunner

from pmr_batch.cli import main
from pmr_batch.layout.audiences import disclosed
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.model.audience import Audience
from pmr_batch.policy.parameters import Parameter, defaults
from pmr_batch.rules import RULES
from pmr_batch.rules.book.clauses import Point, policy_clauses
from pmr_batch.rules.book.explained import rule_lines
from pmr_batch.rules.book.numbers import standard
from pmr_batch.templates.copies import DOCUMENTS
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.filling.document import Document
from pmr_batch.word.filling.placeholders import placeholders
from pmr_batch.word.letters.keys import DUE_BY_THE_WORKBOOK
from pmr_batch.word.letters.kinds import KINDS
from pmr_batch.words import day

_EQUIVALENT_MUTANTS = Path(__file__).parents[1] / "tests/equivalent_mutants.yml"
#: A longer text is that of the licence itself.
_LONGEST_LICENCE = 60


def equivalent_mutants() -> None:
    """The mutants of which none makes a difference, each with why."""
    print("| function | is | for | why |\n| --- | --- | --- | --- |")
    for each in yaml.safe_load(_EQUIVALENT_MUTANTS.read_text("utf-8")):
        place = f"`{each['function']}` in `{each['file']}`"
        print(f"| {place} | `{each['after']}` | `{each['before']}` | {each['why']} |")


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


def dependencies(extra: str = "") -> None:
    """The libraries that pyproject.toml names, each with its floor, its reason there, and its licence."""
    print("| library | for | licence |\n| --- | --- | --- |")
    for name, floor, reason in named_dependencies()[extra]:
        print(f"| {name}{floor.replace('>=', ' ')} | {reason} | {_licence(name)} |")


def named_dependencies() -> dict[str, list[tuple[str, str, str]]]:
    """Name, floor and reason of each library in pyproject.toml: "" those that run it, dev those to work on it."""
    text = Path("pyproject.toml").read_text("utf-8")
    reasons = dict(re.findall(r'^  "([^"]+)",  # (.+)$', text, re.MULTILINE))
    project = tomllib.loads(text)["project"]
    named = {"": project["dependencies"], **project["optional-dependencies"]}
    return {
        extra: [(*_split(each), reasons.get(each, "")) for each in of_extra if not each.startswith(project["name"])]
        for extra, of_extra in named.items()
    }


def _split(requirement: str) -> tuple[str, str]:
    """The name and the floor of a library, empty where there is none."""
    name, at_least, floor = requirement.partition(">=")
    return name, at_least + floor


def pinned() -> dict[str, str]:
    """The versions that everything is tested with, by name."""
    lines = Path("constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def further_dependencies() -> None:
    """The libraries that others need, and their licences."""
    named = {normal_name(name) for of_extra in named_dependencies().values() for name, *_ in of_extra}
    print("| library | licence |\n| --- | --- |")
    for name in sorted(pinned(), key=str.casefold):
        if normal_name(name) not in named:
            print(f"| {name} | {_licence(name)} |")


def normal_name(name: str) -> str:
    """A library's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(name: str) -> str:
    """What a library says of its licence: an expression, else a short name, else its class."""
    said = metadata(name)
    stated = said.get("License-Expression") or said.get("License") or ""
    if 0 < len(stated) <= _LONGEST_LICENCE and not stated.startswith("Dual"):
        return stated
    classes = [each.rpartition("::")[2].strip() for each in said.get_all("Classifier") or () if "License ::" in each]
    return ", ".join(sorted(classes))


def audiences() -> None:
    """Who may see which column about people."""
    print(f"| sheet | column | {' | '.join(Audience)} |\n| --- | --- | {' | '.join('---' for _ in Audience)} |")
    for (sheet, column), cells in disclosed().items():
        print(f"| {sheet} | {column} | {' | '.join(cells[audience] for audience in Audience)} |")


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
    """The rules, with the numbers that they go by; where one changes, with each and its date."""
    print("| code | clause | severity | stage | asked about | what must hold | what to do |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    days = [numbers.on for numbers in standard()]
    for line, *later in zip(*map(rule_lines, standard()), strict=True):
        parts = (line.code, line.clause, line.severity.value, line.stage.value, RULES[line.code].group.value)
        must_hold = _by_date(zip(days, (each.must_hold for each in (line, *later)), strict=True))
        remedy = _by_date(zip(days, (each.remedy for each in (line, *later)), strict=True))
        print(f"| {' | '.join(parts)} | {_cell(must_hold)} | {_cell(remedy)} |")


def _by_date(texts: Iterable[tuple[date, str]]) -> str:
    """What is said from each day on, where it changes; a text that stays as it is alone."""
    said: dict[str, date] = {}
    for first, text in texts:
        said.setdefault(text, first)
    if len(said) == 1:
        return next(iter(said))
    return " ".join(f"For cycles from {day(first)}: {text}" for text, first in said.items())


def clauses() -> None:
    """The whole policy, and how each of its points is met."""
    print("| clause | what it asks for | rules | made or kept | a person judges |\n| --- | --- | --- | --- | --- |")
    for clause in policy_clauses():
        print(f"| **{clause.number}** | **{clause.heading}** | | | |")
        for point in clause.points:
            print(f"| | {' | '.join(map(_cell, _met(point)))} |")


def _met(point: Point) -> tuple[str, str, str, str]:
    """What a point asks for and how it is met; rules of other clauses in brackets."""
    says = f"{point.part}: {point.says}" if point.part else point.says
    codes = [*point.rules, *(f"({code})" for code in point.also)]
    made = [f"`{made.command}`: {made.what}" for made in point.made]
    return says, ", ".join(codes), "; ".join(made), point.judged or ""


def notes() -> None:
    """How the policy is read where it contradicts itself or breaks off."""
    for clause in policy_clauses():
        for note in clause.notes:
            print(textwrap.fill(f"- {clause.number}: {note}", 118, subsequent_indent="  ", break_on_hyphens=False))


def parameters() -> None:
    """The numbers of the policy with their defaults."""
    print("| parameter | default | unit | clause | chosen by | meaning |\n| --- | --- | --- | --- | --- | --- |")
    for one in defaults().entries.values():
        print(f"| {one.name} | {_values(one)} | {one.unit} | {one.clause} | {one.source} | {one.meaning} |")


def _values(parameter: Parameter) -> str:
    """Its value; of several, each with the first cycle start it holds for."""
    if len(parameter.values) == 1:
        return str(parameter.values[0][1])
    return "; ".join(f"{value} from {day(first)}" for first, value in parameter.values)


def documents() -> None:
    """Every Word document: its template, the command that makes it, and the clause."""
    print("| document | template | made by | clause |\n| --- | --- | --- | --- |")
    print(f"| {APPENDIX_A.title} | `{APPENDIX_A.template}` | `forms`, `run` | Appendix A |")
    for kind in KINDS:
        by = "`letters`" if kind.key in DUE_BY_THE_WORKBOOK else "`decide`"
        print(f"| {kind.document.title} | `{kind.document.template}` | {by} | {kind.clause} |")


def letters() -> None:
    """Every kind of letter that `letters` makes: by name, when it is due, and what shows it as done."""
    print("| kind | letter | due |\n| --- | --- | --- |")
    for kind in KINDS:
        if kind.key in DUE_BY_THE_WORKBOOK:
            said = (kind.due.__doc__ or "").split(". ")[0].rstrip(".")
            print(f"| `{kind.key.value}` | {kind.document.title} ({kind.clause}) | {_cell(said)} |")


def all_placeholders() -> None:
    """Every placeholder, list and condition of every Word document."""
    for document in DOCUMENTS.values():
        print(f"## {document.title}: {document.template}\n")
        _placeholders(document)
        _lists(document)
        if document.conditions:
            named = ", ".join(f"`{name}`" for name in document.everything if name in document.conditions)
            print(f"Conditions, which show nothing themselves: {named}.\n")


def _placeholders(document: Document) -> None:
    print("| placeholder | stands | filled in, it says |\n| --- | --- | --- |")
    for one in placeholders(document):
        where = f"{one.place}, beside “{one.next_to}”" if one.next_to else one.place
        print(f"| `{one.tag}` | {_cell(where)} | {_cell(one.example)} |")
    print()


def _lists(document: Document) -> None:
    if not document.lists:
        return
    print("| list | a row has |\n| --- | --- |")
    for name, has_parts in document.lists.items():
        own = [f"`{one.name}`" for one in placeholders(document) if one.of == name]
        print(f"| `{name}` | {', '.join(own) if has_parts else 'a text: name the word of the loop itself'} |")
    print()


# -- what it takes, as benchmarks/stages.py measured it --------------------------------------------

_MEASURED = Path(__file__).parent.parent / "benchmarks/results.json"
_WHOLE_RUN = "the whole run"
#: Trusts of ten schools: a county, and England with its 24,000 schools.
_COUNTY, _COUNTRY = 30, 2_400
_COUNTED_FROM = "10"
_CORES = (2, 8, 64)


def measured() -> None:
    """Each stage at each size: processor time, how many times it the usual way and the floor take, and memory."""
    sizes = json.loads(_MEASURED.read_text("utf-8"))
    for academies, size in sizes.items():
        print(f"{academies} academies, {size['people']:,} people, {size['files']:,} files made:\n")
        print("| stage | CPU seconds | the usual way | times as fast | the floor | times the floor | MiB |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for stage, ways in size["stages"].items():
            print(f"| {stage} | {' | '.join(_costs(ways))} |")
        print()


def _costs(ways: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The cells of a stage: ours, then the others with the ratio; of memory, the largest process each."""
    ours = ways["ours"]
    yield f"{ours['cpu']:.2f}"
    for way, above in (("usual", True), ("floor", False)):
        cpu = ways[way]["cpu"] if way in ways else None
        yield "" if cpu is None else f"{cpu:.2f}"
        yield "" if cpu is None else f"{cpu / ours['cpu'] if above else ours['cpu'] / cpu:.1f}"
    yield f"{max(ours['mib'], ours['worker_mib']):,.0f}"


def many_trusts() -> None:
    """What a county and the country take, from the measured cost of a trust of ten academies."""
    size = json.loads(_MEASURED.read_text("utf-8"))[_COUNTED_FROM]
    run = size["stages"][_WHOLE_RUN]["ours"]
    memory = 2 * size["program_mib"] + run["mib"] + run["worker_mib"]
    print(f"| | trusts | people | CPU | {' | '.join(f'{cores} cores' for cores in _CORES)} | memory a job |")
    print(f"| --- | ---: | ---: | ---: | {' | '.join('---:' for _ in _CORES)} | ---: |")
    for name, trusts in (("a trust", 1), ("a county", _COUNTY), ("the country", _COUNTRY)):
        cpu = trusts * run["cpu"]
        cores = " | ".join(_duration(cpu / min(cores, trusts)) for cores in _CORES)
        people = trusts * size["people"]
        print(f"| {name} | {trusts:,} | {people:,} | {_duration(cpu)} | {cores} | {memory:,.0f} MiB |")


def _duration(seconds: float) -> str:
    """So many seconds, minutes or hours, to two figures."""
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= 1.5 * length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.1f} s"


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|")
