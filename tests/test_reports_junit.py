"""The findings as JUnit XML: a suite a file, as many failures as errors, and nothing that is no XML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from xml.etree import ElementTree

import pytest

from tests.reports_run import MISSING, WORSE, HandMade, review_of, run_over
from tests.written import write_junit
from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Finding, NotChecked, Report, Severity, Waiver
from xlplugin.review.review import Review
from xlplugin.runs.store.results import Results
from xlplugin.text import LANGUAGES, Language, Text, same

pytestmark = pytest.mark.slow  # whole workbooks, many of them


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    with Results(run_over(tmp_path_factory.mktemp("junit"))) as found:
        yield found


def suites(results: Results, review: Review, path: Path, language: Language = "zh") -> list[ElementTree.Element]:
    write_junit(results, review, path, language)
    return suites_of(path)


def suites_of(source: Path | TextIO) -> list[ElementTree.Element]:
    """The suites, whose counts are those of their tests and whose tests have names of their own."""
    root = ElementTree.parse(source).getroot()
    assert (root.tag, root.get("name")) == ("testsuites", "xlplugin")
    for suite in root:
        cases = suite.findall("testcase")
        counts = Counter(child.tag for case in cases for child in case)
        assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == [
            str(number) for number in (len(cases), counts["failure"], counts["error"], counts["skipped"])
        ]
        assert all(len(case) <= 1 and case.get("classname") == suite.get("name") for case in cases)
        failed = [case.get("name") for case in cases if case.find("failure") is not None]
        assert len(failed) == len(set(failed))
        assert [child.tag for child in suite] == sorted((child.tag for child in suite), key=["properties", "testcase", "system-out"].index)
    return list(root)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suite_has_as_many_failures_as_its_file_has_errors(language: Language, results: Results, tmp_path: Path) -> None:
    *files, across = suites(results, review_of(results), tmp_path / "x.xml", language)
    assert [int(suite.get("failures", "")) for suite in files] == [one.errors for one in results.submissions()]
    assert [suite.get("errors") == "1" for suite in files] == [one.status in ("incomplete", "unreadable") for one in results.submissions()]
    assert across.get("failures") == str(len(MISSING)) and across.get("name") == {"zh": "全部文件", "en": "all files"}[language]
    assert [suite.get("name") for suite in files] == [one.file.replace("\x1b", " ") for one in results.submissions()]


def test_a_failure_says_what_is_wrong_where_and_on_what_grounds(results: Results, tmp_path: Path) -> None:
    suite = next(suite for suite in suites(results, Review(()), tmp_path / "x.xml") if str(suite.get("name")).endswith("自制表格/样例二镇2019年.xlsx"))
    case = next(case for case in suite.findall("testcase") if case.get("name") == "R05 年报表格!I48")
    failure = case.find("failure")
    assert failure is not None and failure.get("type") == "R05" and str(failure.get("message")).startswith("「三、收到和处理政府信息公开申请情况」“其他”列")
    assert "\n依据：" in str(failure.text) and str(failure.text).endswith("(R01)")
    assert "疑点 年报表格!D30" in (suite.findtext("system-out") or "")


def test_what_was_answered_and_what_is_no_error_fails_nothing(results: Results, tmp_path: Path) -> None:
    findings = (
        Finding("R01", Severity.ERROR, same("甲"), "f", waived=Waiver("released", "张三")),
        Finding("P08", Severity.WARNING, same("乙"), "g"),
        Finding("C14", Severity.INFO, same("丙")),
    )
    torn = Finding("T02", Severity.ERROR, same("丁"))
    report = Report("甲.xlsx", "甲镇", findings=findings, not_checked=(NotChecked("Y01", same("无")), NotChecked("Y02", same("无"), "f")), transcription=(torn,))
    (suite,) = suites(HandMade(results, [report]), Review(()), tmp_path / "x.xml")
    assert (suite.get("failures"), suite.get("skipped"), suite.get("tests")) == ("0", "1", "2")
    assert [case.get("name") for case in suite.findall("testcase")] == ["读取", "Y01 Y02"]
    assert (suite.findtext("system-out") or "").split("\n") == ["错误 [审核放行：张三] f 甲 (R01)", "疑点 g 乙 (P08)", "提示 丙 (C14)", "错误 丁 (T02)"]


def test_a_rule_across_submissions_that_could_not_run_is_skipped(results: Results, tmp_path: Path) -> None:
    review = Review((), not_checked=(NotChecked("B02", Text("没有名册", "no roster")),))
    (suite,) = suites(HandMade(results, []), review, tmp_path / "x.xml", "en")
    assert [(case.get("name"), case[0].tag, case[0].get("message")) for case in suite.findall("testcase")] == [("B02", "skipped", "no roster")]


def test_several_failures_of_one_name_are_numbered(results: Results, tmp_path: Path) -> None:
    findings = tuple(Finding("F06", Severity.ERROR, same(f"{n}")) for n in range(3))
    (suite,) = suites(HandMade(results, [Report("甲.xlsx", findings=findings)]), Review(()), tmp_path / "x.xml")
    assert [case.get("name") for case in suite.findall("testcase")] == ["读取", "F06", "F06 #2", "F06 #3"]


def test_hostile_names_stay_text(results: Results, tmp_path: Path) -> None:
    worse = [*WORSE, "]]><testcase/>", 'a"b&<c>\n\td\x00\ufffe']
    made = HandMade(
        results,
        [Report(f"{name}\udcff.xlsx", name, findings=(Finding("R01", Severity.ERROR, same(name), name, Place(name, 1, 1)), Finding("C14", Severity.INFO, same(name)))) for name in worse],
    )
    found = suites(made, Review(()), tmp_path / "x.xml")
    assert [suite.get("failures") for suite in found] == ["1"] * len(worse)
    assert found[1].get("name") == "<script>alert(1)</script>镇\ufffd.xlsx"
    assert found[-1].find("testcase/failure").text == 'a"b&<c>\n d \ufffd'  # type: ignore[union-attr]
    assert "\x1b" not in (tmp_path / "x.xml").read_text("utf-8")


def test_reports_are_taken_one_at_a_time_and_give_the_same_bytes(results: Results, tmp_path: Path) -> None:
    made = HandMade(results, [Report(f"{n:03}.xlsx", "甲镇", findings=(Finding("R01", Severity.ERROR, same("x")),)) for n in range(40)])
    write_junit(made, Review(()), tmp_path / "a", "zh")
    assert made.asked == [f"{n:03}.xlsx" for n in range(40)] and made.most_alive <= 2
    write_junit(made, Review(()), tmp_path / "b", "zh")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
