"""The catalogue as a whole: which rules there are, how severe, what covers what, and the places that quote it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Run
from tests.filings import filing_of, filing_of_example, prior_of_example
from xlplugin.checking.check import check
from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.facts import Facts, TermsOfFormula
from xlplugin.filing.findings import Severity
from xlplugin.form import Relation, editions
from xlplugin.outputs.rule_pages import formula, rule_table
from xlplugin.outputs.template.hand_out import FILE_NAME
from xlplugin.rules import catalogue, order
from xlplugin.text import LANGUAGES, Language

ROOT = Path(__file__).parent.parent
SIZES = {"R": 14, "V": 7, "P": 11, "C": 15, "W": 9, "F": 8, "Y": 8, "N": 13, "D": 20, "B": 8, "T": 6}
IDS = [f"{family}{number:02}" for family, size in SIZES.items() for number in range(1, size + 1)]
ERRORS = "R01 R02 R03 R04 R05 R06 R07 V01 V02 P03 P07 C03 C05 C06 C07 C08 C09 C13 W01 W04 F01 F02 F05 F06 F08 N02 N09 D01 D06 D11 D17 B02"
INFOS = "R09 R10 R12 V03 V04 V05 V06 P04 P10 P11 C10 C14 W02 W05 W09 F07 Y03 Y08 N07 N11 N13 D02 D03 D04 D05 D09 D10 D15 D16 D18 B01 B06 T01 T02 T03 T04 T05 T06"
FORMULAS = {
    "R01": "2021、2019：本年新收＋上年结转＝办理总计＋结转下年（每列一式，共 7 式）",
    "P01": "2021：现行有效件数≥本年制发件数－本年废止件数（每行一式，共 2 式）",
    "P07": "2019：上一年项目数量＋本年增/减≥0（每行一式，共 5 式）",
}


def test_the_list_for_machines_has_every_rule_of_the_families_once(run: Run) -> None:
    listed = json.loads(run("rules", "--format", "json").out)
    ids = [rule["id"] for rule in listed]
    assert len(ids) == len(set(ids)) and ids == sorted(ids, key=order)
    assert set(IDS) <= set(ids)
    assert not [name for name in ids if name[0] in SIZES and name not in IDS]


def test_each_rule_of_the_list_has_an_example_that_passes_and_one_that_fails(run: Run) -> None:
    for rule in json.loads(run("rules", "--format", "json").out):
        assert {bool(example["fails_at"]) for example in rule["examples"]} == {True, False}, rule["id"]
        assert set(rule) >= {"id", "severity", "title", "editions", "examples"}


def test_the_examples_of_the_list_are_those_that_the_tests_run(run: Run) -> None:
    listed = {rule["id"]: rule["examples"] for rule in json.loads(run("rules", "--format", "json").out)}
    for rule in catalogue().values():
        assert [example["fails_at"] for example in listed[rule.id]] == [list(example.fails_at) for example in rule.examples]
        assert [set(example["values"]) for example in listed[rule.id]] == [set(example.values) for example in rule.examples]


@pytest.mark.parametrize("rule_id", IDS)
def test_a_rule_is_as_severe_as_it_was_decided(rule_id: str) -> None:
    expected = Severity.ERROR if rule_id in ERRORS.split() else Severity.INFO if rule_id in INFOS.split() else Severity.WARNING
    assert catalogue()[rule_id].severity is expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule_id", IDS)
def test_explain_tells_all_that_a_rule_says_of_itself(rule_id: str, language: Language, run: Run) -> None:
    rule, ran = catalogue()[rule_id], run("explain", rule_id.lower(), "--lang", language)
    assert ran.status == 0
    for text in (rule.title, rule.rationale, rule.source, rule.mend, rule.severity.text):
        assert text.show(language) in ran.out
    heads = {"zh": ["为什么", "怎么改", "依据", "通过的例子", "不通过的例子"], "en": ["Why", "How to mend", "Source", "An example that passes", "An example that fails"]}
    assert all(head in ran.out.splitlines() for head in heads[language]) and "→ " in ran.out
    if isinstance(rule.check, Relation):
        assert {"zh": "算式", "en": "Formula"}[language] in ran.out.splitlines()
        assert all(line.show(language) in ran.out for line in formula(rule, rule.check))


@pytest.mark.parametrize("rule_id", FORMULAS)
def test_a_formula_is_written_with_its_signs_and_constants(rule_id: str, run: Run) -> None:
    assert FORMULAS[rule_id] in run("explain", rule_id).out


PAGES: dict[Language, str] = {"zh": "rules.md", "en": "rules.en.md"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_table_among_the_pages_is_what_the_program_says(language: Language, run: Run) -> None:
    table = rule_table(list(catalogue().values()), language)
    assert run("rules", "--format", "md", "--lang", language).out == table
    assert f"<!-- generated: rules-{language} -->\n{table}<!-- end of generated -->" in (ROOT / "docs" / PAGES[language]).read_text("utf-8"), "python3 scripts/build_docs.py renews it"


@pytest.mark.parametrize("edition", editions())
def test_the_guide_of_the_built_template_lists_the_rules_as_they_are_today(edition: str) -> None:
    book = openpyxl.load_workbook(ROOT / "workbook_templates" / FILE_NAME.format(edition=edition), read_only=True)
    lines = [tuple(row[:5]) for row in book["填报说明"].iter_rows(values_only=True)]
    book.close()
    listed = [line for line in lines if re.fullmatch(r"[A-Z]\d\d", str(line[0]))]
    rules = [rule for rule in catalogue().values() if rule.holds_for(edition)]
    assert listed == [(rule.id, rule.severity.text.zh, rule.title.zh, rule.rationale.zh, rule.mend.zh) for rule in rules], "python3 scripts/build_templates.py renews it"


def test_what_replaces_or_covers_another_rule_names_rules_of_the_catalogue() -> None:
    for rule in catalogue().values():
        assert set(rule.replaces) | set(rule.covers) <= set(catalogue()) - {rule.id}
        assert not set(rule.replaces) & set(rule.covers)


def told(values: dict[str, object], **kept: object) -> dict[tuple[str, str | None], str | None]:
    """By rule and field, the rule that covers the finding; infos and the wording of cells left out."""
    [report] = check([filing_of(values, year=2023, **kept)])  # type: ignore[arg-type]
    return {(finding.rule, finding.field): finding.covered_by for finding in report.findings if finding.severity is Severity.ERROR or finding.rule == "R11"}


TOTAL, UPHELD = "review.reconsideration.total", "review.reconsideration.upheld"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"requests.received.company": 1, "requests.received.total": None, "requests.results_total.company": 1, "requests.granted.company": 1}, {("R04", "requests.received.total"): None}),
        ({UPHELD: 2, TOTAL: None}, {("V02", TOTAL): None}),
        ({UPHELD: 2, TOTAL: 1}, {("V01", TOTAL): None}),
        ({"requests.carried_over.other": 6}, {("R05", "requests.results_total.other"): None, ("R01", "requests.results_total.other"): "R05"}),
        ({"requests.received.other": 6}, {("R06", "requests.results_total.other"): None, ("R01", "requests.results_total.other"): "R06"}),
        (
            {"requests.received.other": 1, "requests.carried_over.other": 2},
            {("R07", "requests.results_total.other"): None, ("R01", "requests.results_total.other"): "R07"},
        ),
        (
            {"requests.granted.company": 2, "requests.granted.other": 2, "requests.granted.total": 0},
            {("R03", "requests.granted.total"): None, ("R11", "requests.granted.total"): "R03"},
        ),
    ],
    ids=["R04 for R03", "V02 for V01", "V01", "R05 covers R01", "R06 covers R01", "R07 covers R01", "R03 covers R11"],
)
def test_one_fault_is_one_problem(values: dict[str, object], expected: dict[tuple[str, str], str | None]) -> None:
    found = told(values)
    assert {key: covered for key, covered in found.items() if key in expected or key[1] in {field for _, field in expected}} == expected


def formula_of(field: str, parts: tuple[str, ...], result: int) -> dict[str, object]:
    """The contents of a total whose formula adds up these cells only."""
    cell = Cell(Shape.NUMBER, result, str(result), formula="=D6+E6", saved=result, recalculated=result)
    return {"cells": {field: cell}, "facts": Facts(formula_terms={field: TermsOfFormula(dict.fromkeys(parts, Decimal(1)))})}


def test_a_formula_one_cell_short_is_the_problem_and_the_wrong_sum_its_ground() -> None:
    row, total = "requests.granted", "requests.granted.total"
    kept = formula_of(total, tuple(f"{row}.{column}" for column in ("natural_person", "company", "research", "public_interest", "legal_service")), 1)
    found = told({f"{row}.company": 1, f"{row}.other": 2}, **kept)
    assert {key: covered for key, covered in found.items() if key[1] == total} == {("W04", total): None, ("R03", total): "W04"}


def test_a_formula_that_gives_0_above_filled_outcomes_is_the_ground_of_the_empty_total() -> None:
    found = told({UPHELD: 2}, **formula_of(TOTAL, ("review.reconsideration.other",), 0))
    assert found == {("V02", TOTAL): None, ("W04", TOTAL): "V02"}


@pytest.mark.parametrize("other", [0, 1])
def test_a_formula_of_the_grand_total_is_an_error_as_soon_as_its_row_or_its_column_is_contradicted(other: int) -> None:
    total = "requests.results_total.total"
    # Adds up the row but for one cell that is 0: right along the row; along the column only where the results agree.
    parts = tuple(f"requests.results_total.{column}" for column in ("natural_person", "company", "research", "public_interest", "legal_service"))
    values: dict[str, object] = {"requests.results_total.company": 2, "requests.granted.company": 2, "requests.granted.total": 2 + other}
    [report] = check([filing_of(values, year=2023, **formula_of(total, parts, 2))])  # type: ignore[arg-type]
    at = {finding.rule: finding for finding in report.findings if finding.field == total and finding.rule in ("W04", "R02", "R03")}
    assert at["W04"].severity is (Severity.ERROR if other else Severity.WARNING)
    assert set(at) == ({"W04", "R02"} if other else {"W04"}) and (not other or at["R02"].covered_by == "W04")


@pytest.mark.slow
def test_no_finding_is_covered_by_a_milder_one_and_none_is_a_ground_of_a_ground() -> None:
    for rule in catalogue().values():
        for example in rule.examples:
            [report] = check([filing_of_example(example)], priors=[prior_of_example(example)])
            at = {(finding.rule, finding.field): finding for finding in report.findings}
            for finding in report.findings:
                if finding.covered_by:
                    above = at[finding.covered_by, finding.field]
                    assert above.severity >= finding.severity and above.covered_by is None
            shown = sum(1 + len(problem.grounds) for problem in report.problems)
            assert shown == len(report.findings)
