"""The text around the tables: title, opening, sections, signature, date, and what is none of the report's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import pytest

from tests.documents.plain import FORM, plain_prose, plain_tables, read, written
from xlplugin.errors import UndecodableError
from xlplugin.form import editions
from xlplugin.reading.documents.formats.encoding import declared_encoding, decode
from xlplugin.reading.documents.formats.stream import Grid, Line
from xlplugin.reading.documents.report import read_elements
from xlplugin.reading.documents.text.headings import head_of
from xlplugin.reading.documents.text.signature import date_of, find_signature, organ_of
from xlplugin.reading.documents.text.titles import find_title

HEADINGS = {
    "一、总体情况": "overview",
    "1、 总体情况": "overview",
    "１．总体情况": "overview",
    "第一部分 总体情况": None,
    "## 一、总体情况": "overview",
    "**一、总体情况**": "overview",
    "总体情况": "overview",
    "一、概述": "overview",
    "二、主动公开政府信息情况": "proactive",
    "（二）主动公开政府信息情况": "proactive",
    "二、主动公开政府信息的情况": "proactive",
    "三、收到和处理政府信息公开申请情况": "requests",
    "三、政府信息公开申请办理情况": "requests",
    "四、政府信息公开行政复议、行政诉讼情况": "review",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况": "review",
    "五、存在的问题及改进情况": "problems",
    "五、存在的主要问题和改进措施": "problems",
    "五、政府信息公开工作存在的主要问题及改进情况": "problems",
    "六、其他需要报告的事项": "other",
    "六、其他事项": "other",
}
NO_HEADINGS = ["（一）主动公开", "（二）依申请公开情况", "一是加强组织领导。", "全年收到和处理政府信息公开申请情况良好，没有发生行政复议。", "无", "2024年1月15日", "", "样例一镇人民政府"]


@pytest.mark.parametrize(("line", "section"), [(line, section) for line, section in HEADINGS.items() if section])
def test_a_main_heading_is_told_however_it_is_numbered_and_nearly_however_it_is_worded(line: str, section: str) -> None:
    head = head_of(line, FORM)
    assert head is not None and head.section == section


@pytest.mark.parametrize("line", NO_HEADINGS)
def test_a_line_of_the_text_is_no_main_heading(line: str) -> None:
    head = head_of(line, FORM)
    assert head is None or head.section is None


def test_a_heading_with_its_text_on_the_same_line_is_parted_from_it() -> None:
    head = head_of("六、其他需要报告的事项：无其他需要报告的事项。", FORM)
    assert head is not None and (head.section, head.seen, head.rest) == ("other", "六、其他需要报告的事项", "无其他需要报告的事项。")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年1月18日", dt.date(2024, 1, 18)),
        ("2020年01月13日", dt.date(2020, 1, 13)),
        (" 2024 年 1 月 8 日 ", dt.date(2024, 1, 8)),
        ("（2024年1月18日）", dt.date(2024, 1, 18)),
        ("2024-01-18", dt.date(2024, 1, 18)),
        ("二〇二四年一月十八日", dt.date(2024, 1, 18)),
        ("二○二四年十一月三十日", dt.date(2024, 11, 30)),
        ("2024年13月1日", None),
        ("截至2024年1月18日", None),
        ("发表日期:2024-01-22", None),
    ],
)
def test_a_line_is_a_date_only_when_it_is_nothing_else(text: str, date: dt.date | None) -> None:
    assert date_of(text) == date


@pytest.mark.parametrize(
    ("lines", "organ", "date", "first"),
    [
        (["正文。", "样例一镇人民政府", "2024年1月18日"], "样例一镇人民政府", dt.date(2024, 1, 18), 1),
        (["正文。", "样例一镇人民政府（盖章）", "2024年1月18日"], "样例一镇人民政府", dt.date(2024, 1, 18), 1),
        (["正文。", "样例县 教育局   2024年1月18日"], "样例县教育局", dt.date(2024, 1, 18), 1),
        (["正文。", "2024年1月18日", "样例县教育局"], "样例县教育局", dt.date(2024, 1, 18), 1),
        (["正文。", "2024年1月18日", "附件：1.情况说明"], None, dt.date(2024, 1, 18), 1),
        (["正文。", "样例县人民政府办公室"], "样例县人民政府办公室", None, 1),
    ],
)
def test_the_signature_is_found_at_the_end(lines: list[str], organ: str | None, date: dt.date | None, first: int) -> None:
    signature = find_signature(lines)
    assert signature is not None and (signature.organ, signature.date, signature.lines[0]) == (organ, date, first)


@pytest.mark.parametrize("lines", [["本报告自2024年1月18日起公布。"], ["正文。", "联系电话：0951-5521234"], [], ["无。"]])
def test_a_report_without_a_signature_has_none(lines: list[str]) -> None:
    assert find_signature(lines) is None


@pytest.mark.parametrize(("text", "organ"), [("样例一镇人民政府", "样例一镇人民政府"), ("一、样例一镇", None), ("我镇认真落实上级要求，成立领导小组", None), ("样例区 市场监督管理局", "样例区市场监督管理局")])
def test_a_line_names_an_organ_only_when_it_names_nothing_else(text: str, organ: str | None) -> None:
    assert organ_of(text) == organ


@pytest.mark.parametrize(
    ("lines", "title", "rest"),
    [
        (["样例一镇2023年政府信息公开工作年度报告", "正文"], "样例一镇2023年政府信息公开工作年度报告", ["正文"]),
        (["样例一镇人民政府信息公开工作2023年度", "报告", "正文"], "样例一镇人民政府信息公开工作2023年度 报告", ["正文"]),
        (["首页", "样例县2023年政府信息公开工作年度报告", "来源：本站", "样例县2023年政府信息公开工作年度报告", "正文"], "样例县2023年政府信息公开工作年度报告", ["正文"]),
        (["正文，没有标题。"], "", ["正文，没有标题。"]),
    ],
)
def test_the_title_is_found_over_several_lines_and_past_its_repetition(lines: list[str], title: str, rest: list[str]) -> None:
    assert find_title(lines) == (title, rest)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gb2312", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_in_use_is_found(encoding: str) -> None:
    assert decode("样例一镇政府信息公开工作年度报告".encode(encoding)) == "样例一镇政府信息公开工作年度报告"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "臺灣省政府資訊".encode("big5") + b"\xff", bytes(range(128, 256)) * 4, "日本の文書です".encode("shift_jis")])
def test_bytes_that_are_no_report_in_any_encoding_are_not_guessed(content: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode(content)


def test_a_page_may_name_its_encoding_and_is_not_believed_against_its_bytes(tmp_path: Path) -> None:
    assert declared_encoding(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">') == "gb18030"
    path = tmp_path / "页.html"
    path.write_bytes("<html><head><meta charset='gb2312'></head><body><p>政府信息公开</p></body></html>".encode())
    assert read_elements(path) == [Line("政府信息公开", True)]


def test_a_paragraph_that_a_page_break_tore_is_whole_again_and_page_numbers_are_gone(tmp_path: Path) -> None:
    prose = plain_prose(overview=["充分利用门户网站和公众号，围绕重点工作公开信息，切", "", "- 2 -", "", "实保障群众的知情权。", "（一）主动公开。网站全年发布信息，更新及时，没有出现差错", "（二）依申请公开。没有收到申请。"])
    narrative = read(written(plain_tables("flat"), "flat", tmp_path, prose)).narrative
    assert narrative["overview"].split("\n") == [
        "充分利用门户网站和公众号，围绕重点工作公开信息，切实保障群众的知情权。",
        "（一）主动公开。网站全年发布信息，更新及时，没有出现差错",
        "（二）依申请公开。没有收到申请。",
    ]


def test_page_furniture_and_debris_stay_out_of_the_text_and_debris_is_told(tmp_path: Path) -> None:
    prose = plain_prose(overview=["[bookmark: _GoBack]本年度信息公开工作有序开展。"], other=["没有收取信息处理费。"])
    prose.signature, prose.date = "扫一扫在手机上查看当前页面", "主办:样例县人民政府    承办:样例县人民政府办公室"
    filing = read(written(plain_tables("tabs"), "tabs", tmp_path, prose))
    assert filing.document is not None
    assert (filing.document.debris, filing.document.signature, filing.document.signed, filing.document.closing) == (("[bookmark: _GoBack]",), None, None, "")
    assert (filing.narrative["overview"], filing.narrative["other"]) == ("本年度信息公开工作有序开展。", "没有收取信息处理费。")


def test_organ_and_year_come_from_the_text_where_the_title_has_none(tmp_path: Path) -> None:
    prose = plain_prose()
    prose.title, prose.opening = "政府信息公开工作年度报告", "现公布样例二乡2022年度政府信息公开工作年度报告。"
    filing = read(written(plain_tables("tabs"), "tabs", tmp_path, prose))
    assert (filing.organ, filing.year) == ("样例二乡", 2022)


def test_a_heading_that_is_none_of_the_six_is_kept_where_it_goes_on_and_a_list_in_the_text_is_not_one(tmp_path: Path) -> None:
    prose = plain_prose(problems=["存在的问题：", "一、认识不足", "二、人员变动", "改进措施：加强培训。"], other=["无。", "七、附件", "没有附件。"])
    filing = read(written(plain_tables("pipes"), "pipes", tmp_path, prose))
    assert filing.document is not None
    assert [heading.section for heading in filing.document.headings] == ["overview", "proactive", "requests", "review", "problems", "other", None]
    assert "一、认识不足\n二、人员变动" in filing.narrative["problems"] and filing.narrative["other"] == "无。"


def test_a_table_of_contents_is_not_the_report(tmp_path: Path) -> None:
    path = written(plain_tables("pipes"), "pipes", tmp_path)
    text = path.read_text("utf-8")
    contents = "\n".join(section.title.official for section in FORM.sections)
    path.write_text(text.replace("\n\n", f"\n\n目录\n{contents}\n\n", 1), "utf-8")
    filing = read(path)
    assert filing.document is not None and len(filing.document.headings) == 6
    assert filing.narrative["overview"] == "本年度信息公开工作有序开展。"


def test_tables_that_only_lay_out_a_page_are_seen_through(tmp_path: Path) -> None:
    path = written(plain_tables("html_spans", {"requests.received.company": "3"}), "html_spans", tmp_path)
    page = path.read_text("utf-8").replace("<body>", "<body><table><tr><td>导航</td><td>").replace("</body>", "</td></tr></table></body>")
    path.write_text(page, "utf-8")
    filing = read(path)
    assert filing.cells["requests.received.company"].value == 3 and len(filing.narrative) == 3 and filing.organ == "样例一镇"


def test_scripts_and_hidden_parts_of_a_page_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "页.html"
    path.write_text("<html><head><style>p{}</style><script>政府</script></head><body><p style='display: none'>隐藏</p><p>甲<br>乙</p><div>丙<span>丁</span></div></body></html>", "utf-8")
    assert read_elements(path) == [Line("甲", True), Line("乙", True), Line("丙丁", True)]


def test_what_a_word_document_says_was_deleted_is_left_out_and_what_was_inserted_counts(tmp_path: Path) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    runs = '<w:r><w:t>新收</w:t></w:r><w:del w:id="1"><w:r><w:delText>5</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>16</w:t></w:r></w:ins><w:r><w:tab/><w:t>件</w:t></w:r>'
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))
    document.sections[0].footer.paragraphs[0].text = "- 1 -"
    document.save(str(tmp_path / "a.docx"))
    assert [element for element in read_elements(tmp_path / "a.docx") if isinstance(element, Line) and element.text] == [Line("新收16\t件", True)]


def test_merged_cells_of_a_word_document_stand_where_they_begin(tmp_path: Path) -> None:
    tables = plain_tables("docx_spans", {"review.litigation_direct.upheld": "7"})
    grids = [element for element in read_elements(written(tables, "docx_spans", tmp_path)) if isinstance(element, Grid)]
    assert [len(grid.rows) for grid in grids] == [len(tables[table.id]) for table in editions()["2021"].tables]
    assert {len(row) for row in grids[1].rows} == {10} and grids[2].rows[3][5] == "7" and grids[2].rows[0][5] == "行政诉讼"
