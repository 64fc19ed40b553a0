"""A unit's own rules and thresholds, from a TOML file."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.filings import filing_of
from tests.submissions import write_submission
from xlplugin.checking.check import check
from xlplugin.errors import DefinitionError
from xlplugin.filing.findings import Report, Severity
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Context, default_limits
from xlplugin.rules.own.own_rules import load_blocks

HALF = """
[[rule]]
id = "U01"
severity = "warning"
equation = "proactive.licensing.decisions >= 0.5 * prior.proactive.licensing.decisions"
title = { zh = "行政许可不少于上年的一半", en = "at least half of last year's licensing decisions" }
message = { zh = "行政许可比上年少一半以上：{left}，{right}。请核实。", en = "less than half of last year: {left}, but {right}" }
"""
TOP = '[[rule]]\nid = "U1"\nseverity = "error"\ntitle = "x"\n'
EQUATION = 'equation = "requests.received.total >= 1"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "本县规则.toml"
    path.write_text(text, "utf-8")
    return path


def run_own(folder: Path, text: str, values: dict[str, object], before: dict[str, object] | None = None, edition: str = "2021") -> Report:
    """The report of the file's own rules alone."""
    blocks = load_blocks(write(folder, text))
    priors = [filing_of(before, year=2022)] if before is not None else [None]
    [report] = check([filing_of(values, year=2023, edition=edition)], blocks.rules, Context(limits=blocks.limits), priors)
    return report


@pytest.mark.parametrize(("now", "fails"), [(4, True), (5, False), (None, True)])
def test_a_county_adds_at_least_half_of_last_year(now: int | None, fails: bool, tmp_path: Path) -> None:
    report = run_own(tmp_path, HALF, {"proactive.licensing.decisions": now}, {"proactive.licensing.decisions": 9})
    assert [finding.rule for finding in report.findings] == ["U01"] * fails
    if fails:
        [finding] = report.findings
        assert (finding.field, finding.severity) == ("proactive.licensing.decisions", Severity.WARNING)
        assert "0.5×9＝4.5" in finding.message.zh and "上年行政许可·本年处理决定数量" in finding.message.zh
        assert "last year's licensing" in finding.message.en


def test_without_last_years_report_a_rule_that_needs_it_is_not_checked(tmp_path: Path) -> None:
    report = run_own(tmp_path, HALF, {"proactive.licensing.decisions": 4})
    assert not report.findings and [entry.rule for entry in report.not_checked] == ["U01"] and "没有上年数据" in report.not_checked[0].reason.zh


def test_the_command_line_takes_the_file_with_last_years_workbook(run: Run, tmp_path: Path) -> None:
    this = write_submission(tmp_path / "今年.xlsx", {"proactive.licensing.decisions": 4})
    last = write_submission(tmp_path / "去年.xlsx", {"proactive.licensing.decisions": 9}, year=2022)
    rules = write(tmp_path, HALF)
    ran = run("check", this, "--prior", last, "--rules", rules, "--fail-on", "warning")
    assert ran.status == 1 and "行政许可比上年少一半以上" in ran.out and "(U01)" in ran.out
    [file] = json.loads(run("check", this, "--rules", rules, "--format", "json").out)["files"]
    [missed] = [entry for entry in file["not_checked"] if entry["rule"] == "U01"]
    assert "没有上年数据" in missed["reason"] and missed["field"] == "proactive.licensing.decisions"


def test_a_relation_runs_over_every_column_and_says_which(tmp_path: Path) -> None:
    text = TOP + 'equation = "granted <= received"\nover = "requests"\neach = "column"\n'
    report = run_own(tmp_path, text, {"requests.granted.company": 2, "requests.received.company": 1})
    assert [finding.field for finding in report.findings] == ["requests.granted.company"]
    assert report.findings[0].message.zh == "x：“商业企业”列，予以公开 2，本年新收 1，差 1。请核实。"


def test_a_units_own_words_are_told_as_fact_and_ask(tmp_path: Path) -> None:
    text = '[[rule]]\nid = "U01"\nseverity = "info"\nfield = "proactive.penalties.decisions"\nmost = 1\ntitle = "x"\nmessage = "{field}多于 1。"\nask = "请说明 {actual} 件的来由。"'
    [finding] = run_own(tmp_path, text, {"proactive.penalties.decisions": 3}).findings
    assert (finding.fact.zh, finding.ask.zh) == ("行政处罚·本年处理决定数量多于 1。", "请说明 3 件的来由。") and finding.message.zh == finding.fact.zh + finding.ask.zh


def test_a_range_has_bounds_on_both_sides(tmp_path: Path) -> None:
    text = TOP + 'field = "proactive.fees.amount"\nleast = 0.5\nmost = 10\n'
    told = {amount: [f.message.zh for f in run_own(tmp_path, text, {"proactive.fees.amount": amount}).findings] for amount in ("0.4", "0.5", "10", "10.01")}
    assert not told["0.5"] and not told["10"]
    assert "为 0.4，应不小于 0.5、不大于 10" in told["0.4"][0] and told["10.01"]


def test_a_cell_that_cannot_be_read_or_is_not_on_the_form_is_not_checked(tmp_path: Path) -> None:
    text = TOP + 'field = "proactive.fees.amount"\nmost = 10\n'
    for report in (run_own(tmp_path, text, {"proactive.fees.amount": "约9"}), run_own(tmp_path, text, {}, edition="2019")):
        assert not report.findings and [entry.rule for entry in report.not_checked] == ["U1"]


def test_a_message_of_ones_own_never_says_none(tmp_path: Path) -> None:
    text = TOP + EQUATION + 'message = "{field} 为 {actual}，应为 {expected}"\n'
    [finding] = run_own(tmp_path, text, {"requests.received.total": None}).findings
    assert finding.message.zh == "本年新收·总计 为 空白，应为 （无法确定）" and "None" not in finding.message.en


def test_braces_in_a_title_are_words(tmp_path: Path) -> None:
    [finding] = run_own(tmp_path, TOP.replace('"x"', '"{一}"') + EQUATION, {}).findings
    assert finding.message.zh.startswith("{一}：")


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(HALF, "utf-8-sig")
    assert [rule.id for rule in load_blocks(path).rules] == ["U01"]


def test_a_file_overrides_a_threshold_and_leaves_the_others(tmp_path: Path) -> None:
    values: dict[str, object] = {"requests.received.total": 10, "requests.carried_over.total": 4}
    blocks = load_blocks(write(tmp_path, "[limits.R09]\nshare = 0.5\n"))
    own, default = (check([filing_of(values, year=2023)], [catalogue()["R09"]], context)[0] for context in (Context(limits=blocks.limits), Context()))
    assert not own.findings and [finding.rule for finding in default.findings] == ["R09"]
    assert blocks.limits["R09"]["least"] == default_limits()["R09"]["least"] and default_limits()["R09"]["share"] == 0.3
    assert {rule: limits for rule, limits in blocks.limits.items() if rule != "R09"} == {rule: limits for rule, limits in default_limits().items() if rule != "R09"}


def test_every_threshold_of_the_catalogue_belongs_to_a_rule_and_stands_in_one_file() -> None:
    assert set(default_limits()) <= set(catalogue())
    package = Path(str(resources.files("xlplugin.rules")))
    asked = {
        match.groups()
        for file in package.rglob("*.py")
        for match in re.finditer(r'(?:limit\(|exact\(context, |limits\[)"([A-Z]\d\d)"(?:, |\]\[)"(\w+)"', file.read_text("utf-8"))
    }
    known = {(rule, name) for rule, limits in default_limits().items() for name in limits}
    assert asked and asked <= known


MISTAKES = {
    "an unknown key": (TOP + EQUATION + 'colour = "red"\n', "U1", "colour"),
    "an unknown part": ('[rules]\nid = "U1"\n', "", "rules"),
    "a rule that is no list": ('[rule]\nid = "U1"\n', "", "[[rule]]"),
    "no id": ('[[rule]]\nseverity = "error"\n', "第 1 条规则|rule number 1", "id"),
    "an id that is a number": ("[[rule]]\nid = 1\n", "第 1 条规则|rule number 1", "id"),
    "an id of the catalogue": (TOP.replace("U1", "R01") + EQUATION, "R01", "U999"),
    "an id of nobody": (TOP.replace("U1", "X5") + EQUATION, "X5", "U999"),
    "the id U0": (TOP.replace("U1", "U000") + EQUATION, "U000", "U999"),
    "an id twice": ((TOP + EQUATION) * 2, "U1", "两次|twice"),
    "a bad severity": (TOP.replace("error", "fatal") + EQUATION, "U1", "fatal"),
    "no severity": (TOP.replace('severity = "error"\n', "") + EQUATION, "U1", "severity"),
    "a severity that is a list": (TOP.replace('"error"', '["error"]') + EQUATION, "U1", "severity"),
    "no title": (TOP.replace('title = "x"\n', "") + EQUATION, "U1", "title"),
    "a title that is a number": (TOP.replace('"x"', "5") + EQUATION, "U1", "title"),
    "a title in one language": (TOP.replace('"x"', '{ zh = "一" }') + EQUATION, "U1", "title"),
    "a title in a third language": (TOP.replace('"x"', '{ zh = "一", en = "a", fr = "a" }') + EQUATION, "U1", "title"),
    "neither equation nor field": (TOP, "U1", "equation"),
    "both equation and field": (TOP + EQUATION + 'field = "requests.received.total"\nmost = 1\n', "U1", "equation"),
    "bounds of an equation": (TOP + EQUATION + "most = 1\n", "U1", "most"),
    "a table of a field": (TOP + 'field = "requests.received.total"\nmost = 1\nover = "requests"\n', "U1", "over"),
    "an unknown field in an equation": (TOP + 'equation = "requests.recieved.total >= 1"\n', "U1", "requests.recieved.total"),
    "an unknown field of last year": (TOP + 'equation = "requests.received.total >= prior.requests.x.total"\n', "U1", "prior.requests.x.total"),
    "an unknown field of a range": (TOP + 'field = "requests.received"\nmost = 1\n', "U1", "requests.received"),
    "a field that is a list": (TOP + 'field = ["requests.received.total"]\nmost = 1\n', "U1", "field"),
    "an unknown row": (TOP + 'equation = "arrived >= 1"\nover = "requests"\neach = "column"\n', "U1", "arrived"),
    "a row of another table": (TOP + 'equation = "licensing >= 1"\nover = "requests"\neach = "column"\n', "U1", "licensing"),
    "an unknown table": (TOP + 'equation = "received >= 1"\nover = "x"\neach = "column"\n', "U1", "over"),
    "a table without an axis": (TOP + 'equation = "received >= 1"\nover = "requests"\n', "U1", "each"),
    "an axis that is none": (TOP + 'equation = "received >= 1"\nover = "requests"\neach = "cell"\n', "U1", "each"),
    "fields that no edition has together": (TOP + 'equation = "proactive.licensing.change >= proactive.normative_documents.in_force"\n', "U1", "proactive.licensing.change"),
    "a place that is no field": (TOP + EQUATION + 'at = "here"\n', "U1", "here"),
    "a sum without a place": (TOP + 'equation = "sum(results) >= received"\nover = "requests"\neach = "column"\n', "U1", "at"),
    "last year's figures alone": (TOP + 'equation = "prior.requests.received.total >= 1"\n', "U1", "本年|this year"),
    "an equation without a field": (TOP + 'equation = "1 = 2"\n', "U1", "关系式|equation"),
    "a product of fields": (TOP + 'equation = "requests.received.total * requests.granted.total >= 1"\n', "U1", "requests.received.total * requests.granted.total"),
    "an equation without a sign": (TOP + 'equation = "requests.received.total"\n', "U1", "requests.received.total"),
    "an equation with half a side": (TOP + 'equation = "requests.received.total >= "\n', "U1", "requests.received.total >="),
    "an equation that is a number": (TOP + "equation = 5\n", "U1", "equation"),
    "no bounds": (TOP + 'field = "requests.received.total"\n', "U1", "least"),
    "a bound that is a text": (TOP + 'field = "requests.received.total"\nmost = "10"\n', "U1", "most"),
    "a bound that is true": (TOP + 'field = "requests.received.total"\nmost = true\n', "U1", "most"),
    "a bound that is no number": (TOP + 'field = "requests.received.total"\nleast = nan\n', "U1", "least"),
    "bounds the wrong way round": (TOP + 'field = "requests.received.total"\nleast = 3\nmost = 2\n', "U1", "least"),
    "an unknown edition": (TOP + EQUATION + 'editions = ["2018"]\n', "U1", "2018"),
    "editions that are no list": (TOP + EQUATION + 'editions = "2021"\n', "U1", "editions"),
    "an unknown placeholder": (TOP + EQUATION + 'message = "{nothing}"\n', "U1", "{nothing}"),
    "a placeholder of the other kind": (TOP + 'field = "requests.received.total"\nmost = 1\nmessage = "{left}"\n', "U1", "{left}"),
    "a placeholder that reaches inside": (TOP + EQUATION + 'message = "{left.zh}"\n', "U1", "{left.zh}"),
    "a placeholder without a name": (TOP + EQUATION + 'message = "{}"\n', "U1", "{}"),
    "a brace left open": (TOP + EQUATION + 'message = "{left"\n', "U1", "{left"),
    "a message that is a number": (TOP + EQUATION + "message = 1\n", "U1", "message"),
    "a reason that is a list": (TOP + EQUATION + 'mend = ["x"]\n', "U1", "mend"),
    "a threshold of no rule": ("[limits.R99]\nshare = 1\n", "R99", "R09"),
    "an unknown threshold": ("[limits.R09]\nshares = 1\n", "R09", "shares"),
    "a threshold that is a text": ('[limits.R09]\nshare = "half"\n', "R09", "share"),
    "a threshold without a rule": ("[limits]\nshare = 1\n", "", "[limits.R09]"),
    "no TOML": ("[[rule]\n", "", "TOML"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_sentence_that_names_the_file_the_rule_and_what_is_wrong(mistake: str, run: Run, tmp_path: Path) -> None:
    text, rule, wrong = MISTAKES[mistake]
    path = write(tmp_path, text)
    with pytest.raises(DefinitionError) as caught:
        load_blocks(path)
    zh, en = caught.value.text.zh, caught.value.text.en
    for words in (zh, en):
        assert len(words.splitlines()) == 1 and "本县规则.toml" in words
        assert any(name in words for name in rule.split("|")), words
        assert any(name in words for name in wrong.split("|")), words
    assert re.search(r"[\u4e00-\u9fff]{2}.*。$", zh) and not re.search(r"[\u4e00-\u9fff]", en.replace("本县规则.toml", ""))
    ran = run("check", "没有.xlsx", "--rules", path)
    assert ran.status == 2 and ran.err.strip() == zh


@pytest.mark.parametrize("content", [b"\xff\xfe[\x00", None], ids=["not UTF-8", "not there"])
def test_a_file_that_cannot_be_read_is_told(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "本县规则.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DefinitionError, match=r"本县规则\.toml"):
        load_blocks(path)
