"""The rules of family B as declarations: what they say of their examples, and that they leave single filings alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from tests.conftest import Run
from tests.filings import filing_of, filing_of_example
from xlplugin.checking.check import check
from xlplugin.checking.check_batch import check_batch
from xlplugin.checking.examples import batch_of, checked_of
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Severity
from xlplugin.filing.submissions import Batch, Contents, Due, Submission, Sum
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Across, Example, Rule
from xlplugin.text import LANGUAGES

RULES = [rule for rule in catalogue().values() if rule.id[0] == "B"]
EXAMPLES = [pytest.param(rule, example, id=f"{rule.id}-{number}") for rule in RULES for number, example in enumerate(rule.examples, start=1)]


def test_family_b_and_no_other_is_across_a_batch() -> None:
    assert [rule.id for rule in catalogue().values() if isinstance(rule.check, Across)] == [rule.id for rule in RULES] == [f"B{number:02}" for number in range(1, 9)]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_finding_names_its_organ_and_its_files_and_quotes_them(rule: Rule, example: Example) -> None:
    batch, checked = batch_of(example), checked_of(rule, example)
    files = {one.file for one in batch.sent} | {one.file for one in batch.sums}
    assert sorted(str(finding.organ) for finding in checked.found) == sorted(map(str, example.fails_at))
    for finding in checked.found:
        assert set(finding.files) <= files and (finding.files or rule.id == "B02")
        for language in LANGUAGES:
            words = finding.message.show(language)
            assert str(finding.organ) in words and all(other in words for other in finding.others)
            assert not re.search(r"\{[a-z_]+\}|None|Decimal\(|Text\(", words)
        assert finding.severity <= rule.severity


def test_a_rule_across_a_batch_says_nothing_of_a_single_filing() -> None:
    [report] = check([filing_of({"requests.received.other": 6})], RULES)
    assert report.findings == () and report.not_checked == ()


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_an_empty_batch_breaks_no_rule(rule: Rule) -> None:
    assert check_batch(Batch(()), [rule]).found == () and check_batch(Batch((), due=()), [rule]).found == ()


def test_without_a_roster_the_rules_about_it_are_not_checked() -> None:
    batch = Batch((Submission("a.xlsx", "样例一镇", 2023, "样例一镇"),), 2023)
    missed = {entry.rule: entry.reason.zh for entry in check_batch(batch).not_checked}
    assert missed == {**dict.fromkeys(("B02", "B03", "B06", "B08"), "没有名册（用 --roster 指定）"), "B07": "没有报告文字，不能比对雷同"}


def test_errors_stand_before_warnings_and_these_before_infos() -> None:
    sent = (Submission("a.xlsx", "样例一镇", 2023, "一镇", wanted="b.xlsx"), Submission("c.xlsx", "样例九镇", 2023, "样例九镇", is_on_roster=False))
    checked = check_batch(Batch(sent, 2023, (Due("样例一镇"), Due("样例二镇"))))
    assert [(finding.rule, finding.severity) for finding in checked.found] == [
        ("B02", Severity.ERROR),
        ("B03", Severity.WARNING),
        ("B01", Severity.INFO),
        ("B06", Severity.INFO),
    ]


@pytest.mark.parametrize(("before", "now", "words"), [({"R01"}, set(), "已改 1 处、未改 0 处、新增 0 处"), ({"R01", "R02"}, {"R02", "C01"}, "已改 1 处、未改 1 处、新增 1 处"), (set(), {"R01"}, "已改 0 处、未改 0 处、新增 1 处")])
def test_rounds_are_compared_with_the_last_readable_one(before: set[str], now: set[str], words: str) -> None:
    sent = tuple(Submission(f"{number}.xlsx", "样例一镇", 2023, round=number, is_newest=number == 3, status="clean" if number != 2 else "unreadable") for number in (1, 2, 3))
    problems = {"1.xlsx": before, "3.xlsx": now}
    contents = Contents(problems=lambda file: frozenset((rule, None) for rule in problems[file]))
    [finding] = check_batch(Batch(sent, 2023, contents=contents), [catalogue()["B01"]]).found
    assert words in finding.message.zh and "共报送 3 次" in finding.message.zh


def test_a_newest_submission_that_cannot_be_read_is_compared_with_nothing() -> None:
    sent = (Submission("1.xlsx", "样例一镇", 2023, is_newest=False), Submission("2.xlsx", "样例一镇", 2023, round=2, status="unreadable"))
    [finding] = check_batch(Batch(sent, 2023), [catalogue()["B01"]]).found
    assert "已改" not in finding.message.zh


@pytest.mark.parametrize(
    ("edition", "shape", "expected"),
    [("2021", (), ["requests.received.other"]), ("2021", ("other",), ["requests.received.other"]), ("2019", (), ["requests.received.other"])],
)
def test_a_territory_is_compared_by_the_cells_that_all_forms_have(edition: str, shape: tuple[str, ...], expected: list[str]) -> None:
    filings = {
        "县.xlsx": filing_of({"requests.received.other": 3, "requests.received.total": 3, "requests.other_other.other": 1}, file="县.xlsx"),
        "一镇.xlsx": filing_of({"requests.received.other": 1, "requests.received.total": 1}, edition=edition, shape=shape, file="一镇.xlsx"),
    }
    fields = [finding.field for finding in below(filings)]
    assert [field for field in fields if field != "requests.other_other.other"] == expected
    assert ("requests.other_other.other" in fields) is (not shape and edition == "2021")


def test_a_total_that_follows_from_its_parts_is_told_with_them() -> None:
    filings = {"县.xlsx": filing_of({"requests.granted.other": 2, "requests.granted.total": 2, "requests.results_total.other": 2, "requests.results_total.total": 2}), "一镇.xlsx": filing_of()}
    [finding] = below(filings)
    assert finding.field == "requests.granted.other"
    assert finding.related == ("requests.granted.total", "requests.results_total.other", "requests.results_total.total"), "in the form's order, whatever the run"
    assert (finding.actual, finding.expected) == (2, 0)


def below(filings: Mapping[str, Filing]) -> Sequence[Finding]:
    """What B05 finds for a county of one town."""
    batch = Batch((Submission("一镇.xlsx", "样例一镇", 2023),), 2023, sums=(Sum("样例县", "县.xlsx", ("一镇.xlsx",)),), contents=Contents(filing=filings.get))
    return check_batch(batch, [catalogue()["B05"]]).found


def test_the_organs_own_year_counts_for_the_deadline() -> None:
    sent = Submission("a.xlsx", "样例一镇", 2022, submitted=dt.date(2024, 3, 1), dated_by="signed", deadline=dt.date(2024, 1, 31))
    late = [catalogue()["B08"]]
    assert check_batch(Batch((sent,), 2023, ()), late).found == () and len(check_batch(Batch((replace(sent, year=2023),), 2023, ()), late).found) == 1


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_an_example_of_a_batch_is_shown_by_its_submissions(rule: Rule, run: Run) -> None:
    out = run("explain", rule.id).out
    failing = next(example for example in rule.examples if example.fails_at)
    shown = out.split("不通过的例子")[1].split("→")[0]
    assert failing.several is not None and all(one.file in shown for one in failing.several.batch.sent)
    assert "各格均为 0" not in shown and "整批报送放在一起比对" in out


def test_the_example_of_a_batch_stands_for_no_filing_of_its_own() -> None:
    example = next(example for rule in RULES for example in rule.examples)
    assert filing_of_example(example).narrative == {}
    with pytest.raises(ValueError, match="no batch"):
        batch_of(Example())
