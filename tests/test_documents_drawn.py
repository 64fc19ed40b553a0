"""Tables that a report draws in an unusual way: twice beside each other, turned over, in pieces, with a column more; drawn with +---+; in boxes; with merged cells written out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from _own_workbook import Own, write_own
from openpyxl.worksheet.worksheet import Worksheet

from tests.test_reading_copies_anywhere import ACROSS, FORM, HEADER, PIECES, TABLE, VALUES, clear, copy, turned
from tests.test_reading_leftover_figures import column, nine, row, wider
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.form import editions
from xlplugin.reading.documents.formats.grid_table import with_grids
from xlplugin.reading.documents.formats.stream import Grid, Line
from xlplugin.reading.documents.report import read_document

Change = Callable[[Worksheet], object]


def drawn(folder: Path, change: Change) -> Worksheet:
    """The three tables on a sheet, section four far below, changed."""
    path = folder / "tables.xlsx"
    write_own(Own(FORM, "样例一镇2023年政府信息公开工作年度报告", VALUES), path)
    sheet: Worksheet = openpyxl.load_workbook(path).worksheets[0]
    copy(range(49, 54), range(1, 16), 100, 0, more=0)(sheet)
    clear(range(49, 54), range(1, 16))(sheet)
    change(sheet)
    return sheet


def tables(sheet: Worksheet) -> Iterator[tuple[str, range, int]]:
    """The titles, rows and widths of the tables."""
    starts = [number for number in range(1, sheet.max_row + 1) if str(sheet.cell(number, 1).value)[:4] in ("二、主动", "三、收到") or str(sheet.cell(number, 1).value).startswith("四、政府")]
    for start, end in zip(starts, [*starts[1:], sheet.max_row + 1], strict=True):
        filled = [(cell.row, cell.column) for cells in sheet.iter_rows(start + 1, end - 1) for cell in cells if cell.value is not None]
        spread = [area.max_col for area in sheet.merged_cells.ranges if start < area.min_row < end and (area.min_row, area.min_col) in filled]
        yield str(sheet.cell(start, 1).value), range(start + 1, max(at for at, _ in filled) + 1), max([at for _, at in filled] + spread)


def as_html(sheet: Worksheet, path: Path, *, is_boxed: bool = False) -> Path:
    lines = ["<meta charset=utf-8><p>样例一镇2023年政府信息公开工作年度报告</p><p>一、总体情况</p><p>无。</p>"]
    areas = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    for title, rows, width in tables(sheet):
        lines.append(f"<p>{title}</p><table>")
        for number in rows:
            lines.append("<tr>")
            for at in range(1, width + 1):
                if (number, at) not in areas and any((number, at) in {(r, c) for r, c in area.cells} for area in areas.values()):
                    continue
                area, value = areas.get((number, at)), sheet.cell(number, at).value
                spans = f" rowspan={area.max_row - area.min_row + 1} colspan={area.max_col - area.min_col + 1}" if area else ""
                text = "" if value is None else html.escape(str(value))
                lines.append(f"<td{spans}><table><tr><td>{text}</td></tr></table></td>" if is_boxed else f"<td{spans}>{text}</td>")
            lines.append("</tr>")
        lines.append("</table>")
    path.write_text("\n".join([*lines, "<p>五、存在的主要问题及改进情况</p><p>无。</p><p>六、其他需要报告的事项</p><p>无。</p>"]), encoding="utf-8")
    return path


def as_markdown(sheet: Worksheet, path: Path) -> Path:
    """As converters write it: the text of a merged cell in every cell that it covers."""
    lines = ["# 样例一镇2023年政府信息公开工作年度报告", "", "## 一、总体情况", "", "无。", ""]
    owners = {at: (area.min_row, area.min_col) for area in sheet.merged_cells.ranges for at in area.cells}
    for title, rows, width in tables(sheet):
        lines += [f"## {title}", ""]
        for number in rows:
            values = [sheet.cell(*owners.get((number, at), (number, at))).value for at in range(1, width + 1)]
            lines.append("| " + " | ".join("" if value is None else str(value) for value in values) + " |")
            if number == rows[0]:
                lines.append("|" + "---|" * width)
        lines.append("")
    path.write_text("\n".join([*lines, "## 五、存在的主要问题及改进情况", "", "无。", "", "## 六、其他需要报告的事项", "", "无。"]), encoding="utf-8")
    return path


def read(path: Path) -> tuple[Filing, Report]:
    filing = read_document(path, path.name, list(editions().values()))
    [report] = check([filing])
    return filing, report


def told(report: Report) -> list[str]:
    return [finding.rule for finding in (*report.findings, *report.transcription) if not finding.rule.startswith("D")]


WRITERS: dict[str, Callable[[Worksheet, Path], Path]] = {"a.html": as_html, "a.md": as_markdown}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda sheet: None, id="as it should be"),
        *(pytest.param(change, id=kind) for kind, change in PIECES.items() if not kind.startswith("the last rows to the right")),
        pytest.param(copy(TABLE, ACROSS, 2, 12, more=0, only=lambda row, column: row in HEADER or column < 4), id="a blank copy"),
        pytest.param(column(11, None, lambda row: row - 22), id="serial numbers without a heading"),
        pytest.param(wider(4, "行次", lambda row: row - 22), id="numbers of the lines"),
    ],
)
def test_every_figure_is_read_and_nothing_told(change: Change, name: str, tmp_path: Path) -> None:
    filing, report = read(WRITERS[name](drawn(tmp_path, change), tmp_path / name))
    assert {name: value for name, value in filing.values.items() if value is not None} == VALUES
    assert not {rule for rule in told(report) if rule[0] in "FRVPC"} - {"F03"}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    "change",
    [
        *(pytest.param(copy(TABLE, ACROSS, down, 12), id=f"to the right, {down} lower") for down in (0, 1, 3, 12)),
        pytest.param(copy(TABLE, ACROSS, 1, 10), id="right at its side"),
        pytest.param(copy(TABLE, ACROSS, 40, 3, only=lambda row, column: row in HEADER or row == 46), id="header and total"),
        pytest.param(copy(range(40, 48), ACROSS, 0, 12), id="the last rows beside"),
        pytest.param(turned(TABLE, ACROSS, 60, 1, 1), id="turned over"),
    ],
)
def test_a_table_twice_is_told_as_such_and_neither_is_read(change: Change, name: str, tmp_path: Path) -> None:
    filing, report = read(WRITERS[name](drawn(tmp_path, change), tmp_path / name))
    assert not [field for field in filing.cells if field.startswith("requests.")]
    assert told(report) in (["F06"], ["T05"])
    assert {name: value for name, value in filing.values.items() if value is not None} == {name: value for name, value in VALUES.items() if not name.startswith("requests.")}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    ("change", "words", "count"),
    [
        (column(11, "上年数", nine), "多出 1 列：“上年数”", 0),
        (column(11, None, nine), "多出 1 列：（无字）", 0),
        (wider(4, None, nine), "多出 1 列：（无字）", 0),
        (column(11, "总计", nine), "列的标签重复，无法分辨：“总计”", 25),
        (column(12, "总计", nine), "列的标签重复，无法分辨：“总计”", 25),
        (wider(4, "自然人", nine), "列的标签重复，无法分辨：“自然人”", 25),
        (row(48, "合计", nine), "多出 1 行：“合计”", 0),
    ],
)
def test_a_line_more_is_told(change: Change, words: str, count: int, name: str, tmp_path: Path) -> None:
    filing, report = read(WRITERS[name](drawn(tmp_path, change), tmp_path / name))
    assert told(report) == ["F02"] and any(words in finding.message.zh for finding in report.findings)
    assert {name: filing.values[name] for name in filing.cells} == {name: VALUES[name] for name in filing.cells} and len(filing.cells) == len(VALUES) - count


@pytest.mark.parametrize("name", WRITERS)
def test_a_figure_more_in_the_one_row_of_section_four_may_be_a_moved_one_and_is_told(name: str, tmp_path: Path) -> None:
    """Nobody can say whether the table has a column more or the row was torn: nothing of it is read."""
    filing, report = read(WRITERS[name](drawn(tmp_path, column(16, None, nine, range(153, 154))), tmp_path / name))
    assert told(report) == ["T01"] and not any(field.startswith("review.") for field in filing.cells)
    assert report.status == "incomplete"


@pytest.mark.parametrize("lost", [0, 1])
def test_columns_that_go_on_in_a_table_without_row_labels_are_read_where_no_row_is_missing(lost: int, tmp_path: Path) -> None:
    """As a wide sheet is printed: the next page has the other columns, and nothing that names the rows."""
    sheet = drawn(tmp_path, lambda sheet: None)
    further: list[list[object]] = [[sheet.cell(number, at).value for at in range(8, 11)] for number in (*range(23, 48),)]
    clear(TABLE, range(8, 11))(sheet)
    page = as_html(sheet, tmp_path / "a.html")
    rows: list[list[object]] = [["法律服务机构", "其他", "总计"], *map(list, further[lost:])]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in rows)
    before, mark, after = page.read_text(encoding="utf-8").rpartition("<p>四、政府")
    page.write_text(f"{before}<table>{table}</table>{mark}{after}", encoding="utf-8")
    filing, report = read(page)
    assert {name: filing.values[name] for name in filing.cells} == {name: VALUES[name] for name in filing.cells}
    assert not {rule for rule in told(report) if rule[0] in "FRV"}
    assert (len(filing.cells) < len(VALUES) and report.status == "incomplete") if lost else len(filing.cells) == len(VALUES)


def test_a_table_with_a_box_around_every_text_is_read(tmp_path: Path) -> None:
    filing, report = read(as_html(drawn(tmp_path, lambda sheet: None), tmp_path / "a.html", is_boxed=True))
    assert filing.values == VALUES and not told(report)


GRID = """
+----------+---------------------+------+
| 信息内容 | 本年制发件数        | 其他 |
|          +----------+----------+      |
|          | 上半年   | 下半年   |      |
+==========+==========+==========+======+
| 规章     | 1        | 2        | 3    |
+----------+----------+----------+------+
| 行政规范 | 4        | 5        | 6    |
| 性文件   |          |          |      |
+----------+----------+----------+------+
"""


def test_a_table_drawn_with_plus_and_minus_is_a_table_with_merged_cells() -> None:
    before, grid, after = with_grids([Line("一、"), *map(Line, GRID.strip().split("\n")), Line("二、")])
    assert isinstance(grid, Grid) and (before, after) == (Line("一、"), Line("二、"))
    assert grid.rows == (("信息内容", "本年制发件数", "", "其他"), ("", "上半年", "下半年", ""), ("规章", "1", "2", "3"), ("行政规范\n性文件", "4", "5", "6"))


@pytest.mark.parametrize("broken", [GRID.replace("| 1        ", "| 1       "), GRID.replace("+==========+==========", "+==========+==="), GRID.strip().rpartition("\n")[0]])
def test_what_is_drawn_unevenly_stays_lines(broken: str) -> None:
    lines = [*map(Line, broken.strip().split("\n"))]
    assert list(with_grids(lines)) == lines


def test_lines_of_plus_and_minus_are_parted_in_linear_time() -> None:
    lines = [Line("+" + "-" * 20 + "+")] * 2000
    assert re.fullmatch(r"\+-+\+", lines[0].text) and len(list(with_grids(lines))) == 1
