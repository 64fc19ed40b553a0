"""Numbers of the text that may be the tables' and that nothing is held against: listed in JSON, and no others."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO

import pytest

from tests.filings import filing_of
from tests.test_sentences import PARTS, Entry, context
from xlplugin.checking.check import check
from xlplugin.filing.findings import Report, UnreadNumber
from xlplugin.outputs.machine.objects import write_reports_json
from xlplugin.rules import catalogue
from xlplugin.runs.store.codec import dump, load
from xlplugin.sentences import reading

BUREAU = "样例县教育局"


def report_of(**sections: str) -> Report:
    [report] = check([filing_of({}, organ=BUREAU, year=2023, narrative=sections)])
    return report


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("依申请公开方面，我局局长批示答复12件。", 12),
        ("收到公民提交的信息公开申请4份。", 4),
        ("上年无结转，本年结转1件政府信息公开申请。", 1),
        ("以局名义印发文件118份，其中行政规范性文件2份。", 2),
        ("规章13件（含新制定5件）。", 13),
    ],
)
def test_a_number_beside_words_of_the_tables_that_no_rule_reads_is_listed(words: str, number: int) -> None:
    assert report_of(overview=words).unread_numbers == (UnreadNumber(words, number, "overview"),)


@pytest.mark.parametrize(
    "words",
    [
        "全年收到政府信息公开申请20件，其中网络申请12件、信函申请8件。",
        "2022年依申请公开方面，局长批示答复12件。",
        "全县依申请公开方面，各乡镇自行答复12件。",
        "上半年依申请公开方面，局长批示答复12件。",
        "依申请公开方面，局长批示答复10余件。",
        "受理依申请公开咨询电话36个，印制申请表200份。",
        "公开信息320条，微信推送150条，培训3次，参训120人次。",
        "收到政府信息公开申请20件，比上年增加5件，涉及土地征收的12件。",
        "罚没收入126万元，采购项目8个，采购金额356万元。",
        "办理人大代表建议6件、政协提案4件，12345热线工单326件。",
    ],
)
def test_what_is_read_and_what_no_table_holds_is_not_listed(words: str) -> None:
    assert report_of(overview=words).unread_numbers == ()


def test_few_numbers_of_the_table_of_sentences_are_left_over() -> None:
    def left(entry: Entry) -> int:
        known = context(entry)
        return len(reading(str(entry["text"]), known["organ"], known["year"], known["section"]).unread)  # type: ignore[arg-type]

    # The open third is full of sentences made to be mistaken: numbers of what stands near, which are rightly listed as read by no rule.
    for sentences in ([entry for entry in PARTS["all"] if entry.get("reads")], [entry for name, part in PARTS.items() if name.startswith("frozen") for entry in part]):
        assert len(sentences) > 1000 and sum(map(left, sentences)) <= len(sentences) // 20


def test_json_lists_them_with_their_sentence_and_section_and_the_store_keeps_them() -> None:
    report = report_of(overview="规章13件（含新制定5件）。", other="信息处理费标准0.5万元。")
    kept = load(Report, dump(report))
    assert kept.unread_numbers == report.unread_numbers
    stream = StringIO()
    write_reports_json(stream, [kept], "zh")
    [file] = json.loads(stream.getvalue())["files"]
    assert file["unread_numbers"][0] == {"sentence": "规章13件（含新制定5件）。", "number": 13, "section": "overview"}


def test_a_file_without_text_lists_none() -> None:
    [report] = check([filing_of({"requests.received.total": 3})])
    assert report.unread_numbers == ()


def test_without_the_rules_that_read_the_text_none_is_claimed_to_be_unread() -> None:
    filing = filing_of({}, organ=BUREAU, year=2023, narrative={"overview": "规章13件（含新制定5件）。"})
    [report] = check([filing], rules=[catalogue()["R01"]])
    assert report.unread_numbers == ()


def test_amounts_are_in_yuan() -> None:
    [one] = reading("行政事业性收费专项核查3.5万元。", BUREAU, 2023, "overview").unread
    assert one.number == Decimal(35_000)
