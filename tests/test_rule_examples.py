"""Every rule of the catalogue on its own examples, and what every rule has to say about itself."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from decimal import Decimal
from string import Formatter

import pytest

import xlplugin.rules as rules_package
from tests.filings import all_findings, filing_of_example, prior_of_example
from xlplugin.checking.check import check
from xlplugin.checking.example_claims import differences
from xlplugin.checking.examples import checked_of, report_of
from xlplugin.filing.facts import Facts, SeenLabel, TermsOfFormula
from xlplugin.filing.findings import Severity
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Context, Example, Rule
from xlplugin.text import LANGUAGES

RULES = list(catalogue().values())
EXAMPLES = [pytest.param(rule, example, id=f"{rule.id}-{number}") for rule in RULES for number, example in enumerate(rule.examples, start=1)]
_OUTCOMES = [f"review.reconsideration.{outcome}" for outcome in ("upheld", "corrected", "other", "pending")]
_SUM_ONE_CELL_SHORT = Facts(formula_terms={"review.reconsideration.total": TermsOfFormula(dict.fromkeys(_OUTCOMES[:3], Decimal(1)))})
each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])


def failing_fields(rule: Rule, example: Example) -> Counter[str | None]:
    """Where the rule alone finds fault with the example's filing; of a batch, the organs it names."""
    if example.several is not None:
        checked = checked_of(rule, example)
        assert all(finding.severity <= rule.severity for finding in checked.found)
        return Counter(finding.organ for finding in checked.found)
    [report] = check([filing_of_example(example)], rules=[rule], context=Context(prior=prior_of_example(example)))
    if rule.id == "W05":  # never a finding: a formula that cannot be recalculated is an entry of what was not checked
        return Counter(entry.field for entry in report.not_checked)
    for finding in all_findings(report):
        assert finding.severity <= rule.severity
        for language in LANGUAGES:
            assert not re.search(r"\{[a-z_]+\}|None|Decimal\(|Text\(", finding.message.show(language))
    return Counter(finding.field for finding in all_findings(report))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_rule_finds_fault_exactly_where_its_example_says(rule: Rule, example: Example) -> None:
    assert failing_fields(rule, example) == Counter(example.fails_at)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_rule_says_of_its_example_just_what_the_example_claims(rule: Rule, example: Example) -> None:
    assert differences(rule, example) == []


@each_rule
def test_a_rule_has_an_example_that_passes_and_one_that_fails(rule: Rule) -> None:
    assert {bool(example.fails_at) for example in rule.examples} == {True, False}


@each_rule
def test_a_rule_reaches_its_own_severity_in_an_example(rule: Rule) -> None:
    if rule.id == "W05":  # never a finding
        assert rule.severity is Severity.INFO
        return
    reached = {
        finding.severity
        for example in rule.examples
        for finding in all_findings(report_of(rule, example))
    }
    assert max(reached) is rule.severity


@each_rule
def test_every_text_of_a_rule_is_there_in_both_languages(rule: Rule) -> None:
    for text in (rule.title, rule.message, rule.rationale, rule.mend, rule.source):
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert re.search(r"[A-Za-z]{2}", text.en)


@each_rule
def test_the_placeholders_of_a_message_are_the_same_in_both_languages(rule: Rule) -> None:
    where = {"table", "title", "row"}  # the place: one language names the section or the row where the other leaves it to the field
    assert _placeholders(rule.message.zh) - where == _placeholders(rule.message.en) - where
    for text in (rule.title, rule.rationale, rule.mend, rule.source):
        assert not _placeholders(text.zh) | _placeholders(text.en)


@pytest.mark.parametrize(
    ("rule_id", "example", "severity"),
    [
        ("C03", Example({"proactive.fees.amount": "43.788万元"}), Severity.WARNING),
        ("C03", Example({"proactive.fees.amount": "约43"}), Severity.ERROR),
        ("C05", Example({"requests.received.other": "十二"}), Severity.WARNING),
        ("C05", Example({"requests.received.other": "十十百"}), Severity.ERROR),
        ("W04", Example(facts=_SUM_ONE_CELL_SHORT), Severity.WARNING),
        ("W04", Example({"review.reconsideration.pending": 1}, facts=_SUM_ONE_CELL_SHORT), Severity.ERROR),
        ("F01", Example(year=2021, edition="2019"), Severity.WARNING),
        ("F01", Example(year=2022, edition="2019"), Severity.ERROR),
        ("F01", Example(year=2020, edition="2021"), Severity.WARNING),
        ("F03", Example(facts=Facts(seen_labels=(SeenLabel("requests", "column", "total", "总计", "合计"),))), Severity.INFO),
        ("F03", Example(facts=Facts(seen_labels=(SeenLabel("requests", "column", "total", "总计", "", by_place=True),))), Severity.WARNING),
    ],
)
def test_a_severity_depends_on_the_case(rule_id: str, example: Example, severity: Severity) -> None:
    [report] = check([filing_of_example(example)], rules=[catalogue()[rule_id]])
    assert [finding.severity for finding in report.findings] == [severity]


def test_each_rule_stands_alone_in_a_file_and_folder_named_for_it() -> None:
    modules = [module.name for module in pkgutil.walk_packages(rules_package.__path__, f"{rules_package.__name__}.")]
    homes = {name: importlib.import_module(name).RULE.id for name in modules if hasattr(importlib.import_module(name), "RULE")}
    assert homes
    for name, rule_id in homes.items():
        folder, file = name.split(".")[-2:]
        assert file.startswith(f"{rule_id.lower()}_")
        assert {other for home, other in homes.items() if home.split(".")[-2] == folder and other[0] != rule_id[0]} == set()


def _placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}
