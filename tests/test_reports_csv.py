"""The findings as CSV and the reports as lines of JSON: every finding once, and nothing that a spreadsheet program would run."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batches import json_of
from tests.reports_run import MISSING, WORSE, HandMade, review_of, run_over
from tests.written import write_csv, write_jsonl
from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Finding, Report, Severity, Waiver
from xlplugin.outputs.machine.csv import HEADER, safe
from xlplugin.review.review import Review
from xlplugin.runs.store.results import Results
from xlplugin.text import LANGUAGES, Language, Text, same

pytestmark = pytest.mark.slow  # whole workbooks, many of them


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    return run_over(tmp_path_factory.mktemp("csv"))


@pytest.fixture(scope="module")
def results(out: str) -> Iterator[Results]:
    with Results(out) as found:
        yield found


def rows_of(path: Path, language: Language = "zh") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == [text.show(language) for text in HEADER]
    return [dict(zip([text.en for text in HEADER], row, strict=True)) for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_every_file_and_of_the_run_has_one_line(language: Language, results: Results, tmp_path: Path) -> None:
    review = review_of(results)
    write_csv(results, review, tmp_path / "x.csv", language)
    rows = rows_of(tmp_path / "x.csv", language)
    reports = [one.report() for one in results]
    expected = [(report.file, finding.rule, finding.covered_by or "") for report in reports for finding in report.findings]
    found = Counter((row["file"].lstrip("'"), row["rule"], row["covered_by"]) for row in rows)
    unread = [(report.file, "", "") for report in reports if report.error]
    unread += [(report.file, "", "") for report in reports for _ in (report.coverage.unread if report.coverage else ())]
    across = [("; ".join(one.files), one.rule, "") for one in review.findings]
    assert unread and across[-1][0] and any(covered for *_, covered in expected)
    assert found == Counter((file.replace("\x1b", " "), *rest) for file, *rest in [*expected, *unread, *across])
    words = Counter(row["severity"] for row in rows if not row["covered_by"] and not row["waived"])
    assert words[Severity.ERROR.text.show(language)] == sum(one.errors for one in results.submissions()) + len(MISSING)
    assert words[Severity.WARNING.text.show(language)] == sum(one.warnings for one in results.submissions()) + 1


def test_a_line_says_where_what_is_and_what_should_be(results: Results, tmp_path: Path) -> None:
    write_csv(results, review_of(results), tmp_path / "x.csv", "zh")
    line = next(row for row in rows_of(tmp_path / "x.csv") if row["file"].endswith("自制表格/样例二镇2019年.xlsx") and row["rule"] == "R05")
    assert {name: line[name] for name in ("organ", "year", "severity", "sheet", "cell", "field", "actual", "expected", "waived")} == {
        **{"organ": "样例二镇", "year": "2019", "severity": "错误", "sheet": "年报表格", "cell": "I48"},
        **{"field": "requests.results_total.other", "actual": "6", "expected": "", "waived": ""},
    }
    (released,) = [row for row in rows_of(tmp_path / "x.csv") if row["waived"]]
    assert (released["rule"], released["waived"]) == ("P08", "审核放行：张三，已核实台账，2024-01-25")


def test_excel_is_told_that_it_is_utf_8_and_every_finding_keeps_to_its_line(results: Results, tmp_path: Path) -> None:
    made = HandMade(results, [Report("甲.xlsx", "甲镇", findings=(Finding("C05", Severity.ERROR, same('一"二\n三'), actual="四\r五"),))])
    write_csv(made, Review(()), tmp_path / "x.csv", "zh")
    content = (tmp_path / "x.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\n") == content.count(b"\r\n") == 2


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86 571", "'+86 571"),
        ("-cmd", "'-cmd"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("  =1", "'  =1"),
        ("\u200b=1", "' =1"),
        ("＝1", "'＝1"),
        ("-8", "-8"),
        ("+2.5", "+2.5"),
        ("-", "'-"),
        ("-1-1", "'-1-1"),
        ("43.788", "43.788"),
        ("三、申请办理", "三、申请办理"),
        ("a=1", "a=1"),
        ("", ""),
        ("\x1b[31m\ud83d", " [31m\ufffd"),
    ],
)
def test_no_value_begins_as_a_formula_does_and_numbers_stay_numbers(text: str, written: str) -> None:
    assert safe(text) == written


def test_hostile_names_are_harmless_wherever_they_stand(results: Results, tmp_path: Path) -> None:
    findings = [Finding("R01", Severity.ERROR, same(name), name, Place(name, 1, 1), name, name, waived=Waiver("explained", name)) for name in WORSE]
    made = HandMade(results, [Report(f"{name}\udcff.xlsx", name, findings=(finding,)) for name, finding in zip(WORSE, findings, strict=True)])
    write_csv(made, Review(()), tmp_path / "x.csv", "en")
    rows = rows_of(tmp_path / "x.csv", "en")
    assert len(rows) == len(WORSE)
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＠"))]
    assert "\x1b" not in (tmp_path / "x.csv").read_text("utf-8-sig")


def test_faults_of_reading_are_called_so(results: Results, tmp_path: Path) -> None:
    torn = Finding("T02", Severity.INFO, Text("一行被分页断开。", "a row was torn"))
    write_csv(HandMade(results, [Report("甲.html", transcription=(torn,)), Report("乙.xlsx", error=same("空"))]), Review(()), tmp_path / "x.csv", "zh")
    assert [(row["file"], row["rule"], row["severity"], row["message"]) for row in rows_of(tmp_path / "x.csv")] == [
        ("甲.html", "T02", "读取问题", "一行被分页断开。"),
        ("乙.xlsx", "", "无法读取", "空"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_line_of_json_is_a_files_report(language: Language, out: str, results: Results, tmp_path: Path) -> None:
    write_jsonl(results, review_of(results), tmp_path / "x.jsonl", language)
    lines = (tmp_path / "x.jsonl").read_text("utf-8").split("\n")
    assert lines.pop() == "" and len(lines) == sum(1 for _ in results) > 40
    if language == "zh":
        assert [json.loads(line) for line in lines] == json.loads(json_of(out))["files"]
    assert [json.loads(line)["status"] for line in lines] == [one.status for one in results.submissions()]


def test_a_file_name_that_is_no_utf_8_survives_in_json(results: Results, tmp_path: Path) -> None:
    write_jsonl(HandMade(results, [Report("a\udcff\\b.xlsx", "甲\u2028镇")]), Review(()), tmp_path / "x.jsonl", "zh")
    content = (tmp_path / "x.jsonl").read_bytes()
    assert content.count(b"\n") == 1 and not content.startswith(b"\xef\xbb\xbf")
    assert json.loads(content)["file"] == "a\udcff\\b.xlsx"


@pytest.mark.parametrize("write", [write_csv, write_jsonl])
def test_reports_are_taken_one_at_a_time_and_give_the_same_bytes(write, results: Results, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    reports = [Report(f"{n:03}.xlsx", "甲镇", findings=(Finding("R01", Severity.ERROR, same("x")),)) for n in range(40)]
    made = HandMade(results, reports)
    write(made, Review(()), tmp_path / "a", "zh")
    assert made.asked == [report.file for report in reports] and made.most_alive <= 2
    write(made, Review(()), tmp_path / "b", "zh")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
