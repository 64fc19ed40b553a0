"""The report as a page: what it says."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.filings import filing_of
from tests.pages import MISTYPED, SCRIPT, page_of, parsed, report_of, review_of, run_of_five, words, wrong
from tests.written import write_html
from xlplugin.filing.cells import Cell, Place, Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Advice, Finding, NotChecked, Note, Report, Severity, Suspect, Waiver
from xlplugin.filing.submissions import Submission
from xlplugin.form import editions
from xlplugin.outputs.page import files, setting
from xlplugin.outputs.page.grid import draw
from xlplugin.outputs.page.words import WORDS
from xlplugin.review.review import Entry
from xlplugin.review.roster import Member
from xlplugin.runs.store.results import Results
from xlplugin.text import LANGUAGES, Text, same


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    return run_of_five(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def written(out: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of that run in Chinese."""
    target = tmp_path_factory.mktemp("written") / "审核结果.html"
    with Results(out) as results:
        write_html(results, review_of(results), target, "zh")
    return target


def test_every_file_has_a_section_with_its_status_and_state(out: str, written: Path) -> None:
    sections = parsed(written).xpath("//details[contains(@class, 'file')]")
    with Results(out) as results:
        expected = [(one.status, one.file.rsplit("/", 1)[1]) for one in results.submissions()]
    assert [(section.get("data-status"), words(section.xpath("./summary/span[@class='name']")[0])) for section in sections] == expected
    states = [words(section.xpath("./summary/span")[0]) for section in sections]
    assert Counter(states) == {"审核通过": 1, "退回修改": 2, "待说明": 1, "无法读取": 1}


def test_the_numbers_of_filters_tiles_chart_and_rules_are_those_of_the_reports(out: str, written: Path) -> None:
    page = parsed(written)
    with Results(out) as results:
        reports = [one.report() for one in results]
        states = Counter(entry.state for entry in review_of(results).entries)
    statuses = Counter(report.status for report in reports)
    filters = {button.get("data-filter"): int(button.xpath("./b")[0].text) for button in page.xpath("//button[@data-filter]")}
    assert filters == {"all": len(reports), **{status: statuses[status] for status in ("error", "warning", "incomplete", "unreadable", "clean")}}
    names = {button.get("data-filter"): words(button).split()[0] for button in page.xpath("//button[@data-filter]") if button.get("data-filter") != "all"}
    assert names == {tile.get("data-tile"): words(tile.xpath("./span")[0]) for tile in page.xpath("//li[@data-tile and @data-tile != 'all']")}, "a state has one word"
    tiles = {tile.get("class").split()[1]: int(tile.xpath("./b")[0].text) for tile in page.xpath("//li[starts-with(@class, 'tile')]")}
    assert tiles == {**{state: states[state] for state in ("incomplete", "unreadable", "return", "explain", "accepted")}, "files": len(reports)}
    problems = Counter(problem.finding.rule for report in reports for problem in report.problems)
    rules = {row.get("id").removeprefix("rule-"): int(row.xpath("./td")[3].text) for row in page.xpath("//section[@id='rules']//tbody/tr")}
    assert rules == problems and problems
    squares = Counter({link.get("href"): int(link.xpath(".//*[local-name()='text']")[0].text) for link in page.xpath("//a[*[local-name()='g']]")})
    assert squares.total() and sum(int(link.xpath(".//*[local-name()='text']")[0].text) for link in page.xpath("//a[*[local-name()='g']]")) == problems.total()


def test_a_wrong_cell_is_marked_where_it_stands_and_the_problem_leads_to_it(written: Path) -> None:
    [section] = parsed(written).xpath("//details[contains(@data-search, '样例二镇')]")
    link = next(link for link in section.xpath(".//a[@class='place']") if link.get("href").endswith(MISTYPED))
    [cell] = section.xpath(f".//td[@id='{link.get('href')[1:]}']")
    assert cell.get("class") == "error sum suspect" and words(cell) == "错 61 若为 16" and "（R03）" in cell.get("title") and "【疑似填错】" in cell.get("title")
    assert [other.get("id") for other in section.xpath(".//td[contains(@class, 'suspect')]")] == [cell.get("id")]
    assert "16" in words(section.xpath(".//h3[text()='查找线索']/following-sibling::ul")[0])


def test_the_three_tables_hold_every_figure_of_the_filing(out: str, written: Path) -> None:
    with Results(out) as results:
        values = next(one.report().values for one in results if one.submission.named == "样例一镇人民政府")
    [section] = parsed(written).xpath("//details[contains(@data-search, '样例一镇')]")
    figures = [words(cell) for cell in section.xpath(".//table[contains(@class, 'form')]//td")]
    expected = [str(values[cell.field]) for drawn in draw(editions()["2021"]) for row in drawn.rows for cell in row if cell.field]
    assert len(figures) == 200 and figures == expected


def test_markup_in_names_is_shown_as_text(written: Path) -> None:
    page = parsed(written)
    assert len(page.xpath("//script")) == 1 and page.xpath("//img") == []
    [section] = page.xpath("//details[.//span[@class='organ'][contains(text(), 'script')]]")
    assert words(section.xpath("./summary/span[@class='organ']")[0]) == SCRIPT
    assert words(section.xpath("./summary/span[@class='name']")[0]) == 'c"><img src=x onerror=alert(1)>.xlsx'


def test_every_kind_of_mark_is_told_by_a_letter_and_in_words(tmp_path: Path) -> None:
    at = {name: f"requests.received.{name}" for name in ("natural_person", "company", "research", "public_interest", "legal_service", "other", "total")}
    cells = {
        at["natural_person"]: Cell(Shape.TEXT, raw="三万元", place=Place("三", 5, 4)),
        at["company"]: Cell(Shape.NOTE, 22, "22（其中修订16件）"),
        "proactive.fees.amount": Cell(Shape.NUMBER, Decimal("43.7880"), "43.788"),
    }
    filing = filing_of({}, cells=cells, file="甲.xlsx")
    filing = replace(filing, cells={name: cell for name, cell in filing.cells.items() if name != "review.reconsideration.upheld"})
    advice = Advice(same("看这里"), (Suspect(at["research"], None, 0, 6, (((at["public_interest"], 7),),)),), frozenset({at["research"]}))
    report = report_of(
        filing,
        findings=(
            wrong(at["natural_person"], "C03"),
            wrong(at["natural_person"], "C11", covered_by="C03"),
            wrong(at["legal_service"], "R09", waived=Waiver("explained", "历史原因")),
            wrong(at["other"], "C01", Severity.WARNING, related=(at["total"],)),
        ),
        advice=(advice,),
        notes=(Note(Text("说明已失效", "lapsed"), Text("说明已失效", "lapsed")),),
        not_checked=(NotChecked("Y01", Text("没有上年数据", "none")), NotChecked("Y02", Text("没有上年数据", "none"))),
        transcription=(wrong("review.litigation_direct.upheld", "T02", Severity.WARNING),),
    )
    section = page_of(tmp_path, [(report, filing)]).xpath("//details[contains(@class, 'file')]")[0]

    def cell(name: str) -> tuple[str, str]:
        [found] = section.xpath(f".//td[@id='f1-{name}']")
        return found.get("class"), words(found)

    assert cell(at["natural_person"]) == ("error", "错 三万元")
    assert cell(at["research"]) == ("suspect suspect", "? 0 若为 6")
    assert cell(at["public_interest"]) == ("other other", "? 0")
    assert cell(at["legal_service"]) == ("waived", "说 0")
    assert cell(at["other"]) == ("warning", "疑 0") and cell(at["total"]) == ("warning sum", "疑 0")
    assert cell("review.litigation_direct.upheld") == ("reading", "读 0")
    titles = {words(found): found.get("title") for found in section.xpath(".//td[@title]")}
    assert titles["22"] == "原文：22（其中修订16件）" and titles["—"] == "文件中没有找到这一格" and "已说明：历史原因" in titles["说 0"]
    assert "依据：" in titles["错 三万元"] and "同一问题（C01）" in section.xpath(f".//td[@id='f1-{at['total']}']")[0].get("title")
    headings = {words(heading): words(heading.getnext()) for heading in section.xpath(".//h3")}
    assert list(headings) == ["问题", "查找线索", "注意", "读取问题，非填报错误"]
    assert "T02" in headings["读取问题，非填报错误"] and "T02" not in headings["问题"] and headings["问题"].count("不对") == 4
    assert "已说明" in headings["问题"] and headings["注意"] == "说明已失效" and "43.788" in [words(found) for found in section.xpath(".//td")]
    [missed] = section.xpath(".//details[@class='small']")
    assert words(missed) == "未审核的规则（2 条） Y01、Y02：没有上年数据" and missed.get("open") is None


def test_an_explained_problem_counts_nowhere(tmp_path: Path) -> None:
    filing = filing_of({})
    report = report_of(filing, findings=(wrong(waived=Waiver("released", "同意")),))
    page = page_of(tmp_path, [(report, filing)])
    assert page.xpath("//section[@id='rules']//tbody/tr") == [] and page.xpath("//*[local-name()='svg'][@class='heat']") == []
    assert "审核放行 1 处" in words(page.xpath("//section[@id='overview']")[0])


def test_a_replaced_submission_says_so_and_leads_to_the_newest(tmp_path: Path) -> None:
    pairs: list[tuple[Report, Filing | None]] = []
    for file in ("第一轮/a.xlsx", "第二轮/a.xlsx"):
        filing = filing_of({}, file=file)
        pairs.append((report_of(filing, findings=(wrong(),)), filing))
    page = page_of(tmp_path, pairs)
    old, new = page.xpath("//details[contains(@class, 'file')]")
    assert "已被取代" in words(old.xpath("./summary")[0]) and "第 1 次报送" in words(old.xpath("./summary")[0]) and "#f2" in old.xpath(".//p/a/@href")
    assert "第 2 次报送" in words(new.xpath("./summary")[0]) and "已改正 1 处，仍存在 0 处，新增 1 处。 新增：R02。" in words(new)
    assert len(page.xpath("//*[local-name()='svg'][@class='heat']//*[@class='organ']")) == 1
    assert "另有 1 个文件已被取代" in words(page.xpath("//div[@id='tools']")[0])


def test_who_is_missing_and_what_spans_submissions_stands_above_the_files(tmp_path: Path) -> None:
    filing = filing_of({}, file="收/a.xlsx")
    member = Member("样例九镇", contact="王某", phone="0951-0000000", deadline=dt.date(2024, 1, 31))
    findings = (
        Finding("B02", Severity.ERROR, same("样例九镇未报送"), subject="missing", organ="样例九镇"),
        Finding("B07", Severity.WARNING, same("两份文字几乎相同"), organ="样例一镇", files=("收/a.xlsx",)),
    )
    present = Entry("样例一镇", "accepted", 2021, Member("样例一镇"), (Submission("收/a.xlsx", "样例一镇", 2021, "样例一镇", named_year=2021, submitted=dt.date(2022, 2, 9), dated_by="saved"),), is_late=True)
    review = {"entries": (Entry("样例九镇", "missing", member=member), present), "findings": findings, "missing": ("样例九镇",), "has_roster": True, "not_checked": (NotChecked("B05", same("名册没有上级")),)}
    page = page_of(tmp_path, [(report_of(filing), filing)], **review)
    assert "名册内 2 个单位，已报送 1 个。" in words(page.xpath("//header")[0])
    assert words(page.xpath("//section[@id='missing']//tbody/tr")[0]) == "样例九镇王某0951-00000002024-01-31"
    [batch] = page.xpath("//section[@id='batch']")
    assert "两份文字几乎相同" in words(batch) and "B05：名册没有上级" in words(batch) and "未报送" not in words(batch) and batch.xpath(".//a/@href") == ["#f1"]
    [section] = page.xpath("//details[contains(@class, 'file')]")
    assert "迟报" in words(section.xpath("./summary")[0]) and "工作簿保存日期 2022-02-09" in words(section) and "两份文字几乎相同" in words(section)
    assert page.xpath("//li[@class='tile missing']/b/text()") == ["1"]


def test_what_no_file_could_be_checked_for_is_said_once(tmp_path: Path) -> None:
    common = NotChecked("Y01", same("没有上年数据"))
    pairs: list[tuple[Report, Filing | None]] = []
    for number in range(3):
        filing = filing_of({}, file=f"{number}.xlsx", organ=f"样例{number}镇")
        pairs.append((report_of(filing, not_checked=(common, NotChecked("W01", same(f"第{number}个原因")))), filing))
    page = page_of(tmp_path, pairs)
    assert words(page).count("Y01：没有上年数据") == 1 and [words(page).count(f"第{number}个原因") for number in range(3)] == [1, 1, 1]


def test_beyond_a_few_hundred_files_only_what_is_wrong_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "FEW_FILES", 3)
    monkeypatch.setattr(setting, "MOST_DRAWN", 2)
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    pairs: list[tuple[Report, Filing | None]] = []
    for number, findings in enumerate(((), (wrong(severity=Severity.WARNING),), (wrong(),), (wrong(), wrong("requests.received.other", "C07")))):
        filing = filing_of({}, file=f"{number}.xlsx", organ=f"样例{number}镇")
        pairs.append((report_of(filing, findings=findings), filing))
    page = page_of(tmp_path, pairs)
    tables = [[table.get("class") for table in section.xpath(".//table")] for section in page.xpath("//details[contains(@class, 'file')]")]
    assert tables == [[], [], ["form requests"], ["form requests"]]
    assert [words(organ).endswith(("样例2镇", "样例3镇")) for organ in page.xpath("//*[@class='organ'][local-name()='text']")] == [True, True]
    assert "有问题的单位共 3 个，图中只列问题最多的 2 个" in words(page.xpath("//section[@id='heat']")[0])
    assert words(page).count("本页未附此件的表") == 2 and words(page).count("本页只附有错误或疑点的表") == 2


def test_rules_without_a_column_of_their_own_are_counted_in_the_last(tmp_path: Path) -> None:
    filing = filing_of({})
    findings = [wrong(rule=f"C{number:02}", severity=Severity.ERROR if number > 2 else Severity.INFO) for number in range(1, 15)]
    findings += [wrong(rule=f"P{number:02}") for number in range(1, 13)]
    page = page_of(tmp_path, [(report_of(filing, findings=tuple(findings)), filing)])
    columns = [words(column)[-3:] for column in page.xpath("//*[local-name()='svg']//*[@class='rule']")]
    assert len(columns) == 25 and columns[0] == "P01" and columns[-1].endswith("其余") and not {"C01", "C02"} & set(columns)
    assert [words(square)[-1] for square in page.xpath("//*[local-name()='g'][@class='info']")] == ["2"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_one_language(language: Any, out: str, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    with Results(out) as results:
        write_html(results, review_of(results), target, language)
    page = parsed(target)
    assert page.get("lang") == {"zh": "zh-CN", "en": "en"}[language]
    headings = " ".join(words(heading) for heading in page.xpath("//h1 | //h2 | //h3 | //caption | //button"))
    assert bool(re.search("[一-龥]", headings)) is (language == "zh")
    corners = {words(corner) for corner in page.xpath("//th[@class='corner']")}
    assert corners == ({"信息内容", "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"} if language == "zh" else {"content", "(In each column, item 1 + item 2 must equal item 3 + item 4)"})


def test_every_text_of_the_page_exists_in_both_languages() -> None:
    for name, text in WORDS.items():
        assert text.zh and text.en and re.findall(r"\{\w+\}", text.zh) is not None, name
        assert sorted(re.findall(r"\{\w+\}", text.zh)) == sorted(re.findall(r"\{\w+\}", text.en)), name
