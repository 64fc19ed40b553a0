"""`check --format`: what each format says, to the standard output or to a file, for one file and for many; each as those who read it prescribe."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission
from tests.test_reports_junit import suites_of
from tests.test_reports_sarif import SCHEMA as SARIF
from xlplugin.cli.one_file import Format
from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Finding, Report, Severity, Waiver
from xlplugin.outputs.flat import told, told_across
from xlplugin.outputs.machine.annotations import GithubAnnotations, _command, relative
from xlplugin.text import same

JUNIT = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="testsuites"><xs:complexType><xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:attribute name="name"/></xs:complexType></xs:element>
<xs:element name="testsuite"><xs:complexType><xs:sequence><xs:element ref="properties" minOccurs="0"/><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/>
<xs:element name="system-out" type="xs:string" minOccurs="0"/></xs:sequence><xs:attribute name="name" use="required"/><xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
<xs:attribute name="failures" type="xs:nonNegativeInteger"/><xs:attribute name="errors" type="xs:nonNegativeInteger"/><xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
<xs:attribute name="time" type="xs:decimal"/></xs:complexType></xs:element>
<xs:element name="properties"><xs:complexType><xs:sequence>
<xs:element name="property" maxOccurs="unbounded"><xs:complexType><xs:attribute name="name" use="required"/><xs:attribute name="value" use="required"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
<xs:element name="testcase"><xs:complexType><xs:choice minOccurs="0"><xs:element name="skipped"><xs:complexType><xs:attribute name="message"/></xs:complexType></xs:element>
<xs:element name="failure" type="told"/><xs:element name="error" type="told"/></xs:choice>
<xs:attribute name="classname" use="required"/><xs:attribute name="name" use="required"/><xs:attribute name="time" type="xs:decimal"/></xs:complexType></xs:element>
<xs:complexType name="told"><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="message"/><xs:attribute name="type"/></xs:extension></xs:simpleContent></xs:complexType>
</xs:schema>"""
"""The elements and attributes of JUnit's XML that the readers in use agree on (Jenkins' and Ant's schemas), as far as they are written here."""
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)(?!/).+"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}
"""What https://docs.gitlab.com/ci/testing/code_quality/ says of the report: a valid array of objects with these keys, the path without `./` before it."""
GITHUB = re.compile(r"::(error|warning|notice) ((?:(?:file|title|line|col)=[^,:\r\n]*,?)+)::([^\r\n]+)")
"""A workflow command as GitHub documents it: in a property %, line ends, colons and commas are escaped, in the message % and line ends."""
FAULTY = {"requests.received.other": 6}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one faulty submission, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    write_submission(tmp_path / "a,b.xlsx", FAULTY)
    return tmp_path


def valid(format_: str, said: str) -> int:
    """Asserts that an output is as its format wants it; gives the number of errors that it tells."""
    if format_ == "json":
        return sum(one["severity"] == "error" for file in json.loads(said)["files"] for one in file["findings"] if not one["covered_by"])
    if format_ == "jsonl":
        return sum(one["severity"] == "error" for line in said.splitlines() for one in json.loads(line)["findings"] if not one["covered_by"])
    if format_ == "sarif":
        log = json.loads(said)
        Draft202012Validator(SARIF).validate(log)
        return sum(one["level"] == "error" and "coveredBy" not in one["properties"] for one in log["runs"][0]["results"])
    if format_ == "junit":
        etree.XMLSchema(etree.XML(JUNIT)).assertValid(etree.XML(said.encode()))
        return sum(int(suite.get("failures", "")) for suite in suites_of(io.StringIO(said)))
    if format_ == "gitlab":
        entries = json.loads(said)
        Draft202012Validator(GITLAB).validate(entries)
        assert len({one["fingerprint"] for one in entries}) == len(entries)
        return sum(one["severity"] == "major" for one in entries)
    if format_ == "github":
        matches = [GITHUB.fullmatch(line) for line in said.splitlines()]
        assert all(matches)
        return sum(match is not None and match[1] == "error" for match in matches)
    return len(re.findall("错误(?: R| +三)", said))


@pytest.mark.parametrize("format_", Format)
def test_every_format_is_as_its_readers_want_it_and_the_same_in_a_file(format_: Format, desk: Path, run: Run) -> None:
    printed = run("check", "a,b.xlsx", "--format", format_)
    assert (printed.status, printed.err) == (1, "") and valid(format_, printed.out) == 2
    kept = run("check", "a,b.xlsx", "--format", format_, "--output-file", "out")
    assert (kept.status, kept.out, kept.err) == (1, "", "")
    assert (desk / "out").read_bytes().decode() == printed.out


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["concise", "grouped", "jsonl", "github", "gitlab"])
def test_many_files_are_printed_in_the_same_way_as_one(format_: str, desk: Path, run: Run) -> None:
    write_submission(desk / "c.xlsx", CONSISTENT, organ="样例三镇")
    (desk / "d.xlsx").write_bytes(b"none")
    ran = run("check", ".", "--format", format_)
    assert ran.status == 2 and valid(format_, ran.out) == (2 if format_ in ("jsonl", "concise", "grouped") else 3)
    assert "不是电子表格文件" in ran.out


def test_one_file_starts_no_process(desk: Path, run: Run) -> None:
    assert "R06" in run("check", "a,b.xlsx", "--statistics").out  # the guard of the fast tests refuses any


def test_statistics_count_by_rule_the_most_frequent_first(desk: Path, run: Run) -> None:
    ran = run("check", "a,b.xlsx", "--statistics", "--format", "json")
    rows = json.loads(ran.out)
    assert {row["rule"]: (row["count"], row["severity"]) for row in rows}["R06"] == (2, "error")
    assert [row["count"] for row in rows] == sorted((row["count"] for row in rows), reverse=True)
    text = run("check", "a,b.xlsx", "--statistics")
    assert [line.split()[:2] for line in text.out.splitlines()] == [[str(row["count"]), row["rule"]] for row in rows]
    refused = run("check", "a,b.xlsx", "--statistics", "--format", "sarif")
    assert refused.status == 2 and "--statistics 只能与 text、concise、grouped、json 格式同用" in refused.err
    sound = write_submission(desk / "c.xlsx", {"requests.received.company": 1, "requests.granted.company": 1})
    assert run("check", sound, "--statistics", "--ignore", "C").out == "没有问题。\n"


@pytest.mark.parametrize("format_", ["text", "grouped", "concise"])
def test_quiet_prints_findings_and_nothing_else(format_: str, desk: Path, run: Run) -> None:
    ran = run("check", "a,b.xlsx", "--quiet", "--format", format_)
    assert ran.status == 1 and ran.err == "" and "共 1 个文件" not in ran.out and "未审核" not in ran.out and ran.out.count("R06") == 2
    sound = write_submission(desk / "c.xlsx", CONSISTENT)
    assert run("check", sound, "-q", "--format", format_).out == ""


@pytest.mark.parametrize(
    ("target", "words"), [("folder", "是文件夹"), ("none/out.txt", "没有文件夹 none"), ("a,b.xlsx", "不能覆盖它")]
)
def test_an_output_file_that_cannot_be_is_refused_before_the_work(target: str, words: str, desk: Path, run: Run) -> None:
    (desk / "folder").mkdir()
    before = (desk / "a,b.xlsx").read_bytes()
    for format_ in ("json", "sarif"):
        ran = run("check", "a,b.xlsx", "--format", format_, "--output-file", target)
        assert (ran.status, ran.out) == (2, "") and words in ran.err and ran.err.count("\n") == 1
    assert (desk / "a,b.xlsx").read_bytes() == before


def test_what_a_submission_holds_stays_text_in_a_workflow_command() -> None:
    hostile = "差 6%\r\n::error::x,\x1b[2J"
    finding = Finding("R01", Severity.ERROR, same(hostile), place=Place(hostile, 3, 2))
    [one] = told(Report("a:b,%.xlsx", findings=(finding,)))
    line = _command(one, "zh")
    assert line.count("\n") == 1 and "\x1b" not in line
    match = GITHUB.fullmatch(line.strip())
    assert match is not None and match[2].startswith("file=a%3Ab%2C%25.xlsx,title=R01 ") and "%25" in match[3]


def test_what_was_let_pass_is_not_told_and_what_belongs_to_no_file_is() -> None:
    passed = Finding("P08", Severity.WARNING, same("x"), waived=Waiver("released", "张三"))
    missing = Finding("B02", Severity.ERROR, same("没有报送"), organ="样例五镇")
    assert list(told(Report("a.xlsx", findings=(passed,)))) == []
    assert [(one.file, one.rule) for one in told_across([passed, missing])] == [("", "B02")]
    assert _command(next(told_across([missing])), "zh") == "::error title=B02::没有报送\n"


def test_a_path_is_told_as_the_repository_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert relative("./报送/a.xlsx") == relative(str(tmp_path / "报送" / "a.xlsx")) == "报送/a.xlsx"
    assert relative("") == "" and relative("s3://b/a.xlsx") == "s3://b/a.xlsx"


def test_a_stream_that_is_open_stays_open(capsys: pytest.CaptureFixture[str]) -> None:
    from contextlib import ExitStack

    run: Any = type("Run", (), {"language": "zh"})()
    with ExitStack() as files:
        GithubAnnotations(sys.stdout).begin(run, files)
    assert not sys.stdout.closed
