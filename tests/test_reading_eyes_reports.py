"""Reports as offices' programs and sites make them, tried afresh: what stands above a line, what no window shows, what a header says of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest

from tests.documents.edited_word import FIELD, word
from tests.documents.hindered import why_unread
from tests.documents.pdf import Sheet, write_pdf
from tests.documents.pdf import report as pdf_report
from tests.documents.plain import FORM, plain_tables, read, written
from tests.documents.tables import Cells
from tests.test_check import completed, free_fields
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.reading.headings import from_lines_alone, from_title

TOTAL = "requests.received.total"
DISTINCT: Mapping[str, str] = {name: str(value or number) for number, (name, value) in enumerate(completed(FORM, dict(zip(free_fields(FORM), count(101)))).items(), 1001)}
"""Figures of which no two beside each other are alike, and which agree: nobody is to look for the cells that do not."""
DRAWING = "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'"


def page_with(cell: str, folder: Path, *, head: str = "", values: dict[str, str] | None = None) -> Filing:
    """A plain report as a web page; `cell`: what stands in the cell of the total of new requests in place of 54."""
    path = written(plain_tables("html_spans", {TOTAL: "54", "requests.received.natural_person": "54", **(values or {})}), "html_spans", folder)
    text = path.read_text(encoding="utf-8")
    parts = text.rpartition("<p>54</p>")
    path.write_text(f"{parts[0]}{cell}{parts[2]}".replace("</head>", f"{head}</head>"), encoding="utf-8")
    return read(path)


def rules(filing: Filing) -> set[str]:
    return {finding.rule for finding in check([filing])[0].findings}


@pytest.mark.parametrize(
    "raised",
    [
        "<span style='position:relative;top:-5.0pt;mso-text-raise:5.0pt'>2</span>",
        "<span style='position:relative;top:-.4em'>2</span>",
        "<span style='position:relative;bottom:4px'>2</span>",
        "<span style='vertical-align:5px'>2</span>",
        "<span style='vertical-align:30%'>2</span>",
        "<span style='font-size:7px;vertical-align:top'>2</span>",
        "<span style='font-size:smaller;vertical-align:text-top'>2</span>",
        "<ruby><rt>2</rt></ruby>",
    ],
)
def test_a_mark_that_a_page_moves_above_its_line_is_no_part_of_the_figure(raised: str, tmp_path: Path) -> None:
    assert page_with(f"54{raised}", tmp_path).cells[TOTAL].value == 54


@pytest.mark.parametrize(
    "plain",
    [
        "<span style='position:relative;top:1px'>5</span><span>4</span>",
        "<span style='position:relative'>5</span>4",
        "<span style='vertical-align:top'>5</span><span style='vertical-align:baseline'>4</span>",
        "<span style='font-size:12px;vertical-align:top'>54</span>",
        "<p style='position:relative;top:-6px'>54</p>",
    ],
)
def test_text_that_a_page_moves_by_a_taste_is_all_of_the_figure(plain: str, tmp_path: Path) -> None:
    filing = page_with(plain, tmp_path)
    assert (filing.cells[TOTAL].value, filing.cells[TOTAL].aside) == (54, ())


@pytest.mark.parametrize(
    ("runs", "value"),
    [
        ("<w:r><w:t>54</w:t></w:r><w:r><w:rPr><w:position w:val='8'/></w:rPr><w:t>2</w:t></w:r>", 54),
        ("<w:r><w:t>54</w:t></w:r><w:r><w:rPr><w:position w:val='-6'/></w:rPr><w:t>2</w:t></w:r>", 54),
        ("<w:r><w:rPr><w:position w:val='8'/></w:rPr><w:t>54</w:t></w:r>", 54),
        ("<w:r><w:t>5</w:t></w:r><w:r><w:rPr><w:position w:val='2'/></w:rPr><w:t>4</w:t></w:r>", 54),
        ("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>9</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>54</w:t></w:r></w:rubyBase></w:ruby></w:r>", 54),
    ],
    ids=["raised", "lowered", "raised as a whole", "by a point", "ruby"],
)
def test_what_a_word_document_sets_above_a_line_is_no_part_of_the_figure(runs: str, value: int, tmp_path: Path) -> None:
    assert read(word(tmp_path, runs)).cells[FIELD].value == value


def test_a_picture_in_place_of_a_figure_is_no_blank(tmp_path: Path) -> None:
    for cell in ("<img src='n.png'>", "<p><img src='n.png' alt='54' width='20' height='12'></p>"):
        filing = page_with(cell, tmp_path)
        assert (filing.cells[TOTAL].value, why_unread(filing, TOTAL), {"C01", "C03", "R04"} & rules(filing)) == (None, "picture", set())
    assert why_unread(page_with("<img src='spacer.gif' width='1' height='12'>", tmp_path), TOTAL) is None
    assert why_unread(read(word(tmp_path, f"<w:r><w:drawing><a:blip {DRAWING}/></w:drawing></w:r>")), FIELD) == "picture"
    assert why_unread(read(word(tmp_path, f"<w:r><w:drawing><a:ln {DRAWING}/></w:drawing></w:r>")), FIELD) is None


@pytest.mark.parametrize(
    ("head", "attribute"),
    [
        ("<style>#m{visibility:hidden;height:0}</style>", "id='m'"),
        ("<style>.m{position:absolute;left:-9999px}</style>", "class='m'"),
        ("", "style='position:fixed;top:-200em;bottom:-3000px'"),
        ("", "style='opacity:0'"),
    ],
)
def test_a_second_copy_that_no_window_shows_is_told_and_no_second_table(head: str, attribute: str, tmp_path: Path) -> None:
    path = written(plain_tables("html_spans", {TOTAL: "54", "requests.received.natural_person": "54"}), "html_spans", tmp_path)
    text = path.read_text(encoding="utf-8")
    copied = re.sub(r"<table.*?</table>", lambda match: f"{match[0]}<div {attribute}>{match[0].replace('54', '61')}</div>", text, flags=re.DOTALL)
    path.write_text(copied.replace("</head>", f"{head}</head>"), encoding="utf-8")
    filing = read(path)
    assert (filing.cells[TOTAL].value, rules(filing) & {"F02", "F05", "F06", "R03"}) == (54, set())
    assert {finding.rule for finding in check([filing])[0].transcription} == {"T06"}


def test_the_foot_of_a_table_is_its_end_wherever_it_is_written(tmp_path: Path) -> None:
    path = written(plain_tables("html_spans", {"requests.carried_over.other": "6"}), "html_spans", tmp_path)
    text = path.read_text(encoding="utf-8")
    [table] = [found for found in re.findall(r"<table.*?</table>", text, re.DOTALL) if "结转下年度" in found]
    rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    moved = f"<table><tfoot>{rows[-1]}</tfoot><thead>{''.join(rows[:3])}</thead><tbody>{''.join(rows[3:-1])}</tbody></table>"
    path.write_text(text.replace(table, moved), encoding="utf-8")
    filing = read(path)
    assert (filing.cells["requests.carried_over.other"].value, filing.facts.line_faults) == (6, ())


def test_columns_that_a_header_puts_behind_those_of_another_group_are_not_read(tmp_path: Path) -> None:
    path = written(plain_tables("html_spans"), "html_spans", tmp_path)
    text = path.read_text(encoding="utf-8")
    group = re.compile(r'colspan="5"( rowspan="1"><p>法人)')
    assert group.search(text)
    for columns in (4, 3):
        path.write_text(group.sub(rf'colspan="{columns}"\1', text), encoding="utf-8")
        filing = read(path)
        assert not any(name.startswith("requests.") for name in filing.cells) and check([filing])[0].status == "incomplete"


@pytest.mark.parametrize(("unit", "told"), [("元", {"F03"}), ("亿元", {"F03"}), ("千元", {"F03"}), ("万元", set()), ("", {"F07"})])
def test_an_amount_under_a_header_of_another_unit_is_never_clean(unit: str, told: set[str], tmp_path: Path) -> None:
    path = written(plain_tables("html_spans", {"proactive.fees.amount": "126"}), "html_spans", tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("（单位：万元）", f"（单位：{unit}）" if unit else ""), encoding="utf-8")
    report = check([read(path)])[0]
    assert {finding.rule for finding in report.findings} & {"F03", "F07"} == told
    assert (report.status == "warning") == (told == {"F03"})


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("青岚县水利局（县湖泊局）2022年政府信息公开工作年度报告", "青岚县水利局(县湖泊局)", 2022),
        ("2022年青岚县水利局（县湖泊局）政府信息公开工作年度报告", "青岚县水利局(县湖泊局)", 2022),
        ("青岚县水利局2022年度（1月1日至12月31日）政府信息公开工作年度报告", "青岚县水利局", 2022),
        ("（2022年度）青岚县水利局政府信息公开工作年度报告", "青岚县水利局", 2022),
        ("青岚县水利局（2022年）政府信息公开工作年度报告", "青岚县水利局", 2022),
        ("青岚县人民政府-政府信息公开年报-青岚县水利局2022年政府信息公开工作年度报告", "青岚县水利局", 2022),
        ("政府信息公开年报_青岚县水利局2022年政府信息公开工作年度报告_青岚县人民政府门户网站", "青岚县水利局", 2022),
        ("青岚县水利局2022年政府信息公开工作年度报告 > 部门年报 > 青岚县政府网", "青岚县水利局", 2022),
    ],
)
def test_a_title_names_its_organ_without_brackets_periods_or_the_names_of_a_site(title: str, organ: str, year: int) -> None:
    assert from_title(title) == (organ, year)


def test_a_year_behind_a_telephone_number_is_a_year() -> None:
    assert (None, 2022) in list(from_lines_alone(["编报单位:青岚县水利局　　联系电话：0555-1234567　　2022年度"]))


@pytest.mark.parametrize("text", ["54注1", "54 注", "54件注二", "54注：含上年结转", "５４注１"])
def test_the_words_of_a_note_behind_a_figure_are_a_note(text: str, tmp_path: Path) -> None:
    filing = page_with(text, tmp_path)
    assert (filing.cells[TOTAL].value, filing.cells[TOTAL].shape.name) == (54, "NOTE")


@pytest.mark.parametrize(("lines", "value"), [(("5", "4"), None), (("1,2", "34"), None), (("12345678901", "2"), 123456789012)])
def test_figures_on_two_lines_of_a_printed_cell_are_one_only_where_the_first_line_is_full(lines: tuple[str, str], value: int | None, tmp_path: Path) -> None:
    def stacked(sheet: Sheet, left: float, low: float, text: str, field: str) -> None:
        if field != TOTAL:
            sheet.text(left, low, text)
            return
        sheet.text(left - 2, low + 3, lines[0])
        sheet.text(left - 2, low - 4, lines[1])

    path = write_pdf(pdf_report(FORM, {TOTAL: "54", "requests.received.natural_person": "54"}, stacked), tmp_path / "a.pdf")
    assert read(path).cells[TOTAL].value == value


@pytest.mark.parametrize(
    ("lost", "table"),
    [("法律服务机构", "requests"), ("商业企业", "requests"), ("其他", "requests"), ("总计", "requests"), ("本年制发件数", "regulations"), ("现行有效件数", "regulations")],
)
@pytest.mark.parametrize("is_blank", [False, True])
def test_a_header_short_of_a_cell_never_gives_a_figure_to_the_column_beside_its_own(lost: str, table: str, *, is_blank: bool, tmp_path: Path) -> None:
    """Where the cell is gone those behind it move up; where it is blank they stay, and the figures with them."""
    values = DISTINCT
    path = written(plain_tables("html_spans", values), "html_spans", tmp_path)
    text = path.read_text(encoding="utf-8")
    cell = re.compile(rf"(<td[^>]*>)<p>{lost}</p></td>")
    start = text.index("申请人情况") if table == "requests" else 0
    path.write_text(text[:start] + cell.sub(r"\1</td>" if is_blank else "", text[start:], count=1), encoding="utf-8")
    filing = read(path)
    assert {name: found.value for name, found in filing.cells.items() if str(found.value) != values[name]} == {}
    assert check([filing])[0].status != "clean"


def test_the_last_blank_of_a_header_is_not_that_of_a_label_lost_before_it(tmp_path: Path) -> None:
    """A plain copy of such a page: the labels behind the lost one stand a column to the left, and the last column has none."""
    values = DISTINCT
    tables = plain_tables("html_plain", values)
    rows: Cells = [[*row] for row in tables["requests"]]
    header = next(row for row in rows if any(box and box.text == "商业企业" for box in row))
    at = next(number for number, box in enumerate(header) if box and box.text == "法律服务机构")
    header[at : at + 2] = [header[at + 1], None]
    filing = read(written({**tables, "requests": rows}, "html_plain", tmp_path))
    assert not any(name.startswith("requests.") for name in filing.cells)


def test_an_edition_of_which_section_two_holds_nothing_is_not_the_reports(tmp_path: Path) -> None:
    """A column more, which nobody knows, leaves section two of 2021 with faults; that of 2019 is not there at all."""
    path = written(plain_tables("html_spans", DISTINCT), "html_spans", tmp_path)
    text = path.read_text(encoding="utf-8")
    [table] = [found for found in re.findall(r"<table.*?</table>", text, re.DOTALL) if "第二十条" in found]
    rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    wider = "".join(re.sub("</td>", f"</td><td>{number or '2021年'}</td>", row, count=1) for number, row in enumerate(rows))
    path.write_text(text.replace(table, f"<table>{wider}</table>"), encoding="utf-8")
    filing = read(path)
    assert filing.form.edition == "2021" and "F01" not in rules(filing) and not any(name.startswith("requests.other.") for name in filing.cells)


def test_a_column_before_those_of_a_group_that_lost_its_name_is_not_read(tmp_path: Path) -> None:
    """Without the cell 法人或其他组织 a browser puts 总计 beside 自然人, and the group's columns behind it."""
    path = written(plain_tables("html_spans"), "html_spans", tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"<td[^>]*><p>法人或其他组织</p></td>", "", text, count=1), encoding="utf-8")
    assert not any(name.startswith("requests.") for name in read(path).cells)


def test_a_cell_that_a_label_reaches_into_is_no_blank_figure(tmp_path: Path) -> None:
    """Two labels are lost, and with them the places of rows; the row （七）总计 is short of a figure, and nobody knows of which."""
    values = DISTINCT
    path = written(plain_tables("html_spans", values), "html_spans", tmp_path)
    text = path.read_text(encoding="utf-8")
    lost = re.sub(r"<td[^>]*><p>（四）无法提供</p></td>", "", text, count=1)
    for name in ("requests.results_total.natural_person", "requests.results_total.other"):
        path.write_text(re.sub(rf"<td[^>]*><p>{values[name]}</p></td>", "", lost, count=1), encoding="utf-8")
        filing = read(path)
        assert {name: cell.value for name, cell in filing.cells.items() if str(cell.value) != values[name]} == {}
        assert check([filing])[0].status == "incomplete"
