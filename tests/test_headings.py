"""Organ and year are found where offices write them, without the words for the seal."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from xlplugin.reading.documents.text.titles import find_title
from xlplugin.reading.headings import from_title
from xlplugin.reading.organ import organ_and_year
from xlplugin.reading.workbook.grid import Book, RawCell, Sheet

ORGAN, YEAR = "样例县水务局", 2023
TABLE = (("二、主动公开政府信息情况",), ("第二十条第（一）项",), ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", 0, 0, 0), ("行政规范性文件", 3, 1, 12))
Rows = Sequence[Sequence[object]]


def book(*rows: Sequence[object], below: Rows = TABLE) -> Book:
    cells = {(y, x): RawCell(content) for y, row in enumerate((*rows, *below), 1) for x, content in enumerate(row, 1) if content is not None}
    return Book((Sheet("Sheet1", cells),))


HEADS: dict[str, Rows] = {
    "organ and year in the title": [["样例县水务局2023年政府信息公开工作年度报告"]],
    "year before the organ": [["2023年样例县水务局政府信息公开工作年度报告"]],
    "organ and title on two lines": [["样例县水务局"], ["2023年政府信息公开工作年度报告"]],
    "organ and year, then the title": [["样例县水务局2023年"], ["政府信息公开工作年度报告"]],
    "three lines": [["样例县水务局"], ["2023年度"], ["政府信息公开工作年度报告"]],
    "broken within its words": [["样例县水务局2023年政府信息"], ["公开工作年度报告"]],
    "broken before 政府信息公开": [["2023年样例县水务局"], ["政府信息公开情况统计表"]],
    "a line break within the cell": [["样例县水务局\n2023年\n政府信息公开工作年度报告"]],
    "two cells side by side": [["样例县水务局", None, "2023年政府信息公开工作年度报告"]],
    "title, then the organ": [["2023年政府信息公开工作年度报告"], ["样例县水务局"]],
    "title, then the organ in brackets": [["2023年政府信息公开工作年度报告"], ["（样例县水务局）"]],
    "organ in brackets behind the title": [["2023年度政府信息公开情况统计表（样例县水务局）"]],
    "year in brackets behind the title": [["样例县水务局政府信息公开工作年度报告（2023年度）"]],
    "year in a cell of its own": [["样例县水务局政府信息公开工作年度报告"], [None, None, "2023年度"]],
    "year in brackets in a cell of its own": [["样例县水务局政府信息公开统计表"], ["（2023年）"]],
    "year as months": [["样例县水务局政府信息公开统计表"], ["2023年1月—12月"]],
    "year in Chinese numerals": [["样例县水务局二〇二三年政府信息公开工作年度报告"]],
    "year in full-width digits": [["样例县水务局２０２３年政府信息公开工作年度报告"]],
    "the day of writing behind the title": [["样例县水务局政府信息公开工作年度报告（2024年1月20日）"], ["报告年度：2023年"]],
    "a statistical table's title": [["2023年样例县水务局政府信息公开统计表"]],
    "a table's title without 工作": [["样例县水务局2023年度政府信息公开情况统计表"]],
    "annual report in short": [["样例县水务局政府信息公开年报（2023年）"]],
    "政务公开": [["样例县水务局2023年度政务公开工作情况统计表"]],
    "annex before the title": [["附件1：样例县水务局2023年政府信息公开工作年度报告"]],
    "annex on a line of its own": [["附件2"], ["2023年度政府信息公开情况统计表"], ["填报单位：样例县水务局"]],
    "seal before the name": [["2023年政府信息公开统计表"], ["单位：（盖章）样例县水务局"]],
    "seal within the label": [["2023年政府信息公开统计表"], ["填报单位（盖章）：样例县水务局"]],
    "seal behind the name": [["2023年政府信息公开统计表"], ["填报单位：样例县水务局（公章）"]],
    "seal with spaces": [["2023年政府信息公开统计表"], ["填报单位：样例县水务局（盖 章）"]],
    "seal in square brackets": [["2023年政府信息公开统计表"], ["单位名称：样例县水务局【签章】"]],
    "seal without brackets": [["2023年政府信息公开统计表"], ["报送单位：样例县水务局 盖章"]],
    "seal in a cell between": [["2023年政府信息公开统计表"], ["填报单位", "（盖章）", "样例县水务局"]],
    "seal without colon": [["2023年政府信息公开统计表"], ["填报单位（公章）样例县水务局"]],
    "seal in the cell of the name": [["年度", "2023"], ["单位名称（公章）", "样例县水务局（章）"]],
    "seal on the organ's line": [["样例县水务局（盖章）"], ["2023年政府信息公开工作年度报告"]],
    "label, date and people on one line": [["2023年政府信息公开统计表"], ["填报单位：样例县水务局 填报日期：2024年1月15日 填报人：李思"]],
    "name and date without a label": [["2023年政府信息公开统计表"], ["填表单位：样例县水务局（章） 2024年1月15日"]],
    "spread label and name": [["年  度：2023"], ["单  位： 样 例 县 水 务 局"]],
    "所属年度": [["填报部门：样例县水务局", "所属年度：2023年"]],
    "period of the report": [["样例县水务局政府信息公开统计表"], ["统计期间：2023年1月1日至2023年12月31日"]],
    "organ and year alone": [["样例县水务局"], ["2023年度"]],
    "label and value without colon": [["填报单位 样例县水务局", None, "2023年度"], ["政府信息公开情况表"]],
    "部门（单位）": [["2023年度政府信息公开工作年报表"], ["部门（单位）：样例县水务局"]],
}


def test_at_least_25_heads_are_tried() -> None:
    assert len(HEADS) >= 25


@pytest.mark.parametrize("rows", HEADS.values(), ids=HEADS)
def test_organ_and_year_are_found_where_offices_write_them(rows: Rows) -> None:
    assert organ_and_year(book(*rows), {}, "附件.xlsx") == (ORGAN, YEAR)


ORGANS = ("样例一镇人民政府", "样例区样例街道办事处", "样例市发展和改革委员会", "国家税务总局样例县税务局", "样例经济技术开发区管委会", "样例县人民政府办公室", "样例县融媒体中心")
LINES = (
    ("{organ}", "2023年度政府信息公开工作年度报告"),
    ("2023年", "{organ}", "政府信息公开统计表"),
    ("政府信息公开情况统计表（2023年度）", "单位：（盖章）{organ}"),
    ("{organ}（盖章）", "政府信息公开工作年度报告", "2023年度"),
)


@pytest.mark.parametrize("organ", ORGANS)
@pytest.mark.parametrize("lines", LINES)
def test_a_head_of_several_lines_is_read_for_any_kind_of_organ(organ: str, lines: tuple[str, ...]) -> None:
    assert organ_and_year(book(*([line.format(organ=organ)] for line in lines)), {}, "附件.xlsx") == (organ, 2023)


NOBODY: dict[str, Rows] = {
    "a unit of measure": [["单位：万元"], ["收费金额（单位：件）"]],
    "people and dates": [["填报人：李思", "联系电话：0951-5521234"], ["填报日期：2024年1月15日"]],
    "two organs by themselves": [["样例县水务局", "样例县教育局"], ["政府信息公开"]],
    "two years by themselves": [["2022年度", "2023年度"], ["政府信息公开"]],
    "an empty label for the seal": [["填报单位（盖章）：", None, "填报人：李思"]],
    "a table's own title": [["三、收到和处理政府信息公开申请情况"], ["四、政府信息公开行政复议、行政诉讼情况"]],
    "lines alone of a list of telephone numbers": [["样例县水务局办公室", "0951-5521234"], ["2023年"]],
}


@pytest.mark.parametrize("rows", NOBODY.values(), ids=NOBODY)
def test_what_names_no_organ_and_no_year_is_not_taken_for_one(rows: Rows) -> None:
    below = () if "电话" in str(rows) or "0951" in str(rows) else TABLE
    assert organ_and_year(book(*rows, below=below), {}, "附件.xlsx") == (None, None)


@pytest.mark.parametrize("seal", ["（盖章）", "(公章)", "【签章】", "（盖  章）", "〔印章〕", "（加盖公章）", "（单位公章）", "（章）", "（盖章处）", "(签字、盖章)", "（盖章", " 盖章"])
def test_words_for_the_seal_are_no_part_of_the_name(seal: str) -> None:
    assert organ_and_year(book(["单位名称", f"样例县水务局{seal}"], ["年度", 2023]), {}, "附件.xlsx") == (ORGAN, YEAR)


@pytest.mark.parametrize("name", ["样例市（印台区）水务局", "样例市章丘区水务局", "样例市印江县（本级）"])
def test_a_name_that_holds_a_word_of_a_seal_is_whole(name: str) -> None:
    assert organ_and_year(book(["单位名称", name], ["年度", 2023]), {}, "附件.xlsx") == (name, YEAR)


TITLES: dict[str, Sequence[str]] = {
    "organ above": ["样例县水务局", "2023年政府信息公开工作年度报告"],
    "organ and year above": ["样例县水务局", "2023年度", "政府信息公开工作年度报告"],
    "year above the organ": ["2023年", "样例县水务局", "政府信息公开工作年度报告"],
    "organ and year on one line": ["样例县水务局2023年度", "政府信息公开工作年度报告"],
}


@pytest.mark.parametrize("lines", TITLES.values(), ids=TITLES)
def test_a_reports_title_over_several_lines_is_one_title(lines: Sequence[str]) -> None:
    title, rest = find_title(["政府信息公开", *lines, "一、总体情况"])
    assert from_title(title) == (ORGAN, YEAR) and rest == ["一、总体情况"]


@pytest.mark.parametrize("above", ["首页", "政府信息公开年报", "来源：样例县水务局", "样例县水务局门户网站欢迎您"])
def test_what_stands_above_a_whole_title_is_no_part_of_it(above: str) -> None:
    assert find_title([above, "样例县水务局2023年政府信息公开工作年度报告", "正文"])[0] == "样例县水务局2023年政府信息公开工作年度报告"
