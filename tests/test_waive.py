"""Explanations (情况说明) and releases (审核放行), through real workbooks: listed with the reason, counted apart, lapsed when a figure changes."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from rich.console import Console

from tests.batches import reports_json
from tests.conftest import Run
from tests.filings import filing_of
from tests.submissions import write_submission
from xlplugin.checking.check import check
from xlplugin.checking.waive import LAPSED, fingerprint
from xlplugin.filing.filing import Answer, Filing
from xlplugin.filing.findings import Finding, Report, Severity
from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER, HEADER_ROW
from xlplugin.outputs.marked.marks import SUSPECT, marks, rows
from xlplugin.outputs.terminal import print_reports
from xlplugin.reading.read import read_workbook
from xlplugin.rules import catalogue
from xlplugin.text import LANGUAGES, Language, same

pytestmark = pytest.mark.slow  # whole workbooks, many of them

FEES = "proactive.fees.amount"
REASON = "本镇代收全县污水处理费，已与财政所核对"
RELEASE = "王敏，2022年旧案补登，2024年1月15日"


def answer_on(path: Path, target: Path, values: Mapping[str, object]) -> Path:
    """A copy of a workbook with one more row on the sheet 校验结果."""
    book = openpyxl.load_workbook(path)
    sheet = book[FINDINGS]
    row = next(number for number in range(HEADER_ROW + 1, 100) if not any(sheet.cell(number, column).value for column in range(1, 12)))
    for name, value in values.items():
        sheet.cell(row, FINDINGS_HEADER.index(name) + 1).value = value  # type: ignore[assignment]
    book.save(target)
    return target


def checked(run: Run, path: Path, *arguments: object) -> dict[str, Any]:
    """The JSON report of one file, without what has no bearing: infos on a workbook that openpyxl saved."""
    [file] = json.loads(run("check", path, "--ignore", "W02", "--format", "json", *arguments).out)["files"]
    assert isinstance(file, dict)
    return file


def fees(folder: Path, amount: int, name: str = "报送.xlsx") -> Path:
    """A submission with one warning: P08, fees that look like yuan."""
    return write_submission(folder / name, {FEES: amount, "proactive.penalties.decisions": 1})


def row_of(path: Path) -> dict[str, str]:
    """The row that 校验结果 has for the only problem of a workbook."""
    filing = read_workbook(path)
    [report] = check([filing])
    [row] = [row for row in rows(report, filing, "zh") if row.cells[FINDINGS_HEADER.index("规则")] != "W02"]
    return dict(zip(FINDINGS_HEADER, row.cells, strict=True))


def test_an_explained_warning_is_listed_with_its_reason_and_no_longer_counts(run: Run, tmp_path: Path) -> None:
    bare = fees(tmp_path, 251000)
    assert run("check", bare, "--fail-on", "warning").status == 1
    explained = answer_on(bare, tmp_path / "说明.xlsx", {"规则": "P08", "字段": FEES, "现为": 251000, "情况说明": REASON})
    ran = run("check", explained, "--fail-on", "warning", "--ignore", "W02")
    assert ran.status == 0 and f"已说明：{REASON}" in ran.out and "(P08)" in ran.out
    assert "疑点 0 处" in ran.out and "已说明 1 处" in ran.out
    file = checked(run, explained)
    assert file["status"] == "clean"
    assert [finding["waived"] for finding in file["findings"]] == [{"kind": "explained", "reason": REASON}]
    assert "explained: " + REASON in run("check", explained, "--lang", "en").out


def test_a_row_typed_by_hand_lapses_when_the_figure_changes_and_says_so(run: Run, tmp_path: Path) -> None:
    changed = answer_on(fees(tmp_path, 361000), tmp_path / "b.xlsx", {"规则": "P08", "字段": FEES, "现为": 251000, "情况说明": REASON})
    ran = run("check", changed, "--fail-on", "warning", "--ignore", "W02")
    assert ran.status == 1 and "已失效" in ran.out and REASON in ran.out and "疑点 1 处" in ran.out
    assert "二、主动公开!" in checked(run, changed)["notes"][0]
    assert "has lapsed" in run("check", changed, "--lang", "en").out


@pytest.mark.parametrize("typed", [251000, "251000", "２５１０００", " 251000 ", 251000.0, "251000.00"])
def test_a_figure_typed_by_hand_may_be_written_in_any_way(typed: object, run: Run, tmp_path: Path) -> None:
    explained = answer_on(fees(tmp_path, 251000), tmp_path / "b.xlsx", {"规则": "ｐ08 ", "字段": FEES, "现为": typed, "情况说明": REASON})
    assert checked(run, explained)["status"] == "clean"


def test_a_row_may_name_the_cell_in_place_of_the_field(run: Run, tmp_path: Path) -> None:
    bare = fees(tmp_path, 251000)
    place = checked(run, bare)["findings"][0]
    there, elsewhere = f"{place['sheet']}!${place['cell'][0]}${place['cell'][1:]}", f"三、申请办理!{place['cell']}"
    for number, (cell, status) in enumerate({place["cell"]: "clean", there: "clean", elsewhere: "warning"}.items()):
        explained = answer_on(bare, tmp_path / f"{number}.xlsx", {"规则": "P08", "位置": cell, "现为": 251000, "情况说明": REASON})
        assert checked(run, explained)["status"] == status


def test_a_problem_may_be_chosen_from_the_list_of_the_empty_sheet(run: Run, tmp_path: Path) -> None:
    bare = fees(tmp_path, 251000)
    finding = checked(run, bare)["findings"][0]
    chosen = {"问题（怎么改）": "P08　收费金额像是以元计", "位置": f"{finding['sheet']}!{finding['cell']}", "现为": 251000, "情况说明": REASON}
    assert checked(run, answer_on(bare, tmp_path / "b.xlsx", chosen))["status"] == "clean"
    changed = answer_on(fees(tmp_path, 361000, "改.xlsx"), tmp_path / "c.xlsx", chosen)
    assert checked(run, changed)["status"] == "warning"


def test_the_sheet_of_an_earlier_version_is_still_read(run: Run, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(fees(tmp_path, 251000))
    del book[FINDINGS]
    sheet = book.create_sheet(FINDINGS)
    sheet.append(["严重程度", "规则", "位置", "字段", "问题", "应为", "现为", "情况说明", "审核放行", "指纹"])
    sheet.append(["疑点（须核实说明）", "P08", "", FEES, "…", None, 251000, REASON, None, None])
    book.save(tmp_path / "旧.xlsx")
    assert checked(run, tmp_path / "旧.xlsx")["status"] == "clean"


def test_a_row_with_a_fingerprint_holds_for_every_figure_of_the_finding(run: Run, tmp_path: Path) -> None:
    fields = {"proactive.normative_documents.issued": 5, "proactive.normative_documents.in_force": 3}
    row = row_of(write_submission(tmp_path / "a.xlsx", fields)) | {"情况说明": "当年失效两件"}
    assert row["规则"] == "P01" and len(row["指纹"]) == 12
    alike = answer_on(write_submission(tmp_path / "b.xlsx", fields), tmp_path / "b2.xlsx", row)
    assert checked(run, alike)["status"] == "clean"
    more = write_submission(tmp_path / "c.xlsx", {**fields, "proactive.normative_documents.issued": 6})
    changed = checked(run, answer_on(more, tmp_path / "c2.xlsx", row))
    assert changed["status"] == "warning" and "已失效" in changed["notes"][0] and changed["findings"][0]["waived"] is None
    by_hand = checked(run, answer_on(more, tmp_path / "c3.xlsx", {**row, "指纹": None}))
    assert by_hand["status"] == "clean"  # 现为 is what it was


def test_what_was_explained_stays_on_the_sheet_and_is_marked_when_it_lapsed(tmp_path: Path) -> None:
    row = row_of(fees(tmp_path, 251000)) | {"情况说明": REASON}
    again = row_of(answer_on(fees(tmp_path, 251000, "b.xlsx"), tmp_path / "b2.xlsx", row))
    assert again["情况说明"] == REASON and again["严重程度"] == "已说明" and again["指纹"] == row["指纹"]
    changed = row_of(answer_on(fees(tmp_path, 361000, "c.xlsx"), tmp_path / "c2.xlsx", row))
    assert changed["情况说明"] == LAPSED + REASON and changed["严重程度"] == "疑点（须核实说明）" and changed["指纹"] != row["指纹"]
    still = row_of(answer_on(fees(tmp_path, 361000, "d.xlsx"), tmp_path / "d2.xlsx", changed))
    assert still["情况说明"] == LAPSED + REASON and still["严重程度"] == "疑点（须核实说明）"
    renewed = row_of(answer_on(fees(tmp_path, 361000, "e.xlsx"), tmp_path / "e2.xlsx", changed | {"情况说明": REASON}))
    assert renewed["严重程度"] == "已说明"


def error(folder: Path, other: int = 6, name: str = "错.xlsx") -> Path:
    """A submission with errors in two columns: results without any request (R05, each with R01 as its ground)."""
    return write_submission(folder / name, {"requests.other_other.other": other, "proactive.penalties.decisions": 1})


ERROR_ROW = {"规则": "R05", "字段": "requests.results_total.other", "现为": 6}


def test_the_office_cannot_explain_an_error_away(run: Run, tmp_path: Path) -> None:
    explained = answer_on(error(tmp_path), tmp_path / "b.xlsx", {**ERROR_ROW, "情况说明": "属实"})
    file = checked(run, explained)
    assert file["status"] == "error" and not any(finding["waived"] for finding in file["findings"])
    assert "R05" in file["notes"][0] and "审核人放行" in file["notes"][0] and "属实" in file["notes"][0]


def test_a_reviewer_lets_an_error_pass_and_its_ground_with_it(run: Run, tmp_path: Path) -> None:
    bare = error(tmp_path)
    assert run("check", bare).status == 1
    released = bare
    for number, column in enumerate(("other", "total")):
        values = {**ERROR_ROW, "字段": f"requests.results_total.{column}", "审核放行": RELEASE}
        released = answer_on(released, tmp_path / f"{number}.xlsx", values)
    ran = run("check", released, "--ignore", "W02")
    assert ran.status == 0 and f"审核放行：{RELEASE}" in ran.out and "审核放行 2 处" in ran.out and "错误 0 处" in ran.out
    told = {(finding["rule"], finding["field"].rpartition(".")[2]): finding["waived"] for finding in checked(run, released)["findings"]}
    assert set(told) == {("R05", "other"), ("R05", "total"), ("R01", "other"), ("R01", "total")}
    assert set(map(str, told.values())) == {str({"kind": "released", "reason": RELEASE})}


def test_a_release_lapses_when_the_figure_changes_and_says_so(run: Run, tmp_path: Path) -> None:
    changed = answer_on(error(tmp_path, other=7), tmp_path / "b.xlsx", {**ERROR_ROW, "审核放行": RELEASE})
    file = checked(run, changed)
    assert file["status"] == "error" and "审核放行" in file["notes"][0] and "已失效" in file["notes"][0] and RELEASE in file["notes"][0]


@pytest.mark.parametrize("written", ["王敏", "王敏，旧案补登", "王敏 2024-01-15", "2024-01-15", "王敏，旧案补登，1月15日", "同意"])
def test_a_release_without_name_reason_and_date_releases_nothing_and_is_told(written: str, run: Run, tmp_path: Path) -> None:
    file = checked(run, answer_on(error(tmp_path), tmp_path / "b.xlsx", {**ERROR_ROW, "审核放行": written}))
    assert file["status"] == "error" and "没有写全" in file["notes"][0] and f"“{written}”" in file["notes"][0]


@pytest.mark.parametrize("date", ["2024-01-15", "2024/1/5", "2024.1.15", "2024年1月5日", "20240115"])
def test_a_date_may_be_written_as_people_do(date: str) -> None:
    filing = filing_of({"requests.results_total.other": 6})
    [report] = check([filing], releases=[[Answer("R05", "requests.results_total.other", "6", release=f"王敏，旧案补登，{date}")]])
    assert [finding.rule for finding in report.findings if finding.waived] == ["R01", "R05"]


@pytest.mark.parametrize("is_printed", [True, False])
def test_an_explanation_of_a_whole_table_lapses_when_its_finding_moves_to_another_cell(is_printed: bool) -> None:
    before = filing_of({"requests.granted.company": None, "requests.granted.other": None})
    [finding] = [finding for finding in check([before])[0].findings if finding.rule == "C01"]
    by_hand = Answer("C01", finding.field, "", reason="未发生")
    answer = replace(by_hand, fingerprint=fingerprint(finding, before) if is_printed else "")
    now = filing_of({"requests.granted.other": None})
    [report] = check([now], releases=[[answer]])
    assert [finding.waived for finding in report.findings if finding.rule == "C01"] == [None]
    assert any("C01" in note.text.zh and "已失效" in note.text.zh for note in report.notes)
    assert all(note.brief.zh and not re.search(r"[A-Z]\d\d", note.brief.zh.split("情况说明")[0].split("!")[0]) for note in report.notes)
    [unchanged] = check([before], releases=[[answer]])
    assert [finding.waived.reason for finding in unchanged.findings if finding.waived] == ["未发生"] and not unchanged.notes


def test_two_findings_at_one_address_of_two_sheets_are_told_apart(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_submission(path, {"proactive.penalties.decisions": 1})
    book = openpyxl.load_workbook(path)
    for name, seen in (("二、主动公开", "规范性文件"), ("三、申请办理", "合 计")):
        cell = next(cell for row in book[name].iter_rows() for cell in row if cell.value in ("行政规范性文件", "总计"))
        cell.value = seen
    book.save(path)
    told = [finding for finding in checked(run, path)["findings"] if finding["rule"] == "F03"]
    place = f"{told[0]['sheet']}!{told[0]['cell']}"
    explained = answer_on(path, tmp_path / "b.xlsx", {"规则": "F03", "位置": place, "现为": told[0]["actual"], "情况说明": "沿用旧表"})
    file = checked(run, explained)
    assert [finding["sheet"] for finding in file["findings"] if finding["waived"]] == [told[0]["sheet"]] and not file["notes"]


def test_a_formula_that_is_calculated_at_last_does_not_change_the_fingerprint() -> None:
    field = "requests.results_total.other"
    filing = filing_of({field: 6})
    finding = Finding("R05", Severity.ERROR, same("x"), field)
    assert fingerprint(finding, filing) == fingerprint(finding, filing_of({field: "6 "}))
    assert fingerprint(finding, filing) != fingerprint(finding, filing_of({field: 7}))


def covered() -> tuple[Report, Filing]:
    """A report with one problem of two findings in each of two columns."""
    filing = filing_of({"requests.other_other.other": 6, "requests.results_total.other": 6, "requests.other_other.total": 6, "requests.results_total.total": 6})
    return check([filing])[0], filing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_output_for_people_shows_one_problem_with_its_ground_below_and_json_keeps_both(language: Language) -> None:
    report, filing = covered()
    because = {"zh": "依据：", "en": "because: "}[language]
    out = io.StringIO()
    print_reports([report], language, Console(file=out, width=400, highlight=False))
    problems = [line for line in out.getvalue().splitlines() if "(R05)" in line]
    grounds = [line for line in out.getvalue().splitlines() if "(R01)" in line]
    assert len(problems) == len(grounds) == 2 and all(because in line for line in grounds)
    listed = rows(report, filing, language)
    told = [dict(zip(FINDINGS_HEADER, row.cells, strict=True)) for row in listed]
    assert [row["规则"] for row in told] == ["", "", "R05", "R05"] and all(because in row["问题（怎么改）"] for row in told[2:])
    assert all(row["严重程度"] == SUSPECT.show(language) and not row["应为"] for row in told[:2]), "the suspects come before what follows from them"
    noted = [mark for mark in marks(report, language) if "(R05)" in mark.note]
    assert len(noted) == 2 and all(because in mark.note and "(R01)" in mark.note and mark.note.index("(R05)") < mark.note.index("(R01)") for mark in noted)
    [file] = json.loads(reports_json([report], language))["files"]
    assert sorted((finding["rule"], finding["covered_by"]) for finding in file["findings"]) == [("R01", "R05")] * 2 + [("R05", None)] * 2


def test_the_date_of_a_release_may_be_a_date_cell(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["单位", "年度", "规则", "字段", "现为", "姓名", "理由", "日期"])
    sheet.append(["样例一镇", 2023, "R05", "requests.results_total.other", 6, "王敏", "旧案补登", dt.datetime(2024, 1, 15)])
    book.save(tmp_path / "放行.xlsx")
    told = checked(run, error(tmp_path), "--releases", tmp_path / "放行.xlsx")["findings"]
    assert [finding["waived"]["reason"] for finding in told if finding["waived"]] == ["王敏，旧案补登，2024-01-15"] * 2


@pytest.mark.parametrize(
    ("rule", "field", "before", "values"),
    [
        ("Y04", "requests.received.total", "requests.received.total", {"requests.received.total": 200}),
        ("Y08", "review.reconsideration.total", "review.reconsideration.pending", {}),
    ],
)
def test_an_explanation_across_years_lapses_when_last_years_figure_changes(rule: str, field: str, before: str, values: dict[str, object]) -> None:
    now, rules = filing_of(values, year=2023), [catalogue()[rule]]
    [finding] = check([now], rules, priors=[filing_of({before: 3}, year=2022)])[0].findings
    answer = Answer(rule, field, reason="属实", fingerprint=fingerprint(finding, now))
    for figure, file, holds in ((3, "另名.xlsx", True), (4, "样例.xlsx", False)):
        [report] = check([now], rules, priors=[filing_of({before: figure}, year=2022, file=file)], releases=[[answer]])
        assert (report.findings[0].waived is not None) is holds and bool(report.notes) is not holds
