"""The findings as SARIF: what the format requires, every finding once, and links that lead nowhere else."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft7Validator

from tests.reports_run import MISSING, WORSE, HandMade, review_of, run_over
from tests.written import write_sarif
from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Finding, NotChecked, Report, Severity, Waiver
from xlplugin.outputs.machine.sarif import FINGERPRINT, uri
from xlplugin.review.review import Review
from xlplugin.runs.store.results import Results
from xlplugin.text import LANGUAGES, Language, Text, same

pytestmark = pytest.mark.slow  # whole workbooks, many of them

posix = pytest.mark.skipif(os.name == "nt", reason="Windows allows no such file names")


def an_object(required: tuple[str, ...] = (), **properties: object) -> dict[str, object]:
    """An object of the format that has these properties and no others, as the format's own schema says of each of its objects."""
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def array_of(item: object, *, unique: bool = False) -> dict[str, object]:
    return {"type": "array", "items": item, "uniqueItems": unique}


TEXT, WHOLE, LEVEL = {"type": "string"}, {"type": "integer", "minimum": -1}, {"enum": ["none", "note", "warning", "error"]}
BAG = {"type": "object", "properties": {"tags": array_of(TEXT, unique=True)}}
MESSAGE = {"anyOf": [{"required": ["text"]}, {"required": ["id"]}], **an_object(text=TEXT, markdown=TEXT, id=TEXT, arguments=array_of(TEXT))}
BOTH_FORMATS = an_object(("text",), text=TEXT, markdown=TEXT)
ARTIFACT = an_object(uri={"type": "string", "pattern": r"^([A-Za-z0-9._~:/@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$"}, uriBaseId=TEXT, index=WHOLE)
LOCATION = an_object(
    id=WHOLE,
    physicalLocation=an_object(("artifactLocation",), artifactLocation=ARTIFACT),
    logicalLocations=array_of(an_object(name=TEXT, index=WHOLE, fullyQualifiedName=TEXT, decoratedName=TEXT, parentIndex=WHOLE, kind=TEXT), unique=True),
    message=MESSAGE,
)
SUPPRESSION = an_object(("kind",), kind={"enum": ["inSource", "external"]}, status={"enum": ["accepted", "underReview", "rejected"]}, justification=TEXT)
RULE = an_object(
    ("id",), id=TEXT, name=TEXT, shortDescription=BOTH_FORMATS, fullDescription=BOTH_FORMATS, help=BOTH_FORMATS, defaultConfiguration=an_object(level=LEVEL), properties=BAG
)
RESULT = an_object(
    ("message",),
    ruleId=TEXT,
    ruleIndex=WHOLE,
    kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
    level=LEVEL,
    message=MESSAGE,
    locations=array_of(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    suppressions=array_of(SUPPRESSION, unique=True),
    properties=BAG,
)
NOTIFICATION = an_object(("message",), level=LEVEL, message=MESSAGE, locations=array_of(LOCATION, unique=True), associatedRule=an_object(id=TEXT, index=WHOLE))
RUN = an_object(
    ("tool",),
    tool=an_object(("driver",), driver=an_object(("name",), name=TEXT, version=TEXT, rules=array_of(RULE, unique=True))),
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    results=array_of(RESULT),
    invocations=array_of(an_object(("executionSuccessful",), executionSuccessful={"type": "boolean"}, toolExecutionNotifications=array_of(NOTIFICATION))),
)
SCHEMA = an_object(("version", "runs"), **{"$schema": TEXT, "version": {"const": "2.1.0"}, "runs": array_of(RUN)})
"""What the standard says of the parts of SARIF 2.1.0 that are written here, in our own words: each object's names, which of them are required, what they may hold."""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    with Results(run_over(tmp_path_factory.mktemp("sarif"))) as found:
        yield found


def written(results: Results, review: Review, path: Path, language: Language = "zh") -> dict[str, Any]:
    """The one run of the log, which is as the format wants it."""
    write_sarif(results, review, path, language)
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    log = json.loads(path.read_text("utf-8"))
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(log)] == []
    (run,) = log["runs"]
    for one in run["results"]:
        assert one.get("kind") == "fail" or one["level"] == "none"
        assert "ruleIndex" not in one or run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
    found: dict[str, Any] = run
    return found


@pytest.mark.parametrize("broken", [{"version": "2.0.0"}, {"runs": [{}]}, {"runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {}}]}]}, {"more": 1}])
def test_the_schema_of_these_tests_refuses_what_the_format_does(broken: dict[str, object]) -> None:
    sound = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": []}]}
    assert Draft7Validator(SCHEMA).is_valid(sound) and not Draft7Validator(SCHEMA).is_valid({**sound, **broken})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_one_result_of_its_level(language: Language, results: Results, tmp_path: Path) -> None:
    run = written(results, review_of(results), tmp_path / "x.sarif", language)
    counted = Counter(one["level"] for one in run["results"] if not one["suppressions"] and "coveredBy" not in one["properties"])
    assert counted["error"] == sum(one.errors for one in results.submissions()) + len(MISSING) > 60
    assert counted["warning"] == sum(one.warnings for one in results.submissions()) + 1
    expected = [(finding.rule, finding.covered_by) for report in (one.report() for one in results) for finding in report.findings]
    assert [(one["ruleId"], one["properties"].get("coveredBy")) for one in run["results"]] == [*expected, *[("B02", None)] * len(MISSING), ("B04", None)]
    assert {one["ruleId"] for one in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    (released,) = [one for one in run["results"] if one["suppressions"]]
    assert (released["ruleId"], released["suppressions"][0]["justification"]) == ("P08", "张三，已核实台账，2024-01-25")


def test_a_result_names_file_and_cell(results: Results, tmp_path: Path) -> None:
    run = written(results, review_of(results), tmp_path / "x.sarif")
    files = [report.file for report in (one.report() for one in results) for _ in report.findings]
    for one, file in zip(run["results"], files, strict=False):
        (location,) = one["locations"]
        assert os.fsdecode(os.fsencode(unquote(urlsplit(location["physicalLocation"]["artifactLocation"]["uri"]).path, errors="surrogateescape"))) == file
    one = next(one for one in run["results"] if one["ruleId"] == "R05")
    assert one["locations"][0]["logicalLocations"] == [{"name": "I27", "fullyQualifiedName": "三、申请办理!I27", "kind": "cell"}]
    assert one["properties"]["field"] == "requests.results_total.other"


def test_what_could_not_be_read_or_checked_is_a_notification(results: Results, tmp_path: Path) -> None:
    review = Review((), not_checked=(NotChecked("B02", Text("没有名册", "no roster")),))
    (invocation,) = written(results, review, tmp_path / "x.sarif")["invocations"]
    first, *rest = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert first["level"] == "error" and "不是电子表格文件" in first["message"]["text"] and first["locations"]
    read = sum(report.error is None for report in (one.report() for one in results))
    assert any(one["message"]["text"] == f"Y01 未审核：没有上年数据（用 --prior 指定）（{read} 份）" for one in rest)
    assert rest[-1]["message"]["text"] == "B02 未审核：没有名册" and {one["level"] for one in rest if not one["message"]["text"].startswith("未审全")} == {"note"}
    assert written(HandMade(results, [Report("甲.xlsx")]), Review(()), tmp_path / "y.sarif")["invocations"][0]["executionSuccessful"] is True


def test_a_fingerprint_outlives_the_figures_and_the_files_name_but_not_the_place(results: Results, tmp_path: Path) -> None:
    def prints(file: str, organ: str | None, actual: int, *fields: str | None) -> list[str]:
        findings = tuple(Finding("R01", Severity.ERROR, same(f"差 {actual}"), field, actual=actual) for field in fields)
        run = written(HandMade(results, [Report(file, organ, 2023, findings=findings)]), Review(()), tmp_path / "x.sarif")
        return [one["partialFingerprints"][FINGERPRINT] for one in run["results"]]

    assert prints("甲.xlsx", "甲镇", 1, "f", "g") == prints("甲（新）.xlsx", "甲镇", 2, "f", "g")
    assert len({*prints("甲.xlsx", "甲镇", 1, "f", "g"), *prints("甲.xlsx", "乙镇", 1, "f"), *prints("甲.xlsx", None, 1, "f"), *prints("乙.xlsx", None, 1, "f")}) == 5


@posix
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("报送/a b#%.xlsx", "%E6%8A%A5%E9%80%81/a%20b%23%25.xlsx"),
        ("mailto:x.xlsx", "mailto%3Ax.xlsx"),
        ("./a/../b.xlsx", "b.xlsx"),
        ("back\\slash.xlsx", "back%5Cslash.xlsx"),
        ("a\udcff.xlsx", "a%FF.xlsx"),
        ("s3://bucket/甲 乙.xlsx", "s3://bucket/%E7%94%B2%20%E4%B9%99.xlsx"),
        ("/elsewhere/a b.xlsx", "file:///elsewhere/a%20b.xlsx"),
    ],
)
def test_a_file_is_a_relative_reference_where_it_lies_below_the_working_directory(file: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert uri(file) == expected
    assert uri("../up.xlsx") == (tmp_path.parent / "up.xlsx").as_uri()
    assert uri(str(tmp_path / "in.xlsx")) == "in.xlsx"


def test_hostile_names_stay_text(results: Results, tmp_path: Path) -> None:
    worse = [*WORSE, "[点我](http://evil.example/) {0}", "a](b"]
    findings = [Finding("R01", Severity.ERROR, same(name), name, Place(name, 1, 1), name, waived=Waiver("explained", name)) for name in worse]
    made = HandMade(results, [Report(f"{number}\udcff.xlsx", name, findings=(finding,)) for number, (name, finding) in enumerate(zip(worse, findings, strict=True))])
    run = written(made, Review(()), tmp_path / "x.sarif")
    content = (tmp_path / "x.sarif").read_text("utf-8")
    assert "\x1b" not in content and "\\u001b" not in content
    assert not [one["message"]["text"] for one in run["results"] if "](" in one["message"]["text"]]
    assert run["results"][-2]["message"]["text"] == "[点我] (http://evil.example/) {{0}}"
    assert len({one["partialFingerprints"][FINGERPRINT] for one in run["results"]}) == len(worse)


def test_faults_of_reading_are_no_failures(results: Results, tmp_path: Path) -> None:
    torn = Finding("T02", Severity.WARNING, Text("一行被分页断开。", "a row was torn"))
    run = written(HandMade(results, [Report("甲.html", transcription=(torn,))]), Review(()), tmp_path / "x.sarif")
    assert [(one["ruleId"], one["kind"], one["level"]) for one in run["results"]] == [("T02", "informational", "none")]


def test_reports_are_taken_one_at_a_time_and_give_the_same_bytes(results: Results, tmp_path: Path) -> None:
    made = HandMade(results, [Report(f"{n:03}.xlsx", "甲镇", findings=(Finding("R01", Severity.ERROR, same("x")),)) for n in range(40)])
    write_sarif(made, Review(()), tmp_path / "a", "zh")
    assert made.asked == [f"{n:03}.xlsx" for n in range(40)] and made.most_alive <= 2
    write_sarif(made, Review(()), tmp_path / "b", "zh")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_run_without_findings_is_a_log_too(results: Results, tmp_path: Path) -> None:
    assert written(HandMade(results, []), Review(()), tmp_path / "x.sarif", "en")["results"] == []
