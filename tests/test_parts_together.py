"""One organ's tables in several workbooks of one folder, whatever these are called: told once, counted once, answered once; never where a table stands twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Generator, Iterable, Mapping
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from tests.batches import InProcess, run_batch
from tests.parted import TABLES, write_parts, write_table
from tests.test_watch import answers, told, wait, watching
from tests.written import write_annotated, write_html, write_office_workbook, write_sarif, write_slips
from xlplugin.filing.filing import Answer
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.form import editions
from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER
from xlplugin.outputs.answers.arrivals import RESULTS
from xlplugin.outputs.rollup.choose import plan
from xlplugin.review.review_run import review
from xlplugin.runs.inputs.addresses import submission
from xlplugin.runs.inputs.prior import read_priors
from xlplugin.runs.inputs.releases import Release
from xlplugin.runs.parts_job import told_together
from xlplugin.runs.recipe import Recipe, build, program_digest
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.store.results import Results
from xlplugin.runs.workers.chunk import check_chunk
from xlplugin.runs.workers.executor import Chunk

NAMES = ("a给县里.xlsx", "b新建工作表.xlsx", "c终稿（张三）.xlsx")
WRONG = {"proactive.fees.amount": -1, "requests.received.natural_person": 3, "review.reconsideration.upheld": 1}
"""Something to correct in each of the three."""
FORMS = list(editions().values())


def sent(file: str, tables: str, organ: str | None = "样例一镇人民政府", year: int | None = 2023, edition: str = "2021") -> Submission:
    names = tuple(name for name in TABLES if name[:3] in tables.split())
    return Submission(file, named=organ, named_year=year, edition=edition, tables=names, is_in_part=0 < len(names) < len(TABLES))


TOGETHER: dict[str, tuple[list[Submission], list[tuple[str, ...]]]] = {
    "three tables": ([sent("甲/x.xlsx", "pro"), sent("甲/y.xls", "req"), sent("甲/z.ods", "rev")], [("甲/x.xlsx", "甲/y.xls", "甲/z.ods")]),
    "two and one": ([sent("甲/x.xlsx", "pro rev"), sent("甲/y.xlsx", "req")], [("甲/x.xlsx", "甲/y.xlsx")]),
    "two of three": ([sent("甲/x.xlsx", "pro"), sent("甲/y.xlsx", "req")], [("甲/x.xlsx", "甲/y.xlsx")]),
    "the organ with and without 人民政府": ([sent("x.xlsx", "pro"), sent("y.xlsx", "req", "样例一镇")], [("x.xlsx", "y.xlsx")]),
    "two organs in one folder": (
        [sent("甲/1.xlsx", "pro"), sent("甲/2.xlsx", "pro", "样例二镇"), sent("甲/3.xlsx", "req"), sent("甲/4.xlsx", "req", "样例二镇")],
        [("甲/1.xlsx", "甲/3.xlsx"), ("甲/2.xlsx", "甲/4.xlsx")],
    ),
    "two years in one folder": (
        [sent("1.xlsx", "pro"), sent("2.xlsx", "pro", year=2022), sent("3.xlsx", "rev"), sent("4.xlsx", "rev", year=2022)],
        [("1.xlsx", "3.xlsx"), ("2.xlsx", "4.xlsx")],
    ),
    "a whole filing beside": ([sent("1.xlsx", "pro"), sent("2.xlsx", "req"), sent("3.xlsx", "pro req rev")], [("1.xlsx", "2.xlsx")]),
    "other folders": ([sent("甲/x.xlsx", "pro"), sent("乙/y.xlsx", "req"), sent("z.xlsx", "rev")], []),
    "a table twice": ([sent("x.xlsx", "pro"), sent("y.xlsx", "req"), sent("z.xlsx", "pro")], []),
    "a table twice, half of it shared": ([sent("x.xlsx", "pro req"), sent("y.xlsx", "req rev")], []),
    "rounds of one table": ([sent("x.xlsx", "pro"), sent("y.xlsx", "pro")], []),
    "other editions": ([sent("x.xlsx", "pro"), sent("y.xlsx", "req", edition="2019")], []),
    "no organ": ([sent("x.xlsx", "pro", None), sent("y.xlsx", "req", None)], []),
    "no year": ([sent("x.xlsx", "pro", year=None), sent("y.xlsx", "req", year=None)], []),
    "reports": ([sent("x.docx", "pro"), sent("y.docx", "req")], []),
    "blank forms": ([sent("x.xlsx", ""), sent("y.xlsx", "req")], []),
    "one alone": ([sent("x.xlsx", "pro")], []),
}


@pytest.mark.parametrize("kind", TOGETHER)
def test_parts_of_one_organ_and_year_in_one_folder_that_share_no_table_are_one_submission(kind: str) -> None:
    given, wanted = TOGETHER[kind]
    parts, _ = told_together(given, FORMS)
    assert parts == {files[0]: files for files in wanted}


def test_it_is_told_what_was_not_put_together_and_why() -> None:
    told_of = {kind: [sentence.zh for sentence in told_together(TOGETHER[kind][0], FORMS)[1]] for kind in TOGETHER}
    assert {kind for kind, sentences in told_of.items() if sentences} == {"a table twice", "a table twice, half of it shared", "other editions"}
    assert "x.xlsx、y.xlsx、z.xlsx" in told_of["a table twice"][0] and "不止一份有数" in told_of["a table twice"][0]


def test_a_part_that_comes_later_and_shares_a_table_takes_the_submission_apart() -> None:
    whole = Submission("x.xlsx", named="样例一镇", named_year=2023, edition="2021", tables=TABLES, parts=("x.xlsx", "y.xlsx", "z.xlsx"))
    assert told_together([whole], FORMS)[0] == {"x.xlsx": whole.parts}
    parts, apart = told_together([whole, sent("w.xlsx", "req")], FORMS)
    assert parts == {} and len(apart) == 1


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    write_parts(folder, NAMES, WRONG)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "报送"))


def reports(out: Path) -> list[Report]:
    with Results(str(out)) as results:
        return [result.report() for result in results]


@pytest.mark.slow
def test_every_output_has_them_as_one_and_names_all_files(folder: Path, tmp_path: Path) -> None:
    run_batch(folder, str(tmp_path / "out"), InProcess())
    [report] = reports(tmp_path / "out")
    files = tuple(str(folder / name) for name in NAMES)
    assert (report.file, report.parts) == (files[0], files) and {name: report.values[name] for name in WRONG} == WRONG
    with Results(str(tmp_path / "out")) as results:
        reviewed = review(results, None)
        assert [len(entry.submissions) for entry in reviewed.entries] == [1] and "B01" not in {finding.rule for finding in reviewed.findings}
        assert [part.submission.parts for part in plan(reviewed, None, include_unaccepted=True).parts] == [files]
        write_html(results, reviewed, tmp_path / "a.html", "zh")
        write_office_workbook(results, reviewed, tmp_path / "a.xlsx", "zh")
        write_sarif(results, reviewed, tmp_path / "a.sarif", "zh")
        [slip] = write_slips(results, reviewed, tmp_path / "slips", "zh")
    page = (tmp_path / "a.html").read_text("utf-8")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    overview = "\n".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None)
    from docx import Document

    letter = "\n".join(paragraph.text for paragraph in Document(str(slip)).paragraphs)
    assert all(name in text for name in NAMES for text in (page, overview, letter))
    found = json.loads((tmp_path / "a.sarif").read_text("utf-8"))["runs"][0]["results"]
    where = {one["properties"]["field"]: one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in found if one["properties"].get("field")}
    assert len({where[name] for name in where if name.split(".")[0] in TABLES}) == 3


@pytest.mark.slow
def test_each_part_has_a_copy_with_its_own_findings(folder: Path, tmp_path: Path) -> None:
    run_batch(folder, str(tmp_path / "out"), InProcess())
    [report] = reports(tmp_path / "out")
    with Results(str(tmp_path / "out")) as results:
        done = write_annotated(results, tmp_path / "marked", "zh")
    assert [path.name for path in done.written] == [name.replace(".xlsx", "(批注).xlsx") for name in NAMES] and not done.not_possible
    listed: list[str] = []
    for table, path in zip(TABLES, done.written, strict=True):
        book = openpyxl.load_workbook(path)
        rows = [[cell.value for cell in row] for row in book[FINDINGS].iter_rows()]
        above = next(number for number, row in enumerate(rows) if "字段" in row)
        fields, places = ([str(value) for row in rows[above + 1 :] if (value := row[rows[above].index(name)])] for name in ("字段", "位置"))
        assert fields and {name.split(".")[0] for name in fields} == {table} and not any("[" in place for place in places)
        assert any(cell.comment for row in book["Sheet1"].iter_rows() for cell in row)
        listed += fields
    assert sorted(listed) == sorted(problem.finding.field for problem in report.problems if problem.finding.field)


def with_answers(path: Path, rows: list[Mapping[str, object]]) -> None:
    """Fills in 情况说明 beside the findings, as an office does."""
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet(FINDINGS)
    sheet.append(list(FINDINGS_HEADER))
    for row in rows:
        sheet.append([row.get(name) for name in FINDINGS_HEADER])
    book.save(path)


@pytest.mark.slow
def test_what_the_office_answers_in_a_part_and_the_reviewer_on_a_list_counts_for_the_whole(folder: Path, tmp_path: Path) -> None:
    write_table(folder / NAMES[1], "requests", {"requests.received.natural_person": "3"})
    run_batch(folder, str(tmp_path / "out"), InProcess())
    [before] = reports(tmp_path / "out")
    warned = next(problem.finding for problem in before.problems if problem.finding.rule == "C11" and problem.finding.place and "[" in problem.finding.place.sheet)
    wrong = next(problem.finding for problem in before.problems if problem.finding.severity.id == "error" and problem.finding.field)
    part = next(name for name in NAMES if warned.place and f"[{name}]" in warned.place.sheet)
    with_answers(folder / part, [{"规则": warned.rule, "字段": warned.field, "现为": warned.actual, "情况说明": "经核对台账属实"}])
    release = Release("样例一镇", 2023, Answer(wrong.rule, wrong.field, str(wrong.actual), release="王敏，已核对，2024-01-15"))
    run_batch(folder, str(tmp_path / "out"), InProcess(), releases=(release,))
    [after] = reports(tmp_path / "out")
    waived = {(finding.rule, finding.field): finding.waived.kind for finding in after.findings if finding.waived}
    assert waived.get((warned.rule, warned.field)) == "explained" and waived.get((wrong.rule, wrong.field)) == "released"


@pytest.mark.slow
def test_last_years_tables_in_several_workbooks_are_one_filing_to_compare_with(folder: Path, tmp_path: Path) -> None:
    last = tmp_path / "上年"
    write_parts(last, NAMES, {"requests.carried_over.natural_person": 9, "proactive.penalties.decisions": 5}, year=2022)
    run_batch(folder, str(tmp_path / "out"), InProcess(), prior=str(last))
    [report] = reports(tmp_path / "out")
    assert "Y01" in {finding.rule for finding in report.findings}
    [prior] = read_priors(last).filings
    assert prior.parts == tuple(str(last / name) for name in NAMES) and prior.values["proactive.penalties.decisions"] == 5


@pytest.mark.slow
def test_a_run_that_goes_on_reads_only_what_changed(folder: Path, tmp_path: Path) -> None:
    write_table(folder / "d.xlsx", TABLES, organ="样例九镇人民政府")
    out = str(tmp_path / "out")
    first = run_batch(folder, out, InProcess())
    assert (first.checked, first.kept) == (2, 0)
    idle = InProcess()
    again = run_batch(folder, out, idle)
    assert (again.checked, again.kept, idle.asked) == (0, 2, [])
    write_table(folder / NAMES[1], "requests", {"requests.received.natural_person": 5})
    changed = run_batch(folder, out, InProcess())
    assert (changed.checked, changed.kept) == (1, 1)
    assert [report.values["requests.received.natural_person"] for report in reports(tmp_path / "out") if report.parts] == [5]
    write_table(folder / "e.xlsx", "requests")
    apart = run_batch(folder, out, InProcess())
    assert len(apart.apart) == 1 and all(not report.parts for report in reports(tmp_path / "out")) and len(reports(tmp_path / "out")) == 5


@pytest.mark.slow
def test_parts_that_change_between_the_plan_and_the_check_are_told_and_give_no_figures(folder: Path) -> None:
    files = tuple(str(folder / name) for name in NAMES)
    planned = submission(files[0], files)
    for change in ({"organ": "样例二镇人民政府"}, {"year": 2022}):
        write_table(folder / NAMES[1], "requests", **change)
        [outcome] = check_chunk([planned], build(Recipe(program_digest())), lambda position: None)
        assert outcome.submission.status == "unreadable" and outcome.filing is None and "合不成一份" in json.loads(outcome.report)["error"]["zh"]
    write_table(folder / NAMES[1], TABLES)
    [whole] = check_chunk([planned], build(Recipe(program_digest())), lambda position: None)
    assert whole.submission.status == "unreadable" and "合不成一份" in json.loads(whole.report)["error"]["zh"]


class Meddling(InProcess):
    """Somebody replaces a part when the files were checked by themselves, before they are checked together."""

    def __init__(self, change: Callable[[], object]) -> None:
        super().__init__()
        self._change, self._rounds = change, 0

    def run(self, recipe: Recipe, chunks: Iterable[Chunk]) -> Generator[list[Outcome], None, None]:
        self._rounds += 1
        if self._rounds == 2:
            self._change()
        yield from super().run(recipe, chunks)


@pytest.mark.slow
@pytest.mark.parametrize(("tables", "organ", "count"), [(TABLES, "样例一镇人民政府", 2), ("requests", "样例二镇人民政府", 2), ("proactive", "样例一镇人民政府", 3)])
def test_a_submission_that_came_apart_during_the_run_is_told_and_the_next_run_has_what_is_there(
    tables: str | tuple[str, ...], organ: str, count: int, folder: Path, tmp_path: Path
) -> None:
    run_batch(folder, str(tmp_path / "out"), Meddling(lambda: write_table(folder / NAMES[1], tables, organ=organ)))
    [told_of] = reports(tmp_path / "out")
    assert told_of.status == "unreadable" and told_of.error is not None and "请重新审核" in told_of.error_ask.zh
    run_batch(folder, str(tmp_path / "out"), InProcess())
    assert len(reports(tmp_path / "out")) == count and all(report.status != "unreadable" for report in reports(tmp_path / "out"))


@pytest.mark.slow
def test_parts_that_arrive_one_after_the_other_end_in_one_answer(made: Path, tmp_path: Path) -> None:
    with watching(tmp_path) as said:
        for name in reversed(NAMES):
            shutil.copyfile(made / name, tmp_path / name)
            wait(partial(told, said, name))
        wait(lambda: told(said, " + ".join(NAMES)))
    stems = [name.removesuffix(".xlsx") for name in NAMES]
    assert answers(tmp_path) == {f"{stems[0]}.txt", f"{stems[0]}.退回修改通知.docx", *(f"{stem}(批注).xlsx" for stem in stems)}
    assert " + ".join(NAMES) in (tmp_path / RESULTS / f"{stems[0]}.txt").read_text("utf-8-sig")
    with watching(tmp_path) as said:
        write_table(tmp_path / "z别家.xlsx", TABLES, organ="样例九镇人民政府")
        wait(lambda: told(said, "z别家.xlsx："))
    assert not told(said, NAMES[0])
