"""A rule is one file: nothing outside `rules/` knows a rule by its id or a family by its letter, and nothing takes a message apart."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.filings import all_findings, filing_of
from xlplugin.checking.check import check
from xlplugin.checking.examples import report_of
from xlplugin.checking.localise import Localisation
from xlplugin.checking.waive import is_about
from xlplugin.filing.filing import Answer, Filing
from xlplugin.form import Relation
from xlplugin.rules import FAMILIES, catalogue
from xlplugin.rules.declare import Hit, Rule

ROOT = Path(__file__).parent.parent / "xlplugin"
RULES = list(catalogue().values())
TOLD_BY_TABLE = {"C01", "C02", "C04", "C11", "V07", "W03", "Y01"}
SOURCES = {str(path.relative_to(ROOT)): path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] != "rules"}
RULE_ID = re.compile(rf"[{''.join(FAMILIES)}]\d{{2,3}}")
LETTERS = re.compile(rf"[{''.join(FAMILIES)}]+")
MATCHES = {
    *("findall", "finditer", "fullmatch", "match", "search", "split", "rsplit", "partition", "rpartition", "sub", "subn"),
    *("removeprefix", "removesuffix", "startswith", "endswith", "find", "rfind", "index", "count", "replace"),
}
WORDS_OF_A_FINDING = frozenset({"message", "fact", "ask", "brief", "short", "error"})


def rules_named(source: str) -> list[str]:
    """The string literals that are a rule's id, and the tests of the first letter of one."""
    return [f"{node.lineno}: {ast.unparse(node)}" for node in ast.walk(ast.parse(source)) if _names_a_rule(node) or _tests_a_letter(node)]  # type: ignore[attr-defined]


def _names_a_rule(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and RULE_ID.fullmatch(node.value) is not None


def _tests_a_letter(node: ast.AST) -> bool:
    """`rule[0]` and `finding.rule[:1]` whatever is done with them; `.startswith("Y")`; `in "ND"`, of something that is a rule."""
    if isinstance(node, ast.Subscript) and _is_rule(node.value):
        first = node.slice.upper if isinstance(node.slice, ast.Slice) else node.slice
        return isinstance(first, ast.Constant) and first.value in (0, 1)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
        return _is_rule(node.func.value) and any(isinstance(one, ast.Constant) and LETTERS.fullmatch(str(one.value)) for one in node.args)
    return False


def _is_rule(node: ast.expr) -> bool:
    """Whether an expression is a rule's id, by its name: rule, rule_id, finding.rule, rule.id."""
    if isinstance(node, ast.Attribute):
        return node.attr in ("rule", "rule_id") or (node.attr == "id" and _is_rule(node.value))
    return isinstance(node, ast.Name) and (node.id in ("rule", "rule_id") or node.id.endswith("_rule"))


def words_matched(source: str) -> list[str]:
    """Where the words of a finding are searched, split, replaced or compared with a pattern."""
    return [f"{node.lineno}: {ast.unparse(node)}" for node in ast.walk(ast.parse(source)) if _matches(node)]  # type: ignore[attr-defined]


def _matches(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MATCHES:
        return any(map(_is_of_a_finding, (node.func.value, *node.args)))
    return isinstance(node, ast.Compare) and any(isinstance(one, (ast.In, ast.NotIn)) for one in node.ops) and any(map(_is_of_a_finding, node.comparators))


def _is_of_a_finding(node: ast.expr) -> bool:
    """Whether an expression is a text of a finding, or that in one language."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "show":
        node = node.func.value
    while isinstance(node, ast.Attribute) and node.attr in ("zh", "en"):
        node = node.value
    return isinstance(node, ast.Attribute) and node.attr in WORDS_OF_A_FINDING and not (isinstance(node.value, ast.Name) and node.value.id in ("re", "self"))


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_outside_the_rules_names_a_rule_or_tests_a_familys_letter(name: str) -> None:
    assert rules_named(SOURCES[name].read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    ['x = finding.rule == "R01"', 'ONE = frozenset({"C01", "Y01"})', 'a = rule.id.startswith("Y")', 'b = finding.rule[0] in "ND"', 'c = rule_id[:1] == "T"', 'kind: Literal["T01"]', 'd = SECTIONS[finding.rule[0]]'],
)
def test_a_rule_that_is_named_outside_the_rules_is_seen(line: str) -> None:
    assert rules_named(f"def f():\n    {line}\n")


@pytest.mark.parametrize("line", ['text = "xlplugin explain R01"', 'letter = words[0] == "T"', 'name.startswith("N")', 'mode = "R"', "problem = problems[0]"])
def test_what_names_no_rule_is_let_alone(line: str) -> None:
    assert not rules_named(line)


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_outside_the_rules_takes_a_message_apart(name: str) -> None:
    assert words_matched(SOURCES[name].read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    ["_REQUEST.finditer(finding.message.zh)", 're.search("「(.+)」", ground.fact.zh)', 'finding.message.zh.split("。请")', '"请" in one.ask.zh', 'report.error.show(language).partition("。")', 'finding.fact.zh.removeprefix("「")'],
)
def test_a_message_that_is_taken_apart_is_seen(line: str) -> None:
    assert words_matched(line)



@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_finding_goes_on_to_the_next_cell_where_its_rule_tells_of_a_tables_cells_in_one(rule: Rule) -> None:
    """An explanation given at the first cell is about the finding still when that cell is mended, and is told to have lapsed."""
    found = [finding for example in rule.examples for finding in all_findings(report_of(rule, example)) if finding.field and finding.related]
    for finding in found:
        table = finding.field.partition(".")[0] if finding.field else ""
        later = [name for name in finding.related if name.startswith(f"{table}.")]
        moved = replace(finding, field=later[0]) if later else None
        assert moved is None or is_about(Answer(rule.id, finding.field), moved) is (rule.id in TOLD_BY_TABLE)
    assert rule.moves is (rule.id in TOLD_BY_TABLE) and rule.moves >= rule.spreads


def test_a_cell_that_has_a_finding_of_its_own_is_handed_to_localisation_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[frozenset[str]] = []

    def localise(filing: Filing, faulty: frozenset[str]) -> list[Localisation]:
        handed.append(faulty)
        return []

    monkeypatch.setattr("xlplugin.checking.check.localise", localise)
    check([filing_of({"requests.received.other": "６", "requests.received.total": 6, "requests.granted.company": 1})])
    assert handed == [frozenset({"requests.received.other"})]
    assert {rule.id for rule in RULES if rule.casts_doubt} == {rule.id for rule in RULES if rule.id[0] == "C"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_cases_of_a_rule_have_names_of_their_own_and_are_no_graver_than_the_rule(rule: Rule) -> None:
    assert len({case.name for case in rule.cases}) == len(rule.cases)
    assert rule.severities[0] is rule.severity
    assert not any(case.severity is rule.severity for case in rule.cases)
    with pytest.raises(StopIteration):
        rule.finding(Hit(case="no such case"), None)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.cases], ids=lambda rule: rule.id)
def test_every_case_of_a_rule_is_one_that_its_function_yields(rule: Rule) -> None:
    [path] = (ROOT / "rules").rglob(f"{rule.id.lower()}_*.py")
    names = [node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [case.name for case in rule.cases if names.count(case.name) < 2] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_that_says_how_to_mend_says_more_than_it_asks(rule: Rule) -> None:
    asked, told = (re.sub(r"[请的，。；、]", "", words) for words in (rule.ask.zh, rule.mend.zh))
    assert not rule.has_own_mend or told not in asked
    assert rule.has_own_mend or "{" not in rule.ask.zh  # what stands for the way to mend has nothing to fill in


@pytest.mark.parametrize("rule_id", ["R12", "R13"])
def test_a_rule_whose_row_the_form_does_not_have_is_not_checked_as_a_relation_is_not(rule_id: str) -> None:
    filing = filing_of({}, shape=("other",))
    relation = replace(catalogue()["R01"], check=Relation("other_other = results_total", over="requests", each="column"))
    [report] = check([filing], [catalogue()[rule_id], relation])
    assert [(entry.rule, entry.reason.zh, entry.field) for entry in report.not_checked] == [
        ("R01", "这份表格没有该规则所用的行或列", None),
        (rule_id, "这份表格没有该规则所用的行或列", None),
    ]


@pytest.fixture(scope="module")
def thirteenth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the program makes of a rule of a family that it does not have, in a file of its own beside the catalogue's."""
    folder = tmp_path_factory.mktemp("family")
    (folder / "g01_made_up.py").write_text(_MADE_UP, "utf-8")
    ran = subprocess.run([sys.executable, "-c", _USE, str(folder)], capture_output=True, text=True, encoding="utf-8", cwd=ROOT.parent, check=False)
    assert ran.returncode == 0, ran.stderr
    made: dict[str, object] = json.loads(ran.stdout)
    return made


@pytest.mark.slow
def test_a_rule_of_a_thirteenth_family_is_checked_waived_localised_sent_explained_and_tabled_from_its_one_file(thirteenth: dict[str, object]) -> None:
    field = "proactive.licensing.decisions"
    assert thirteenth["found"] == [["G01", "error", field, "行政许可和行政处罚不等：行政许可·本年处理决定数量 3，而行政处罚·本年处理决定数量 2，差 1。请核对台账。"]]
    assert thirteenth["waived"] == ["G01"]
    assert field in thirteenth["suspects"]  # type: ignore[operator]
    assert thirteenth["slip"] == ["二、主动公开政府信息情况", "行政许可和行政处罚不等：行政许可·本年处理决定数量 3，而行政处罚·本年处理决定数量 2，差 1。", "请核对台账。"]
    assert thirteenth["not_on_form"] == []
    for page in ("explained", "tabled", "listed"):
        assert "G01" in str(thirteenth[page]) and "许可与处罚应当相等" in str(thirteenth[page]), page
    assert "行政许可和行政处罚不等：…，而…，差 …。请核对台账。" in str(thirteenth["explained"])


_MADE_UP = '''
from xlplugin.filing.findings import Severity
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import IN_TABLE, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="G01",
    severity=Severity.ERROR,
    title=Text("许可与处罚应当相等", "licences equal penalties"),
    lead=IN_TABLE,
    fact=Text("行政许可和行政处罚不等：{left}，而{right}，差 {difference}。", "licences and penalties differ: {left}, but {right}; difference {difference}"),
    ask=Text("请核对台账。", "Check the records"),
    rationale=Text("为测试而设。", "Made up for a test."),
    source=Text("测试", "a test"),
    check=Relation("proactive.licensing.decisions = proactive.penalties.decisions"),
    examples=(Example(), Example({"proactive.licensing.decisions": 1}, fails_at=("proactive.licensing.decisions",))),
)
'''
_USE = '''
import json
import sys
from dataclasses import replace

import xlplugin.rules

xlplugin.rules.__path__.append(sys.argv[1])
from xlplugin.checking.check import check
from xlplugin.checking.examples import filing_of, messages_of
from xlplugin.filing.filing import Answer
from xlplugin.outputs.rule_pages import explain, rule_lines, rule_table
from xlplugin.outputs.slips.items import items_of
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Example

rules = catalogue()
FIELD = "proactive.licensing.decisions"
filing = filing_of(Example({FIELD: 3, "proactive.penalties.decisions": 2}))
[report] = check([filing])
mine = [finding for finding in report.findings if finding.rule == "G01"]
let_pass = replace(filing, answers=(Answer("G01", FIELD, "3", release="王某，属实，2024-01-20"),))
[item] = [item for item in items_of(report, filing, rules) if item.mark.startswith("G01")]
print(json.dumps({
    "found": [[one.rule, one.severity.id, one.field, one.brief.followed_by(one.ask).zh] for one in mine],
    "waived": [one.rule for one in check([let_pass])[0].findings if one.waived],
    "suspects": [name for advice in report.advice for name in advice.fields],
    "slip": [item.section.zh, item.problem.zh, item.request.zh],
    "not_on_form": [one.rule for one in report.not_checked if one.rule == "G01"],
    "explained": explain(rules["G01"], "zh", messages_of),
    "tabled": rule_table(list(rules.values()), "zh"),
    "listed": rule_lines(list(rules.values()), "zh"),
}))
'''
