"""Each stage of a run against the usual way and the floor, on a synthetic trust: ratios compare machines, not seconds.

The usual way must give the same values, or nothing is measured. Writes benchmarks/results.json, of which the tables of
README and docs are made; sizes that are not measured keep their figures.

Usage: python benchmarks/stages.py [--academies 10 50 200] [--staff 60] [--times 3]
"""

from __future__ import annotations

import argparse
import html
import itertools
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import floor
import usual_way
from broken import broken
from measuring import Cost, measured, most_mib
from python_calamine import CalamineWorkbook

from pmr_batch import templates
from pmr_batch.commands.folders import find_cycle, incoming
from pmr_batch.commands.rounds.run import run
from pmr_batch.demo import DEMO_AS_OF, build_correct
from pmr_batch.files import TRUST_FILE, UNFINISHED, shipped
from pmr_batch.layout.standard_workbook import EXPLANATIONS, OBJECTIVES, SHEETS
from pmr_batch.merge import merge
from pmr_batch.model.terms import Round
from pmr_batch.moderate import moderate
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.produce.draft_forms import FORMS, form_names, form_tasks, write_forms
from pmr_batch.produce.form_contents import contents
from pmr_batch.produce.returns import RETURNS, return_tasks, write_return_files
from pmr_batch.read import read_returns
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.validate import validate
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.appendix_a.fields import fields
from pmr_batch.word.appendix_a.stages import draft
from pmr_batch.word.filling.document import DOC_TEMPLATES
from pmr_batch.workbook.renewed_return import renewed
from pmr_batch.workbook.standard_book import STANDARD_WORKBOOK, WORKBOOK_TEMPLATES
from pmr_batch.workers import Workers

WHOLE_RUN, BROKEN = "the whole run", "validate, every row wrong"
RESULTS = Path(__file__).with_name("results.json")
CYCLE, ROUND = "teaching-2025-26", Round.OCTOBER
#: Each so manieth objective has no success criteria, so that there is something to find and to mark.
FAULTY = 20
#: So many forms, and workbooks that go back, are compared cell by cell or text by text.
FORMS_COMPARED, WORKBOOKS_COMPARED = 40, 4
_FORM_TEMPLATE = shipped(DOC_TEMPLATES) / APPENDIX_A.template
_WORKBOOK_TEMPLATE = shipped(WORKBOOK_TEMPLATES) / STANDARD_WORKBOOK
_COMMITTEE = "committee.xlsx"
_TEXTS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


def _staged(folder: Path) -> Path:
    """Where a run writes its files until it puts all of them in place, and waits for the disk."""
    return folder / f"run{UNFINISHED}"


Work = Callable[[Path], object]


@dataclass(frozen=True)
class Stage:
    """A stage done three ways, each into a folder of its own; the usual way is None where it is the product's."""

    name: str
    ours: Work
    usual: Work | None
    floor: Work | None


class Trial:
    """A trust that has been run once: what each stage begins with, and what it must come to."""

    def __init__(self, folder: Path, academies: int, staff: int) -> None:
        self.folder = folder
        build_correct(folder, academies, staff, 1)
        self.settings = read_trust(folder)
        self.cycle = find_cycle(self.settings, CYCLE)
        self.place = incoming(folder, self.cycle)
        for return_ in self.read():
            _blank_some(self.place / return_.path, return_.tables[OBJECTIVES.name].letters["what_success_looks_like"])
        with ThreadPoolExecutor(1) as alone:
            self.ran = run(folder, CYCLE, ROUND, DEMO_AS_OF, alone)
        self.returns = self.read()
        self.moderated = self.ran.moderated
        self.validated = validate(self.returns, self.settings, DEMO_AS_OF, ROUND)
        self.merged = merge(self.returns, self.validated, self.settings, self.cycle, ROUND, DEMO_AS_OF)
        self.tasks = list(self.return_tasks(folder))
        schools = [return_ for return_ in self.returns if not self.settings.academies[return_.academy or ""].central]
        self.broken = broken(schools[0], [str(school.academy) for school in schools], staff)

    @property
    def people(self) -> int:
        """Rows of Staff."""
        return sum(len(return_.tables["Staff"].rows) for return_ in self.returns)

    @cached_property
    def outputs(self) -> dict[str, floor.Parts]:
        """The files that the run made, uncompressed."""
        return {path: floor.inflated((self.ran.output / path).read_bytes()) for path in self.ran.files}

    # -- the product's stages ----------------------------------------------------------------------

    def read(self, _: Path | None = None) -> Any:
        with ThreadPoolExecutor(1) as alone:
            return read_returns(self.place, self.cycle, self.settings, alone)

    def validate(self, _: Path) -> None:
        validate(self.returns, self.settings, DEMO_AS_OF, ROUND)

    def validate_broken(self, _: Path) -> None:
        validate(self.broken, self.settings, DEMO_AS_OF, ROUND)

    def merge_and_moderate(self, _: Path) -> None:
        merged = merge(self.returns, self.validated, self.settings, self.cycle, ROUND, DEMO_AS_OF)
        moderate(
            *(self.moderated.run, merged, self.validated, self.returns, self.settings, self.cycle),
            self.moderated.earlier,
        )

    def forms(self, folder: Path) -> None:
        template = _FORM_TEMPLATE.read_bytes()
        for task in form_tasks(_staged(folder), FORMS, self.form_contents(), template):
            write_forms(task)

    def return_files(self, folder: Path) -> None:
        for task in self.return_tasks(_staged(folder)):
            write_return_files(task)

    def committee(self, folder: Path) -> None:
        (folder / _COMMITTEE).write_bytes(committee_workbook(self.moderated))

    def whole_run(self, folder: Path) -> None:
        trust = folder / "trust"
        shutil.copytree(self.place, trust / self.place.relative_to(self.folder))
        shutil.copy(self.folder / TRUST_FILE, trust)
        with Workers() as workers:
            run(trust, CYCLE, ROUND, DEMO_AS_OF, workers)

    def form_contents(self) -> list[Any]:
        of_round = [dossier for dossier in self.merged.dossiers.values() if dossier.of_round]
        return [draft(content) for content in contents(of_round, self.settings, self.moderated.run.cycle)]

    def return_tasks(self, folder: Path) -> Any:
        own = templates.own_workbook(self.folder)
        return return_tasks(folder, self.moderated, self.returns, self.merged.findings, self.settings, own)

    # -- the usual way -----------------------------------------------------------------------------

    def usually_read(self, _: Path) -> None:
        usual_way.read(self.place)

    def usually_validate(self, _: Path) -> None:
        usual_way.validated(self.returns, self.settings, DEMO_AS_OF, ROUND)

    def usual_forms(self, folder: Path, most: int | None = None) -> list[str]:
        filled = []
        for code, of_academy in itertools.groupby(self.form_contents(), lambda content: content.origin.academy):
            people = list(of_academy)
            names = form_names(people, folder / FORMS / code)
            filled += [(f"{FORMS}/{code}/{name}", content) for name, content in zip(names, people, strict=True)]
        filled = filled[:most]
        usual_way.forms(_FORM_TEMPLATE, folder, ((name, fields(content)) for name, content in filled))
        return [name for name, _ in filled]

    def usual_return_files(self, folder: Path, most: int | None = None) -> None:
        for task in self.tasks[:most]:
            new = renewed(task.return_, task.blank)
            path = folder / f"{task.code}.xlsx"
            usual_way.workbook_back(_WORKBOOK_TEMPLATE, path, new.start, new.rows, task.findings)
            usual_way.findings_page(path.with_suffix(".html"), task.name, task.findings)

    def usual_committee(self, folder: Path) -> None:
        usual_way.committee_workbook(folder / _COMMITTEE, self.committee_values)

    @cached_property
    def committee_values(self) -> dict[str, list[list[Any]]]:
        (path,) = (self.ran.output / name for name in self.ran.files if name.startswith("committee/"))
        return dict(usual_way.values_of(path))

    # -- the floor ---------------------------------------------------------------------------------

    def inflate(self, _: Path) -> None:
        floor.inflate(self.place.iterdir())

    def deflate(self, folder: Path, below: str) -> None:
        floor.deflate({name: parts for name, parts in self.outputs.items() if name.startswith(below)}, folder)

    def all_files(self, folder: Path) -> None:
        self.inflate(folder)
        self.deflate(folder, "")

    @property
    def stages(self) -> list[Stage]:
        """All stages, in the order of a run."""
        return [
            Stage("read", self.read, self.usually_read, self.inflate),
            Stage("validate", self.validate, self.usually_validate, None),
            Stage(BROKEN, self.validate_broken, None, None),
            Stage("merge and moderate", self.merge_and_moderate, None, None),
            Stage("forms", self.forms, self.usual_forms, partial(self.deflate, below=FORMS)),
            Stage("what goes back", self.return_files, self.usual_return_files, partial(self.deflate, below=RETURNS)),
            Stage("committee", self.committee, self.usual_committee, partial(self.deflate, below="committee")),
            Stage(WHOLE_RUN, self.whole_run, None, self.all_files),
        ]


def _blank_some(path: Path, letter: str) -> None:
    """Leave some objectives of a workbook without success criteria: the style of a cell stays, its value goes."""
    parts = dict(floor.inflated(path.read_bytes()))
    part = f"xl/worksheets/sheet{SHEETS.index(OBJECTIVES) + 1}.xml"
    cells = re.compile(rf'<c r="{letter}(\d+)"( s="\d+")? t="s"><v>\d+</v></c>'.encode())

    def blank(cell: re.Match[bytes]) -> bytes:
        if int(cell[1]) % FAULTY:
            return cell[0]
        return b'<c r="%s%s"%s/>' % (letter.encode(), cell[1], cell[2] or b"")

    parts[part], found = cells.subn(blank, parts[part])
    assert found, path
    floor.deflate({path.name: parts}, path.parent)


# -- the same values -------------------------------------------------------------------------------


def check_same_values(trial: Trial, folder: Path) -> None:
    """Hold what the usual way makes against what the run made. Raises AssertionError with the first that differs."""
    _check_reading(trial)
    _check_findings(trial)
    for name in trial.usual_forms(folder, FORMS_COMPARED):
        theirs, ours = (_texts((place / name).read_bytes()) for place in (folder, trial.ran.output))
        assert theirs == ours, name
    trial.usual_return_files(folder, WORKBOOKS_COMPARED)
    for task in trial.tasks[:WORKBOOKS_COMPARED]:
        (made,) = (trial.ran.output / RETURNS / task.code).glob("*.xlsx")
        assert _input_values(folder / f"{task.code}.xlsx") == _input_values(made), task.code
    trial.usual_committee(folder)
    for name, rows in usual_way.values_of(folder / _COMMITTEE):
        assert _filled(rows) == _filled(trial.committee_values[name]), name


def _check_reading(trial: Trial) -> None:
    read = usual_way.read(trial.place)
    for return_ in trial.returns:
        for sheet in SHEETS:
            table = return_.tables[sheet.name]
            for at, row in enumerate(read[return_.path][sheet.name]):
                ours = {
                    key: None if table.rows[at] in table.defaulted.get(key, ()) else values[at]
                    for key, values in table.columns.items()
                }
                differing = {key: (row[key], ours[key]) for key in ours if row[key] != ours[key]}
                assert not differing, (return_.path, sheet.name, at, differing)


def _check_findings(trial: Trial) -> None:
    usual = usual_way.validated(trial.returns, trial.settings, DEMO_AS_OF, ROUND)
    theirs = {finding for of_workbook in usual for finding in of_workbook.findings}
    assert theirs == set(trial.validated.findings), "findings"
    assert theirs, "nothing to find"


def _texts(form: bytes) -> list[str]:
    """All texts of a form, in their order."""
    texts = _TEXTS.findall(floor.inflated(form)["word/document.xml"].decode())
    return [html.unescape(text) for text in texts if text]


def _input_values(path: Path) -> dict[str, Any]:
    """The values of a workbook's input sheets, by heading; Explanations apart, where the product lists what is open."""
    book = CalamineWorkbook.from_path(path)
    values = {}
    for sheet in usual_way.TABLES:
        if sheet is not EXPLANATIONS:
            headings, *rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            columns = [headings.index(column.heading) for column in sheet]
            values[sheet.name] = [line for line in ([row[at] for at in columns] for row in rows) if any(line)]
    return values


def _filled(rows: Sequence[Sequence[Any]]) -> list[tuple[int, int, Any]]:
    return [
        (at, column, value)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if value not in (None, "")
    ]


# -- measured --------------------------------------------------------------------------------------


def measure(academies: int, staff: int, times: int) -> dict[str, Any]:
    """The figures of a size: of each stage, each way it was done."""
    with tempfile.TemporaryDirectory() as made:
        program = round(most_mib())
        trial = Trial(Path(made) / "trust", academies, staff)
        check_same_values(trial, Path(made) / "compared")
        trial.outputs, trial.committee_values  # noqa: B018  (made before anything is measured)
        stages: dict[str, dict[str, Cost]] = {}
        for stage in trial.stages:
            ways = {"ours": stage.ours, "usual": stage.usual, "floor": stage.floor}
            costs = {way: measured(partial(_into, work, made), times) for way, work in ways.items() if work}
            if stage.name == WHOLE_RUN:
                costs["usual"] = _sum_of(stages)
            stages[stage.name] = costs
            print(_line(stage.name, costs), flush=True)
        return {
            "staff": staff,
            "people": trial.people,
            "files": len(trial.ran.files),
            "program_mib": program,
            "stages": {name: {way: asdict(cost) for way, cost in costs.items()} for name, costs in stages.items()},
        }


def _sum_of(stages: Mapping[str, Mapping[str, Cost]]) -> Cost:
    """A run the usual way: its stages one after the other, those that are the product's own among them."""
    costs = [costs.get("usual", costs["ours"]) for name, costs in stages.items() if name != BROKEN]
    most = (max(cost.mib for cost in costs), max(cost.worker_mib for cost in costs))
    return Cost(round(sum(cost.cpu for cost in costs), 3), round(sum(cost.seconds for cost in costs), 3), *most)


def _into(work: Work, place: str) -> None:
    folder = Path(tempfile.mkdtemp(dir=place))
    work(folder)
    shutil.rmtree(folder)


def _line(stage: str, costs: Mapping[str, Cost]) -> str:
    ours = costs["ours"]
    ratios = [f"{costs[way].cpu / ours.cpu:7.1f} x" if way in costs else " " * 9 for way in ("usual", "floor")]
    return f"{stage:26} {ours.cpu:8.2f} s {''.join(ratios)} {max(ours.mib, ours.worker_mib):8.0f} MiB"


def main() -> None:
    """Measure each size, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--academies", type=int, nargs="+", default=[10])
    parser.add_argument("--staff", type=int, default=60)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    for academies in options.academies:
        print(f"{academies} academies: CPU, the usual way and the floor in times of it, most memory of a process")
        kept[str(academies)] = measure(academies, options.staff, options.times)
        in_order = dict(sorted(kept.items(), key=lambda size: int(size[0])))
        RESULTS.write_text(f"{json.dumps(in_order, indent=2)}\n", "utf-8")


if __name__ == "__main__":
    main()
