"""Error localisation of filings: never dearer than the errors that were planted, every way told is one, and the words claim no more than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.consistent import Change, Planted, assert_answers, plant, plant_at_random, planted, problem_of, ways_of
from tests.filings import filing_of
from tests.test_check import APPLICANTS, SHAPES, completed
from xlplugin.checking.balance import side_value
from xlplugin.checking.check import check
from xlplugin.checking.examples import form_of
from xlplugin.checking.localise import TIME_LIMIT, Localisation, advise, localise, structure, weight
from xlplugin.checking.problem import MOST_SOLUTIONS
from xlplugin.checking.search import search
from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.facts import Facts, TermsOfFormula
from xlplugin.filing.filing import Filing
from xlplugin.form import Form, parse_form
from xlplugin.outputs.template.template import write_template
from xlplugin.reading.read import read_workbook
from xlplugin.rules import catalogue
from xlplugin.rules.shared.totals import computed_fields

FORM = form_of("2021")
PART = "requests.granted.natural_person"
NEIGHBOUR = "requests.granted.company"


def cost_of(filing: Filing, cells: Sequence[str]) -> float:
    return sum(weight(filing, name) for name in cells)


def changed(filing: Filing, change: Change) -> Filing:
    cells = {name: replace(filing.cell(name), shape=Shape.NUMBER, value=value) for name, value in change.items()}
    return replace(filing, cells={**filing.cells, **cells})


def broken(filing: Filing, fields: frozenset[str]) -> list[str]:
    """Where a relation between these fields does not hold, computed exactly."""
    entries = [balance for _, _, balance in structure(filing.form).entries if set(balance.fields) <= fields]
    return [balance.at for balance in entries if side_value(balance.left, filing) != side_value(balance.right, filing)]


def assert_every_way_mends(filing: Filing, part: Localisation) -> None:
    ways = ways_of(part)
    assert broken(filing, part.fields)
    for way in ways:
        assert broken(changed(filing, way), part.fields) == []
        assert min(way.values()) >= 0 and all(filing.amount(name) != value or filing.cell(name).value is None for name, value in way.items())
        assert cost_of(filing, list(way)) == pytest.approx(cost_of(filing, list(ways[0])))
    assert len({frozenset(way) for way in ways}) == len(ways) <= 20


def assert_is_no_dearer_than_planted(case: Planted) -> None:
    parts = localise(case.filing)
    assert all(part.is_complete or part.is_many for part in parts), "one to three errors never take too long"
    if any(part.is_many for part in parts):
        return assert_too_many_are_no_dearer(case)
    found = [set(way) for part in parts for way in ways_of(part)]
    cost = sum(cost_of(case.filing, list(ways_of(part)[0])) for part in parts)
    planted_cost = cost_of(case.filing, sorted(case.wrong))
    assert cost <= planted_cost + 1e-9
    for part in parts:
        assert_every_way_mends(case.filing, part)
    if cost < planted_cost - 1e-9:
        return None
    for part in parts:
        mine = case.wrong & part.fields
        assert mine in found
        truth = {name: case.truth[name] for name in mine}
        assert truth in ways_of(part)
        if not part.suspects[0].alternatives:
            assert {suspect.field: suspect.expected for suspect in part.suspects} == truth
    return None


def assert_too_many_are_no_dearer(case: Planted) -> None:
    """Where nothing is claimed, what the search found is right all the same."""
    problem = problem_of(case)
    outcome = search(problem, TIME_LIMIT)
    assert not outcome.is_complete and len(outcome.solutions) == MOST_SOLUTIONS
    assert_answers(problem, outcome)
    assert outcome.solutions[0].cost <= cost_of(case.filing, sorted(case.wrong)) + 1e-9


@pytest.mark.slow
@settings(max_examples=550, deadline=None)
@given(planted())
def test_localisation_is_no_dearer_than_what_was_planted_and_finds_it_where_it_is_alone(case: Planted) -> None:
    assert_is_no_dearer_than_planted(case)


def test_most_single_errors_are_found_alone_and_exactly() -> None:
    cases = [plant_at_random(seed, 1, SHAPES[seed % 3]) for seed in range(150)]
    alone = 0
    for case in cases:
        [part] = localise(case.filing)
        alone += [ways_of(part)] == [[{name: case.truth[name] for name in case.wrong}]]
    assert alone > 140


def test_a_filing_without_a_broken_relation_has_no_suspects() -> None:
    assert localise(filing_of(completed(FORM, {"requests.granted.company": 3}))) == []
    balanced_but_negative = {"requests.received.company": -1, "requests.carried_in.company": 1, "requests.received.total": -1, "requests.carried_in.total": 1}
    assert localise(filing_of(balanced_but_negative)) == []


def test_errors_in_two_sections_are_two_parts() -> None:
    truth = completed(FORM, {"requests.granted.company": 30, "review.reconsideration.upheld": 2})
    case = plant(SHAPES[0], truth, {"requests.granted.company": 31, "review.reconsideration.total": 5})
    parts = localise(case.filing)
    assert [ways_of(part) for part in parts] == [[{"requests.granted.company": 30}], [{"review.reconsideration.total": 2}]]


def test_weights_say_what_reviewers_know() -> None:
    filing = filing_of({"requests.granted.company": None})
    part, blank = weight(filing, "requests.granted.other"), weight(filing, "requests.granted.company")
    typed, grand = weight(filing, "requests.granted.total"), weight(filing, "requests.results_total.total")
    assert weight(filing, "requests.granted.other", True) < part and blank < part and typed < part < grand
    lightest = min(weight(filing_of(dict.fromkeys(FORM.fields)), name, True) for name in FORM.fields)
    assert 2 * lightest > grand, "one cell always weighs less than two"


def test_a_cell_with_a_finding_of_its_own_is_likelier() -> None:
    values = {"requests.granted.other": 3, "requests.results_total.other": 3, "requests.granted.total": 3, "requests.results_total.total": 3}
    totals = dict.fromkeys((f"requests.{row}.total" for row in ("received", "carried_in", "carried_over")), "若干")
    filing = filing_of({**values, **totals})
    assert {name for way in ways_of(localise(filing)[0]) for name in way} == {"requests.received.other", "requests.carried_in.other"}
    [part] = localise(filing, frozenset({"requests.carried_in.other"}))
    assert ways_of(part) == [{"requests.carried_in.other": 3}]


SEED_001 = {f"requests.{row}.{column}": 6 for row in ("other", "results_total") for column in ("other", "total")}


def test_totals_that_formulas_compute_follow_their_parts(tmp_path: Path) -> None:
    form = form_of("2019")
    path = tmp_path / "年报.xlsx"
    blank = {name: None for name in form.fields if name.startswith("requests.partly_granted.")}
    values = {**dict.fromkeys(form.fields, 0), **SEED_001, **blank}
    write_template(form, path, catalogue().values(), values=values, cover={"organ": "样例二镇", "year": 2019, "level": "乡镇"})
    filing = read_workbook(path)
    [part] = localise(filing)
    # The column's result is computed too, so that the six results themselves may be what is wrong.
    assert ways_of(part) == [{"requests.received.other": 6}, {"requests.carried_in.other": 6}, {"requests.other.other": 0}]
    words = advise(filing, part)
    new, old, closed = (place.address if (place := filing.cell(f"requests.{row}.other").place) else "" for row in ("received", "carried_in", "other"))
    assert words.zh == f"请核对申请台账：若本年新收·其他（{new}）为 6，则全部平衡；也可能是上年结转·其他（{old}）为 6；或其他处理·其他（{closed}）为 0。"
    [advice] = check([filing])[0].advice
    assert advice.text == words and advice.suspects == part.suspects


def test_without_formulas_the_totals_are_suspects_too() -> None:
    [part] = localise(filing_of({**SEED_001, **dict.fromkeys(f"requests.partly_granted.{c}" for c in (*APPLICANTS, "total"))}, edition="2019"))
    assert ways_of(part) == [{"requests.received.other": 6, "requests.received.total": 6}, {"requests.carried_in.other": 6, "requests.carried_in.total": 6}]


def with_formulas(filing: Filing, left_out: Sequence[str] = ()) -> Filing:
    """The filing with every total computed by a formula: its first relation, but for the cells left out."""
    terms = {
        name: TermsOfFormula({term.field: term.factor for term in balances[0].right.terms if term.field not in left_out})
        for name, balances in computed_fields(filing.form).items()
    }
    return replace(filing, facts=Facts(formula_terms=terms))


def test_a_formula_that_leaves_out_a_part_does_not_follow() -> None:
    truth = completed(FORM, {PART: 30, NEIGHBOUR: 4})
    case = plant(SHAPES[0], truth, {"requests.granted.total": 4})
    [part] = localise(with_formulas(case.filing, left_out=[PART]))
    assert ways_of(part) == [{"requests.granted.total": 34}]
    # A sum over a number stored as text: the terms are right, and the result is not.
    [part] = localise(with_formulas(case.filing))
    assert ways_of(part) == [{"requests.granted.total": 34}]


def test_a_total_of_totals_follows_through_both() -> None:
    truth = completed(FORM, {PART: 30})
    totals = {name: value for name, value in truth.items() if name in computed_fields(FORM) and name.startswith("requests.granted")}
    wrong = {PART: 31, **{name: value + 1 for name, value in truth.items() if name in ("requests.results_total.natural_person", "requests.results_total.total", *totals) and value}}
    [part] = localise(with_formulas(filing_of({**truth, **wrong})))
    assert {PART: 30} in ways_of(part)
    assert not {name for way in ways_of(part) for name in way} & set(computed_fields(FORM))


OWN_TOTALS = """
[[relation]]
rule = "R02"
equation = "proactive.coercion.decisions = proactive.licensing.decisions + proactive.penalties.decisions"

[[relation]]
rule = "R02"
equation = "proactive.licensing.decisions = proactive.regulations.issued + proactive.regulations.repealed"
"""


def own_form(relations: str) -> Form:
    return parse_form((resources.files("xlplugin.form") / "editions" / "2021.toml").read_text("utf-8") + relations, "own.toml")


def filing_on(form: Form, values: Mapping[str, object]) -> Filing:
    plain = filing_of(values)
    return replace(plain, form=form)


def test_totals_of_totals_in_any_depth_follow_their_parts() -> None:
    form = own_form(OWN_TOTALS + '[[relation]]\nrule = "R02"\nequation = "proactive.coercion.decisions = proactive.normative_documents.in_force"\n')
    values = {"proactive.regulations.issued": 3, "proactive.licensing.decisions": 3, "proactive.penalties.decisions": 2, "proactive.coercion.decisions": 5}
    [part] = localise(with_formulas(filing_on(form, {**values, "proactive.normative_documents.in_force": 9})))
    assert {name for way in ways_of(part) for name in way} == {
        "proactive.regulations.issued",
        "proactive.regulations.repealed",
        "proactive.penalties.decisions",
        "proactive.normative_documents.in_force",
    }


def test_a_relation_of_an_edition_takes_part() -> None:
    [part] = localise(filing_on(own_form(OWN_TOTALS), {"proactive.coercion.decisions": 9, "proactive.penalties.decisions": 4}))
    assert ways_of(part) == [{"proactive.coercion.decisions": 4}]


def test_a_relation_with_an_amount_that_is_no_whole_number_is_left_out() -> None:
    equation = '\n[[relation]]\nrule = "R02"\nequation = "proactive.fees.amount = proactive.licensing.decisions + proactive.penalties.decisions"\n'
    values = {"proactive.licensing.decisions": 3, "review.reconsideration.upheld": 1}
    [part] = localise(filing_on(own_form(equation), {**values, "proactive.fees.amount": "43.788"}))
    assert ways_of(part) == [{"review.reconsideration.total": 1}]


@pytest.mark.parametrize("amount", [10**25, -(10**25), "1" * 39])
def test_a_figure_beyond_every_reach_elsewhere_does_no_harm(amount: object) -> None:
    [part] = localise(filing_of({"proactive.fees.amount": amount, "review.reconsideration.upheld": 1}))
    assert ways_of(part) == [{"review.reconsideration.total": 1}]
    [part] = localise(filing_of({"proactive.licensing.change": amount, "review.reconsideration.upheld": 1}, edition="2019"))
    assert ways_of(part) == [{"review.reconsideration.total": 1}]


@pytest.mark.parametrize("content", ["若干", "#REF!", "1O", 2.5])
def test_an_unreadable_cell_is_no_suspect_and_its_relations_are_left_out(content: object) -> None:
    truth = completed(FORM, {PART: 30, NEIGHBOUR: 4})
    case = plant(SHAPES[0], truth, {PART: content, "requests.received.company": 5})
    [part] = localise(case.filing)
    assert ways_of(part) == [{"requests.received.company": 4}]
    assert PART not in part.fields
    assert localise(plant(SHAPES[0], truth, {PART: content, "requests.granted.total": 77}).filing) != [], "R02 of the total column can be told"
    assert localise(plant(SHAPES[0], truth, {"review.reconsideration.upheld": content, "review.reconsideration.total": 9}).filing) == []


def test_a_formula_over_an_unreadable_cell_claims_nothing_of_it() -> None:
    truth = completed(FORM, {PART: 30, NEIGHBOUR: 4})
    wrong = {PART: "若干", "requests.granted.total": 4, "requests.results_total.total": 4, "requests.results_total.natural_person": 0}
    parts = localise(with_formulas(filing_of({**truth, **wrong})))
    assert all(PART not in part.fields for part in parts)


def test_a_field_that_was_not_found_is_no_suspect() -> None:
    filing = filing_of({"review.reconsideration.upheld": 1, "review.litigation_direct.upheld": 1})
    cells = {name: cell for name, cell in filing.cells.items() if name != "review.reconsideration.pending"}
    parts = localise(replace(filing, cells=cells))
    assert [ways_of(part) for part in parts] == [[{"review.litigation_direct.total": 1}]]


def test_a_filing_with_a_count_beyond_reach_has_findings_and_no_claim() -> None:
    [report] = check([filing_of({"requests.received.other": 10**25})])
    assert report.advice == () and any(finding.rule == "R01" for finding in report.findings)


def test_a_cell_that_was_not_calculated_is_no_suspect() -> None:
    cells = {"review.reconsideration.total": Cell(Shape.NOT_CALCULATED, formula="=A1")}
    assert localise(filing_of({"review.reconsideration.upheld": 1}, cells=cells)) == []
