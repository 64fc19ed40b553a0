"""What is told of a damaged table, what of a table that the office changed, and that the two are never mixed up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.plain import FORM, damaged, plain_prose, plain_tables, read, written
from tests.documents.tables import Box, Cells
from xlplugin.checking.check import check
from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report

ROW = "requests.granted"
COLUMNS = [column.id for column in FORM.table("requests").blocks[0].columns]


def checked(filing: Filing) -> Report:
    [report] = check([filing])
    return report


def found(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def at(rows: Cells, label: str) -> int:
    """The row that a label stands in."""
    return next(number for number, row in enumerate(rows) if any(box and box.text == label for box in row))


@pytest.mark.parametrize(
    ("damage", "layout", "rule"),
    [
        ("torn_row", "pipes", "T02"),
        ("torn_row", "spaced", "T02"),
        ("torn_row", "html_plain", "T02"),
        ("page_number", "pipes", "T04"),
        ("page_number", "flat", "T04"),
        ("bare_page_number", "tabs", "T04"),
        ("repeated_header", "docx_plain", "T04"),
        ("shifted_left", "tabs", "T03"),
        ("shifted_right", "pipes", "T03"),
        ("extra_columns", "pipes", "T01"),
        ("stuck_number", "cells", "T01"),
        ("stuck_number", "html_spans", "T01"),
        ("missing_cell", "docx_spans", "T01"),
        ("drifted_number", "pipes", "T01"),
        ("lost_label", "tabs", "T01"),
    ],
)
def test_each_kind_of_damage_is_told_by_its_own_rule_and_nothing_else_is_found(damage: str, layout: str, rule: str, tmp_path: Path) -> None:
    values = {f"{ROW}.{column}": "2" if column in ("company", "total") else "0" for column in COLUMNS}
    values |= {name.replace("granted", other): value for name, value in values.items() for other in ("received", "results_total")}
    whole = checked(read(written(plain_tables(layout, values), layout, tmp_path)))
    filing = read(written(damaged(plain_tables(layout, values), "requests", damage), layout, tmp_path))
    report = checked(filing)
    assert {finding.rule for finding in report.transcription} == {rule}
    assert found(report) <= found(whole) and not found(report) & {"R01", "R02", "R03", "F02", "F03", "C01"}
    assert report.status == ("clean" if set(filing.cells) == set(FORM.fields) else "incomplete")


def test_a_row_that_cannot_be_told_is_left_out_quoted_and_its_rules_did_not_run(tmp_path: Path) -> None:
    tables = plain_tables("pipes", {f"{ROW}.{column}": str(number) for number, column in enumerate(COLUMNS)})
    rows = [list(row) for row in tables["requests"]]
    del rows[at(rows, "（一）予以公开")][4]
    filing = read(written({**tables, "requests": rows}, "pipes", tmp_path))
    report = checked(filing)
    assert [name for name in FORM.fields if name not in filing.cells] == [f"{ROW}.{column}" for column in COLUMNS]
    [misreading] = filing.facts.misreadings
    assert (misreading.kind, misreading.is_read, misreading.text) == ("cells", False, "三、本年度办理结果 （一）予以公开 0 2 3 4 5 6")
    assert {entry.rule for entry in report.not_checked} >= {"R02", "R03"} and not found(report) & {"R02", "R03", "C01", "F02"}
    [told] = report.transcription
    assert "（一）予以公开 0 2 3 4 5 6" in told.message.zh and "7 格数字无法确定" in told.message.zh and "非填报错误" in told.message.zh


def test_a_blank_row_of_the_office_is_still_a_blank_row(tmp_path: Path) -> None:
    for layout in ("cells", "tabs", "pipes", "html_spans", "docx_spans"):
        filing = read(written(plain_tables(layout, {f"{ROW}.{column}": "" for column in COLUMNS}), layout, tmp_path))
        [blank] = [finding for finding in checked(filing).findings if finding.rule == "C01"]
        assert [blank.field, *blank.related] == [f"{ROW}.{column}" for column in COLUMNS]
        assert not filing.facts.misreadings


def test_a_row_that_the_office_left_out_is_its_fault(tmp_path: Path) -> None:
    for layout in ("flat", "tabs", "html_plain"):
        tables = plain_tables(layout)
        rows = [list(row) for row in tables["requests"]]
        del rows[at(rows, "2.重复申请")]
        report = checked(read(written({**tables, "requests": rows}, layout, tmp_path)))
        [fault] = [finding for finding in report.findings if finding.rule == "F02"]
        assert "2.重复申请" in fault.message.zh and not report.transcription


def test_a_row_that_the_office_added_is_its_fault(tmp_path: Path) -> None:
    tables = plain_tables("pipes")
    rows = [list(row) for row in tables["requests"]]
    number = at(rows, "2.重复申请")
    added = [replace(box, text="9.其中：网上申请") if box and box.role == "label" else box for box in rows[number]]
    report = checked(read(written({**tables, "requests": [*rows[: number + 1], added, *rows[number + 1 :]]}, "pipes", tmp_path)))
    assert "F02" in found(report) and not report.transcription


def test_a_sum_that_is_wrong_in_the_report_is_wrong_in_the_check(tmp_path: Path) -> None:
    for layout in ("cells", "flat", "tabs", "pipes", "html_spans", "docx_spans"):
        report = checked(read(written(plain_tables(layout, {f"{ROW}.company": "2", f"{ROW}.total": "3"}), layout, tmp_path)))
        assert {(finding.rule, finding.field) for finding in report.findings} >= {("R03", f"{ROW}.total")} and not report.transcription


def test_a_figure_is_kept_as_printed_and_a_number_in_text_is_no_fault(tmp_path: Path) -> None:
    values = {"requests.received.company": "1,034", "proactive.fees.amount": "59237.2449", "review.reconsideration.total": " 7"}
    filing = read(written(plain_tables("tabs", values), "tabs", tmp_path))
    cell = filing.cells["review.reconsideration.total"]
    assert (cell.raw, cell.value, cell.shape) == (" 7", 7, Shape.NUMBER)
    assert filing.cells["requests.received.company"].value == 1034
    assert not found(checked(filing)) & {"C11", "W02", "W03"}
    assert cell.place is not None and cell.place.sheet == "四、政府信息公开行政复议、行政诉讼情况"


def test_a_table_that_stands_twice_with_other_figures_is_told_and_not_read(tmp_path: Path) -> None:
    prose, tables = plain_prose(), plain_tables("pipes", {"requests.received.company": "3"})
    path = written(tables, "pipes", tmp_path, prose)
    other = written(plain_tables("pipes"), "pipes", tmp_path, prose).read_text("utf-8")
    table = other[other.index("三、收到和处理") : other.index("四、政府信息公开行政复议")].split("\n\n", 1)[1]
    text = written(tables, "pipes", tmp_path, prose).read_text("utf-8").replace("五、存在的主要", f"{table}\n\n五、存在的主要")
    path.write_text(text, "utf-8")
    filing = read(path)
    assert [table for table, _ in filing.facts.duplicate_tables] == ["requests"]
    assert not [name for name in filing.cells if name.startswith("requests.")] and "F06" in found(checked(filing))


@pytest.mark.parametrize("table", ["proactive", "requests", "review"])
def test_one_table_of_three_missing_is_an_error_of_one_rule_and_the_others_are_read(table: str, tmp_path: Path) -> None:
    tables = {name: rows for name, rows in plain_tables("html_spans").items() if name != table}
    filing = read(written(tables, "html_spans", tmp_path))
    report = checked(filing)
    assert filing.document is not None and filing.document.picture_tables == (table,)
    assert [finding.rule for finding in report.findings if finding.severity.id == "error"] == ["D17"]
    assert report.status == "error" and len(filing.cells) == sum(field.table != table for field in FORM.fields.values())


def test_the_2021_form_with_a_single_row_is_read_as_such_in_a_report(tmp_path: Path) -> None:
    form = FORM.with_alternative("requests", "requests", FORM.table("requests").blocks[0].alternatives[0])
    filing = read(written(plain_tables("flat", {"requests.other.company": "4"}, form), "flat", tmp_path))
    assert (filing.form.key, filing.cells["requests.other.company"].value) == ("2021+other", 4)
    assert found(checked(filing)) >= {"F04"} and not found(checked(filing)) & {"F02", "R14"}


def test_numbers_that_the_headers_of_a_drawn_table_place_are_not_counted_off(tmp_path: Path) -> None:
    tables = plain_tables("html_plain")
    rows: Cells = []
    for row in tables["requests"]:
        header = any(box and box.role in ("header", "corner") for box in row)
        rows.append([*row, Box("备注", "header") if header and any(box and box.text == "总计" for box in row) else Box("见台账", "remark") if not header else None])
    filing = read(written({**tables, "requests": rows}, "html_plain", tmp_path))
    assert len(filing.cells) == len(FORM.fields) and not filing.facts.misreadings and not filing.facts.line_faults


@pytest.mark.parametrize("printed", ["1 234", "12\u00a0345", "1\u2009234.5"])
def test_digits_set_apart_in_a_report_are_never_joined_in_silence(printed: str, tmp_path: Path) -> None:
    """In a workbook they stand in one cell; in a report a torn table may have brought two figures together."""
    filing = read(written(plain_tables("html", {"proactive.licensing.decisions": printed}), "html", tmp_path))
    cell = filing.cells["proactive.licensing.decisions"]
    assert cell.value is None and cell.likely is not None and "C03" in found(checked(filing))
