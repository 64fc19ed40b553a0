"""W04: a formula adds up other cells than the form says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from xlplugin.filing.cells import Cell, Shape, Value
from xlplugin.filing.facts import Facts, TermsOfFormula
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form import Balance, Form, editions
from xlplugin.rules.declare import IN_TABLE, Case, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.totals import Factors, computed_fields, entries
from xlplugin.rules.shared.wording import named_cells, quoted
from xlplugin.rules.workbook.formulas import is_same_result, unseen
from xlplugin.text import Text, join, same

_SIX = ("natural_person", "company", "research", "public_interest", "legal_service", "other")
_SUM = {f"requests.received.{column}": Decimal(1) for column in _SIX}
_SHORT = {name: factor for name, factor in _SUM.items() if not name.endswith("other")}
_ENTRIES = [field for field in editions()["2021"].table("requests").fields if field.row.group and not field.row.total and not field.column.total]
_WRONG = Text("，得 {given}，应为 {sum}", " It gives {given} and should give {sum}.")
_STILL_RIGHT = Text("，目前结果碰巧是对的", " Its result happens to be right still.")
_OF_ANOTHER_SHEET = re.compile(r"[^\s=+\-*/(,;]!")
_NONE = Decimal(0)
_CELL = Cell(Shape.NUMBER, 0, "0", formula="=SUM(D6:H6)", saved=0, recalculated=0)


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """A warning; an error where the formula's value differs. A total may add up its parts, or subtotals of them."""
    yield from unseen(filing)
    computed, sound = computed_fields(filing.form), _sound(filing.form)
    for name, terms in filing.facts.formula_terms.items():
        if name not in computed or (not terms.constant and terms.factors in sound[name]):
            continue
        gaps = [_gap(filing, terms.factors, balance) for balance in computed[name]]
        if not terms.constant and not all(gaps):
            continue
        # The grand total may follow its row or its column: told is the one that the result contradicts, else the one that the formula is closer to.
        ways = [(not _is_wrong(filing, name, balance), len(gap), gap, _sum(filing, balance)) for gap, balance in zip(gaps, computed[name], strict=True)]
        is_free, _, gap, expected = min(ways, key=lambda way: way[:2])
        cell, given = filing.cell(name), _given(filing, name)
        if is_free and not terms.factors and not terms.constant and _OF_ANOTHER_SHEET.search(cell.formula or ""):
            continue  # a total that a ledger gives is no sum of the form's cells, short or not; R03 compares it with them
        result = _WRONG if not is_free else same("") if given is None or expected is None else _STILL_RIGHT
        words = {"formula": quoted(cell.formula or ""), "difference": _difference(filing, gap, terms.constant), "result": result.fill(given=given, sum=expected)}
        yield Hit(name, actual=given, expected=expected, related=tuple(gap), words=words, case="still_right" if is_free else None)


def _given(filing: Filing, name: str) -> Value | None:
    """What the formula gives, as it counts in the checks: a blank result is 0; None where that cannot be told."""
    return filing.amount(name) if filing.is_known(name) else None


def _is_wrong(filing: Filing, name: str, balance: Balance) -> bool:
    given, expected = _given(filing, name), _sum(filing, balance)
    return given is not None and expected is not None and not is_same_result(given, expected)


def _gap(filing: Filing, factors: Factors, balance: Balance) -> dict[str, Decimal]:
    """What the formula adds too much (positive) or too little (negative) of each cell, told the shorter way; empty: nothing."""
    wanted = _factors(balance)
    if factors == wanted:
        return {}
    ways = [(dict(factors), wanted), (entries(filing.form, factors), entries(filing.form, wanted))]
    gaps = [{name: gap for name in filing.form.fields if name in given or name in right if (gap := given.get(name, _NONE) - right.get(name, _NONE))} for given, right in ways]
    return min(gaps, key=len)


def _factors(balance: Balance) -> Factors:
    """What the form adds up."""
    return {term.field: term.factor for term in balance.right.terms}


@lru_cache(maxsize=16)
def _sound(form: Form) -> Mapping[str, Sequence[Factors]]:
    """By computed field, the sums that are right as they stand."""
    return {name: [_factors(balance) for balance in balances] for name, balances in computed_fields(form).items()}


def _sum(filing: Filing, balance: Balance) -> Value | None:
    if not all(filing.is_known(term.field) for term in balance.right.terms):
        return None
    total = sum((term.factor * filing.amount(term.field) for term in balance.right.terms), Decimal(0))
    return int(total) if total == total.to_integral_value() else total


def _difference(filing: Filing, gap: Factors, constant: Decimal) -> Text:
    parts = []
    if left_out := [name for name, factor in gap.items() if factor < 0]:
        parts.append(Text("漏加了", "it leaves out ") + named_cells(filing, left_out))
    if too_many := [name for name, factor in gap.items() if factor > 0]:
        parts.append(Text("多加了", "it adds too much of ") + named_cells(filing, too_many))
    if constant:
        parts.append(Text("另加了常数 {number}", "it adds the constant {number}").fill(number=constant))
    return join(parts, "，", "; ")


RULE = Rule(
    id="W04",
    severity=Severity.ERROR,
    title=Text("合计公式漏加或多加", "a total's formula leaves out cells or adds others"),
    lead=IN_TABLE,
    fact=Text("“{field}”的公式 {formula} {difference}{result}。", "{field}: the formula {formula} is not that of the form: {difference}.{result}"),
    ask=Text("请改正公式，或从空白模板复制该格。", "Correct it, or copy the cell from an empty template"),
    rationale=Text(
        "少加一行的公式，在那一行是 0 时看不出来，一有数就错。结果已经不对的为错误，目前碰巧对的为疑点。",
        "A sum one row short shows no fault while that row is 0. It is an error where the result is wrong already, a warning where it still happens to be right.",
    ),
    mend=Text("按表样改正求和范围，或从空白模板复制该格。", "Correct the range of the sum, or copy the cell from an empty template."),
    source=Text("报告格式的合计栏：（七）总计、总计；公式应与之一致", "the totals of the form, which formulas have to follow"),
    short=Text("“{field}”的公式{difference}{result}。", "{field}: the formula is not that of the form: {difference}.{result}"),
    cases=(
        Case("still_right", Text("目前结果是对的，或无法确定", "its result is right still, or cannot be told"), Severity.WARNING),
    ),
    check=check,
    subject="workbook",
    covers=("R02", "R03", "V01"),
    examples=(
        Example(cells={"requests.received.total": _CELL}, facts=Facts(formula_terms={"requests.received.total": TermsOfFormula(_SUM)})),
        Example(cells={"requests.received.total": replace(_CELL, formula="=台账汇总!B17")}, facts=Facts(formula_terms={"requests.received.total": TermsOfFormula({})})),
        Example(
            {"requests.received.other": 2},
            cells={"requests.received.total": replace(_CELL, formula="=台账汇总!B17")},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula({})}),
            fails_at=("requests.received.total",),
        ),
        Example(
            cells={"requests.received.total": replace(_CELL, formula="=0")},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula({})}),
            fails_at=("requests.received.total",),
            severity=Severity.WARNING,
        ),
        Example(
            cells={"requests.received.total": _CELL},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula(_SHORT)}),
            fails_at=("requests.received.total",),
            severity=Severity.WARNING,
            says="的公式 =SUM(D6:H6) 漏加了“本年新收·其他”（F1），目前结果碰巧是对的",
        ),
        Example(
            {"requests.received.other": 6},
            cells={"requests.received.total": _CELL},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula(_SHORT, Decimal(2))}),
            fails_at=("requests.received.total",),
            says="漏加了“本年新收·其他”（F1），另加了常数 2，得 0，应为 6", expected=6,
        ),
        Example(
            facts=Facts(
                formula_terms={
                    "requests.results_total.total": TermsOfFormula({f"requests.results_total.{column}": Decimal(1) for column in _SIX}),
                    "requests.received.company": TermsOfFormula({}, Decimal(5)),
                }
            )
        ),
        Example(facts=Facts(formula_terms={"requests.results_total.total": TermsOfFormula({field.id: Decimal(1) for field in _ENTRIES})})),
        Example(
            cells={"requests.received.total": _CELL},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula(_SUM, Decimal(3))}),
            fails_at=("requests.received.total",),
            severity=Severity.WARNING,
        ),
        Example(
            {"requests.carried_over.total": None},
            cells={"requests.results_total.total": _CELL},
            facts=Facts(
                formula_terms={
                    "requests.results_total.total": TermsOfFormula(
                        {"requests.received.total": Decimal(1), "requests.carried_in.total": Decimal(1), "requests.carried_over.total": Decimal(-1)}
                    )
                }
            ),
            fails_at=("requests.results_total.total",),
            severity=Severity.WARNING,
            says=("等共 7 格，多加了“本年新收·总计”（G1）", "目前结果碰巧是对的"),
        ),
        Example(
            {"requests.received.company": "约3"},
            cells={"requests.received.total": _CELL},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula(_SHORT)}),
            fails_at=("requests.received.total",),
            says="漏加了“本年新收·其他”（F1）。",
            severity=Severity.WARNING,
        ),
        Example(
            cells={"requests.results_total.total": _CELL},
            facts=Facts(formula_terms={"requests.results_total.total": TermsOfFormula({field.id: Decimal(1) for field in _ENTRIES[1:]})}),
            fails_at=("requests.results_total.total",),
            says="漏加了“予以公开·自然人”（A3），",
            severity=Severity.WARNING,
        ),
        Example(
            {"requests.received.company": 2},
            cells={"requests.received.total": _CELL},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula({**_SUM, "requests.received.company": Decimal("1.5")})}),
            fails_at=("requests.received.total",),
            says="=SUM(D6:H6) 多加了“本年新收·商业企业”（B1），得 0，应为 2",
        ),
        Example(
            cells={"requests.received.total": _CELL},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula({**_SUM, "requests.carried_in.other": Decimal(-1)})}),
            fails_at=("requests.received.total",),
            says="漏加了“上年结转·其他”（F2），",
            severity=Severity.WARNING,
        ),
    ),
)
