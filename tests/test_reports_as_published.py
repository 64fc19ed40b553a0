"""Reports as web pages and copies of them have them: where tables, figures and titles stand, and what is told where that leaves a choice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.documents.plain import FORM, damaged, plain_prose, plain_tables, read, written
from tests.documents.tables import Cells, boxes, laid_out
from tests.documents.write import LAYOUTS
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.form import editions
from xlplugin.reading.documents.formats.stream import Grid, Line
from xlplugin.reading.documents.read import read_stream

CASES = Path(__file__).parent.parent.parent / "shared" / "cases" / "reports"
INFOS = {"D05", "D10", "D12", "D14"}
"""What the cases are short of besides, as an info."""
ROUTES = ("reconsideration", "litigation_direct", "litigation_after_review")
REVIEW = [f"review.{route}.{outcome}" for route in ROUTES for outcome in ("upheld", "corrected", "other", "pending", "total")]
FIGURES = {name: str(number) for number, name in enumerate(REVIEW, 11)}
COPIED_HEADER = ("行政复议\t行政诉讼", "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t复议后起诉", "\t".join(["结果维持\t结果纠正\t其他结果\t尚未审结\t总计"] * 2))


def report(review: str) -> str:
    """The text of a report whose section four is as given."""
    tables = plain_tables("tabs")
    lines = ["样例县水务局2023年政府信息公开工作年度报告", "统计期限为2023年1月1日至2023年12月31日。", "二、主动公开政府信息情况"]
    lines += ["\t".join(box.text if box else "" for box in row) for row in tables["proactive"]]
    return "\n".join([*lines, "", "四、政府信息公开行政复议、行政诉讼情况", "", review, "", "五、存在的主要问题及改进情况", "没有。"])


def review_of(text: str, folder: Path, suffix: str = ".txt") -> tuple[Filing, dict[str, str | None]]:
    """The filing, and what was read of section four letter by letter; None for what was not read."""
    path = folder / f"a{suffix}"
    path.write_text(report(text), encoding="utf-8")
    filing = read(path)
    return filing, {name: filing.cells[name].raw if name in filing.cells else None for name in REVIEW}


def piped(*rows: str) -> str:
    return "\n".join(f"| {row} |" for row in rows)


@pytest.mark.parametrize("blank", [(), REVIEW[10:], REVIEW[5:10], REVIEW[:1], REVIEW[14:]])
def test_fifteen_cells_below_a_header_with_merged_cells_once_are_fifteen_cells(blank: list[str], tmp_path: Path) -> None:
    figures = {name: "" if name in blank else text for name, text in FIGURES.items()}
    header = [row.replace("\t", " | ") for row in COPIED_HEADER]
    for padding in ("", " |" * 8):
        _, seen = review_of(piped(header[0] + padding, header[1] + padding, header[2], " | ".join(figures.values())), tmp_path, ".md")
        assert seen == figures
    _, seen = review_of("\n".join([*COPIED_HEADER, "\t".join(figures.values()) + ("" if REVIEW[14] not in blank else "\t")]), tmp_path)
    assert set(seen.values()) == {None} or seen == figures


@pytest.mark.parametrize("count", [10, 14, 16])
def test_a_line_of_fewer_or_more_cells_below_such_a_header_is_not_read_and_told(count: int, tmp_path: Path) -> None:
    header = [row.replace("\t", " | ") for row in COPIED_HEADER]
    filing, seen = review_of(piped(*header, " | ".join(map(str, range(count)))), tmp_path, ".md")
    assert set(seen.values()) == {None}
    assert {name for misreading in filing.facts.misreadings if not misreading.is_read for name in misreading.fields} == set(REVIEW)


def test_outcomes_in_another_order_than_the_forms_are_never_read_in_the_forms(tmp_path: Path) -> None:
    moved = [row.replace("结果维持\t结果纠正", "结果纠正\t结果维持") for row in COPIED_HEADER]
    _, seen = review_of("\n".join([*moved, "\t".join(FIGURES.values())]), tmp_path)
    assert set(seen.values()) == {None}
    turned = ["行政诉讼\t行政复议", "未经复议直接起诉\t复议后起诉\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计", COPIED_HEADER[2]]
    _, seen = review_of("\n".join([*turned, "\t".join(FIGURES.values())]), tmp_path)
    assert set(seen.values()) == {None}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_section_four_in_small_tables_is_read_by_the_names_above_them(order: tuple[int, ...], tmp_path: Path) -> None:
    names = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    outcomes = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
    tables = [f"### {names[at]}\n{piped(outcomes, '---|---|---|---|---', ' | '.join(list(FIGURES.values())[at * 5 : at * 5 + 5]))}\n" for at in order]
    filing, seen = review_of("\n".join(tables), tmp_path, ".md")
    assert (seen, filing.facts.misreadings) == (FIGURES, ())
    _, seen = review_of("\n".join(tables[:2]), tmp_path, ".md")
    assert all(text in (None, FIGURES[name]) for name, text in seen.items())


@pytest.mark.parametrize(
    "bars",
    [lambda cells: [f"| {cell}" for cell in cells], lambda cells: [f"{cell} |" for cell in cells], lambda cells: [line for cell in cells for line in (cell, "", "|", "")], lambda cells: [f"│{'│'.join(cells)}│"]],
    ids=["before", "behind", "below", "drawn"],
)
def test_one_cell_a_line_with_bars_and_tables_drawn_with_characters_are_read_cell_by_cell(bars: Callable[[list[str]], list[str]], tmp_path: Path) -> None:
    figures = {name: "" if name in REVIEW[6:9] else text for name, text in FIGURES.items()}
    rows = [*(row.split("\t") for row in COPIED_HEADER), list(figures.values())]
    filing, seen = review_of("\n".join(line for row in rows for line in bars(row)), tmp_path)
    assert (seen, filing.facts.misreadings) == (figures, ())


def html(path: Path, head: str, body: str) -> Filing:
    path.write_text(f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return read(path)


def page(folder: Path, **changes: str) -> str:
    """The body of a plain report as a web page, its title left out."""
    path = written(plain_tables("html_spans", changes), "html_spans", folder, plain_prose())
    text = path.read_text(encoding="utf-8")
    return text[text.index("</h1>") + 5 : text.index("</body>")]


def test_organ_and_year_come_with_where_they_were_found(tmp_path: Path) -> None:
    body = page(tmp_path).replace("样例一镇人民政府", "").replace("样例县人民政府办公室", "")
    title = "样例县水务局2023年政府信息公开工作年度报告"
    by_title = html(tmp_path / "1.html", "", f"<h1>{title}</h1>{body}")
    by_page = html(tmp_path / "2.html", f"<title>{title}_样例县人民政府</title>", body)
    by_site = html(tmp_path / "3.html", "<meta name='SiteName' content='样例县水务局'>", f"<p>来源：样例县水务局</p>{body}")
    by_two = html(tmp_path / "4.html", "<meta name='SiteName' content='样例县人民政府'>", f"<p>来源：样例县水务局</p>{body}")
    assert (by_title.organ, by_title.year, by_title.sources) == ("样例县水务局", 2023, {"organ": "title", "year": "title"})
    assert (by_page.organ, by_page.year, by_page.sources["organ"]) == ("样例县水务局", 2023, "page")
    assert (by_site.organ, by_site.sources) == ("样例县水务局", {"organ": "site", "year": "text"})
    assert by_two.organ is None
    assert by_page.document is not None and by_page.document.title == title


def test_a_list_of_other_years_above_a_report_gives_it_no_other_year(tmp_path: Path) -> None:
    links = "".join(f"<p>样例一镇{year}年政府信息公开工作年度报告</p>" for year in (2021, 2022, 2023))
    filing = html(tmp_path / "a.html", "", links + page(tmp_path))
    assert (filing.organ, filing.year, len(filing.cells)) == ("样例一镇", 2023, len(FORM.fields))


def test_two_years_on_one_page_are_never_joined(tmp_path: Path) -> None:
    whole, titles = page(tmp_path), [f"<h1>样例一镇{year}年政府信息公开工作年度报告</h1>" for year in (2023, 2022)]
    at = whole.index("四、政府信息公开")
    last = whole.rindex("<h2>", 0, at)
    filing = html(tmp_path / "a.html", "", f"<table><tr><td>{titles[0]}{whole[:last]}</td><td>{titles[1]}{whole[last:]}</td></tr></table>")
    [told] = check([filing])[0].transcription
    assert (filing.cells, told.rule, check([filing])[0].status) == ({}, "T05", "incomplete")
    assert "2023年政府信息公开" in str(told.actual) and "2022年政府信息公开" in str(told.actual)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 1, 3, 2), (0, 1, 3), (0, 2, 1, 3)])
def test_pieces_of_two_tables_are_never_joined(order: tuple[int, ...]) -> None:
    """Two reports beside each other on two pages: the left one's upper and lower part, then the right one's."""
    sides = [{name: str(number) for number, name in enumerate(FORM.fields, start)} for start in (1, 500)]
    tables = [[tuple(box.text if box else "" for box in row) for row in laid_out(boxes(FORM, side, lambda label: label.official)["requests"])] for side in sides]
    parts = [tables[0][:13], tables[1][:13], tables[0][13:], tables[1][13:]]
    head = [Line("样例一镇2023年政府信息公开工作年度报告", True), Line("三、收到和处理政府信息公开申请情况", True)]
    filing = read_stream([*head, *(Grid(tuple(parts[at])) for at in order)], "a.pdf", list(editions().values()))
    seen = {at for at, side in enumerate(sides) if any(cell.raw == side[name] for name, cell in filing.cells.items())}
    assert len(seen) < 2 and (order == (0, 2, 1, 3) or not filing.cells)


def test_cells_merged_otherwise_than_the_header_are_read_only_where_each_lies_below_its_own(tmp_path: Path) -> None:
    def filing(header: str, row: str) -> Filing:
        table = f"<table><tr><td colspan='5'>第二十条第（一）项</td></tr><tr><td>信息内容</td>{header}</tr><tr><td>规章</td>{row}</tr><tr><td>行政规范性文件</td>{row}</tr></table>"
        return html(tmp_path / "a.html", "", f"<h1>样例一镇2023年政府信息公开工作年度报告</h1><h2>二、主动公开政府信息情况</h2>{table}")

    middle = "<td>本年制发件数</td><td colspan='2'>本年废止件数</td><td>现行有效件数</td>"
    last = "<td>本年制发件数</td><td>本年废止件数</td><td colspan='2'>现行有效件数</td>"
    first, blank = "<td colspan='2'>7</td><td>8</td><td>9</td>", "<td colspan='2'>7</td><td></td><td>9</td>"
    names = [f"proactive.regulations.{column}" for column in ("issued", "repealed", "in_force")]
    assert [filing(middle, first).cells[name].value for name in names] == [7, 8, 9]
    assert [filing(middle, blank).cells[name].value for name in names] == [7, None, 9]
    for row in (first, blank):
        doubtful = filing(last, row)
        assert not set(names) & doubtful.cells.keys()
        assert set(names) <= {name for misreading in doubtful.facts.misreadings if not misreading.is_read for name in misreading.fields}


def test_many_rows_with_one_fault_are_one_problem(tmp_path: Path) -> None:
    tables = plain_tables("tabs")
    rows: Cells = [[*row] for row in tables["requests"]]
    tables["requests"] = [row[:-1] if number > 4 else row for number, row in enumerate(rows)]
    [told] = [finding for finding in check([read(written(tables, "tabs", tmp_path))])[0].transcription if finding.severity]
    assert told.rule == "T01" and len(told.related) > 100


@pytest.mark.parametrize("layout", ["pipes", "html_plain", "docx_plain", "tabs"])
def test_a_page_header_among_the_rows_is_no_row_of_the_filing(layout: str, tmp_path: Path) -> None:
    for seed in range(3):
        result = check([read(written(damaged(plain_tables(layout), "requests", "page_header_and_number", seed), layout, tmp_path))])[0]
        assert "F02" not in {finding.rule for finding in result.findings}
        assert {finding.rule for finding in result.transcription} == {"T04"}


@pytest.mark.parametrize("layout", ["flat", "bars_below", "tabs", "html_plain", "pipes_once"])
@pytest.mark.parametrize("damage", ["labels_apart", "another_beside"])
def test_no_figure_is_given_to_the_label_of_another(damage: str, layout: str, tmp_path: Path) -> None:
    written_values = {name: str(number) for number, name in enumerate(FORM.fields, 1)}
    for seed in range(6):
        filing = read(written(damaged(plain_tables(layout, written_values), "requests", damage, seed), layout, tmp_path))
        assert {name: cell.raw for name, cell in filing.cells.items() if cell.raw != written_values[name]} == {}
        unread = {name for misreading in filing.facts.misreadings if not misreading.is_read for name in misreading.fields}
        assert layout in ("flat", "bars_below") or filing.cells.keys() | unread == FORM.fields.keys()


def test_the_generator_knows_more_than_twenty_layouts() -> None:
    assert len(set(LAYOUTS)) == len(LAYOUTS) >= 20


@pytest.mark.skipif(not CASES.is_dir(), reason="the reports of the cases are not part of the repository; they lie beside it in CI")
@pytest.mark.parametrize(
    ("start", "rules", "read_fields", "values"),
    [
        ("01", {"V02"}, 200, {"review.litigation_direct.upheld": 2, "review.litigation_direct.total": 0}),
        ("02", set(), 200, {"requests.granted.total": 10, "review.reconsideration.total": 5}),
        ("03", set(), 200, {}),
        ("04", {"V07"}, 200, {"review.litigation_direct.total": 3, "review.litigation_after_review.upheld": None}),
        ("05", {"P03", "P09"}, 198, {"proactive.licensing.prior_items": 0, "proactive.licensing.change": 1, "proactive.licensing.decisions": 2}),
        ("06", {"R04", "C01"}, 200, {"requests.granted.total": None}),
        ("07", set(), 200, {}),
        ("08", {"D01"}, 25, {"review.litigation_direct.total": 3}),
        ("09", set(), 200, {"review.litigation_direct.total": 3, "review.reconsideration.total": 5}),
        ("10", {"D01"}, 10, {"proactive.normative_documents.in_force": 12}),
    ],
)
def test_a_case_is_read_as_a_person_reads_it(start: str, rules: set[str], read_fields: int, values: dict[str, object], run: Run) -> None:
    [path] = CASES.glob(f"{start}_*")
    [file] = json.loads(run("check", path, "--format", "json").out)["files"]
    assert file["organ"] == "样例县水务局" and file["year"] == (2019 if start == "05" else 2023)
    assert {name: file["values"][name] for name in values} == values
    assert ({finding["rule"] for finding in file["findings"]} - INFOS, file["read"]["read"]) == (rules, read_fields)
    assert file["transcription"] == []
