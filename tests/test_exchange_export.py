"""A workbook becomes a report and comes back without a difference; the tables are merged as the form prescribes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest

from tests.conftest import Run
from tests.reports_exchanged import findings, read, report_filing
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import UsageError
from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.document import Document
from xlplugin.filing.filing import Filing
from xlplugin.form import editions
from xlplugin.outputs.publish.docx import write_docx_report
from xlplugin.outputs.publish.html import write_html_report
from xlplugin.outputs.publish.markdown import write_markdown_report
from xlplugin.outputs.publish.report import compose, printed
from xlplugin.outputs.publish.write import FORMATS, export

SHAPES = [shape for edition in editions().values() for shape in edition.shapes]
NOT_THE_SAME = {
    "09单元格填写错误": ("C03", "V01", "V07", "C09"),
    "11数字存为文本": ("C11",),
    "13求和公式少一行": ("R02",),
    "17链接到其他工作簿": ("R01", "R03", "C01"),
    "20表格缺一行": ("C01",),
    "24同一张表有两份": ("C01", "V04"),
}
"""What a report cannot show as a workbook does: that a number is text, that a row was missing, that a figure is known to nobody, a formula, a date's time of day."""


@pytest.mark.slow
@pytest.mark.parametrize("ending", FORMATS)
def test_every_sample_comes_back_from_a_report_without_a_difference(ending: str, samples: Path, tmp_path: Path) -> None:
    paths = sorted(samples.rglob("*.xlsx"))
    assert len(paths) == 36
    for number, path in enumerate(paths):
        filing = replace(read(path), level=None)  # a report does not say it
        target = tmp_path / f"{number}{ending}"
        export(filing, target, accept_saved=True)
        back = read(target)
        assert (back.form.key, back.values, back.narrative) == (filing.form.key, filing.values, filing.narrative), path.name
        if filing.organ:
            assert (back.organ, back.year) == (filing.organ, filing.year), path.name
        may_differ = NOT_THE_SAME.get(path.stem, ())
        assert [one for one in findings(back, "RVPC") if one[0] not in may_differ] == [one for one in findings(filing, "RVPC") if one[0] not in may_differ], path.name
        assert back.facts.misreadings == (), path.name


@pytest.mark.parametrize("ending", FORMATS)
def test_a_whole_report_comes_back_with_its_title_opening_sections_and_signature(ending: str, tmp_path: Path) -> None:
    texts = {
        "overview": "（一）主动公开。公开信息30条，“一网通办” & <公开>。\n标题式的一行话没有句号而且超过了二十个字数\n接着的一段也自成一段。",
        "requests": "收到申请2件。",
        "problems": "1. 解读不够。\n2. 下一步加强。\n- 其他_问题_*不多*",
        "other": "无。",
    }
    filing = report_filing(narrative=texts)
    target = tmp_path / f"报告{ending}"
    export(filing, target)
    back = read(target)
    assert (dict(back.narrative), back.document, back.values) == (texts, filing.document, filing.values)


def test_headings_and_labels_are_the_forms_whatever_they_were_in_the_source() -> None:
    filing = report_filing()
    document = replace(filing.document or Document(), title="样例一镇 2021年\n政府信息公开工作年度报告", headings=())
    report = compose(replace(filing, document=document))
    assert report.title == "样例一镇 2021年 政府信息公开工作年度报告"
    assert [section.heading for section in report.sections] == [section.title.official for section in filing.form.sections]
    assert [section.heading[0] for section in report.sections if section.table] == ["二", "三", "四"]


def test_a_workbook_without_text_has_a_title_and_the_six_headings_and_invents_nothing(tmp_path: Path) -> None:
    report = compose(read(write_submission(tmp_path / "表.xlsx", CONSISTENT)))
    assert report.title == "样例一镇人民政府2023年政府信息公开工作年度报告"
    assert len(report.sections) == 6 and not any(section.paragraphs for section in report.sections)
    assert (report.opening, report.closing) == ((), ())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(), ""),
        (Cell(Shape.NUMBER, 0, "0"), "0"),
        (Cell(Shape.NUMBER, 1034, "1,034"), "1034"),
        (Cell(Shape.PLACEHOLDER, None, " / "), "/"),
        (Cell(Shape.NOTE, 22, "22（其中修订16件）"), "22（其中修订16件）"),
        (Cell(Shape.DATE, None, "2023-12-31 00:00:00"), "2023-12-31"),
        (Cell(Shape.NOT_CALCULATED, None, "=[1]Sheet1!A1", formula="=[1]Sheet1!A1", saved=2), ""),
    ],
)
def test_a_cell_prints_what_stands_there_and_nothing_for_what_nobody_knows(cell: Cell, text: str) -> None:
    assert printed(cell) == text


@pytest.mark.parametrize("form", SHAPES, ids=[form.key for form in SHAPES])
def test_the_tables_are_merged_as_the_form_prescribes(form: object, tmp_path: Path) -> None:
    shape = next(one for one in SHAPES if one is form)
    filing = Filing(shape, {name: Cell(Shape.NUMBER, number, str(number)) for number, name in enumerate(shape.fields)}, organ="样例一镇", year=2023)
    (tmp_path / "报告.docx").write_bytes(write_docx_report(filing))
    proactive, requests, review = docx.Document(str(tmp_path / "报告.docx")).tables
    assert len(proactive.columns) == 4 and len(requests.columns) == 10 and len(review.columns) == 15
    width = 25 if "2021" in shape.edition and not shape.shape else 23
    cells = [[cell.text for cell in row.cells] for row in requests.rows]
    assert len(cells) == width + 3
    corner = requests.cell(0, 0)
    assert corner.text.startswith("（本列数据的勾稽关系为") and corner._tc is requests.cell(2, 2)._tc
    assert requests.cell(0, 3).text == "申请人情况" and requests.cell(0, 3)._tc is requests.cell(0, 9)._tc
    assert requests.cell(1, 4).text == "法人或其他组织" and requests.cell(1, 4)._tc is requests.cell(1, 8)._tc
    assert requests.cell(1, 9).text == "总计" and requests.cell(1, 9)._tc is requests.cell(2, 9)._tc
    results = [row for row in cells if row[0] == "三、本年度办理结果"]
    assert len(results) == width - 3
    assert cells[3][:4] == ["一、本年新收政府信息公开申请数量"] * 3 + [printed(filing.cells["requests.received.natural_person"])]
    assert cells[-1][0] == "四、结转下年度继续办理"
    assert [cell.text for cell in review.rows[0].cells] == ["行政复议"] * 5 + ["行政诉讼"] * 10
    assert [cell.text for cell in review.rows[1].cells] == ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    assert [cell.text for cell in proactive.rows[0].cells] == ["第二十条第（一）项"] * 4


class _Spans(HTMLParser):
    """How many columns each row of each table has, spans counted."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[dict[tuple[int, int], bool]] = []
        self.row = -1
        self.heads = self.links = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.heads += tag == "thead"
        self.links += sum(name in ("src", "href") for name in given)
        if tag == "table":
            self.tables.append({})
            self.row = -1
        elif tag == "tr":
            self.row += 1
        elif tag in ("td", "th"):
            taken = self.tables[-1]
            column = next(number for number in range(100) if (self.row, number) not in taken)
            for down in range(int(given.get("rowspan") or 1)):
                for across in range(int(given.get("colspan") or 1)):
                    assert (self.row + down, column + across) not in taken
                    taken[self.row + down, column + across] = True


@pytest.mark.parametrize("form", SHAPES, ids=[form.key for form in SHAPES])
def test_the_page_needs_no_other_file_and_its_spans_fill_every_table(form: object) -> None:
    shape = next(one for one in SHAPES if one is form)
    page = write_html_report(Filing(shape, {}, organ="样例一镇", year=2023))
    spans = _Spans()
    spans.feed(page)
    assert spans.links == 0 and "<script" not in page and spans.heads == 2
    for table, width in zip(spans.tables, (4, 10, 15), strict=True):
        height = max(row for row, _ in table) + 1
        assert len(table) == height * width


def test_text_is_never_markup(tmp_path: Path) -> None:
    filing = report_filing(narrative={"overview": "<script>alert(1)</script> & <b>粗</b> [链接](http://x) # 井号"})
    page = write_html_report(filing)
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "\\[链接\\](http://x)" in write_markdown_report(filing)
    (tmp_path / "报告.docx").write_bytes(write_docx_report(filing))
    assert any("<b>粗</b>" in paragraph.text for paragraph in docx.Document(str(tmp_path / "报告.docx")).paragraphs)


WRITERS: tuple[Callable[[Filing], bytes | str], ...] = (write_docx_report, write_html_report, write_markdown_report)


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_workbook_gives_the_same_bytes(write: Callable[[Filing], bytes | str]) -> None:
    assert write(report_filing()) == write(report_filing()) != write(report_filing({"proactive.licensing.decisions": 3}))


def test_the_document_is_an_a4_page_with_a_repeated_header_and_a_page_number(tmp_path: Path) -> None:
    (tmp_path / "报告.docx").write_bytes(write_docx_report(report_filing()))
    with zipfile.ZipFile(tmp_path / "报告.docx") as package:
        text = package.read("word/document.xml").decode()
        assert " PAGE " in package.read("word/footer1.xml").decode()
    assert 'w:w="11906" w:h="16838"' in text
    requests = re.findall(r"<w:tbl>.*?</w:tbl>", text, re.DOTALL)[1]
    assert requests.count("<w:tblHeader/>") == 3


@pytest.mark.parametrize("name", ["报告.pdf", "报告", "报告.xlsx"])
def test_another_ending_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        export(report_filing(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_report_is_never_replaced_and_blanks_are_told(run: Run, tmp_path: Path) -> None:
    source = write_submission(tmp_path / "表.xlsx", {**CONSISTENT, "requests.granted.other": None})
    ran = run("export", source, "-o", tmp_path / "报告.docx")
    assert ran.status == 0 and "其中 1 格是空白" in ran.out and "没有报告文字" in ran.out
    before = (tmp_path / "报告.docx").read_bytes()
    again = run("export", source, "-o", tmp_path / "报告.docx", "--lang", "en")
    assert again.status == 2 and "not replaced" in again.err and (tmp_path / "报告.docx").read_bytes() == before
