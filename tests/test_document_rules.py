"""Family D: what each rule finds in a report, what it lets pass, and that it finds nothing in a plain one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.filings import filing_of_example
from xlplugin.checking.check import check
from xlplugin.filing.document import Document, Heading
from xlplugin.filing.findings import Finding, Report, Severity
from xlplugin.form.organ import LEVELS
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Context, Example, default_limits
from xlplugin.rules.report.shared.numerals import chinese, value, year_of
from xlplugin.rules.report.shared.organs import is_same_organ
from xlplugin.rules.report.shared.samples import DOCUMENT, HEADINGS, NARRATIVE, OPENING, report

RULES = [rule for rule in catalogue().values() if rule.id[0] == "D"]
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
NEEDS_A_DOCUMENT = {"D01", "D02", "D03", "D04", "D10", "D11", "D12", "D13", "D14", "D17"}


def said(document: Document | None = DOCUMENT, narrative: Mapping[str, str] = NARRATIVE, context: Context | None = None, **kept: Any) -> Report:
    """What family D says of a report."""
    [outcome] = check([filing_of_example(Example(document=document, narrative=narrative, **kept))], RULES, context)
    return outcome


def found(rule: str, document: Document | None = DOCUMENT, narrative: Mapping[str, str] = NARRATIVE, **kept: Any) -> list[Finding]:
    """What one rule says of a report."""
    return [finding for finding in said(document, narrative, **kept).findings if finding.rule == rule]


def only(rule: str, document: Document | None = DOCUMENT, narrative: Mapping[str, str] = NARRATIVE, **kept: Any) -> Finding:
    """The one thing that family D says of a report."""
    findings = said(document, narrative, **kept).findings
    assert [finding.rule for finding in findings] == [rule]
    return findings[0]


def with_text(**sections: str) -> dict[str, str]:
    """The plain report's text with other sections in it."""
    return {**NARRATIVE, **sections}


def of_another_edition() -> Report:
    document = report(
        title="样例一镇2019年政府信息公开工作年度报告",
        opening="本报告数据统计期限为2019年1月1日至2019年12月31日，依据国办公开办函〔2019〕60号编制。",
        closing="样例一镇人民政府\n2020年1月20日",
        signed=dt.date(2020, 1, 20),
    )
    return said(document, {"overview": "2019年，我镇公开信息30条。", "problems": NARRATIVE["problems"], "other": "无。"}, edition="2019")


def test_a_plain_report_has_no_findings_and_all_rules_ran() -> None:
    for outcome in (said(), of_another_edition()):
        assert (outcome.findings, outcome.not_checked) == ((), ())


def test_a_workbook_with_the_sections_text_alone_passes_and_says_what_was_not_checked() -> None:
    outcome = said(None)
    assert outcome.findings == () and {entry.rule for entry in outcome.not_checked} == NEEDS_A_DOCUMENT
    assert len({entry.reason for entry in outcome.not_checked}) == 1


def test_a_filing_without_any_text_is_not_checked_by_any_rule_of_the_family() -> None:
    outcome = said(None, {})
    assert outcome.findings == () and [entry.rule for entry in outcome.not_checked] == [rule.id for rule in RULES]


@pytest.mark.parametrize("place", range(6))
def test_a_section_left_out_is_one_error_and_no_other_rule_speaks_of_it(place: int) -> None:
    section = HEADINGS[place].section
    document = report(headings=HEADINGS[:place] + HEADINGS[place + 1 :], picture_tables=(section,), opening="统计期限为2021年1月1日至12月31日。")
    finding = only("D01", document, {name: words for name, words in NARRATIVE.items() if name != section})
    assert finding.severity is ERROR and HEADINGS[place].seen in finding.message.zh


def test_a_heading_left_out_above_what_belongs_there_is_a_warning() -> None:
    no_table_heading = only("D01", report(headings=HEADINGS[:2] + HEADINGS[3:], opening="统计期限为2021年1月1日至12月31日。"))
    assert no_table_heading.severity is WARNING and "三、收到和处理政府信息公开申请情况" in no_table_heading.message.zh


def test_a_report_without_headings_is_one_error() -> None:
    assert only("D01", report(headings=())).severity is ERROR


def heading(seen: str, place: int) -> tuple[Heading, ...]:
    return (*HEADINGS[:place], Heading(seen, HEADINGS[place].section), *HEADINGS[place + 1 :])


@pytest.mark.parametrize(
    ("headings", "quoted"),
    [
        (heading("1、 总体情况", 0), ["“1、”应为“一、”"]),
        (heading("（一）总体情况", 0), ["“(一)”应为“一、”"]),
        (heading("第一部分 总体情况", 0), ["“第一部分”应为“一、”"]),
        (heading("总体情况", 0), ["“总体情况”前缺“一、”"]),
        (heading("五、政府信息公开行政复议、行政诉讼情况", 3), ["“五、”应为“四、”"]),
        ((HEADINGS[0], HEADINGS[2], HEADINGS[1], *HEADINGS[3:]), ["排在「二、主动公开政府信息情况」之前"]),
        ((*HEADINGS, HEADINGS[5]), ["「六、其他需要报告的事项」的标题出现两次"]),
    ],
)
def test_order_and_numbers_of_sections_are_told(headings: tuple[Heading, ...], quoted: list[str]) -> None:
    [finding] = found("D02", report(headings=headings))
    assert finding.severity is INFO and all(words in finding.message.zh for words in quoted)


@pytest.mark.parametrize("seen", ["一、总体情况", "一 、总体情况", "一. 总体情况", "一，总体情况：", "一、 总 体 情 况"])
def test_a_heading_may_be_spaced_and_punctuated_otherwise(seen: str) -> None:
    assert said(report(headings=heading(seen, 0))).findings == ()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("（一）存在的问题\n更新不及时。\n(2) 改进情况\n将按月检查。", "(2)"),
        ("（一）存在的问题\n更新不及时。\n（三）改进情况\n将按月检查。", "（三）"),
        ("（一）存在的问题\n更新不及时。\n（一）改进情况\n将按月检查。\n（一）其他\n（三）今后", "（三）"),
        ("（二）改进情况\n将按月检查。", "（二）"),
        ("（一）问题\n更新慢。\n（二）改进\n将检查。\n（二）今后\n将培训。", "（二）"),
        ("（一）问题\n更新慢。\n(2)改进\n将检查。\n（三）今后\n将培训。", "(2)"),
        ("（一）问题\n1. 更新不及时。\n（二）改进\n(1) 检查。\n(2) 培训。\n（三）今后\n将检查。", None),
        ("（一）问题：（一）更新慢；\n（二）解读少。\n（二）改进：将检查。", None),
        ("（一）问题\n（一）更新慢。\n（二）解读少。\n（二）改进\n将按月检查。", None),
        ("（一）问题\n(1) 更新慢。\n(2) 解读少。\n（二）改进\n将按月检查。", None),
        ("1、更新不及时。\n2、将按月检查。", None),
        ("一是更新不及时。二是将按月检查。", None),
    ],
)
def test_parts_of_a_section_are_numbered_in_a_row(text: str, seen: str | None) -> None:
    findings = found("D02", narrative=with_text(problems=text))
    assert [finding.actual for finding in findings] == ([seen] if seen else [])


@pytest.mark.parametrize(
    ("seen", "place", "is_found"),
    [
        ("五、存在的问题及改进情况", 4, True),
        ("四、政府信息公开行政复议和行政诉讼情况", 3, True),
        ("四、政府信息公开行政复议,行政诉讼情况", 3, True),
        ("三、收到和处理政府信息公开申请情况。", 2, False),
        ("6、其他需要报告的事项", 5, False),
    ],
)
def test_another_title_is_told_whatever_its_number(seen: str, place: int, is_found: bool) -> None:
    findings = found("D03", report(headings=heading(seen, place)))
    assert [finding.expected for finding in findings] == ([HEADINGS[place].seen] if is_found else [])


def test_a_heading_of_no_section_is_told() -> None:
    [finding] = found("D03", report(headings=(*HEADINGS, Heading("七、附件")), opening="统计期限为2021年1月1日至12月31日。"))
    assert "“七、附件”不是规定的六个部分之一" in finding.message.zh


@pytest.mark.parametrize(
    ("opening", "is_found"),
    [
        ("本报告由六部分组成。", False),
        ("本报告由总体情况、主动公开政府信息情况、其他需要报告的事项等6个部分组成。", False),
        ("全文共分七个部分。", True),
        ("本年度报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况等五部分构成。", True),
        ("全文包括总体情况、存在的主要问题及改进情况等。", False),
        ("本报告第二部分列出主动公开情况，大部分数据来自门户网站。", False),
        ("部分数据由相关部门提供。", False),
        ("报告数据由一部分科室提供。", False),
    ],
)
def test_the_number_of_parts_is_compared_with_what_follows(opening: str, is_found: bool) -> None:
    assert bool(found("D04", report(opening=opening))) is is_found


PARTS = {
    "主动公开": "主动公开扎实推进。公开信息30条。",
    "依申请公开": "依申请公开规范。收到申请3件。",
    "政府信息管理": "信息资源管理有序。清理文件2件。",
    "政府信息公开平台建设": "平台载体建设健康。栏目更新及时。",
    "监督保障": "监督管理强化。组织检查2次。",
}


def overview(parts: list[str]) -> str:
    return "\n".join(f"（{chinese(place)}）{words}" for place, words in enumerate(parts, 1))


def test_near_names_of_the_five_parts_count() -> None:
    assert said(narrative=with_text(overview=overview(list(PARTS.values())))).findings == ()


@pytest.mark.parametrize("missing", PARTS)
def test_a_part_left_out_is_named_even_where_others_mention_it(missing: str) -> None:
    kept = [f"{words}同时做好平台维护、信息管理、监督检查、主动公开和申请办理。" for part, words in PARTS.items() if part != missing]
    assert f"没有写到：{missing}。" in only("D05", narrative=with_text(overview=overview(kept))).message.zh


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("我镇主动公开信息30条，办理依申请公开3件，动态更新栏目，做好政府信息管理，办好网站，自觉接受监督。", []),
        ("我镇高度重视政务公开，以村务公开栏为载体公开，接受群众监督。", ["主动公开", "依申请公开", "政府信息管理"]),
        ("", ["主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障"]),
    ],
)
def test_without_such_headings_the_whole_text_is_searched(text: str, missing: list[str]) -> None:
    assert [finding.expected for finding in found("D05", narrative=with_text(overview=text))] == (["、".join(missing)] if missing else [])


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("", ERROR),
        ("  \n。", ERROR),
        ("无", WARNING),
        ("暂无问题。", WARNING),
        ("公开的主动性有待加强，业务水平需要进一步提高。", WARNING),
        ("（一）存在的问题\n信息更新还不够及时。\n（二）改进措施", WARNING),
        ("（一）存在的问题\n信息更新还不够及时。\n（二）改进措施\n每月检查一次。", None),
        ("信息更新不够及时。下一步，我镇严格审核。", None),
        ("信息更新不够及时，已组织培训。", None),
        ("队伍建设还需加强。针对上述不足，配备专人负责。", None),
        ("一是人员少；二是更新慢。明年，配齐人员。", None),
        ("解读形式单一，进一步丰富解读形式。", None),
    ],
)
def test_section_five_tells_problems_and_improvements(text: str, severity: Severity | None) -> None:
    for document in (DOCUMENT, None):
        assert [finding.severity for finding in found("D06", document, with_text(problems=text))] == ([severity] if severity else [])


@pytest.mark.parametrize(("text", "is_found"), [("", True), ("\n 　", True), ("。", True), ("无", False), ("无其他需要报告的事项。", False), ("没有。", False)])
def test_section_six_may_say_none_and_not_be_empty(text: str, is_found: bool) -> None:
    outcome = said(None, with_text(other=text))
    assert ["D07" in {finding.rule for finding in outcome.findings}, outcome.status] == ([True, "warning"] if is_found else [False, "clean"])


@pytest.mark.parametrize(
    ("text", "values", "year", "severity"),
    [
        ("无。", {}, 2021, INFO),
        ("无其他需要报告的事项。", {"requests.received.total": 2}, 2021, WARNING),
        ("无。", {"requests.carried_in.total": 1}, 2023, WARNING),
        ("无。", {"requests.received.total": 2}, 2020, None),
        ("我镇未收取任何信息处理费。", {"requests.received.total": 2}, 2023, None),
        ("2023年度没有产生信息公开处理费。", {}, 2023, None),
        ("本年度没有收费。", {}, 2023, None),
        ("本年度未收取依申请公开费用。", {}, 2023, None),
    ],
)
def test_the_fee_is_missed_more_where_there_were_requests(text: str, values: dict[str, object], year: int, severity: Severity | None) -> None:
    assert [finding.severity for finding in found("D08", None, with_text(other=text), values=values, year=year)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("收取信息处理费125元。", ["125"]),
        ("信息处理费总金额1，205元，实际收取1，200元。", ["1205"]),
        ("发出收费通知2件；总金额310元；实际收取305.5元。", ["305.5"]),
        ("收取信息处理费0.012万元。", []),
        ("收取信息处理费３００元。", []),
        ("收取信息处理费0元。", []),
        ("未收取信息处理费；投入工作经费3.55元。", []),
        ("行政事业性收费12.5元。", []),
    ],
)
def test_an_amount_off_the_scale_is_told(text: str, amounts: list[str]) -> None:
    assert [str(finding.actual) for finding in found("D09", None, with_text(other=text))] == amounts


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("样例县样例一镇 2021 年度政府信息公开 工作年度报告", []),
        ("样例一镇政府信息公开工作年度报告\n（2021年）", []),
        ("二〇二一年样例一镇政府信息公开工作年度报告", []),
        ("2021年政府信息公开工作年度报告（样例一镇）", []),
        ("样例一镇政府信息公开工作年度报告", ["年度"]),
        ("关于2021年度政府信息公开工作年度报告", ["单位名称"]),
        ("镇2021年政府信息公开工作年度报告", ["单位名称"]),
        ("样例一镇2021年政府信息公开年度报告", ["“政府信息公开工作年度报告”字样"]),
        ("样例一镇人民政府信息公开工作2021年度\n\n报告", ["“政府信息公开工作年度报告”字样"]),
        ("政务公开工作报告", ["年度", "“政府信息公开工作年度报告”字样"]),
    ],
)
def test_a_title_has_organ_year_and_the_official_name(title: str, missing: list[str]) -> None:
    messages = [finding.message.zh for finding in found("D10", report(title=title))]
    assert bool(messages) is bool(missing) and all(f"缺少{'、'.join(missing)}。" in message for message in messages)


def test_a_report_without_a_title_is_told() -> None:
    assert "没有标题" in only("D10", report(title="")).message.zh


PERIOD = "本报告数据统计期限为2021年1月1日至2021年12月31日。"


@pytest.mark.parametrize(
    ("document", "is_found"),
    [
        (report(), False),
        (report(title="样例一镇2022年政府信息公开工作年度报告"), True),
        (report(opening=PERIOD.replace("2021", "2020")), True),
        (report(signed=dt.date(2023, 1, 18)), True),
        (report(signed=dt.date(2021, 1, 18)), True),
        (report(signed=dt.date(2021, 12, 29)), False),
        (report(signed=None, title="样例一镇2022年政府信息公开工作年度报告"), True),
        (report(title="政府信息公开工作年度报告", opening="", signed=dt.date(2025, 1, 1)), False),
        (report(title="政府信息公开工作年度报告", opening=PERIOD, signed=dt.date(2025, 1, 1)), True),
        (report(title="二〇二一年政府信息公开工作年度报告", opening=PERIOD), False),
    ],
)
def test_years_of_title_period_and_signature_agree(document: Document, is_found: bool) -> None:
    findings = found("D11", document)
    assert [finding.severity for finding in findings] == ([ERROR] if is_found else [])


def test_a_signature_of_the_wrong_year_is_one_problem_with_the_deadline_as_its_ground() -> None:
    outcome = said(report(signed=dt.date(2021, 1, 18)))
    [problem] = outcome.problems
    assert problem.finding.rule == "D11" and [ground.rule for ground in problem.grounds] == ["D13"]


def test_dates_of_events_are_no_period() -> None:
    text = with_text(overview=NARRATIVE["overview"] + "2020年5月1日至5月31日开展宣传月活动。")
    assert said(narrative=text).findings == ()
    assert [finding.message.zh for finding in found("D12", report(opening="按照要求编制。"), text)] == [
        "报告没有写明数据的统计期限。建议在开头写明“统计期限为2021年1月1日至12月31日”。"
    ]


@pytest.mark.parametrize(
    ("opening", "severity"),
    [
        ("本报告统计数据从2021年1月1日至12月31日。", None),
        ("统计期限为:2021年01月01日——2021年12月31日。", None),
        ("统计时限为 2021 年 1 月 1 日起至 2021 年 12 月 31 日止。", None),
        ("所列数据统计期限自1月1日起到12月31日止。", None),
        ("数据统计时间为2021.1.1-2021.12.31。", None),
        ("数据统计期限为2021年1-12月。", None),
        ("数据统计截至2021年12月31日。", None),
        ("本报告由我镇编制。", INFO),
        ("", INFO),
        ("统计期限为2021年1月1日至11月30日。", WARNING),
        ("统计期限为2021年7月1日至12月31日。", WARNING),
        ("统计期限为2020年1月1日至2021年12月31日。", WARNING),
    ],
)
def test_a_period_is_the_whole_year(opening: str, severity: Severity | None) -> None:
    assert [finding.severity for finding in found("D12", report(opening=opening))] == ([severity] if severity else [])


def test_a_period_may_stand_in_section_one_or_six() -> None:
    for section in ("overview", "other"):
        assert found("D12", report(opening=""), with_text(**{section: f"{NARRATIVE[section]}{PERIOD}"})) == []


@pytest.mark.parametrize(
    ("signed", "organ", "level", "is_found"),
    [
        ((2022, 1, 31), "样例县教育局", None, False),
        ((2022, 2, 1), "样例县教育局", None, True),
        ((2022, 3, 31), "样例县人民政府", None, False),
        ((2022, 4, 1), "样例县人民政府", None, True),
        ((2022, 3, 1), "样例县人民政府办公室", None, True),
        ((2022, 3, 1), "样例县人民政府办公室", "县级政府", False),
        ((2022, 3, 1), "某中心", None, False),
        ((2022, 4, 1), "某中心", None, True),
        ((2021, 12, 31), "样例县教育局", None, True),
    ],
)
def test_a_report_is_due_by_its_level(signed: tuple[int, int, int], organ: str, level: str | None, is_found: bool) -> None:
    document = report(signed=dt.date(*signed), signature=organ)
    assert [finding.severity for finding in found("D13", document, organ=organ, level=level)] == ([WARNING] if is_found else [])


@pytest.mark.parametrize("level", LEVELS)
def test_a_deadline_can_be_set_for_each_level(level: str) -> None:
    limits = {**default_limits(), "D13": dict.fromkeys(default_limits()["D13"], 230)}  # no such day: the last of February
    document = report(signed=dt.date(2022, 3, 1))
    [finding] = [finding for finding in said(document, level=level, context=Context(limits=limits)).findings if finding.rule == "D13"]
    assert finding.expected == "2022-02-28"


def test_a_deadline_is_not_checked_without_a_date() -> None:
    outcome = said(report(signed=None))
    assert [entry.rule for entry in outcome.not_checked] == ["D13"] and [finding.rule for finding in outcome.findings] == ["D14"]


@pytest.mark.parametrize(
    ("signature", "signed", "severity", "words"),
    [
        ("样例一镇人民政府", dt.date(2022, 1, 20), None, ""),
        (None, None, INFO, "没有落款单位和成文日期"),
        ("", dt.date(2022, 1, 20), INFO, "没有落款单位。"),
        ("样例一镇人民政府", None, INFO, "没有成文日期。"),
        ("样例二镇人民政府", dt.date(2022, 1, 20), WARNING, "落款写的是“样例二镇人民政府”"),
        ("样例县人民政府办公室", dt.date(2022, 1, 20), WARNING, "落款写的是“样例县人民政府办公室”"),
    ],
)
def test_a_report_is_signed_by_its_organ_and_dated(signature: str | None, signed: dt.date | None, severity: Severity | None, words: str) -> None:
    findings = found("D14", report(signature=signature, signed=signed))
    assert [finding.severity for finding in findings] == ([severity] if severity else []) and all(words in finding.message.zh for finding in findings)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("样例县样例一镇人民政府", "样例一镇", True),
        ("样例一镇党政办公室", "样例县样例一镇人民政府", True),
        ("样例县人民政府", "样例县人民政府办公室", True),
        ("样例县教体局", "样例县教育体育局", True),
        ("样例县市场监管局", "样例县市场监督管理局", True),
        ("样例县卫健委", "样例市样例县卫生健康委员会", True),
        ("样例县教育局办公室", "样例县教育局", True),
        ("样例街道办事处", "样例区人民政府样例街道办事处", True),
        ("中共样例县样例一镇委员会 样例一镇人民政府", "样例县样例一镇", True),
        ("样例二镇人民政府", "样例一镇人民政府", False),
        ("样例县教育局", "样例县民政局", False),
        ("样例县人民政府", "样例县教育局", False),
        ("样例县样例二乡", "样例县样例一镇", False),
        ("样例县人民政府", "样例县样例一镇", False),
    ],
)
def test_names_that_may_be_one_organs_are_taken_for_one(one: str, other: str, is_same: bool) -> None:
    assert (is_same_organ(one, other), is_same_organ(other, one)) == (is_same, is_same)


ISSUED_BY = "国务院办公厅政府信息与政务公开办公室"


@pytest.mark.parametrize(
    ("opening", "year", "seen"),
    [
        (OPENING, 2021, None),
        ("依据国办公开办函[2021]30号编制。", 2023, None),
        ("依据国办公开办函(2021)30 号编制。", 2023, None),
        ("依据国办开办函〔2021〕30号编制。", 2023, "国办开办函〔2021〕30号"),
        ("依据国办公开函〔2021〕30号编制。", 2023, "国办公开函〔2021〕30号"),
        ("依据《年度报告格式》（国办发〔2021〕30号）编制。", 2023, "国办发〔2021〕30号"),
        ("依据《“十四五”规划》（国办发〔2021〕30号）编制。", 2023, None),
        ("依据《年度报告格式》（国办公开办函〔2021〕31号）编制。", 2023, "国办公开办函〔2021〕31号"),
        ("依据国办公开办函〔2022〕7号做好政策解读。", 2023, None),
        ("依据国办公开办函〔2019〕60号编制。", 2023, "国办公开办函〔2019〕60号"),
        ("依据国办公开办函〔2019〕60号编制。", 2020, None),
        ("依据国办发〔2020〕109号收费。", 2023, "国办发〔2020〕109号"),
        ("依据国办函〔2020〕109号、县政办发〔2021〕30号编制。", 2023, None),
        (f"依据{ISSUED_BY}的要求编制年度报告。", 2023, None),
        ("依据国务院办公厅政府信息公开办公室关于印发年度报告格式的通知编制。", 2023, "国务院办公厅政府信息公开办公室"),
        ("依据国务院办公厅关于印发《政府信息公开工作年度报告格式》的通知编制。", 2023, "国务院办公厅关于"),
        ("依据国务院办公厅政务公开办公室印发的培训材料开展学习，提升能力，规范答复。", 2023, None),
        ("依据国务院办公厅关于印发2021年政务公开工作要点的通知编制。", 2023, None),
        ("依据《国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见》开展工作。", 2023, None),
    ],
)
def test_the_prescribing_document_is_cited_as_it_is(opening: str, year: int, seen: str | None) -> None:
    assert [finding.actual for finding in found("D15", report(opening=opening), year=year)] == ([seen] if seen else [])


def test_one_wrong_citation_is_told_once_wherever_it_stands() -> None:
    wrong = "依据国办开办函〔2021〕30号编制。"
    assert len(found("D15", report(opening=wrong, closing=wrong), with_text(other=f"{NARRATIVE['other']}{wrong}"))) == 1


@pytest.mark.parametrize(
    ("document", "narrative", "pieces"),
    [
        (report(debris=("[bookmark: _GoBack]",)), NARRATIVE, "[bookmark: _GoBack]"),
        (report(debris=("- 3 -", "- 3 -", "�")), NARRATIVE, "- 3 -、�"),
        (report(title="样例一镇2021年政府信息公开工作年度报告[bookmark: _Toc9]"), NARRATIVE, "[bookmark: _Toc9]"),
        (None, with_text(overview=NARRATIVE["overview"] + "公开��条。"), "��"),
        (None, with_text(overview=NARRATIVE["overview"] + "见错误！未找到引用源。"), "错误！未找到引用源。"),
        (None, with_text(overview=NARRATIVE["overview"] + "[注]见附件 - 3 - 。"), None),
    ],
)
def test_debris_is_quoted(document: Document | None, narrative: Mapping[str, str], pieces: str | None) -> None:
    assert [finding.actual for finding in found("D16", document, narrative)] == ([pieces] if pieces else [])


def test_each_table_that_is_a_picture_is_an_error() -> None:
    findings = found("D17", report(picture_tables=("review", "proactive")))
    assert [finding.severity for finding in findings] == [ERROR, ERROR]
    assert ["二、主动公开政府信息情况" in findings[0].message.zh, "四、政府信息公开行政复议、行政诉讼情况" in findings[1].message.zh] == [True, True]


@pytest.mark.parametrize(("length", "is_found"), [(1000, False), (1001, True)])
def test_section_one_may_have_a_thousand_characters_punctuation_apart(length: int, is_found: bool) -> None:
    parts = "主动公开，申请公开，政府信息管理，平台，监督。"
    text = parts + "，" * 50 + "字" * (length - sum("\u4e00" <= mark <= "\u9fff" for mark in parts))
    assert [finding.actual for finding in found("D18", None, with_text(overview=text))] == ([length] if is_found else [])


def test_the_length_allowed_is_data() -> None:
    limits = {**default_limits(), "D18": {"characters": 20}}
    assert [finding.rule for finding in said(context=Context(limits=limits)).findings] == ["D18"]


PLAIN = [
    "2021年，我镇坚持以公开为常态、不公开为例外，主动公开信息30条，比2020年增加5条。",
    "2020年以来，我镇连续两年开展政府开放日活动，公开信息90条。",
    "2020年，我镇成立政务公开领导小组，由镇长任组长。",
    "与2020年相比，2021年我镇收到申请增加2件。",
    "2020年，我镇公开信息30条，2021年公开信息40条。",
    "2020年，我镇在检查中被指出公开不及时，公开信息3条补发。",
    "2020年结转的1件申请已于2021年2月答复。",
    "按照县政府、县教育局的要求，我镇公开义务教育招生信息6条。",
    "县政府办公室收到的申请2件转交我镇办理。",
    "样例县人民政府高度重视政府信息公开工作，多次到我镇指导。",
    "样例一镇通过县政府网站公开信息30条。",
    "样例县样例一镇人民政府收到政府信息公开申请0件。",
    "根据《样例二镇2020年政府信息公开工作年度报告》的做法，完善目录。",
    "学习样例二镇的经验，改进信息发布审核。",
    "推荐样例二镇公开信息30条，作为参考。",
    "各村委员会公开信息120条，镇便民服务中心公开信息20条。",
    "相关部门未收到政府信息公开申请，上级部门发布信息5条。",
    "2022年，我镇将继续加大主动公开力度，计划公开信息100条。",
    "针对2020年存在的问题，我镇逐项整改。",
    "2020年度报告已于2021年1月20日在网站公布。",
    "镇农业农村局驻村工作队协助公开信息3条。",
    "省委、省政府高度重视政府信息公开，国务院办公厅发布信息公开指引。",
]


@pytest.mark.parametrize("sentence", PLAIN)
def test_a_plain_sentence_names_no_stranger(sentence: str) -> None:
    for organ in ("样例一镇", "样例县样例一镇人民政府"):
        assert found("D19", None, {"overview": sentence, "problems": sentence, "other": sentence}, organ=organ) == []


@pytest.mark.parametrize(
    ("sentence", "organ", "what"),
    [
        ("2021年，样例二镇收到政府信息公开申请3件。", "样例一镇", "样例二镇"),
        ("按照条例要求，样例二镇主动公开政府信息20条。", "样例县样例一镇人民政府", "样例二镇"),
        ("样例县样例二乡人民政府未收到政府信息公开申请。", "样例一镇", "样例县样例二乡"),
        ("样例二镇党委、政府高度重视政府信息公开工作。", "样例一镇", "样例二镇"),
        ("样例县民政局2021年未收取信息处理费。", "样例县教育局", "样例县民政局"),
        ("2020年，我镇主动公开信息30条。", "样例一镇", "2020年"),
        ("（一）主动公开情况：2019年度全镇公开信息12条。", "样例一镇", "2019年"),
        ("截至2020年底，共收到政府信息公开申请3件。", "样例一镇", "2020年"),
        ("2022年，我局共公开信息30条。", "样例县教育局", "2022年"),
        ("2020年，样例一镇在门户网站公开信息30条。", "样例县样例一镇人民政府", "2020年"),
        ("按照网站集约化要求，我局完善信息发布流程。", "样例一镇", "我局"),
        ("我镇严格审核发布的信息。", "样例县教育局", "我镇"),
    ],
)
def test_another_organ_or_year_as_the_subject_is_a_warning(sentence: str, organ: str, what: str) -> None:
    [finding] = found("D19", None, with_text(overview=sentence), organ=organ)
    assert (finding.actual, finding.severity) == (what, WARNING) and sentence.rstrip("。") in finding.message.zh


@pytest.mark.parametrize(
    ("opening", "what"),
    [
        ("本报告由样例县人民政府办公室编制。", None),
        ("现公布样例二镇2021年政府信息公开工作年度报告。", "样例二镇"),
        ("特向社会公布2021年度样例县民政局政府信息公开年度报告。", "样例县民政局"),
        ("本报告由样例二镇编制而成。", "样例二镇"),
        ("现将我镇2020年政务公开工作情况报告如下。", "2020年"),
        ("现公布样例一镇人民政府2021年政府信息公开工作年度报告。", None),
        ("本报告由县政府办公室统一编制。", None),
        ("本报告由样例县样例一镇编制而成。", None),
        ("根据《样例县人民政府关于编制2020年政府信息公开工作年度报告的通知》编制。", None),
    ],
)
def test_the_opening_presents_the_organs_own_report_of_the_year(opening: str, what: str | None) -> None:
    findings = found("D19", report(opening=opening), organ="样例县样例一镇人民政府")
    assert [finding.actual for finding in findings] == ([what] if what else [])


@pytest.mark.parametrize("title", ["样例一镇2020年政府信息公开工作年度报告", "样例一镇2022年政府信息公开工作年度报告"])
def test_a_title_of_the_wrong_year_is_not_told_again_of_every_sentence(title: str) -> None:
    year = year_of(title)
    assert "D19" not in {finding.rule for finding in said(report(title=title), year=year).findings}


@pytest.mark.parametrize(
    ("organ", "scope", "is_found"),
    [("样例县人民政府", None, False), ("样例县人民政府办公室", None, False), ("某机关", None, False), ("样例一镇", "全域", False), ("样例一镇", "本机关", True)],
)
def test_a_report_for_others_may_speak_of_them(organ: str, scope: str | None, is_found: bool) -> None:
    example = Example(narrative=with_text(overview="样例二镇收到政府信息公开申请3件，样例县民政局主动公开信息20条。"), organ=organ)
    [outcome] = check([replace(filing_of_example(example), scope=scope)], [catalogue()["D19"]])
    assert bool(outcome.findings) is is_found


def test_copied_text_is_not_looked_for_where_neither_organ_nor_year_is_known() -> None:
    outcome = said(None, {"overview": "2020年，样例二镇公开信息3条。"}, organ=None, year=0)
    assert "D19" in {entry.rule for entry in outcome.not_checked} and not [finding for finding in outcome.findings if finding.rule == "D19"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("申请人李某（13800138000）要求公开。", "138****8000"),
        ("村民王某手机：138 0013 8000。", "138****8000"),
        ("申请人联系电话：13800138000。", "138****8000"),
        ("身份证号１１０１０５１９４９１２３１００２Ｘ。", "1101**********002X"),
        ("身份证号110105194912310021。", None),
        ("备案号110105194913310021。", None),  # its check digit is right, the month 13 is not
        ("编号91138001380001234。", None),
        ("咨询电话：13800138000。", None),
        ("如有疑问，请与样例一镇联系（电话：13800138000）。", None),
        ("联系人：李某，联系电话13800138000。", None),
        ("联系电话：0953-8637408，电子邮箱：a13800138000@example.com。", None),
        ("监督举报热线12345。", None),
    ],
)
def test_private_numbers_are_told_with_their_middle_hidden(text: str, shown: str | None) -> None:
    findings = found("D20", None, with_text(other=NARRATIVE["other"] + text))
    assert [finding.actual for finding in findings] == ([shown] if shown else [])
    assert not any("13800138000" in finding.message.show("zh") + finding.message.show("en") for finding in findings)


def test_the_end_of_the_report_is_searched_for_private_numbers_too() -> None:
    assert found("D20", report(closing="样例一镇人民政府\n李某 13800138000"))[0].severity is WARNING


@pytest.mark.parametrize("number", range(1, 21))
def test_a_chinese_numeral_is_read_as_it_is_written(number: int) -> None:
    assert value(chinese(number)) == number


@pytest.mark.parametrize(("title", "year"), [("二○二三年", 2023), ("二零二一年", 2021), ("2021年", 2021), ("第120212号", None), ("1999年", None), ("", None)])
def test_a_title_names_its_year_in_figures_or_words(title: str, year: int | None) -> None:
    assert year_of(title) == year


def test_the_sample_report_of_the_examples_can_be_changed_and_stays_as_it_is() -> None:
    assert report(title="") == replace(DOCUMENT, title="") and DOCUMENT.title
