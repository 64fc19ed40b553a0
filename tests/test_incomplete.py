"""A file that was not wholly checked (未审全) says so in every output: how many figures were read, which were not, why, and what to do."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from lxml import html
from rich.console import Console

from tests.batches import InProcess, run_batch
from tests.conftest import Run
from tests.filings import filing_of
from tests.submissions import CONSISTENT, write_submission
from tests.unread import UNKNOWN_FORMULA, formula, put
from tests.written import write_csv, write_html, write_json, write_junit, write_office_workbook, write_sarif, write_slips
from xlplugin.checking.check import check
from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.coverage import coverage_of
from xlplugin.filing.facts import Facts, LineFault, Misreading
from xlplugin.filing.filing import Answer
from xlplugin.filing.findings import Report
from xlplugin.live.session import Outcome
from xlplugin.outputs.marked.marks import marks, rows
from xlplugin.outputs.rollup.choose import plan
from xlplugin.outputs.terminal import print_reports
from xlplugin.review.review import STATES, Review
from xlplugin.review.review_run import review
from xlplugin.runs.run import check_files
from xlplugin.runs.store.results import Results
from xlplugin.text import Text

TOTAL = "requests.received.total"
READ = "表中 200 个数，读到 199 个"
CAUSE = "公式无法重新计算"
ASKED = "请改用模板自带的求和公式"
_REASON = Text("不支持函数 X", "the function X is not supported")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A run over a file that was not wholly read and has an error besides, one with an error, a sound one and one that is none."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "in").mkdir()
    broken(folder / "in" / "1.xlsx")
    write_submission(folder / "in" / "2.xlsx", {**CONSISTENT, "requests.received.other": 6}, organ="样例二镇人民政府")
    write_submission(folder / "in" / "3.xlsx", CONSISTENT, organ="样例三镇人民政府")
    (folder / "in" / "4.xlsx").write_bytes(b"no workbook at all")
    run_batch(folder / "in", str(folder / "out"), InProcess())
    return str(folder / "out")


def broken(path: Path, values: dict[str, object] | None = None) -> Path:
    """A template of which one total cannot be recalculated."""
    write_submission(path, {**CONSISTENT, "requests.received.other": 6} if values is None else values)
    [place] = (cell.place for cell in [read(path)[TOTAL]])
    assert place is not None
    return put(path, place, formula(UNKNOWN_FORMULA))


def read(path: Path) -> Any:
    from xlplugin.reading.read import read_workbook

    return read_workbook(path).cells


@pytest.fixture
def results(out: str) -> Iterator[Results]:
    with Results(out) as found:
        yield found


def first(results: Results) -> Report:
    return next(iter(results)).report()


def not_calculated(value: int | None = None) -> Cell:
    """A formula that could not be recalculated, with its saved number or without."""
    return Cell(Shape.NUMBER if value is not None else Shape.NOT_CALCULATED, value, "=X()", formula="=X()", saved=value, reason=_REASON)


@pytest.mark.parametrize(
    ("cells", "facts", "read", "saved", "unread"),
    [
        ({}, Facts(), 200, 0, []),
        ({TOTAL: not_calculated()}, Facts(), 199, 0, [(TOTAL,)]),
        ({TOTAL: not_calculated(3)}, Facts(), 200, 1, [(TOTAL,)]),
        ({TOTAL: Cell(Shape.BLANK)}, Facts(), 200, 0, []),
        ({TOTAL: Cell(Shape.TEXT, raw="若干")}, Facts(), 200, 0, []),
        ({TOTAL: Cell(Shape.ERROR, raw="#REF!")}, Facts(), 200, 0, []),
    ],
)
def test_what_is_read_is_counted_figure_by_figure(cells: dict[str, Cell], facts: Facts, read: int, saved: int, unread: list[tuple[str, ...]]) -> None:
    [report] = check([filing_of(cells=cells, facts=facts)])
    found = report.coverage
    assert found is not None and (found.fields, found.read, found.saved) == (200, read, saved)
    assert [cause.fields for cause in found.unread] == unread and (report.status == "incomplete") == bool(unread)


@pytest.mark.parametrize(
    ("facts", "is_incomplete"),
    [
        (Facts(missing_tables=("review",)), False),
        (Facts(line_faults=(LineFault("missing", "requests", "row", "1.属于国家秘密"),)), True),
        (Facts(misreadings=(Misreading("torn", "review", "0 0", ("review.reconsideration.total",), is_read=False),)), True),
    ],
)
def test_what_is_not_in_the_file_is_missing_and_what_was_not_placed_is_unread(facts: Facts, is_incomplete: bool) -> None:
    filing = filing_of(facts=facts)
    cells = {name: cell for name, cell in filing.cells.items() if not name.startswith("review.")}
    from dataclasses import replace

    assert bool(coverage_of(replace(filing, cells=cells)).unread) == is_incomplete


def test_a_row_under_a_label_that_nobody_knows_is_unread_and_one_that_is_left_out_is_missing() -> None:
    from dataclasses import replace

    filing = filing_of()
    row = next(field.row for name, field in filing.form.fields.items() if name.startswith("requests.other_fee_unpaid."))
    cells = {name: cell for name, cell in filing.cells.items() if not name.startswith("requests.other_fee_unpaid.")}
    gone = LineFault("missing", "requests", "row", row.label.official)
    left_out = replace(filing, cells=cells, facts=Facts(line_faults=(gone,)))
    renamed = replace(left_out, facts=Facts(line_faults=(gone, LineFault("added", "requests", "row", "某行"))))
    assert coverage_of(left_out).is_whole and coverage_of(left_out).read == 193
    [cause] = coverage_of(renamed).unread
    assert cause.rows == ("other_fee_unpaid",) and row.label.short in cause.text.zh


def test_an_error_that_was_released_leaves_the_figure_unread() -> None:
    filing = filing_of({TOTAL: "若干"})
    [open_one] = check([filing])
    [released] = check([filing], releases=[[Answer("C03", TOTAL, "若干", release="张三，已核实，2024-01-25")]])
    assert (open_one.status, released.status) == ("error", "incomplete")
    assert released.coverage is not None and "若干" in released.coverage.unread[0].reason.zh


def test_rules_that_are_left_out_make_nothing_incomplete() -> None:
    from xlplugin.rules import catalogue

    [report] = check([filing_of({TOTAL: "若干"})], [rule for rule in catalogue().values() if rule.id.startswith("R")])
    assert report.status == "clean" and report.not_checked


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_terminal_says_how_many_were_read_which_not_and_what_to_do(language: Any, results: Results) -> None:
    lines = io.StringIO()
    print_reports([one.report() for one in results], language, Console(file=lines, highlight=False, emoji=False, markup=False, color_system=None))
    said = lines.getvalue()
    head, cause = said.splitlines()[:2]
    if language == "zh":
        assert f"未审全：{READ}" in head and "未读到" in cause and CAUSE in cause and ASKED in cause
        assert "共 4 个文件：1 个通过，1 个有错误（须改正），1 个未审全，1 个无法读取。" in said
    else:
        assert "not wholly checked: 199 of the form's 200 figures were read" in head and "Use the template's own sums" in cause and cause < "\u4e00" * 2
        assert "1 not wholly checked" in said
    assert said.count("√") == 1


def test_json_has_how_much_was_read_of_every_file_and_the_errors_of_an_incomplete_one(results: Results, tmp_path: Path) -> None:
    write_json(results, review(results), tmp_path / "x.json", "zh")
    made = json.loads((tmp_path / "x.json").read_text("utf-8"))
    assert made["summary"] == {"files": 4, "clean": 1, "with_errors": 1, "with_warnings": 0, "incomplete": 1, "unreadable": 1}
    incomplete, error, clean, unreadable = made["files"]
    assert (incomplete["status"], incomplete["read"]) == ("incomplete", {"fields": 200, "read": 199, "saved": 0})
    assert incomplete["unread"] == [{"table": "requests", "fields": [TOTAL], "reason": incomplete["unread"][0]["reason"]}] and CAUSE in incomplete["unread"][0]["reason"]
    assert incomplete["values"][TOTAL] is None and any(finding["severity"] == "error" for finding in incomplete["findings"])
    assert error["read"] == clean["read"] == {"fields": 200, "read": 200, "saved": 0} and error["unread"] == clean["unread"] == []
    assert (unreadable["read"], unreadable["unread"]) == (None, [])


def test_sarif_has_a_notification_of_level_error(results: Results, tmp_path: Path) -> None:
    write_sarif(results, review(results), tmp_path / "x.sarif", "zh")
    [invocation] = json.loads((tmp_path / "x.sarif").read_text("utf-8"))["runs"][0]["invocations"]
    [told] = [one for one in invocation["toolExecutionNotifications"] if one["message"]["text"].startswith("未审全")]
    assert invocation["executionSuccessful"] is False and told["level"] == "error" and READ in told["message"]["text"] and CAUSE in told["message"]["text"]
    assert told["locations"][0]["logicalLocations"][0]["kind"] == "cell"


def test_junit_has_an_error_besides_the_failures(results: Results, tmp_path: Path) -> None:
    write_junit(results, review(results), tmp_path / "x.xml", "zh")
    suite = ET.parse(tmp_path / "x.xml").getroot()[0]
    error = suite.find("testcase/error")
    assert suite.get("errors") == "1" and int(suite.get("failures", "0")) > 0
    assert error is not None and error.get("type") == "incomplete" and READ in str(error.get("message")) and CAUSE in str(error.text)


def test_csv_has_a_line_for_each_cause(results: Results, tmp_path: Path) -> None:
    write_csv(results, review(results), tmp_path / "x.csv", "zh")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as stream:
        [line] = [row for row in csv.DictReader(stream) if row["等级"] == "未审全"]
    assert line["字段"] == TOTAL and line["单元格"] and CAUSE in line["问题"] and line["单位"] == "样例一镇人民政府"


def test_the_page_has_a_tile_a_filter_a_badge_and_marked_cells(results: Results, tmp_path: Path) -> None:
    write_html(results, review(results), tmp_path / "x.html", "zh")
    page = html.parse(str(tmp_path / "x.html")).getroot()
    tiles = [tile.get("class").split()[1] for tile in page.xpath("//li[starts-with(@class, 'tile')]")]
    assert tiles == ["accepted", "explain", "return", "incomplete", "unreadable", "files"]
    assert [button.get("data-filter") for button in page.xpath("//button[@data-filter]")] == ["all", "clean", "warning", "error", "incomplete", "unreadable"]
    [section] = page.xpath("//details[@data-status='incomplete']")
    assert section.xpath("string(./summary/span)") == "未审全" and READ in section.xpath("string(.//h3)") and CAUSE in section.xpath("string(.//ul[@class='incomplete'])")
    [cell] = section.xpath(f".//td[substring(@id, string-length(@id) - {len(TOTAL) - 1}) = '{TOTAL}']")
    assert "unread" in cell.get("class").split() and ASKED in cell.get("title")


def test_the_offices_workbook_has_the_state_its_count_a_colour_of_its_own_and_remarks(results: Results, tmp_path: Path) -> None:
    write_office_workbook(results, review(results), tmp_path / "x.xlsx", "zh")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    sheet = book["审核情况一览表"]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert "未审全 1 份、无法读取 1 份" in str(sheet["A2"].value) and "审核通过 1 家，退回修改 1 家，未审全 1 家，无法读取 1 家" in str(sheet["A2"].value)
    state = cells["未审全"]
    row = {sheet.cell(4 if sheet.cell(4, 1).value == "序号" else 3, column).value: sheet.cell(state.row, column).value for column in range(1, 12)}
    assert READ in str(row["备注"]) and "读取问题" in str(row["备注"]), row
    fills = {cells[words.zh].fill.start_color.rgb for name, words in STATES.items() if words.zh in cells}
    assert len(fills) == 4
    reading = [str(cell.value) for line in book["读取问题"].iter_rows() for cell in line if cell.value]
    assert any(CAUSE in words and ASKED in words for words in reading)


def test_a_slip_asks_for_a_version_that_can_be_checked(results: Results, tmp_path: Path) -> None:
    made = {path.name: Document(str(path)) for path in write_slips(results, review(results), tmp_path / "slips", "zh")}
    slip = made["样例一镇人民政府退回修改通知.docx"]
    said = "\n".join(paragraph.text for paragraph in slip.paragraphs)
    lines = [[cell.text for cell in row.cells] for row in slip.tables[0].rows]
    assert f"{READ}，未能全部审核；另发现错误" in said and "重新报送" in said
    assert lines[1][0].startswith("一、未能审核的数字") and any(line[0].startswith("二、错误") for line in lines)
    assert any(CAUSE in line[6] and line[7].startswith(ASKED) for line in lines)


def test_a_roll_up_leaves_it_out_says_how_to_take_it_in_and_tells_when_it_does(results: Results) -> None:
    reviewed = review(results)
    left, asked = plan(reviewed, None), plan(reviewed, None, include_unaccepted=True)
    [reason] = [one.reason.zh for one in left.left_out if one.organ == "样例一镇人民政府"]
    assert reason == f"未审全（{READ}），要计入请用 --include-unaccepted"
    assert "样例一镇人民政府" in [part.organ for part in asked.parts]
    assert any("样例一镇人民政府未审全" in remark.zh and READ in remark.zh for remark in asked.remarks)


def test_the_review_counts_it_and_gives_it_its_state(results: Results) -> None:
    reviewed: Review = review(results)
    assert {entry.organ: entry.state for entry in reviewed.entries}["样例一镇人民政府"] == "incomplete" and reviewed.counts["incomplete"] == 1
    assert [text.zh for text in STATES.values()] == ["审核通过", "待说明", "退回修改", "未审全", "无法读取", "未报送"]


def test_the_buttons_say_it_before_the_findings_and_mark_the_cell(tmp_path: Path) -> None:
    filing = filing_of({"requests.received.other": 6}, cells={TOTAL: not_calculated()})
    from dataclasses import replace

    from xlplugin.filing.cells import Place

    filing = replace(filing, cells={**filing.cells, TOTAL: replace(filing.cells[TOTAL], place=Place("三、申请办理", 6, 10))})
    [report] = check([filing])
    assert Outcome(report, filing, ()).summary.zh.startswith(f"未审全：{READ}，")
    [mark] = [mark for mark in marks(report, "zh") if mark.place == Place("三、申请办理", 6, 10)]
    listed = rows(report, filing, "zh")[0]
    assert CAUSE in mark.note and listed.cells[0] == "未审全" and listed.place == mark.place


@pytest.mark.slow
def test_the_exit_status_is_2_with_fail_on_never_too_and_in_batches(tmp_path: Path, run: Run) -> None:
    path = broken(tmp_path / "1.xlsx", dict(CONSISTENT))
    assert [report.status for report in check_files([path])] == ["incomplete"]
    write_submission(tmp_path / "2.xlsx", CONSISTENT, organ="样例二镇人民政府")
    for arguments in ((path,), (path, "--fail-on", "never"), (tmp_path,), (tmp_path, "--fail-on", "never"), (tmp_path, "--report", f"csv={tmp_path / 'x.csv'}")):
        assert run("check", *arguments).status == 2, arguments
    told = run("annotate", path, "-o", tmp_path / "copy.xlsx")
    assert told.status == 0 and f"未审全：{READ}" in told.out
