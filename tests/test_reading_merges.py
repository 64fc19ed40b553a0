"""Merged data cells, figures under them, and columns without words under a merged header."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.edited import edited, read, told
from tests.submissions import CONSISTENT

LEGAL, OTHER = "requests.received.legal_service", "requests.received.other"
FIGURES = {**CONSISTENT, LEGAL: 3, "requests.granted.legal_service": 3, OTHER: None}


def merged(rows: int, columns: int, under: int | None = None) -> Any:
    """Merges the field's cell with those right of it and below it; `under`: what stays in the last of them."""

    def edit(sheet: Any, cell: Any) -> None:
        sheet.merge_cells(start_row=cell.row, start_column=cell.column, end_row=cell.row + rows - 1, end_column=cell.column + columns - 1)
        if under is not None:
            last = openpyxl.cell.cell.Cell(sheet, row=cell.row + rows - 1, column=cell.column + columns - 1, value=under)
            sheet._cells[last.row, last.column] = last

    return edit


def test_a_figure_in_two_merged_columns_is_the_left_ones(tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", merged(1, 2), LEGAL, FIGURES))
    assert (filing.values[LEGAL], filing.values[OTHER], filing.values["requests.received.total"]) == (3, None, 19)
    assert filing.facts.covered == {OTHER: LEGAL} and told(report) == ["F02"]
    [found] = [finding for finding in report.findings if finding.rule == "F02"]
    assert "法律服务机构、其他" in found.message.zh and found.place == filing.cells[LEGAL].place


@pytest.mark.parametrize(
    ("rows", "columns", "field", "covered"),
    [
        (1, 3, "requests.received.public_interest", ["requests.received.legal_service", "requests.received.other"]),
        (2, 1, "requests.granted.research", ["requests.partly_granted.research"]),
        (2, 2, "requests.granted.research", ["requests.granted.public_interest", "requests.partly_granted.research", "requests.partly_granted.public_interest"]),
    ],
)
def test_merged_cells_of_several_fields_count_once_and_are_told_once(rows: int, columns: int, field: str, covered: list[str], tmp_path: Path) -> None:
    values = {**CONSISTENT, **dict.fromkeys(covered)}
    filing, report = read(edited(tmp_path / "a.xlsx", merged(rows, columns), field, values))
    assert sorted(filing.facts.covered) == sorted(covered) and set(filing.facts.covered.values()) == {field}
    assert filing.values[field] == 0 and told(report) == ["F02"] and len([finding for finding in report.findings if finding.rule == "F02"]) == 1


def test_what_a_covered_cell_holds_is_told_and_is_no_figure_of_the_form(tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", merged(1, 2, under=5), LEGAL, FIGURES))
    assert filing.values[OTHER] is None and {"F02", "W07"} <= set(told(report)) and "C01" not in told(report)
    place = filing.cells[OTHER].place
    assert place is not None and any(f"{place.address} 5" in finding.message.zh for finding in report.findings if finding.rule == "F02")
    assert filing.cells["requests.received.total"].recalculated == 24  # as every program adds it up


def pasted(path: Path, rows: list[list[object]], merges: list[str]) -> Path:
    """Section two as a table pasted from a web page; the other tables from a filled template."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    workbook.save(path)
    return path


HEADER: list[object] = ["信息内容", "本年制发件数", None, "本年废止件数", None, "现行有效件数"]


@pytest.mark.parametrize(
    "body",
    [
        [["规章", 1, None, 2, None, 3], ["行政规范性文件", 4, None, 5, None, 6]],
        [["规章", None, 1, None, 2, 3], ["行政规范性文件", None, 4, None, 5, 6]],
        [["规章", 1, None, None, 2, 3], ["行政规范性文件", None, 4, 5, None, 6]],
    ],
)
def test_a_column_without_words_under_a_merged_header_is_no_added_column(body: list[list[object]], tmp_path: Path) -> None:
    path = pasted(tmp_path / "a.xlsx", [["第二十条第（一）项"], HEADER, *body], ["B2:C2", "D2:E2"])
    filing, _ = read(path)
    assert [filing.values[f"proactive.{row}.{column}"] for row in ("regulations", "normative_documents") for column in ("issued", "repealed", "in_force")] == [1, 2, 3, 4, 5, 6]
    assert not [fault for fault in filing.facts.line_faults if fault.kind == "added"]


def test_two_figures_under_one_merged_label_are_still_an_added_column(tmp_path: Path) -> None:
    body: list[list[object]] = [["规章", 1, 7, 2, None, 3], ["行政规范性文件", 4, 8, 5, None, 6]]
    filing, _ = read(pasted(tmp_path / "a.xlsx", [["第二十条第（一）项"], HEADER, *body], ["B2:C2", "D2:E2"]))
    assert [fault.kind for fault in filing.facts.line_faults if fault.kind == "added"] == ["added"]
