"""Every message of every rule, in both languages: where it is, in words; nothing left to fill in; one language at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.filings import all_findings
from xlplugin.checking.examples import filing_of, form_of, report_of
from xlplugin.filing.findings import Finding, NotChecked
from xlplugin.form import Form
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Example, Rule
from xlplugin.text import LANGUAGES, Language, Text

LONGEST = 240
"""Characters of a Chinese message in an example, the title of its section left out."""
NOT_WORDS = re.compile(
    r"「[^」]*」|“[^”]*”"  # titles and what is quoted from the file
    r"|=\S+|#[A-Z/0!?]+|[^\s（，：、]+\.xlsx|\w+!\$?[A-Z]{1,3}\d+|（[A-Z]{1,3}\d+）"  # formulas, error values, file names, addresses
    r"|\b[A-Z]\d\d\b|\bExcel\b|\bWPS\b|\.xlsx\b"
)
ACTION = re.compile(r"请|不必修改|即可|建议|数字照常审核|非填报错误")
"""A message asks for something, or says that nothing is asked."""
PLACE_IN_A_REPORT = re.compile(r"标题|报告开头|落款|统计期限|报告中夹有|报告的顺序|报告末尾|引用的文件")
"""Where a rule about the document finds fault outside the six sections."""
NAMES_NO_CELL = {"C14", "Y05", "Y07", "F01", "F08", "W06", "W08", "T05"}
"""Rules that speak of the report or the file as a whole."""


def failing() -> Iterator[tuple[Rule, Example]]:
    for rule in catalogue().values():
        for example in rule.examples:
            if example.fails_at:
                yield rule, example


CASES = [pytest.param(rule, example, id=f"{rule.id}-{number}") for number, (rule, example) in enumerate(failing())]
each_failing_example = pytest.mark.parametrize(("rule", "example"), CASES)


def sentences(rule: Rule, example: Example) -> list[Text]:
    """What the rule says of an example: messages, and reasons why something is not checked."""
    report = report_of(rule, example)
    return [*(finding.message for finding in all_findings(report)), *(entry.reason for entry in report.not_checked)]


def labels(form: Form) -> set[str]:
    """The form's short labels of rows and columns that cannot be mistaken for other words."""
    lines = [line for table in form.tables for block in table.blocks for line in (*block.rows, *block.columns)]
    return {line.label.short for line in lines if len(line.label.short) > 3}


@each_failing_example
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_has_nothing_left_to_fill_in(rule: Rule, example: Example, language: Language) -> None:
    found = sentences(rule, example)
    assert found
    for text in found:
        words = text.show(language)
        assert words.strip() == words and "  " not in words
        assert not re.search(r"\{[\w.]*\}|\bNone\b|Decimal\(|Text\(|<[A-Z]\w+|\bTrue\b|\bFalse\b", words), words


@each_failing_example
def test_a_chinese_message_is_chinese_throughout(rule: Rule, example: Example) -> None:
    for finding in all_findings(report_of(rule, example)):
        rest = NOT_WORDS.sub("", finding.message.zh)
        assert not re.search(r"[A-Za-z]{2,}", rest), rest
        assert not re.search(r"[\u4e00-\u9fff][,;:?!()][\u4e00-\u9fff]", rest), rest
        assert finding.message.zh.endswith(("。", "？"))


@each_failing_example
def test_an_english_message_is_english_with_the_chinese_label_beside_what_it_names(rule: Rule, example: Example) -> None:
    known = labels(form_of(example.edition, example.shape))
    for finding in all_findings(report_of(rule, example)):
        zh, en = finding.message.zh, finding.message.en
        assert len(re.findall(r"[a-z]{2,}", en)) >= 6
        assert not re.search(r"[。，；：、？]", re.sub(r"\([^)]*\)|\"[^\"]*\"|国办公开办函\S+|[^\s(]+![A-Z]\d+", "", en)), en
        if finding.field is not None:
            field = filing_of(example).form.fields[finding.field]
            for line in (field.row, field.column):
                assert line.label.short not in zh or line.label.short in en or line.label.short not in known, (line.label.short, en)
        for title in re.findall(r"「([^」]+)」", zh):
            assert title in en or re.search(r"section (two|three|four|five|six)|\(（?[\u4e00-\u9fff]", en), en


@each_failing_example
def test_a_message_says_where_in_words_and_not_only_by_address(rule: Rule, example: Example) -> None:
    for finding in all_findings(report_of(rule, example)):
        names_none = finding.field is None or rule.id == "Y05"
        if not names_none or (rule.id not in NAMES_NO_CELL and rule.id[0] != "B"):
            assert _names_the_place(finding, example), finding.message.zh


def _names_the_place(finding: Finding, example: Example) -> bool:
    """Whether the message names the row or the column of its field; of one on a whole table, or without a field, the table or the cell's address."""
    form = filing_of(example).form
    titles = [*(table.title.text.zh for table in form.tables), *(section.title.text.zh for section in form.sections)]
    if finding.rule[0] == "D" and PLACE_IN_A_REPORT.search(finding.message.zh):
        return True
    if finding.field is None:
        return any(title in finding.message.zh for title in titles) or re.search(r"![A-Z]+\d+|meta\.", finding.message.zh) is not None
    field = form.fields[finding.field]
    table = form.table(field.table)
    if {finding.field, *finding.related} == {one.id for one in table.fields}:
        return table.title.text.zh in finding.message.zh
    return field.row.label.short in finding.message.zh or field.column.label.short in finding.message.zh


@each_failing_example
def test_a_message_says_what_to_do_and_is_not_too_long(rule: Rule, example: Example) -> None:
    for finding in all_findings(report_of(rule, example)):
        assert ACTION.search(finding.message.zh), finding.message.zh
        assert len(re.sub(r"「[^」]*」", "", finding.message.zh)) <= LONGEST, finding.message.zh


@each_failing_example
def test_both_languages_give_the_same_figures(rule: Rule, example: Example) -> None:
    for finding in all_findings(report_of(rule, example)):
        zh, en = (set(re.findall(r"\d+(?:\.\d+)?", words.replace("10,000", "10000"))) for words in (finding.message.zh, finding.message.en))
        assert zh <= en | {"0"}, (zh, en)  # "none" is 0 too


@pytest.mark.slow
def test_a_reason_why_something_is_not_checked_names_the_cell_by_its_labels() -> None:
    unread = [(rule, example, entry) for rule in catalogue().values() for example in rule.examples for entry in report_of(rule, example).not_checked]
    spoken_of = [entry for _, _, entry in unread if "读不出数" in entry.reason.zh]
    assert spoken_of and all(_is_named(entry) for entry in spoken_of)
    assert {rule.id for rule, _, _ in unread} >= {"P03", "R13", "V06", "W05", "Y01", "Y07"}


def _is_named(entry: NotChecked) -> bool:
    return re.search(r"“[^”]+·[^”]+”", entry.reason.zh) is not None and re.search(r"\w / \w.*\([^)]+·[^)]+\)", entry.reason.en) is not None
