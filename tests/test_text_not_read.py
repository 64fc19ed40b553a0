"""Text that no person wrote costs no more than a long report, and what of it is not read is told."""

from __future__ import annotations

import json
from io import StringIO

import pytest

from tests.filings import filing_of
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.outputs.machine.objects import write_reports_json
from xlplugin.rules import catalogue
from xlplugin.runs.store.codec import dump, load
from xlplugin.sentences import LONGEST, MOST_NUMBERS, MOST_READ, hear, reading
from xlplugin.sentences.text import spoken
from xlplugin.sentences.text.normalised import Traced
from xlplugin.sentences.text.pieces import Piece, pieces

SAID = "收到政府信息公开申请{}件，其中自然人{}件。"
RULES = {rule for rule in catalogue() if rule.startswith("N")}


def filing(**sections: str) -> Filing:
    return filing_of({}, organ="样例县教育局", year=2023, narrative=sections)


def report_of(**sections: str) -> Report:
    [report] = check([filing(**sections)])
    return report


def text(characters: int) -> str:
    """Sentences with figures, no two alike, in paragraphs of forty thousand characters."""
    said = [SAID.format(number, number) + ("\n" if number % 1900 == 1899 else "") for number in range(characters // 20)]
    return "".join(said)[:characters]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the sentences that were taken to pieces."""
    done: list[int] = []

    def counted(words: Traced) -> list[Piece]:
        done.append(len(words.text))
        return pieces(words)

    monkeypatch.setattr(spoken, "pieces", counted)
    spoken.hear.cache_clear()
    return done


def test_all_rules_together_take_each_sentence_to_pieces_once(work: list[int]) -> None:
    report_of(overview=text(4_000), other=text(2_000) + "完。")
    assert 5_900 <= sum(work) <= 6_100


@pytest.mark.slow  # long texts
@pytest.mark.parametrize("characters", [40_000, 400_000])
def test_the_work_stays_within_its_bound_however_long_the_text(work: list[int], characters: int) -> None:
    report = report_of(overview=text(characters), problems=text(characters) + "完。", other=text(characters) + "完了。")
    assert sum(work) <= MOST_READ and {missed.rule for missed in report.not_checked if "没有读" in missed.reason.zh} == RULES


@pytest.mark.parametrize("letters", ["1", "1 ", "1,", "1-", "“", "《", "一", "！", "（1件", "收到"])
def test_a_line_of_one_thing_over_and_over_is_taken_to_no_pieces(work: list[int], letters: str) -> None:
    reading(letters * 20_000, None, 2023, None)
    assert not work


LONG = "收到政府信息公开申请3件，" + "做好工作，" * 300 + "完。"
CROWDED = "收到政府信息公开申请3件，分别为" + "1、" * MOST_NUMBERS + "件。"
KINDS = {"a long sentence": (LONG, "超过 1500 字"), "a crowded one": (CROWDED, "数字超过 120 个"), "too much": (text(MOST_READ + 2_000), "合计超过 60000 字")}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_passed_over_is_told_by_every_rule_that_reads_sentences(kind: str) -> None:
    words, why = KINDS[kind]
    report = report_of(overview=words, other="收到政府信息公开申请5件。")
    told = [missed for missed in report.not_checked if why in missed.reason.zh]
    assert {missed.rule for missed in told} == RULES and all(missed.reason.zh.startswith("「一、总体情况」“收到政府信息公开申请") for missed in told)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_figure_of_the_form_is_unread_for_it(kind: str) -> None:
    words, why = KINDS[kind]
    report = report_of(overview=words)
    assert report.status != "incomplete" and report.coverage is not None and not report.coverage.unread
    stream = StringIO()
    write_reports_json(stream, [report], "zh")
    [file] = json.loads(stream.getvalue())["files"]
    assert {entry["rule"] for entry in file["not_checked"] if why in entry["reason"]} == RULES
    assert load(Report, json.loads(json.dumps(dump(report)))) == report


def test_the_rest_of_the_text_is_read_all_the_same() -> None:
    report = report_of(overview=LONG, other="收到政府信息公开申请5件。")
    assert [finding.rule for finding in report.findings if finding.rule in RULES] == ["N02"]


@pytest.mark.parametrize(("length", "is_read"), [(LONGEST, True), (LONGEST + 1, False)])
def test_a_sentence_may_be_so_long_and_no_longer(length: int, is_read: bool) -> None:
    said = "收到政府信息公开申请3件，"
    words = said + "好" * (length - len(said) - 1) + "。"
    found = reading(words, None, 2023, "overview")
    assert (bool(found.mentions), [one.reason for one in found.passed_over]) == (is_read, [] if is_read else ["long"])


@pytest.mark.parametrize(("count", "is_read"), [(MOST_NUMBERS, True), (MOST_NUMBERS + 1, False)])
def test_a_sentence_may_hold_so_many_numbers_and_no_more(count: int, is_read: bool) -> None:
    found = reading("收到政府信息公开申请3件" + "，召开会议2次" * (count - 1) + "。", None, 2023, "overview")
    assert (bool(found.mentions), [one.reason for one in found.passed_over]) == (is_read, [] if is_read else ["numbers"])


def test_the_text_is_read_up_to_its_bound() -> None:
    size = len(SAID.format(1, 1))
    assert not hear(SAID.format(1, 1) * 10, 10 * size).passed_over
    [passed] = hear(SAID.format(1, 1) * 10, 10 * size - 1).passed_over
    assert (passed.reason, passed.sentence, passed.span) == ("much", SAID.format(1, 1), (9 * size, 10 * size))


@pytest.mark.parametrize("words", ["做好服务，" * 400 + "。", "0123456789abcdef" * 200, "收到了，" * 400])
def test_a_long_line_that_says_nothing_of_the_tables_is_no_matter(words: str) -> None:
    assert not [missed for missed in report_of(overview=words).not_checked if "没有读" in missed.reason.zh]
