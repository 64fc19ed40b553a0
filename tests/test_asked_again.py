"""What a checker asks of a filing that differs from another one in some figures: only what these may change, and the report is that of the filing alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from _many_samples import sound_figures, summed

from tests.filings import filing_of
from xlplugin.checking.check import balances_of, check
from xlplugin.checking.functions import Asked, Functions
from xlplugin.checking.kept import Kept
from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, NotChecked
from xlplugin.form import Relation, editions
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Context, Hit, Rule, Unknown, default_limits

FORM = editions()["2021"]
RULES = [rule for rule in catalogue().values() if rule.is_default]
FEES, ISSUED, IN_FORCE = "proactive.fees.amount", "proactive.normative_documents.issued", "proactive.normative_documents.in_force"


def plain(name: str, value: int, like: Cell) -> Cell:
    """A cell that holds a whole number where another one stands."""
    return replace(like, shape=Shape.NUMBER, value=value, raw=str(value))


def sound(chance: random.Random) -> Filing:
    """A filing without a fault in its sums, of whole numbers."""
    values = summed({**dict.fromkeys(FORM.fields, 0), **sound_figures(chance), FEES: 0})
    return filing_of({name: value for name, value in values.items() if isinstance(value, int)})


def like(first: Filing, cells: dict[str, Cell], **others: object) -> Filing:
    """A filing of the same layout in which some cells are others."""
    filing = replace(first, cells={**first.cells, **cells}, **others)  # type: ignore[arg-type]
    filing.tell_difference(first, cells)
    return filing


def altered(chance: random.Random, first: Filing) -> Filing:
    """Another one: sound too, or with some figures that are not, or that are no plain numbers."""
    values = sound(chance).values if chance.random() < 0.7 else first.values
    figures = {name: int(value or 0) for name, value in values.items()}
    figures |= {name: chance.choice((0, 1, 7, -4, 10**9, 10**13)) for name in chance.sample(list(FORM.fields), chance.choice((0, 0, 1, 2, 9)))}
    cells = {name: plain(name, value, first.cells[name]) for name, value in figures.items() if value != first.values[name]}
    odd = chance.sample(list(FORM.fields), chance.choice((0, 0, 0, 1, 3)))
    cells |= {name: replace(first.cells[name], shape=shape, value=None, raw="约3") for name in odd for shape in [chance.choice((Shape.BLANK, Shape.NOTE, Shape.TEXT))]}
    return like(first, cells, organ=chance.choice(("样例一镇", "样例县民政局", "样例街道办事处", None)), year=chance.choice((2023, 2024, None)))


@pytest.mark.parametrize("seed", range(12))
def test_the_report_of_a_filing_that_is_like_another_is_that_of_it_alone(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one store for several first ones, sound and faulty, in any order; but for what localisation says, which knows of no other filing, and takes long."""
    monkeypatch.setattr("xlplugin.checking.check.localise", lambda filing, faulty: [])
    chance, kept = random.Random(seed), Kept()
    firsts = [sound(chance), altered(chance, sound(chance)), sound(chance)]
    filings = [altered(chance, chance.choice(firsts)) for _ in range(12)]
    for some in (filings[:7], filings[7:], filings):
        assert check(some, kept=kept) == check([replace(filing) for filing in some])


def test_relations_hold_where_what_is_added_on_one_side_is_added_on_the_other() -> None:
    chance, kept = random.Random(5), Kept()
    balances = balances_of(FORM, tuple(rule for rule in RULES if isinstance(rule.check, Relation)))
    for _ in range(20):
        first, values = sound(chance), sound(chance).values
        other = like(first, {name: plain(name, int(value or 0), first.cells[name]) for name, value in values.items() if value != first.values[name]})
        before = balances.like_before(other, kept)
        assert before is not None and before.holding >= {"R01", "R02", "R03"} and tuple(balances.not_checked(other, None, balances.compare(other, None)[1])) == before.missed
        moved = {"requests.received.total": 1, "requests.received.company": chance.choice((0, -1, 2))}
        assert balances.like_before(like(first, {name: plain(name, int(first.amount(name)) + more, first.cells[name]) for name, more in moved.items()}), kept) is None


@pytest.mark.parametrize("equation", ["in_force >= 2 * issued - repealed", "issued = 0.5 * in_force"])
def test_relations_with_factors_are_added_up_in_each_filing(equation: str) -> None:
    chance, kept = random.Random(3), Kept()
    rules = [replace(catalogue()["P01"], check=Relation(equation, over="proactive", each="row", at="issued"))]
    first = sound(chance)
    first = replace(first, cells={**first.cells, **{name: plain(name, 0, first.cells[name]) for name in FORM.fields if name.startswith("proactive.")}})
    figures = [{ISSUED: issued, IN_FORCE: in_force} for issued in (0, 1, 5) for in_force in (0, 2, 10)]
    filings = [first, *(like(first, {name: plain(name, value, first.cells[name]) for name, value in one.items() if value}) for one in figures)]
    reports = check(filings, rules, kept=kept)
    assert reports == check([replace(filing) for filing in filings], rules)
    assert 0 < sum(bool(report.findings) for report in reports) < len(reports)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.needs.broken], ids=lambda rule: rule.id)
def test_a_rule_that_needs_a_broken_relation_finds_nothing_where_it_holds(rule: Rule) -> None:
    """Whatever else is wrong: figures below zero, blanks, sums of other relations."""
    relation = rule.needs.sides_of
    assert relation is not None and isinstance(relation.check, Relation) and callable(rule.check)
    context, chance, held = Context(rule=rule.id), random.Random(rule.id), 0
    for form in editions().values():
        if not (rule.holds_for(form.edition) and relation.holds_for(form.edition)):
            continue
        balances = balances_of(form, (relation,))
        for _ in range(150):
            cells = {name: Cell(Shape.BLANK) if chance.random() < 0.3 else Cell(Shape.NUMBER, chance.choice((0, 0, 0, 1, 2, -1))) for name in form.fields}
            for balance in (balance for _, _, balance in balances.entries if chance.random() < 0.95):
                factor = next(factor for name, factor in balance.factors() if name == balance.at)
                rest = sum(factor * (cells[name].value or 0) for name, factor in balance.factors() if name != balance.at)
                cells[balance.at] = Cell(Shape.NUMBER, int(-rest / factor)) if rest or chance.random() < 0.5 else Cell(Shape.BLANK)
            filing = Filing(form, cells)
            if balances.compare(filing, None) == ({}, []):
                held += 1
                assert list(rule.check(filing, context)) == []
    assert held > 20


def asked(check_: Callable[[Filing, Context], Iterator[Hit | Unknown]], first: Filing, other: Filing) -> bool:
    """Whether a rule's function is asked of a filing that is like the first one."""
    times = 0

    def counted(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
        nonlocal times
        times += filing is other
        return check_(filing, context)

    rule = replace(catalogue()["C14"], check=counted)
    found: list[Finding] = []
    missed: list[NotChecked] = []
    Functions([rule], {**default_limits()}, Kept()).run([Asked(other, None, found, missed)])
    return bool(times)


def fees(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if filing.amount(FEES) < 0 or filing.cell(ISSUED).value is None or FEES not in filing.cells or filing.values.get(FEES) is None:
        yield Hit(FEES)


def any_cell(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if any(cell.value == 77 for cell in filing.cells.values()):
        yield Hit()


def of_the_organ(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if not filing.organ and filing.amount(FEES):
        yield Hit()


def one_of_two(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if filing.amounts[FEES] and filing.amounts[IN_FORCE]:
        yield Hit()


def in_another(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if replace(filing, organ="样例一镇").amount(FEES):
        yield Hit()


@pytest.mark.parametrize(
    ("function", "changed", "is_asked"),
    [
        (fees, IN_FORCE, False),
        (fees, FEES, True),
        (fees, ISSUED, True),
        (one_of_two, FEES, True),
        (one_of_two, IN_FORCE, False),  # it was not looked at, the fees being 0
        (any_cell, IN_FORCE, True),
        (of_the_organ, IN_FORCE, True),
        (in_another, IN_FORCE, True),
    ],
)
def test_a_rule_is_asked_again_where_a_field_differs_that_it_looked_at_or_where_that_cannot_be_told(function: Callable[[Filing, Context], Iterator[Hit | Unknown]], changed: str, is_asked: bool) -> None:
    first = sound(random.Random(1))
    other = like(first, {changed: plain(changed, 77, first.cells[changed])})
    assert asked(function, first, other) == is_asked


def test_a_rule_that_found_something_is_asked_again_of_all() -> None:
    first = sound(random.Random(1))
    first = like(first, {FEES: plain(FEES, -1, first.cells[FEES])})
    first = replace(first)
    assert asked(fees, first, like(first, {IN_FORCE: plain(IN_FORCE, 77, first.cells[IN_FORCE])}))


@pytest.mark.parametrize("of_first", [7, None, 8], ids=["as it is", "none", "another"])
def test_a_saved_value_is_held_against_the_formulas_in_each_filing(of_first: int | None) -> None:
    """Whether the first one has all of them, as they are, or not."""
    names, kept = ("requests.received.total", "requests.results_total.total"), Kept()
    typed = sound(random.Random(1))

    def computed(saved: int | None) -> Cell:
        return replace(typed.cells[names[0]], shape=Shape.NUMBER, value=7, raw="7", formula="=SUM(D6:I6)", saved=saved, recalculated=7)

    first = replace(typed, cells={**typed.cells, names[0]: computed(of_first), names[1]: computed(7)})
    others = [like(first, cells) for cells in ({FEES: plain(FEES, 3, first.cells[FEES])}, {names[0]: computed(7)}, {names[0]: computed(None)}, {names[1]: computed(9)})]
    filings, rules = [first, *others], [catalogue()["W01"], catalogue()["W02"]]
    reports = check(filings, rules, kept=kept)
    assert reports == check([replace(filing) for filing in filings], rules)
    wrong = {7: [], None: ["W02"], 8: ["W01"]}[of_first]
    assert [[finding.rule for finding in report.findings] for report in reports] == [wrong, wrong, [], ["W02"], ["W01", *wrong]]


def test_a_filing_of_another_year_is_asked_for_its_edition_again() -> None:
    first, kept = sound(random.Random(1)), Kept()
    changed = {IN_FORCE: plain(IN_FORCE, 77, first.cells[IN_FORCE])}
    reports = check([replace(first, year=2023), like(replace(first, year=2023), changed), like(replace(first, year=2023), changed, year=2019), like(replace(first, year=2023), changed, year=None)], [catalogue()["F01"]], kept=kept)
    assert [len(report.findings) for report in reports] == [0, 0, 1, 0] and [len(report.not_checked) for report in reports] == [0, 0, 0, 1]


def test_a_cell_is_known_to_keep_the_bounds_in_its_own_field_only() -> None:
    """A fee may be no whole number; a count may not."""
    first, kept = sound(random.Random(1)), Kept()
    half = Cell(Shape.NUMBER, 0.5, "0.5")  # type: ignore[arg-type]
    one, other = like(first, {FEES: half}), like(first, {IN_FORCE: half})
    reports = check([first, one, other], [catalogue()["C07"]], kept=kept)
    assert [[finding.field for finding in report.findings] for report in reports] == [[], [], [IN_FORCE]]
