"""W04: a formula adds up other cells than the form says."""

from collections.abc import Iterator
from decimal import Decimal

from xlplugin.filing import Cell, Facts, Filing, Shape, TermsOfFormula, Value
from xlplugin.findings import Severity
from xlplugin.form import Balance, editions
from xlplugin.rules.computed import Factors, computed_fields, entries
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import named_cells, quoted
from xlplugin.rules.workbook.formulas import is_same_result, unseen
from xlplugin.text import Text, join, same

_SIX = ("natural_person", "company", "research", "public_interest", "legal_service", "other")
_SUM = {f"requests.received.{column}": Decimal(1) for column in _SIX}
_SHORT = {name: factor for name, factor in _SUM.items() if not name.endswith("other")}
_ENTRIES = [field for field in editions()["2021"].table("requests").fields if field.row.group and not field.row.total and not field.column.total]
_WRONG = Text("，得 {given}，应为 {sum}", " It gives {given} and should give {sum}.")
_STILL_RIGHT = Text("，目前结果碰巧是对的", " Its result happens to be right still.")
_CELL = Cell(Shape.NUMBER, 0, "0", formula="=SUM(D6:H6)", saved=0, recalculated=0)


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """A warning; an error where the formula's value differs. A total may add up its parts, or subtotals of them."""
    yield from unseen(filing)
    computed = computed_fields(filing.form)
    for name, terms in filing.facts.formula_terms.items():
        if name not in computed:
            continue
        gaps = [_gap(filing, terms.factors, balance) for balance in computed[name]]
        if not terms.constant and not all(gaps):
            continue
        # The grand total may follow its row or its column: told is the one that the result contradicts, else the one that the formula is closer to.
        ways = [(not _is_wrong(filing, name, balance), len(gap), gap, _sum(filing, balance)) for gap, balance in zip(gaps, computed[name], strict=True)]
        is_free, _, gap, expected = min(ways, key=lambda way: way[:2])
        cell, given = filing.cell(name), _given(filing, name)
        result = _WRONG if not is_free else same("") if given is None or expected is None else _STILL_RIGHT
        words = {"formula": quoted(cell.formula or ""), "difference": _difference(filing, gap, terms.constant), "result": result.fill(given=given, sum=expected)}
        yield Hit(name, actual=given, expected=expected, related=tuple(gap), words=words, severity=Severity.WARNING if is_free else Severity.ERROR)


def _given(filing: Filing, name: str) -> Value | None:
    """What the formula gives, as it counts in the checks: a blank result is 0; None where that cannot be told."""
    return filing.amount(name) if filing.is_known(name) else None


def _is_wrong(filing: Filing, name: str, balance: Balance) -> bool:
    given, expected = _given(filing, name), _sum(filing, balance)
    return given is not None and expected is not None and not is_same_result(given, expected)


def _gap(filing: Filing, factors: Factors, balance: Balance) -> dict[str, Decimal]:
    """What the formula adds too much (positive) or too little (negative) of each cell, told the shorter way; empty: nothing."""
    wanted = {term.field: term.factor for term in balance.right.terms}
    ways = [(dict(factors), wanted), (entries(filing.form, factors), entries(filing.form, wanted))]
    gaps = [{name: gap for name in filing.form.fields if (gap := given.get(name, Decimal(0)) - right.get(name, Decimal(0)))} for given, right in ways]
    return min(gaps, key=len)


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
    message=Text(
        "「{table}」“{field}”的公式 {formula} {difference}{result}。请改正公式，或从空白模板复制该格。",
        "{table}: {field}: the formula {formula} is not that of the form: {difference}.{result} Correct it, or copy the cell from an empty template",
    ),
    rationale=Text(
        "少加一行的公式，在那一行是 0 时看不出来，一有数就错。结果已经不对的为错误，目前碰巧对的为疑点。",
        "A sum one row short shows no fault while that row is 0. It is an error where the result is wrong already, a warning where it still happens to be right.",
    ),
    mend=Text("按表样改正求和范围，或从空白模板复制该格。", "Correct the range of the sum, or copy the cell from an empty template."),
    source=Text("报告格式的合计栏：（七）总计、总计；公式应与之一致", "the totals of the form, which formulas have to follow"),
    check=check,
    covers=("R02", "R03", "V01"),
    examples=(
        Example(cells={"requests.received.total": _CELL}, facts=Facts(formula_terms={"requests.received.total": TermsOfFormula(_SUM)})),
        Example(
            cells={"requests.received.total": _CELL},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula(_SHORT)}),
            fails_at=("requests.received.total",),
        ),
        Example(
            {"requests.received.other": 6},
            cells={"requests.received.total": _CELL},
            facts=Facts(formula_terms={"requests.received.total": TermsOfFormula(_SHORT, Decimal(2))}),
            fails_at=("requests.received.total",),
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
        ),
    ),
)
