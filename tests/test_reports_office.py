"""The office's workbook: its counts are those of the run, and nothing that was submitted becomes a formula or leads elsewhere."""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.reports_run import DEADLINE, EVIL, MISSING, WORSE, HandMade, review_of, run_over
from tests.written import write_office_workbook
from xlplugin.errors import UsageError
from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Finding, NotChecked, Note, Report, Severity, Waiver
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.harmless import harmless
from xlplugin.outputs.office import page
from xlplugin.outputs.office.links import cell_link, file_link
from xlplugin.review.review import STATES, Entry, Review
from xlplugin.review.review_run import review as review_run
from xlplugin.review.roster import Member, Roster
from xlplugin.runs.store.results import Results
from xlplugin.text import LANGUAGES, Text, same

pytestmark = pytest.mark.slow  # whole workbooks, many of them

SHEETS = ["审核情况一览表", "通报", "问题清单", "读取问题", "未报送及迟报名单", "指标", "指标（分单位）", "数据台账", "数据台账（2019年版）", "通报附表", "通报附表（问题分布）", "规则统计"]
posix = pytest.mark.skipif(os.name == "nt", reason="Windows allows no such file names")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("office")
    run_over(found)
    return found


@pytest.fixture(scope="module")
def results(folder: Path) -> Iterator[Results]:
    with Results(str(folder / "out")) as found:
        yield found


@pytest.fixture(scope="module")
def review(results: Results) -> Review:
    return review_of(results)


@pytest.fixture(scope="module")
def target(folder: Path, results: Results, review: Review) -> Path:
    path = folder / "审核" / "审核情况.xlsx"
    path.parent.mkdir()
    write_office_workbook(results, review, path, "zh")
    return path


@pytest.fixture(scope="module")
def book(target: Path) -> Workbook:
    return openpyxl.load_workbook(target)


def table(book: Workbook, name: str, first: str) -> list[dict[str, Any]]:
    """The rows below the heading that begins with `first`, by heading."""
    rows = list(book[name].iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if row[0] == first)
    return [dict(zip(map(str, rows[at]), row, strict=True)) for row in rows[at + 1 :]]


def by_hand(results: Results, tmp_path: Path, *reports: Report) -> tuple[HandMade, Review, Path]:
    """Results of these reports, each of an organ of its own."""
    made = HandMade(results, reports)
    entries = tuple(Entry(report.organ or report.file, "return", 2023, None, (Submission(report.file, status=report.status),)) for report in reports)
    return made, Review(entries, counts={"files": len(reports)}), tmp_path / "made.xlsx"


def test_the_sheets_are_those_an_office_works_with(book: Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_the_overview_has_every_organ_with_its_counts_and_state(book: Workbook, review: Review) -> None:
    rows = table(book, "审核情况一览表", "序号")
    assert [(row["单位"], row["状态"]) for row in rows] == [(entry.organ, STATES[entry.state].zh) for entry in review.entries]
    expected = [(one.errors, one.warnings) if (one := entry.newest) and one.status != "unreadable" else (None, None) for entry in review.entries]
    assert [(row["错误"], row["疑点"]) for row in rows] == expected
    assert [row["轮次"] for row in rows] == [entry.newest.round if entry.newest else None for entry in review.entries]
    assert "未报送 2 家" in str(book["审核情况一览表"]["A2"].value)
    assert [row["单位"] for row in rows if "较上次报送：已改 1 处" in str(row["备注"])] == [entry.organ for entry in review.entries if entry.rounds]


def test_where_to_look_is_told_once_a_file_and_then_referred_to(book: Workbook, results: Results) -> None:
    shared = [report for report in (one.report() for one in results) if any(len([1 for problem in report.problems if problem.finding.field in advice.fields]) > 1 for advice in report.advice)]
    rows = table(book, "问题清单", "单位")
    assert shared
    for report in shared:
        cells = [str(row["依据和查找"] or "") for row in rows if row["位置"] and harmless(report.file).endswith(f"/{row['文件']}")]
        for advice in report.advice:
            assert sum(advice.text.zh in cell for cell in cells) == 1
    assert any(f"查找同 {row['位置']} 一行。" in str(other["依据和查找"]) for row in rows for other in rows if row["位置"])


def test_the_list_of_problems_has_every_problem_of_every_file(book: Workbook, results: Results, review: Review) -> None:
    rows = table(book, "问题清单", "单位")
    problems = [problem for report in (one.report() for one in results) for problem in report.problems]
    assert len(rows) == len(problems) + len(review.findings) > 60
    assert [row["规则"] for row in rows] == [problem.finding.rule for problem in problems] + [one.rule for one in review.findings]
    covered = [row for row, problem in zip(rows, problems, strict=False) if problem.grounds]
    assert covered and all("依据：" in row["依据和查找"] for row in covered)
    assert [row["说明或放行"] for row in rows if row["说明或放行"]] == ["审核放行：张三，已核实台账，2024-01-25"]


def test_the_counts_of_the_sheets_agree(book: Workbook, review: Review) -> None:
    overview, listed = table(book, "审核情况一览表", "序号"), table(book, "问题清单", "单位")
    *annex, annex_total = table(book, "通报附表", "序号")
    *rules, rules_total = table(book, "规则统计", "规则")
    batch = Counter(one.severity for one in review.findings)
    for word, severity in (("错误", Severity.ERROR), ("疑点", Severity.WARNING)):
        of_organs = sum(row[word] or 0 for row in overview)
        assert of_organs > 10
        assert of_organs == annex_total[f"{word}数"] == sum(row[f"{word}数"] or 0 for row in annex)
        open_ones = [row for row in listed if row["最新"] == "是" and row["等级"] == word and not row["说明或放行"]]
        assert of_organs == len(open_ones)
        assert rules_total[f"{word}（处）"] == sum(row[f"{word}（处）"] for row in rules) == of_organs + batch[severity]
    assert next(row for row in rules if row["规则"] == "B02")["涉及单位（家）"] == len(MISSING)
    assert next(row for row in rules if row["规则"] == "P08")["审核放行（处）"] == 1


def test_the_annex_names_how_many_organs_each_rule_concerns(book: Workbook) -> None:
    listed = [row for row in table(book, "问题清单", "单位") if row["最新"] == "是" and row["等级"] in ("错误", "疑点") and not row["说明或放行"]]
    rows = {row["规则"]: row for row in table(book, "通报附表（问题分布）", "序号")}
    for rule in ("R01", "C01", "P01"):
        assert rows[rule]["涉及单位（家）"] == len({row["单位"] for row in listed if row["规则"] == rule}) > 0
        assert rows[rule]["处数"] == sum(row["规则"] == rule for row in listed)


def test_whoever_has_not_submitted_or_was_late_is_listed_with_words_to_send(book: Workbook, review: Review) -> None:
    rows = table(book, "未报送及迟报名单", "序号")
    late = [entry.organ for entry in review.entries if entry.is_late]
    assert [row["单位"] for row in rows] == [*MISSING, *late] and late
    assert rows[0]["催报文字（可复制发送）"].startswith("【催报】样例八十镇：你单位2023年度政府信息公开工作年度报告应于2024年1月24日前报送")
    days = {entry.organ: (one.submitted - DEADLINE).days for entry in review.entries if (one := entry.newest) and one.submitted}
    assert [row["情况"] for row in rows] == ["未报送"] * 2 + [f"迟报 {days[organ]} 天" for organ in late]
    message = str(book["未报送及迟报名单"]["A3"].value)
    assert "、".join(MISSING) in message and "2 家单位" in message


def test_the_ledger_has_the_figures_as_numbers_and_leaves_blanks_blank(book: Workbook, results: Results, review: Review) -> None:
    sheet = book["数据台账"]
    ids = {cell.value: cell.column for cell in sheet[3] if cell.value}
    assert len(ids) == 207 and sheet.row_dimensions[3].hidden  # 200 of the form, 7 of the single row （六）
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=8) if row[1].value}
    reports = {report.file: report for report in (one.report() for one in results)}
    checked = 0
    for entry in review.entries:
        report = reports[entry.newest.file] if entry.newest else None
        if report is None or report.edition != "2021":
            continue
        for name, value in report.values.items():
            written = rows[entry.organ][ids[name] - 1].value
            assert written == (float(value) if isinstance(value, Decimal) else value), (entry.organ, name)
            checked += 1
    assert checked > 4000
    assert rows[MISSING[0]][ids["requests.received.total"] - 1].value is None
    heads = [sheet.cell(row, ids["requests.refused_by_law.company"]).value for row in (4, 5, 6, 7)]
    assert heads[3] == "商业企业"
    assert sheet.cell(5, ids["requests.refused_by_law.natural_person"]).value == "三、本年度办理结果 （三）不予公开 2.其他法律行政法规禁止公开"
    assert {row[2] for row in book["数据台账（2019年版）"].iter_rows(min_row=8, values_only=True)} == {2019, 2023}


COMPUTED = ("指标", "指标（分单位）")
"""The sheets that have formulas, all of them ours: over cells of these sheets, with words of the program."""


def test_no_cell_is_a_formula_but_those_of_the_indicators_and_hostile_names_stay_text(target: Path, book: Workbook, results: Results) -> None:
    kinds = Counter(cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if sheet.title not in COMPUTED)
    assert kinds["f"] == kinds["e"] == 0 and kinds["s"] > 1000 and kinds["n"] > 5000
    with zipfile.ZipFile(target) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml") for number, name in enumerate(book.sheetnames, 1) if name not in COMPUTED]
        assert not any(re.search(rb"<f[ >]", sheet) for sheet in sheets)
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name.lower()]
    assert set(EVIL) <= {row["单位"] for row in table(book, "审核情况一览表", "序号")}
    formulas = [str(cell.value) for name in COMPUTED for row in book[name].iter_rows() for cell in row if cell.data_type == "f"]
    organs = {one.named for one in results.submissions() if one.named}
    assert len(formulas) > 500 and not [formula for formula in formulas if any(organ in formula for organ in organs)]
    bare = [re.sub(r"\"[^\"]*\"|'指标（分单位）'!", "", formula) for formula in formulas]
    assert all(re.fullmatch(r"=[A-Z0-9$:,()+\-*/<>=&]*", formula) for formula in bare)
    assert {name for formula in bare for name in re.findall(r"[A-Z]+(?=\()", formula)} <= {"IF", "AND", "ISNUMBER", "SUMIFS", "COUNTIFS"}


def test_a_name_that_no_cell_can_hold_is_made_one_that_can(results: Results, tmp_path: Path) -> None:
    reports = [Report(f"{number}\udcff.xlsx", organ, 2023, "2021", findings=(Finding("R01", Severity.ERROR, same(organ), "f", actual=organ),)) for number, organ in enumerate(WORSE)]
    made, review, target = by_hand(results, tmp_path, *reports)
    write_office_workbook(made, review, target, "zh")
    book = openpyxl.load_workbook(target)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type in "fe" or cell.hyperlink]
    shown = [row["单位"] for row in table(book, "审核情况一览表", "序号")]
    assert [shown[number] for number in (0, 1, 3, 4)] == [WORSE[number] for number in (0, 1, 3, 4)]
    assert shown[2] == " [31m红字镇" and shown[5].endswith("余下从略）") and shown[6] == "\ufffd坏"
    assert [row["现为"] for row in table(book, "问题清单", "单位")] == shown


def test_links_lead_to_files_of_the_run_and_to_their_cells(book: Workbook, target: Path, results: Results) -> None:
    files = {os.path.realpath(one.file) for one in results.submissions()}
    reached = set()
    for sheet in book:
        for leads_to in (str(cell.hyperlink.target) for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            assert not re.match(r"[a-z]+:", leads_to, re.IGNORECASE)
            path = os.path.realpath(target.parent / unquote(leads_to.replace("\\", "/")))
            assert path in files, leads_to
            reached.add(path)
    assert {Path(path).name for path in files - reached} <= {"\x1b[31m红.xlsx", "back\\slash.xlsx"} | {Path(path).name for path in files if "模板填报" in path}
    listed = [(str(row[6].value), row[6].hyperlink.location) for row in book["问题清单"].iter_rows(min_row=4) if row[6].hyperlink]
    assert listed and all(location == re.sub(r"^(.*)!", r"'\1'!", shown) for shown, location in listed)


@posix
@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("a b#%.xlsx", "external:./a%20b%23%25.xlsx"),
        ("mailto:x.xlsx", "external:./mailto%3Ax.xlsx"),
        ("年报.xlsx", "external:./年报.xlsx"),
        ("x", "external:./x"),
        ("back\\slash.xlsx", None),
        ("\x1b[31m.xlsx", None),
        ("\u202egpj.xlsx", None),
        ("名" * 80, "external:./" + "名" * 80),
    ],
)
def test_a_path_is_escaped_into_a_link_or_none_is_made(name: str, link: str | None, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    assert file_link(str(tmp_path / name), tmp_path / "out.xlsx") == link


def test_only_a_file_of_this_machine_gets_a_link(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    assert file_link("s3://bucket/a.xlsx", target) is None
    assert file_link(str(tmp_path / "gone.xlsx"), target) is None
    assert file_link(str(tmp_path), target) is None


@pytest.mark.parametrize(
    ("sheet", "link"),
    [("三、申请办理", "external:a#'三、申请办理'!B3"), ("O'Neil", "external:a#'O''Neil'!B3"), ("a#b", "external:a#'a#b'!B3"), ("a/b", "external:a"), ("长" * 3000, "external:a")],
)
def test_a_link_to_a_cell_quotes_its_sheet(sheet: str, link: str) -> None:
    assert cell_link("external:a", Place(sheet, 3, 2)) == link


def test_the_same_results_give_the_same_bytes(folder: Path, results: Results, review: Review, target: Path) -> None:
    again = target.with_name("again.xlsx")
    write_office_workbook(results, review, again, "zh")
    assert again.read_bytes() == target.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_is_named_and_headed_in_the_language(language: Any, results: Results, review: Review, tmp_path: Path) -> None:
    write_office_workbook(results, review, tmp_path / "x.xlsx", language)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    chinese = [bool(re.search("[一-鿿]", name)) for name in book.sheetnames]
    assert all(chinese) if language == "zh" else not any(chinese)
    assert len(book.sheetnames) == len(SHEETS)


def test_without_a_roster_nobody_is_called_missing(results: Results, tmp_path: Path) -> None:
    made, review, target = by_hand(results, tmp_path, Report("甲.xlsx", "甲镇", 2023, "2021"))
    write_office_workbook(made, review, target, "zh")
    book = openpyxl.load_workbook(target)
    assert "没有提供应报单位名单" in str(book["未报送及迟报名单"]["A2"].value)
    assert "应报送" not in str(book["审核情况一览表"]["A2"].value)


def test_reports_are_taken_one_at_a_time(results: Results, tmp_path: Path) -> None:
    made, review, target = by_hand(results, tmp_path, *(Report(f"{n:03}.xlsx", f"样例{n}镇", 2023, "2021", {"requests.received.total": n}) for n in range(50)))
    write_office_workbook(made, review, target, "zh")
    assert made.asked == [f"{n:03}.xlsx" for n in range(50)] and made.most_alive <= 2
    rows = [row[:2] for row in openpyxl.load_workbook(target)["数据台账"].iter_rows(min_row=8, values_only=True)]
    assert rows == [(n + 1, f"样例{n}镇") for n in range(50)]


def test_what_does_not_fit_into_a_sheet_is_told(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_ROWS", 10)
    findings = tuple(Finding("R01", Severity.ERROR, same(f"问题{n}"), f"requests.received.f{n}") for n in range(20))
    made, review, target = by_hand(results, tmp_path, Report("甲.xlsx", "甲镇", 2023, "2021", findings=findings))
    write_office_workbook(made, review, target, "zh")
    book = openpyxl.load_workbook(target)
    assert book["问题清单"].max_row == 10
    assert "行数上限（10 行）" in str(book["问题清单"].cell(10, 1).value)
    assert "问题清单列出 6 行，另有 14 行超出工作表的行数上限" in str(book["审核情况一览表"]["A2"].value)


def test_links_beyond_what_a_sheet_may_have_become_text(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST", 5)
    (tmp_path / "甲.xlsx").touch()
    findings = tuple(Finding("R01", Severity.ERROR, same(f"问题{n}"), f"f{n}", Place("表", n + 1, 1)) for n in range(9))
    made, review, target = by_hand(results, tmp_path, Report(str(tmp_path / "甲.xlsx"), "甲镇", 2023, "2021", findings=findings))
    write_office_workbook(made, review, target, "zh")
    book = openpyxl.load_workbook(target)
    cells = [cell for row in book["问题清单"].iter_rows(min_row=4) for cell in row]
    assert sum(cell.hyperlink is not None for cell in cells) == 5
    assert [cell.value for cell in cells if cell.column == 7] == [f"表!A{n + 1}" for n in range(9)]
    assert "链接超过一张工作表的上限" in str(book["审核情况一览表"]["A2"].value)


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(results: Results, tmp_path: Path) -> None:
    finding = Finding("C05", Severity.ERROR, Text("𠮷" * 20_000, "x" * 40_000), "f", actual="=1+" + "1" * 40_000)
    made, review, target = by_hand(results, tmp_path, Report("甲.xlsx", "甲镇", 2023, "2021", findings=(finding,)))
    write_office_workbook(made, review, target, "zh")
    (row,) = table(openpyxl.load_workbook(target), "问题清单", "单位")
    assert row["问题"].endswith("……（文字过长，余下从略）") and len(row["问题"].encode("utf-16-le")) // 2 <= 32_767
    assert row["现为"].startswith("=1+1") and len(row["现为"]) == 32_767


def test_faults_of_reading_stand_apart_and_are_not_counted(results: Results, tmp_path: Path) -> None:
    torn = Finding("T02", Severity.INFO, Text("一行被分页断开。", "a row was torn"), "f", Place("表", 3, 1))
    made, review, target = by_hand(results, tmp_path, Report("甲.html", "甲镇", 2023, "2021", transcription=(torn,)), Report("乙.xlsx", error=Text("文件是空的。", "empty")))
    write_office_workbook(made, review, target, "zh")
    book = openpyxl.load_workbook(target)
    assert table(book, "问题清单", "单位") == []
    assert [(row["规则"], row["情况"], row["文件"]) for row in table(book, "读取问题", "单位")] == [("T02", "一行被分页断开。", "甲.html"), (None, "文件是空的。", "乙.xlsx")]
    assert "T02" not in [row["规则"] for row in table(book, "规则统计", "规则")]


def test_what_was_answered_and_what_could_not_be_checked_is_counted_by_rule(results: Results, tmp_path: Path) -> None:
    findings = (
        Finding("R05", Severity.ERROR, same("甲"), "f"),
        Finding("R01", Severity.ERROR, same("乙"), "f", covered_by="R05"),
        Finding("P08", Severity.WARNING, same("丙"), "g", waived=Waiver("explained", "=属实")),
    )
    notes = (Note(Text("情况说明已失效。", "lapsed"), Text("情况说明已失效。", "lapsed")),)
    report = Report("甲.xlsx", "甲镇", 2023, "2021", findings=findings, not_checked=(NotChecked("Y01", same("缺")), NotChecked("Y01", same("缺"), "g")), notes=notes)
    made, review, target = by_hand(results, tmp_path, report)
    write_office_workbook(made, review, target, "zh")
    book = openpyxl.load_workbook(target)
    rules = {row["规则"]: row for row in table(book, "规则统计", "规则")}
    assert (rules["R05"]["错误（处）"], rules["R01"]["错误（处）"], rules["R01"]["列为依据（处）"]) == (1, 0, 1)
    assert (rules["P08"]["疑点（处）"], rules["P08"]["已说明（处）"], rules["P08"]["涉及单位（家）"]) == (0, 1, 0)
    assert rules["Y01"]["未审核（份）"] == 1 and rules["R02"]["错误（处）"] == 0
    assert table(book, "审核情况一览表", "序号")[0]["备注"].endswith("情况说明已失效")


def test_a_review_made_by_the_program_is_written_as_one_made_by_hand(results: Results, tmp_path: Path) -> None:
    roster = Roster((Member("样例五镇", contact="李强", deadline=DEADLINE), Member("样例九十镇"), Member("样例九十一镇", merged_into="样例五镇")))
    review = review_run(results, roster)
    write_office_workbook(results, review, tmp_path / "x.xlsx", "zh")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert "应报送 2 家，已报送 1 家，未报送 1 家" in str(book["审核情况一览表"]["A2"].value)
    rows = table(book, "审核情况一览表", "序号")
    assert [(row["单位"], row["状态"]) for row in rows[:2]] == [("样例五镇", "退回修改"), ("样例九十镇", "未报送")]
    assert all("不在应报名单内" in row["备注"] for row in rows[2:])
    rules = {row["规则"]: row for row in table(book, "规则统计", "规则")}
    assert rules["B02"]["错误（处）"] == 1 == len([row for row in table(book, "问题清单", "单位") if row["规则"] == "B02"])
    assert {missed.rule for missed in review.not_checked} == {rule for rule, row in rules.items() if str(row["备注"] or "").startswith("未审核：")}


def test_where_it_cannot_be_written_nothing_is_left_behind(results: Results, review: Review, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        write_office_workbook(results, review, tmp_path / "nowhere" / "x.xlsx", "zh")
    target = tmp_path / "old.xlsx"
    target.write_bytes(b"old")

    class Broken(HandMade):
        def give(self, report: Report) -> Report:
            raise RuntimeError("cut off")

    with pytest.raises(RuntimeError, match="cut off"):
        write_office_workbook(Broken(results, [Report("甲.xlsx")]), review, target, "zh")
    assert target.read_bytes() == b"old" and [path.name for path in tmp_path.iterdir()] == ["old.xlsx"]
