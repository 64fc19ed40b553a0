"""Checking filings: what agrees has no finding, what does not has one, alone or among many."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filings import filing_of
from xlplugin.checking.check import check
from xlplugin.checking.examples import filing_of as filing_of_example
from xlplugin.checking.examples import form_of
from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.form import Form, parse_form
from xlplugin.reading.figures.cells import read_cell
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Example

Shaped = tuple[str, tuple[str, ...]]
SHAPES: list[Shaped] = [("2021", ()), ("2019", ()), ("2021", ("other",))]
EXACT = [catalogue()[rule] for rule in ("R01", "R02", "R03", "R04", "R05", "R06", "R07", "V01", "V02")]
APPLICANTS = ("natural_person", "company", "research", "public_interest", "legal_service", "other")
OUTCOMES = ("upheld", "corrected", "other", "pending")
TEXT_2021 = (resources.files("xlplugin.form") / "editions" / "2021.toml").read_text("utf-8")


def free_fields(form: Form) -> list[str]:
    """The cells of sections three and four that a relation leaves free, once the requests received follow from the rest."""
    rows = form.table("requests").block("requests").members("results", "row")
    requests = [f"requests.{row}.{column}" for row in (*(row.id for row in rows), "carried_over", "carried_in") for column in APPLICANTS]
    return requests + [f"review.{row.id}.{outcome}" for row in form.table("review").block("review").rows for outcome in OUTCOMES]


def completed(form: Form, free: Mapping[str, int]) -> dict[str, int]:
    """A filling that satisfies every relation: totals are added up, and what came in is shared out between new and old."""
    values = {name: free.get(name, 0) for name in form.fields}
    rows = [row.id for row in form.table("requests").block("requests").members("results", "row")]
    for column in APPLICANTS:
        closed = sum(values[f"requests.{row}.{column}"] for row in rows)
        arrived = closed + values[f"requests.carried_over.{column}"]
        old = min(values[f"requests.carried_in.{column}"], arrived)
        values |= {f"requests.results_total.{column}": closed, f"requests.carried_in.{column}": old, f"requests.received.{column}": arrived - old}
    for row in form.table("requests").block("requests").rows:
        values[f"requests.{row.id}.total"] = sum(values[f"requests.{row.id}.{column}"] for column in APPLICANTS)
    for route in form.table("review").block("review").rows:
        values[f"review.{route.id}.total"] = sum(values[f"review.{route.id}.{outcome}"] for outcome in OUTCOMES)
    return values


@st.composite
def consistent(draw: st.DrawFn) -> tuple[Shaped, dict[str, int]]:
    """An edition in one of its shapes, and a filling of it that satisfies every relation."""
    shaped = draw(st.sampled_from(SHAPES))
    form = form_of(*shaped)
    amounts = st.one_of(st.integers(1, 20), st.integers(1, 10**6), st.just(2**60))
    return shaped, completed(form, draw(st.dictionaries(st.sampled_from(free_fields(form)), amounts, max_size=25)))


def report_of(values: Mapping[str, object], shaped: Shaped = SHAPES[0]) -> Report:
    [report] = check([filing_of(values, edition=shaped[0], shape=shaped[1])], EXACT)
    return report


def rules_at(report: Report) -> set[tuple[str, str | None]]:
    return {(finding.rule, finding.field) for finding in report.findings}


@settings(max_examples=150, deadline=None)
@given(consistent())
def test_a_filling_that_satisfies_every_relation_has_no_finding(filling: tuple[Shaped, dict[str, int]]) -> None:
    shaped, values = filling
    report = report_of(values, shaped)
    assert report.findings == () and report.not_checked == ()


@settings(max_examples=150, deadline=None)
@given(consistent(), st.data())
def test_a_change_of_one_number_has_a_finding(filling: tuple[Shaped, dict[str, int]], data: st.DataObject) -> None:
    shaped, values = filling
    field = data.draw(st.sampled_from([name for name in values if not name.startswith("proactive.")]))
    other = data.draw(st.one_of(st.integers(0, 30), st.integers(0, 2**60)).filter(lambda number: number != values[field]))
    assert report_of({**values, field: other}, shaped).findings


@pytest.mark.slow
@pytest.mark.parametrize("shaped", SHAPES, ids=lambda shaped: form_of(*shaped).key)
@pytest.mark.parametrize("change", [1, -1, None])
def test_no_cell_can_be_changed_without_a_finding(shaped: Shaped, change: int | None) -> None:
    form, rng = form_of(*shaped), random.Random(7)
    values = completed(form, {name: rng.randint(1, 9) for name in free_fields(form)})
    fields = [name for name in values if not name.startswith("proactive.") and values[name]]
    assert len(fields) == len(form.fields) - len(form.table("proactive").fields)
    filings = [filing_of({**values, name: None if change is None else values[name] + change}, edition=shaped[0], shape=shaped[1]) for name in fields]
    assert [name for name, report in zip(fields, check(filings, EXACT), strict=True) if not report.findings] == []


def mixed_filings(count: int) -> list[Filing]:
    """Filings of every edition and shape, most with a few wrong contents."""
    filings = []
    for number in range(count):
        rng = random.Random(number)
        shaped = SHAPES[number % 3]
        form = form_of(*shaped)
        values: dict[str, object] = dict(completed(form, {name: rng.randint(0, 5) for name in free_fields(form)}))
        wrong = [None, "/", "若干", "１２", "43.788万元", -1, 2.5, 7, 10**10, "1O", "2023/1/2", "#REF!"]
        values |= {name: rng.choice(wrong) for name in rng.sample(list(form.fields), rng.choice([0, 1, 3]))}
        filings.append(filing_of(values, edition=shaped[0], shape=shaped[1], organ=f"样例{number}镇", file=f"{number}.xlsx"))
    return filings


@pytest.mark.slow
def test_many_filings_at_once_are_checked_as_each_alone() -> None:
    filings = mixed_filings(60)
    together = check(filings)
    assert together == [check([filing])[0] for filing in filings]
    assert [report.file for report in together] == [filing.file for filing in filings]
    assert len({finding.rule for report in together for finding in report.findings}) > 12


def test_a_rule_has_one_finding_for_each_filing_and_place() -> None:
    reports = check(mixed_filings(60))
    found = Counter((number, finding.rule, finding.field, finding.place) for number, report in enumerate(reports) for finding in report.findings)
    assert {what: count for what, count in found.items() if count > 1} == {}


def test_a_check_of_no_filings_gives_no_reports() -> None:
    assert check([]) == []


UNREADABLE = pytest.mark.parametrize("content", ["若干", "#REF!", "十十百", "1O", "2023/1/2"])


@UNREADABLE
def test_a_relation_with_an_unreadable_cell_is_told_as_not_checked(content: str) -> None:
    values = {"requests.granted.company": content, "requests.received.other": 1, "review.reconsideration.upheld": 2}
    report = report_of(values)
    missed = {(entry.rule, entry.field) for entry in report.not_checked}
    assert {("R02", "requests.results_total.company"), ("R03", "requests.granted.total")} <= missed
    assert not {rule for rule, _ in missed} & {"R01", "R05", "R06", "R07", "V01"}
    assert not {("R02", "requests.results_total.company"), ("R03", "requests.granted.total")} & rules_at(report)
    assert {("R01", "requests.results_total.other"), ("R06", "requests.results_total.other"), ("R03", "requests.received.total")} <= rules_at(report)
    assert ("V02", "review.reconsideration.total") in rules_at(report)


@UNREADABLE
def test_a_rule_that_can_nowhere_be_checked_is_told_once(content: str) -> None:
    row = dict.fromkeys((f"requests.received.{column}" for column in (*APPLICANTS, "total")), content)
    report = report_of(row)
    assert [(entry.rule, entry.field) for entry in report.not_checked if entry.rule == "R01"] == [("R01", None)]
    assert [entry.field for entry in report.not_checked if entry.rule == "R02"] == []


def test_a_field_that_was_not_found_is_told_as_not_checked() -> None:
    whole = filing_of({"requests.results_total.other": 6})
    cells = {name: cell for name, cell in whole.cells.items() if name != "requests.received.other"}
    [report] = check([Filing(whole.form, cells, "a.xlsx", "样例一镇", 2021)], [catalogue()["R01"]])
    assert report.findings == ()
    assert [(entry.rule, entry.field) for entry in report.not_checked] == [("R01", "requests.results_total.other")]
    assert "没有找到" in report.not_checked[0].reason.zh and "not found" in report.not_checked[0].reason.en


def test_a_formula_without_a_result_is_told_as_not_checked() -> None:
    cell = Cell(Shape.NOT_CALCULATED, None, '=INDIRECT("D6")', formula='=INDIRECT("D6")')
    [report] = check([filing_of(cells={"requests.received.total": cell})], EXACT)
    assert {(entry.rule, entry.field) for entry in report.not_checked} >= {("R01", "requests.results_total.total"), ("R03", "requests.received.total")}


LARGE = 2**53


@pytest.mark.parametrize(
    ("received", "carried_in", "results", "found"),
    [(LARGE, 1, LARGE, True), (LARGE, 1, LARGE + 1, False), (10**25, 1, 10**25, True), (10**25, 1, 10**25 + 1, False), (LARGE + 2, 0, LARGE + 1, True), (-(10**25), 1, 0, True)],
)
def test_numbers_beyond_a_floats_reach_are_compared_exactly(received: int, carried_in: int, results: int, found: bool) -> None:
    values = {"requests.received.other": received, "requests.carried_in.other": carried_in, "requests.results_total.other": results}
    assert (("R01", "requests.results_total.other") in rules_at(report_of(values))) is found


def test_an_inequality_beyond_a_floats_reach_is_compared_exactly() -> None:
    values = {"requests.received.other": LARGE, "requests.carried_over.other": LARGE + 1}
    assert ("R07", "requests.results_total.other") in rules_at(report_of(values))
    assert ("R07", "requests.results_total.other") not in rules_at(report_of({**values, "requests.received.other": LARGE + 1}))


def with_amounts(equation: str) -> Form:
    """The form of 2021 with amounts in the cells of decisions, and a relation of its own."""
    text = TEXT_2021.replace('id = "decisions"\n', 'id = "decisions"\nkind = "amount"\n')
    assert text.count('kind = "amount"') > TEXT_2021.count('kind = "amount"')
    return parse_form(f'{text}\n[[relation]]\nrule = "R02"\nequation = "{equation}"\n', "own.toml")


@pytest.mark.parametrize(
    ("equation", "one", "other", "whole", "found"),
    [
        ("=", 0.1, 0.2, 0.3, False),
        ("=", 0.1, 0.2, 0.1 + 0.2, False),
        ("=", 0.1, 0.2, "0.31", True),
        ("=", 0.1, 0.2, "0.30000000000000000001", True),
        ("=", "1234567890123456.7", "0.01", "1234567890123456.75", True),
        ("=", "190.457379", "59237.2449", "59427.702279", False),
        (">=", 0.1, 0.2, 0.3, False),
        (">=", 0.1, 0.2, "0.3000000001", True),
        ("<=", 0.1, 0.2, "0.2999999999", True),
    ],
)
def test_amounts_are_compared_as_decimals(equation: str, one: object, other: object, whole: object, found: bool) -> None:
    form = with_amounts(f"proactive.licensing.decisions + proactive.penalties.decisions {equation} proactive.fees.amount")
    contents = {"proactive.licensing.decisions": one, "proactive.penalties.decisions": other, "proactive.fees.amount": whole}
    cells = {name: Cell(Shape.NUMBER, read_cell(contents.get(name, 0), field.kind, field.column.unit).value) for name, field in form.fields.items()}
    [report] = check([Filing(form, cells, "a.xlsx", "样例一镇", 2021)], [catalogue()["R02"]])
    assert [finding.field for finding in report.findings] == ["proactive.licensing.decisions"] * found


def test_a_relation_of_an_edition_says_both_sides_and_what_would_be_right() -> None:
    form = with_amounts("proactive.fees.amount = proactive.licensing.decisions + proactive.penalties.decisions")
    contents = {"proactive.licensing.decisions": 0.1, "proactive.penalties.decisions": 0.2, "proactive.fees.amount": 0.4}
    cells = {name: Cell(Shape.NUMBER, read_cell(contents.get(name, 0), field.kind, field.column.unit).value) for name, field in form.fields.items()}
    [report] = check([Filing(form, cells, "a.xlsx", "样例一镇", 2021)], [catalogue()["R02"]])
    [finding] = report.findings
    assert (str(finding.actual), str(finding.expected)) == ("0.4", "0.3")
    assert "＝0.3" in finding.message.zh and "差 0.1" in finding.message.zh


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"requests.results_total.other": 6, "requests.other_other.other": 6}, {("R05", None), ("R01", "R05")}),
        ({"requests.received.other": 6}, {("R06", None), ("R01", "R06")}),
        ({"requests.received.other": 2, "requests.carried_over.other": 3}, {("R07", None), ("R01", "R07")}),
        ({"requests.carried_over.other": 3}, {("R05", None), ("R01", "R05")}),
        ({"requests.received.other": 2, "requests.carried_over.other": 1}, {("R01", None)}),
    ],
)
def test_a_clearer_rule_covers_the_balance_of_its_column(values: Mapping[str, object], found: set[tuple[str, str | None]]) -> None:
    at = [finding for finding in report_of(values).findings if finding.field == "requests.results_total.other" and finding.rule != "R02"]
    assert {(finding.rule, finding.covered_by) for finding in at} == found
    assert len(at) == len(found)


@pytest.mark.parametrize(
    ("values", "field", "rule"),
    [
        ({"requests.granted.company": 2, "requests.granted.total": None}, "requests.granted.total", "R04"),
        ({"requests.granted.company": 2, "requests.granted.total": 0}, "requests.granted.total", "R03"),
        ({"review.reconsideration.upheld": 10, "review.reconsideration.total": None}, "review.reconsideration.total", "V02"),
        ({"review.reconsideration.upheld": 10, "review.reconsideration.total": 0}, "review.reconsideration.total", "V02"),
        ({"review.reconsideration.upheld": 10, "review.reconsideration.total": 9}, "review.reconsideration.total", "V01"),
    ],
)
def test_a_clearer_rule_replaces_the_general_one_at_its_place(values: Mapping[str, object], field: str, rule: str) -> None:
    assert [finding.rule for finding in report_of(values).findings if finding.field == field] == [rule]


def test_a_rule_that_replaces_another_does_not_need_it_to_run() -> None:
    [report] = check([filing_of({"requests.granted.company": 2, "requests.granted.total": None})], [catalogue()["R04"]])
    assert [finding.rule for finding in report.findings] == ["R04"]


def test_errors_come_first_and_rules_in_the_catalogues_order() -> None:
    report = check([filing_of({"requests.received.company": None, "requests.granted.other": 2.5, "requests.results_total.other": 6, "proactive.fees.amount": "１"})])[0]
    order = [(-finding.severity, list(catalogue()).index(finding.rule)) for finding in report.findings]
    assert order == sorted(order) and len({severity for severity, _ in order}) > 1


def test_an_example_that_names_an_unknown_field_is_refused() -> None:
    with pytest.raises(KeyError, match=r"no field requests\.nobody"):
        filing_of_example(Example({"requests.nobody.total": 1}))
