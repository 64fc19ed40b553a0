"""Relations are added up exactly: the loop and a reference in fractions say the same of every filing."""

from __future__ import annotations

import operator
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filings import filing_of
from tests.test_check import EXACT, SHAPES, completed, free_fields
from xlplugin.checking.balance import Balances, compile_balances
from xlplugin.checking.check import balances_of, check
from xlplugin.checking.examples import form_of
from xlplugin.filing.cells import Cell, Shape, Value
from xlplugin.filing.filing import Filing
from xlplugin.form import Form, Relation, Side
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Rule

pytestmark = pytest.mark.slow  # whole workbooks, many of them

HOLDS = {"=": operator.eq, "<=": operator.le, ">=": operator.ge}
RELATIONS = tuple(rule for rule in catalogue().values() if isinstance(rule.check, Relation))
BALANCES = {shaped: compile_balances(form_of(*shaped), RELATIONS) for shaped in SHAPES}
NUMBERS: list[Value] = [0, 1, 7, 2**53, 2**53 + 1, 10**25, 10**40 + 1, -3, Decimal("0.1"), Decimal("0.2"), Decimal("0.3"), Decimal("1e-30"), Decimal("1234567890123456.75")]
CONTENTS = [*(Cell(Shape.NUMBER, value) for value in NUMBERS), Cell(), Cell(Shape.PLACEHOLDER, raw="/"), Cell(Shape.TEXT, raw="若干"), None]


def by_fractions(balances: Balances, filing: Filing, prior: Filing | None) -> tuple[set[int], set[int]]:
    """(the broken relations, those that cannot be told), each side added up by itself."""
    broken, blind = set(), set()
    for index, (_, _, balance) in enumerate(balances.entries):
        try:
            left, right = (side_of(side, filing, prior) for side in (balance.left, balance.right))
        except LookupError:
            blind.add(index)
            continue
        if not HOLDS[balance.operator](left, right):
            broken.add(index)
    return broken, blind


def side_of(side: Side, filing: Filing, prior: Filing | None) -> Fraction:
    total = Fraction(side.constant)
    for term in side.terms:
        source = prior if term.field.startswith("prior.") else filing
        if source is None:
            raise LookupError
        cell = source.cells[term.field.removeprefix("prior.")]
        if cell.value is None and cell.shape is Shape.TEXT:
            raise LookupError
        total += Fraction(term.factor) * Fraction(cell.value or 0)
    return total


def filled(form: Form, values: dict[str, Cell | None]) -> Filing:
    cells = {name: values.get(name, Cell(Shape.NUMBER, 0)) for name in form.fields}
    return Filing(form, {name: cell for name, cell in cells.items() if cell is not None})


@st.composite
def filings(draw: st.DrawFn) -> tuple[Balances, Filing, Filing | None]:
    """A consistent filing or an empty one, some of its cells replaced by any content, and last year's or none."""
    balances = BALANCES[draw(st.sampled_from(SHAPES))]
    form = balances.form
    contents = st.dictionaries(st.sampled_from(list(form.fields)), st.sampled_from(CONTENTS), max_size=8)
    rng = random.Random(draw(st.integers(0, 2**32)))
    sound = completed(form, {name: rng.choice([0, 1, 5, 2**53 + 1, 10**30]) for name in free_fields(form)}) if draw(st.booleans()) else {}
    start: dict[str, Cell | None] = {name: Cell(Shape.NUMBER, value) for name, value in sound.items()}
    prior = filled(form, draw(contents)) if draw(st.booleans()) else None
    return balances, filled(form, {**start, **draw(contents)}), prior


@settings(max_examples=400, deadline=None)
@given(filings())
def test_the_loop_and_fractions_agree_on_what_is_broken_and_what_cannot_be_told(case: tuple[Balances, Filing, Filing | None]) -> None:
    balances, filing, prior = case
    broken, blind = balances.compare(filing, prior)
    assert (set(broken), set(blind)) == by_fractions(balances, filing, prior)
    for index, residual in broken.items():
        balance = balances.entries[index][2]
        assert Fraction(residual) == side_of(balance.left, filing, prior) - side_of(balance.right, filing, prior)


@pytest.mark.parametrize("shaped", SHAPES)
def test_no_relation_is_broken_in_a_consistent_filing_of_any_size(shaped: tuple[str, tuple[str, ...]]) -> None:
    balances = compile_balances(form_of(*shaped), EXACT)
    assert len(balances.entries) > 40
    for seed in range(100):
        rng = random.Random(seed)
        free = {name: rng.choice([0, 1, rng.randint(1, 10**6), 2**53 + 1, 10**35]) for name in free_fields(balances.form)}
        filing = filing_of(completed(balances.form, free), edition=shaped[0], shape=shaped[1])
        assert balances.compare(filing, None) == ({}, []), seed


@pytest.mark.parametrize("off", [1, -1])
@pytest.mark.parametrize("size", [10, 2**53, 10**20, 10**39])
def test_a_difference_of_one_is_told_and_its_figure_is_exact_however_large_the_counts_are(size: int, off: int) -> None:
    values = {"requests.received.other": size, "requests.carried_in.other": 1, "requests.results_total.other": size + 1 + off}
    [report] = check([filing_of(values)], [catalogue()["R01"]])
    [finding] = report.findings
    assert finding.expected == size + 1 and "差 1" in finding.message.zh


def test_the_relations_of_a_form_are_kept_for_a_bounded_number_of_rule_sets() -> None:
    most = balances_of.cache_info().maxsize
    assert most is not None
    form = form_of("2021")
    rules = (catalogue()["R01"], catalogue()["R02"])
    assert balances_of(form, rules) is balances_of(form, rules)
    for _ in range(most + 5):
        balances_of(form, (copy_of(rules[0]),))
    assert balances_of.cache_info().currsize == most


def copy_of(rule: Rule) -> Rule:
    """Another rule of the same words, as a unit's own file gives at each start."""
    return Rule(**{name: getattr(rule, name) for name in rule.__dataclass_fields__})
