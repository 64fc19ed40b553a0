"""Family N: what the text says against the tables, rule by rule, and plain reports of which nothing is to be said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.filings import filing_of
from xlplugin.checking.check import check
from xlplugin.filing.document import Document
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Severity
from xlplugin.form import editions
from xlplugin.reading.open import read_any
from xlplugin.rules import catalogue
from xlplugin.text import LANGUAGES

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
NARRATIVE_RULES = [rule for rule in catalogue().values() if rule.id.startswith("N")]
TOWN, BUREAU, COUNTY, OFFICE, CITY = "样例县下河镇人民政府", "样例县教育局", "样例县人民政府", "样例县人民政府办公室", "样例市人民政府"
Values = Mapping[str, object]

RECEIVED, CARRIED_IN, RESULTS, CARRIED_OVER = (f"requests.{row}.total" for row in ("received", "carried_in", "results_total", "carried_over"))
RECONSIDERATION = "review.reconsideration"
ISSUED, REPEALED, IN_FORCE = (f"proactive.normative_documents.{measure}" for measure in ("issued", "repealed", "in_force"))
E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def found(filing: Filing) -> list[Finding]:
    [report] = check([filing], rules=NARRATIVE_RULES)
    return list(report.findings)


def filing(values: Values, organ: str | None = TOWN, **sections: str) -> Filing:
    return filing_of(values, organ=organ, year=2023, narrative=sections)


CASES: list[tuple[str, str, str, Values, list[tuple[str, str | None, Severity]]]] = [
    # N01 and N02: received
    (TOWN, "overview", "2023年，我镇共收到政府信息公开申请5件。", {RECEIVED: 5}, []),
    (TOWN, "overview", "2023年，我镇共收到政府信息公开申请５件。", {RECEIVED: 4}, [("N01", RECEIVED, W)]),
    (TOWN, "overview", "共受理依申请公开事项十二件。", {RECEIVED: 10, CARRIED_IN: 2}, []),
    (TOWN, "overview", "共受理依申请公开事项十二件。", {RECEIVED: 10, CARRIED_IN: 1}, [("N01", RECEIVED, W)]),
    (TOWN, "overview", "连同上年结转，本年度应办理政府信息公开申请20件。", {RECEIVED: 18, CARRIED_IN: 1}, [("N01", RECEIVED, W)]),
    (TOWN, "overview", "2022年收到政府信息公开申请9件，上半年收到2件，共收到约7件。", {RECEIVED: 5}, []),
    (TOWN, "overview", "没有受理政府信息依申请公开事项。", {RECEIVED: 1}, [("N02", RECEIVED, E)]),
    (TOWN, "overview", "截至目前，未收到政府信息公开申请。", {RECEIVED: 1}, [("N02", RECEIVED, W)]),
    (TOWN, "problems", "未收到政府信息公开申请，办理经验不足。", {RECEIVED: 1}, [("N02", RECEIVED, W)]),
    (TOWN, "overview", "未收到政府信息公开申请。\n全年收到政府信息公开申请1件。", {RECEIVED: 1}, [("N02", RECEIVED, W)]),
    (TOWN, "overview", "未收到政府信息公开申请。", {CARRIED_IN: 1}, []),
    (TOWN, "overview", "收到政府信息公开申请2件。", {}, [("N02", RECEIVED, E)]),
    (TOWN, "overview", "第三季度未收到政府信息公开申请。", {RECEIVED: 1}, []),
    (TOWN, "overview", "上年度未收到政府信息公开申请。", {RECEIVED: 1}, []),
    # N03
    (BUREAU, "requests", "上年结转2件，结转下年度继续办理1件。", {CARRIED_IN: 2, CARRIED_OVER: 1}, []),
    (BUREAU, "requests", "无上年结转，结转下年度2件。", {CARRIED_IN: 2, CARRIED_OVER: 1}, [("N03", CARRIED_IN, W), ("N03", CARRIED_OVER, W)]),
    # N04
    (BUREAU, "overview", "答复政府信息公开申请14件。", {RESULTS: 16, "requests.other_not_corrected.total": 2}, []),
    (BUREAU, "overview", "答复政府信息公开申请13件。", {RESULTS: 16, "requests.other_not_corrected.total": 2}, [("N04", RESULTS, W)]),
    (BUREAU, "overview", "收到政府信息公开申请3件，均按时办结。", {RECEIVED: 3, RESULTS: 2, CARRIED_OVER: 1}, [("N04", CARRIED_OVER, INFO)]),
    (BUREAU, "overview", "2023年依申请公开共办理45件。", {RECEIVED: 42, CARRIED_IN: 3, RESULTS: 44, CARRIED_OVER: 1}, []),
    (BUREAU, "overview", "2023年依申请公开共办理46件。", {RECEIVED: 42, CARRIED_IN: 3, RESULTS: 44, CARRIED_OVER: 1}, [("N04", RESULTS, W)]),
    (BUREAU, "overview", "全年共处理依申请20件，办理答复18件。", {RECEIVED: 19, RESULTS: 17}, [("N04", RESULTS, W), ("N04", RESULTS, W)]),
    # N05
    (BUREAU, "requests", "不予公开3件，无法提供4件。", {"requests.refused_state_secret.total": 1, "requests.refused_by_law.total": 2, "requests.unavailable_not_held.total": 4}, []),
    (BUREAU, "requests", "部分公开3件，不予处理1件。", {"requests.partly_granted.total": 2}, [("N05", "requests.partly_granted.total", W), ("N05", "requests.declined_petition.total", W)]),
    # N06
    (BUREAU, "requests", "自然人申请4件，法人或其他组织申请2件。", {"requests.received.natural_person": 4, "requests.received.company": 1, "requests.received.other": 1}, []),
    (BUREAU, "requests", "自然人申请4件，商业企业申请2件。", {"requests.received.natural_person": 4}, [("N06", "requests.received.company", W)]),
    (BUREAU, "requests", "自然人申请5件。", {"requests.received.natural_person": 4, "requests.carried_in.natural_person": 1}, []),
    # N07
    (BUREAU, "requests", "自然人申请占66.7%。", {RECEIVED: 6, "requests.received.natural_person": 4}, []),
    (BUREAU, "requests", "自然人申请占67%。", {RECEIVED: 6, "requests.received.natural_person": 4}, []),
    (BUREAU, "requests", "自然人申请占66.3%。", {RECEIVED: 6, "requests.received.natural_person": 4}, [("N07", "requests.received.natural_person", INFO)]),
    (BUREAU, "requests", "予以公开的占百分之四十。", {RESULTS: 10, "requests.granted.total": 5}, [("N07", "requests.granted.total", INFO)]),
    (BUREAU, "requests", "不予公开率为20%。", {}, []),
    # N08 and N09
    (BUREAU, "review", "行政诉讼3件。", {"review.litigation_direct.total": 2, "review.litigation_after_review.total": 1}, []),
    (BUREAU, "review", "行政诉讼4件。", {"review.litigation_direct.total": 2, "review.litigation_after_review.total": 1}, [("N08", "review.litigation_direct.total", W)]),
    (BUREAU, "review", "行政复议4件，被纠正1件。", {f"{RECONSIDERATION}.total": 4}, [("N08", f"{RECONSIDERATION}.corrected", W)]),
    (BUREAU, "review", "行政复议2件。", {}, [("N08", f"{RECONSIDERATION}.total", W)]),
    (BUREAU, "review", "行政复议和行政诉讼均未发生。", {"review.litigation_after_review.total": 1}, [("N09", "review.litigation_direct.total", E)]),
    (BUREAU, "review", "目前未发生行政复议。", {f"{RECONSIDERATION}.total": 1}, [("N09", f"{RECONSIDERATION}.total", W)]),
    (BUREAU, "overview", "全年因征地拆迁引发行政复议3件。", {}, []),
    (BUREAU, "review", "行政复议2件，均获维持。", {f"{RECONSIDERATION}.total": 2, f"{RECONSIDERATION}.upheld": 1, f"{RECONSIDERATION}.pending": 1}, [("N09", f"{RECONSIDERATION}.pending", W)]),
    (BUREAU, "review", "行政复议2件，均获维持。", {f"{RECONSIDERATION}.total": 2, f"{RECONSIDERATION}.upheld": 2}, []),
    (CITY, "overview", "以市政府为被告的行政诉讼案件23件，其中信息公开类4件。", {}, []),
    (BUREAU, "overview", "参加行政复议案件评查20件，涉及政府信息公开的行政复议1件。", {f"{RECONSIDERATION}.total": 1}, []),
    # N10
    (COUNTY, "overview", "全年制定行政规范性文件3件，废止1件，现行有效30件。", {ISSUED: 3, REPEALED: 1, IN_FORCE: 30}, []),
    (COUNTY, "overview", "全年制定行政规范性文件3件，废止1件，现行有效30件。", {ISSUED: 3, REPEALED: 2, IN_FORCE: 31}, [("N10", REPEALED, W), ("N10", IN_FORCE, W)]),
    (TOWN, "proactive", "未作出行政处罚和行政强制决定。", {"proactive.penalties.decisions": 115}, [("N10", "proactive.penalties.decisions", W)]),
    # N11
    (TOWN, "overview", "公开信息199条，其中民生122条，财务24条，新闻53条。", {}, []),
    (TOWN, "overview", "公开信息199条，其中民生122条，财务24条，新闻52条。", {}, [("N11", None, INFO)]),
    (TOWN, "overview", "公开信息44条。其中：机构5条，领域30条，财政2条，公告5条，总结1条，年报2条。", {}, [("N11", None, INFO)]),
    (TOWN, "overview", "公开信息450条（网站200条，公众号100条）。", {}, [("N11", None, INFO)]),
    (TOWN, "overview", "公开信息450条，其中网站200条，公众号100条。", {}, []),
    (TOWN, "overview", "公开信息80余条，其中重点领域30条、其他60条。", {}, []),
    # N12
    (TOWN, "proactive", "收取行政事业性收费25.1万元。", {"proactive.fees.amount": "25.1"}, []),
    (TOWN, "proactive", "收取行政事业性收费25.1万元。", {"proactive.fees.amount": "251000"}, [("N12", "proactive.fees.amount", W)]),
    (TOWN, "other", "收取信息处理费200元。\n本年度未产生信息处理费。", {}, [("N12", None, W)]),
    # N13
    (OFFICE, "overview", "代表县政府答复政府信息公开申请11件，我办答复4件。", {RESULTS: 4}, [("N13", RESULTS, INFO)]),
    (BUREAU, "overview", "全县未发生政府信息公开行政复议案件。", {f"{RECONSIDERATION}.total": 1}, [("N13", f"{RECONSIDERATION}.total", INFO)]),
    (COUNTY, "overview", "全县共收到政府信息公开申请11件。", {RECEIVED: 12}, [("N01", RECEIVED, W)]),
    (BUREAU, "requests", "全县教育系统收到自然人申请45件。", {"requests.received.natural_person": 43, "requests.carried_in.natural_person": 2}, []),
    (BUREAU, "requests", "全县教育系统收到自然人申请46件。", {"requests.received.natural_person": 43, "requests.carried_in.natural_person": 2}, [("N13", "requests.received.natural_person", INFO)]),
]


@pytest.mark.parametrize(("organ", "section", "words", "values", "expected"), CASES, ids=[f"{number}-{case[2][:16]}" for number, case in enumerate(CASES)])
def test_a_sentence_is_held_against_the_tables(organ: str, section: str, words: str, values: Values, expected: list[tuple[str, str | None, Severity]]) -> None:
    assert [(finding.rule, finding.field, finding.severity) for finding in sorted(found(filing(values, organ, **{section: words})), key=lambda finding: finding.rule)] == expected


def _wrong() -> list[tuple[str, Finding]]:
    return [(words, finding) for organ, section, words, values, expected in CASES if expected for finding in found(filing(values, organ, **{section: words}))]


def test_every_finding_quotes_its_sentence_and_says_both_figures() -> None:
    for words, finding in _wrong():
        for language in LANGUAGES:
            message = finding.message.show(language)
            quoted = re.search("[“\"](.+?)[”\"]", message)
            assert quoted and quoted[1].strip("…").replace("‘", "“")[:8] in words.replace("\n", ""), message
            assert not re.search(r"\{|None|Decimal", message)
        if finding.field is not None and finding.rule != "N07":
            assert str(finding.actual) in finding.message.zh


def test_the_figure_of_the_text_is_no_demand_on_the_table() -> None:
    assert all(finding.expected is None for _, finding in _wrong())


def test_every_rule_of_the_family_has_a_case_that_it_finds() -> None:
    assert {finding.rule for _, finding in _wrong()} == {rule.id for rule in NARRATIVE_RULES}


def test_an_explanation_rests_on_the_sentence_it_was_given_for() -> None:
    assert all(finding.basis and all(part in words for part in finding.basis) for words, finding in _wrong() if finding.rule != "N12")


def test_a_cell_that_cannot_be_read_is_told_and_not_guessed() -> None:
    [report] = check([filing({RECEIVED: "#REF!"}, overview="收到政府信息公开申请3件。")], rules=NARRATIVE_RULES)
    assert not report.findings
    assert {(entry.rule, entry.field) for entry in report.not_checked} == {("N01", RECEIVED), ("N02", RECEIVED)}


def test_a_filing_without_any_text_is_not_checked_and_says_so() -> None:
    [report] = check([filing({RECEIVED: 3})], rules=NARRATIVE_RULES)
    assert {entry.rule for entry in report.not_checked} == {rule.id for rule in NARRATIVE_RULES} and not report.findings


def test_the_opening_of_a_report_is_read_too() -> None:
    tables = filing({RECEIVED: 3})
    whole = replace(tables, document=Document(opening="2023年我镇未收到政府信息公开申请。"))
    assert [finding.rule for finding in found(whole)] == ["N02"]


def test_without_a_year_no_sentence_that_names_one_is_held_against_the_tables() -> None:
    unknown = filing_of({RECEIVED: 3}, organ=TOWN, year=0, narrative={"overview": "2021年未收到政府信息公开申请。"})
    assert unknown.year is None and found(unknown) == []


@pytest.mark.parametrize(
    ("edition", "shape", "row"),
    [("2021", (), "requests.other_other.total"), ("2021", ("other",), "requests.other.total"), ("2019", (), "requests.other.total")],
)
def test_other_results_are_those_of_the_edition_and_its_shape(edition: str, shape: tuple[str, ...], row: str) -> None:
    for count, expected in ((2, []), (3, ["N05"])):
        filed = filing_of({row: count}, edition=edition, shape=shape, organ=TOWN, year=2023, narrative={"requests": "其他处理2件。"})
        assert [finding.rule for finding in found(filed)] == expected


# Plain reports: each with its figures, nothing to be found.

PLAIN: list[tuple[str, Values, dict[str, str]]] = [
    (
        TOWN,
        {},
        {
            "overview": "2023年，我镇认真贯彻《中华人民共和国政府信息公开条例》，扎实推进政务公开工作。\n（一）主动公开。通过县政府门户网站公开信息86条，其中机构职能2条、财政信息14条、工作动态70条。\n"
            "（二）依申请公开。2023年，我镇未收到政府信息公开申请，无上年结转。\n（三）政府信息管理。"
            "落实“三审三校”制度，1人审核、1人发布。\n（四）平台建设。维护政务公开专区1处、公示栏23个。\n（五）监督保障。开展业务培训2次，参训45人次。",
            "problems": "一是公开内容不够丰富；二是专业人员不足，仅有1名兼职人员。下一步将每季度至少开展1次培训，力争公开信息100条以上。",
            "other": "本年度未收取信息处理费。",
        },
    ),
    (
        BUREAU,
        {
            RECEIVED: 12,
            CARRIED_IN: 1,
            RESULTS: 11,
            CARRIED_OVER: 2,
            "requests.received.natural_person": 11,
            "requests.received.company": 1,
            "requests.granted.total": 7,
            "requests.partly_granted.total": 1,
            "requests.unavailable_not_held.total": 3,
        },
        {
            "overview": "一、主动公开情况\n全年在门户网站公开信息1,203条，同比增长12.5%；"
            "发布政策解读9篇，回应社会关切15次。\n二、依申请公开情况\n2023年新收政府信息公开申请12件，较上年增加3件，上年结转1件。已办结11件，2件结转下年度继续办理。"
            "其中自然人申请11件，商业企业申请1件。办理结果：予以公开7件，部分公开1件，无法提供3件。\n三、12345热线\n全年受理群众诉求356件，按期办结率100%，群众满意率98.6%。",
            "review": "2023年，未发生因政府信息公开引发的行政复议、行政诉讼。",
            "other": "无其他需要报告的事项。",
        },
    ),
    (
        COUNTY,
        {
            RECEIVED: 320,
            CARRIED_IN: 10,
            RESULTS: 322,
            CARRIED_OVER: 8,
            ISSUED: 12,
            REPEALED: 5,
            IN_FORCE: 146,
            f"{RECONSIDERATION}.total": 9,
            f"{RECONSIDERATION}.upheld": 6,
            f"{RECONSIDERATION}.corrected": 1,
            f"{RECONSIDERATION}.pending": 2,
            "review.litigation_direct.total": 3,
            "review.litigation_after_review.total": 1,
        },
        {
            "overview": "2023年，全县主动公开政府信息2.3万余条。县政府门户网站访问量达120万次。\n全年制定行政规范性文件12件、废止5件，现行有效146件，均已在规范性文件库公布。\n全县共收到政府信息公开申请320件，上年结转10件，"
            "办结322件，结转下年度8件。"
            "其中，县政府本级收到45件，各乡镇收到62件，县直部门收到213件。",
            "review": "全县政府信息公开行政复议案件9件，其中维持6件、纠正1件、尚未审结2件；行政诉讼案件4件。",
            "problems": "2022年被纠正的3件案件反映出答复说理不足的问题。2023年组织案例评析会2次，评析案例6件。",
        },
    ),
    (
        OFFICE,
        {RECEIVED: 16, RESULTS: 16, "requests.received.natural_person": 15, "requests.received.company": 1, ISSUED: 7, REPEALED: 11, IN_FORCE: 20},
        {
            "overview": "今年主动公开政府信息1211条，其中通过网站公开1034条，通过新媒体公开177条。全年共受理依申请公开事项16件，均在法定期限内予以答复。"
            "全年制发规范性文件7件，清理规范性文件11件，现行有效规范性文件20件。2023年以来，县长信箱共收到来信238件，已全部办结，办结率100%。",
            "requests": "我办收到的16件申请中，自然人申请15件，占93.8%；企业申请1件，占6.2%。",
            "other": "2023年，我办未收取任何信息处理费。",
        },
    ),
    (
        "样例县市场监督管理局",
        {"proactive.licensing.decisions": 12450, "proactive.penalties.decisions": 386, "proactive.coercion.decisions": 12, "proactive.fees.amount": "43.788", RECEIVED: 2, RESULTS: 2, "requests.granted.total": 2},
        {
            "overview": "我局公开行政许可信息12450条、行政处罚信息386条。作出行政许可决定12450件、行政处罚决定386件，实施行政强制措施12次。移送公安机关案件3件，责令改正45起。收到政府信息公开申请2件，均予以公开。",
            "proactive": "行政事业性收费437880元。罚没款收入126万元另行上缴国库。",
        },
    ),
    (
        "样例区中山街道办事处",
        {RECEIVED: 1, RESULTS: 1, "requests.declined_petition.total": 1},
        {
            "overview": "街道共公开信息三百二十条。收到依申请公开一件，申请内容为信访事项，依法作出不予处理的答复。辖区9个社区公示党务、居务信息1800余条。",
            "review": "无行政复议、行政诉讼案件。",
            "problems": "部分社区公开不及时，全年抽查4次，发现问题11个，均已整改到位。",
        },
    ),
    (
        BUREAU,
        {
            RECEIVED: 25,
            RESULTS: 25,
            "requests.received.natural_person": 23,
            "requests.received.legal_service": 2,
            "requests.granted.total": 15,
            "requests.refused_third_party.total": 2,
            "requests.refused_internal_affairs.total": 2,
            "requests.unavailable_not_held.total": 4,
            "requests.other_not_corrected.total": 2,
        },
        {
            "requests": "全年收到申请25件，其中网上申请18件、信函申请7件。自然人23件，法律服务机构2件。补正4件，延期答复2件，征求第三方意见3件。\n予以公开15件，占60%；不予公开4件，占16%；无法提供4件，占16%；其他处理2件，占8%。",
            "overview": "平均办理时长为12.5个工作日，比法定时限缩短7.5个工作日。",
        },
    ),
    (
        "样例县自然资源局",
        {
            RECEIVED: 86,
            CARRIED_IN: 4,
            RESULTS: 85,
            CARRIED_OVER: 5,
            f"{RECONSIDERATION}.total": 6,
            f"{RECONSIDERATION}.upheld": 4,
            f"{RECONSIDERATION}.other": 2,
            "review.litigation_direct.total": 2,
            "review.litigation_direct.upheld": 2,
            "review.litigation_after_review.total": 1,
            "review.litigation_after_review.pending": 1,
        },
        {
            "overview": "依申请公开工作量居全县前列，涉及征地拆迁类申请52件，占60.5%。2023年共收到政府信息公开申请86件（2022年为79件），连同上年结转4件，共需办理90件，办结85件。",
            "review": "因政府信息公开引发行政复议6件，维持4件，其他结果2件。行政诉讼3件，其中未经复议直接起诉2件，复议后起诉1件。全年办理其他行政复议、诉讼案件41件，与政府信息公开无关。",
        },
    ),
    (
        TOWN,
        {"proactive.penalties.decisions": 115, "proactive.licensing.decisions": 0},
        {
            "overview": "我镇综合行政执法队全年开展检查210次，作出行政处罚决定115件。未办理行政许可事项，未实施行政强制。依申请公开0件，信息公开类行政复议、行政诉讼均为0。公开信息80余条，其中重点领域30余条。",
            "other": "（一）信息处理费：本年度未产生信息处理费。（二）办理人大代表建议5件、政协提案3件，共8件。",
        },
    ),
    (
        "样例市人民政府",
        {"proactive.regulations.issued": 2, "proactive.regulations.repealed": 1, "proactive.regulations.in_force": 52, ISSUED: 8, REPEALED: 3, IN_FORCE: 146, RECEIVED: 13542, RESULTS: 13542},
        {
            "overview": "全市共制发规章2件、行政规范性文件8件，废止规章1件、行政规范性文件3件；现行有效规章52件、行政规范性文件146件。全市各级行政机关共收到政府信息公开申请1.35万件左右，与上年基本持平。",
            "requests": "全市新收申请13542件，已全部办结。",
        },
    ),
    (
        BUREAU,
        {},
        {
            "overview": "依申请公开情况：无。主动公开情况：全年公开96条，其中教育收费12条、招生考试30条、教师招聘18条等。接听咨询电话300余个，回复网民留言45条，回复率100%。",
            "review": "零复议、零诉讼。",
            "problems": "下一步，确保申请按时答复率100%，政策解读率100%。",
            "other": "没有收取信息处理费的情况，也没有其他需要报告的事项。",
        },
    ),
    (
        "样例县公安局",
        {RECEIVED: 5, RESULTS: 4, CARRIED_OVER: 1, "proactive.penalties.decisions": 2310, "proactive.coercion.decisions": 410, "proactive.licensing.decisions": 18600},
        {
            "overview": "全县公安机关办理治安案件3260起。我局作出行政许可决定18600件、行政处罚决定2310件，采取行政强制410次。全年收到政府信息公开申请5件，答复4件，结转1件。户籍窗口受理居民身份证申请12000件，办结11980件。",
        },
    ),
    (
        "样例县下河镇",
        {RECEIVED: 2, RESULTS: 2, "requests.received.natural_person": 2, "requests.granted.total": 1, "requests.partly_granted.total": 1},
        {
            "overview": "二〇二三年，全镇收到群众申请公开政府信息两件，申请人均为自然人，1件予以公开、1件部分公开，均按时办结。村级公开栏公示6期，每期12项。走访企业50家，惠及企业320个。",
        },
    ),
    (
        "样例县司法局",
        {RECEIVED: 3, RESULTS: 3, f"{RECONSIDERATION}.total": 1, f"{RECONSIDERATION}.upheld": 1},
        {
            "overview": "全年审查规范性文件19件，备案12件；办理行政复议案件136件，代理县政府行政应诉28件。全县行政执法机关作出行政处罚决定3260件、行政许可决定9.6万件。收到政府信息公开申请3件，答复3件。",
            "review": "我局被提起政府信息公开行政复议1件，结果维持；未发生行政诉讼。",
        },
    ),
    (
        "样例区人民政府",
        {RECEIVED: 210, CARRIED_IN: 6, RESULTS: 211, CARRIED_OVER: 5, "requests.received.natural_person": 198, "requests.received.company": 9, "requests.received.other": 3},
        {
            "overview": "2023年全区新收政府信息公开申请210件，比2022年的188件增加22件，增长11.7%；上年结转6件，结转下年度5件，全部在法定时限内办理。"
            "申请人中自然人198件，法人或其他组织12件。一季度收到52件，二季度61件，三季度48件，四季度49件，全年合计210件。",
            "problems": "区政府办督促各街道规范答复，组织培训3场，下发提示单15份；某街道收到申请12件，其中2件超期。",
        },
    ),
]


@pytest.mark.parametrize(("organ", "values", "sections"), PLAIN, ids=[f"{number}-{case[0]}" for number, case in enumerate(PLAIN, start=1)])
def test_of_a_plain_report_there_is_nothing_to_say(organ: str, values: Values, sections: dict[str, str]) -> None:
    said = [(finding.rule, finding.severity.id, finding.message.zh) for finding in found(filing(values, organ, **sections)) if finding.rule != "N13"]
    assert said == []


def test_another_bodys_figures_in_plain_reports_are_infos_at_most() -> None:
    others = [finding for organ, values, sections in PLAIN for finding in found(filing(values, organ, **sections)) if finding.rule == "N13"]
    assert {finding.severity for finding in others} <= {INFO}
    assert len(others) <= 6


def test_a_wrong_figure_put_into_a_plain_report_is_found() -> None:
    """The plain reports are no silence of a reader that reads nothing: most of their figures are held against the tables."""
    reports = [(organ, values, sections) for organ, values, sections in PLAIN if values]
    changed = [(organ, {name: (int(str(value)) + 7 if "." not in str(value) else 7) for name, value in values.items()}, sections) for organ, values, sections in reports]
    rules = [{finding.rule for finding in found(filing(values, organ, **sections))} - {"N13"} for organ, values, sections in changed]
    assert all(rules)
    assert set().union(*rules) >= {"N01", "N03", "N04", "N05", "N06", "N07", "N08", "N10", "N12"}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the published reports are not beside this checkout")
@pytest.mark.parametrize("path", sorted(SEEDS.glob("00*.txt")), ids=lambda path: path.stem)
def test_the_text_and_tables_of_the_published_reports_agree(path: Path) -> None:
    forms = [form for _, form in sorted(editions().items(), reverse=True)]
    assert found(read_any(path, path.name, forms)) == []
